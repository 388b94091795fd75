"""Parsed text in, the spans of names in it out: those of the ontology, the recogniser's, and capitalised runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.gazetteer import Entry, Gazetteer, Match, fold
from kg.grammar import Tree
from kg.metonyms import stands_for_state
from kg.ontology_records import Ontology

__all__ = ["NameFinder", "Span"]

LABELS = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organisation",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "NORP": "Group",
}
NOT_IN_NAMES = frozenset("the a an this that these those its their his her our".split())
LINKS = frozenset(("of", "for", "the", "and", "&", "-", "al", "el", "bin", "ibn"))
ARGUMENTS = frozenset(
    ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "conj", "appos")
)


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `[start:end)` that name an actor; `certain` when the ontology says which."""

    start: int
    end: int
    kind: str
    type: str | None
    known: str | None = None
    head: int = -1

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class NameFinder:
    """Finds names in passages; made once for an ontology, as it holds the ontology's names as a trie."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.title_words = {fold(t) for t in ontology.titles}
        self.name_words = {fold(w): t for w, t in ontology.name_words.items()}

    def find(self, tree: Tree) -> list[Span]:
        """Names of a passage, sorted; a name inside another is kept where it names a state ("Iraqi Army")."""
        words = [t.text for t in tree.doc]
        known = [self._known_span(tree, m) for m in self.gazetteer.find(words)]
        spans = [s for s in known if s is not None]
        for candidate in self._entities(tree, words):
            spans = self._admit(tree, spans, candidate)
        for candidate in self._runs(tree, words, spans):
            spans = self._admit(tree, spans, candidate)
        return sorted(
            (replace(s, head=head_of(tree, s.start, s.end)) for s in spans), key=lambda s: (s.start, -s.end)
        )

    # ------------------------------------------------------------ names of the ontology
    def _known_span(self, tree: Tree, match: Match) -> Span | None:
        entries = [e for e in match.entries if e.role == match.entries[0].role]
        if entries[0].role == "ambiguous":
            return None
        entry = entries[0]
        certain = len({e.actor for e in entries}) == 1
        if entry.role in ("demonym", "people"):
            return Span(match.start, match.end, "demonym", entry.type, entry.actor if certain else None)
        if entry.role == "metonym" and not self._is_state(tree, match):
            return Span(match.start, match.end, "name", "Place")
        return Span(match.start, match.end, "name", entry.type, entry.actor if certain else None)

    def _is_state(self, tree: Tree, match: Match) -> bool:
        return stands_for_state(tree, head_of(tree, match.start, match.end), self.ontology)

    def entries_of(self, name: str) -> tuple[Entry, ...]:
        """The ontology's entries for a name as typed."""
        return self.gazetteer.lookup(name)

    # ------------------------------------------------------------ names of the recogniser
    def _entities(self, tree: Tree, words: list[str]) -> Iterator[Span]:
        for entity in tree.doc.ents:
            kind = LABELS.get(entity.label_)
            if kind is None:
                continue
            start, end = self._trim(tree, words, entity.start, entity.end)
            if start < end and any(w[0].isupper() for w in words[start:end]):
                yield Span(start, end, "name", self._type(tree, words, start, end, kind))

    def _trim(self, tree: Tree, words: list[str], start: int, end: int) -> tuple[int, int]:
        """Without articles, titles, brackets, the possessive s, and common nouns at the end ("ISIS militants")."""
        while start < end and (tree.lower[start] in NOT_IN_NAMES or not words[start][0].isalnum()):
            start += 1
        for i in range(start, end):
            if words[i] in ("(", ",", ";", ":"):
                end = i
                break
        start += self.title_length(tree, start, end)
        while start < end and (
            not words[end - 1][-1].isalnum()
            and words[end - 1][-1] != "."
            or tree.lower[end - 1] in ("'s", "’s", "the", "of", "and")
            or (words[end - 1].islower() and tree.lower[end - 1] in self.ontology.collectives)
        ):
            end -= 1
        return start, end

    def title_length(self, tree: Tree, start: int, end: int) -> int:
        """How many tokens of `[start:end)` are a title before a name that goes on after it."""
        taken = 0
        while start + taken < end - 1:
            sizes = (
                n
                for n in range(min(4, end - start - taken - 1), 0, -1)
                if self._is_title(tree, start + taken, n)
            )
            size = next(sizes, 0)
            if not size:
                break
            taken += size
        return taken

    def _is_title(self, tree: Tree, start: int, size: int) -> bool:
        return fold(" ".join(tree.lower[start : start + size])) in self.title_words

    def follows_title(self, tree: Tree, start: int) -> bool:
        """Whether a title stands right before token `start` ("Prime Minister | Nouri al-Maliki")."""
        return any(self._is_title(tree, start - n, n) for n in range(1, min(4, start) + 1))

    def _type(self, tree: Tree, words: list[str], start: int, end: int, default: str | None) -> str | None:
        if self.follows_title(tree, start) and default in (None, "Person", "Place"):
            return "Person"
        head = head_of(tree, start, end)
        for i in dict.fromkeys((head, end - 1, *range(start, end))):
            given = self.name_words.get(tree.lower[i]) if words[i][0].isupper() else None
            if given and (i in (head, end - 1) or default != "Person"):
                return given
        return default

    # ------------------------------------------------------------ capitalised runs
    def _runs(self, tree: Tree, words: list[str], spans: list[Span]) -> Iterator[Span]:
        """Runs of proper nouns that neither the ontology nor the recogniser has, where words or place type them."""
        taken = {i for s in spans for i in range(s.start, s.end) if s.kind == "name"}
        i = 0
        while i < tree.size:
            if tree.pos[i] != "PROPN" or not words[i][0].isupper() or i in taken:
                i += 1
                continue
            start, end = self._run(tree, words, i, taken)
            trimmed = self._trim(tree, words, start, end)
            if trimmed[0] < trimmed[1]:
                kind = self._run_type(tree, words, *trimmed)
                if kind:
                    yield Span(*trimmed, "name", kind)
            i = end

    def _run(self, tree: Tree, words: list[str], start: int, taken: set[int]) -> tuple[int, int]:
        end = start + 1
        while end < tree.size and end not in taken:
            if tree.pos[end] == "PROPN" or (tree.pos[end] == "ADJ" and words[end][0].isupper()):
                end += 1
                continue
            ahead = end
            while ahead < tree.size and tree.lower[ahead] in LINKS:
                ahead += 1
            organisation = (
                tree.lower[end] in ("-", "al", "el", "bin") or tree.lower[end - 1] in self.name_words
            )
            if (
                ahead > end
                and ahead < tree.size
                and tree.pos[ahead] == "PROPN"
                and organisation
                and ahead not in taken
            ):
                end = ahead + 1
                continue
            break
        return start, end

    def _run_type(self, tree: Tree, words: list[str], start: int, end: int) -> str | None:
        kind = self._type(tree, words, start, end, None)
        if kind or end - start > 1:
            return kind
        word = words[start]
        acronym = word.isupper() and 2 < len(word) < 8 and word.isalpha()
        return "Organisation" if acronym and tree.dep[start] in ARGUMENTS else None

    # ------------------------------------------------------------ overlaps
    def _admit(self, tree: Tree, spans: list[Span], new: Span) -> list[Span]:
        """Add a span that the ontology does not have, unless one that it has says more."""
        met = [s for s in spans if s.meets(new)]
        for old in met:
            if old.covers(new) and (old.kind == "name" or new.end - new.start == old.end - old.start):
                return spans
            if not new.covers(old) and old.kind == "name":
                return spans
        names = [s for s in met if s.kind == "name"]
        head = head_of(tree, new.start, new.end)
        if any(s.start <= head < s.end and s.end - s.start > 1 for s in names):
            return spans
        if any(
            s.known and s.type != "Place" and new.type == s.type == "Person" and s.end - s.start > 1
            for s in names
        ):
            return spans
        kept = [s for s in spans if s not in names or (s.type == "State" and new.type != "Person")]
        return [*kept, new]


def head_of(tree: Tree, start: int, end: int) -> int:
    """The token of `[start:end)` that the rest of the sentence holds on to."""
    for i in range(start, end):
        if not start <= tree.head[i] < end or tree.head[i] == i:
            return i
    return end - 1


def inside(spans: Iterable[Span], i: int) -> bool:
    return any(s.start <= i < s.end for s in spans)
