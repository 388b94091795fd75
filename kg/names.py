"""Parsed text in, the spans of names in it out: those of the ontology, the recogniser's, and capitalised runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer, Match, fold
from kg.grammar import Tree
from kg.metonyms import LOCATIVE, stands_for_state
from kg.ontology_records import Ontology
from kg.titles import Titles
from kg.words import word_set

__all__ = ["NameFinder", "Span", "head_of"]

LABELS = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organisation",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "NORP": "Group",
}
NOT_IN_NAMES = word_set("the a an this that these those its their his her our")
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december mon tue wed thu fri sat sun jan feb mar apr jun "
    "jul aug sep sept oct nov dec ad bc gmt est edt islam christianity"
)
JOINTS = frozenset(("-", "al", "el", "bin", "ibn", "de", "van", "von", "der"))
LINKS = frozenset(("of", "for", "the", "and", "&"))
ARGUMENTS = word_set(
    "nsubj nsubj:pass nsubj:outer obj iobj obl obl:agent nmod nmod:poss conj appos compound nmod:desc"
)
FIRM = frozenset(("ArmedGroup", "GovernmentBody", "SecurityForce"))


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `[start:end)` that mean an actor; `known` is its IRI when the ontology has the words.

    `candidates` are the IRIs of those whom an ambiguous name may mean.
    """

    start: int
    end: int
    kind: str
    type: str | None
    known: str | None = None
    head: int = -1
    candidates: tuple[str, ...] = ()

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class NameFinder:
    """Finds names in passages; made once for an ontology, as it holds the ontology's names as a trie."""

    def __init__(self, ontology: Ontology, titles: Titles) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.titles = titles
        self.name_words = {fold(w): ontology.actor_types[t].top for w, t in ontology.name_words.items()}

    def find(self, tree: Tree) -> list[Span]:
        """Names of a passage, sorted; a name inside another is kept where it names a state ("Iraqi Army").

        Capitalised words of which nothing more is known have the type None.
        """
        words = [t.text for t in tree.doc]
        known = [self._known_span(tree, m) for m in self.gazetteer.find(words)]
        spans = [s for s in known if s is not None]
        for candidate in self._entities(tree, words, spans):
            spans = self._admit(tree, spans, candidate)
        for candidate in self._runs(tree, words, spans):
            spans = self._admit(tree, spans, candidate)
        spans = self._join_halves(tree, words, spans)
        whole = [replace(s, head=head_of(tree, s.start, s.end)) for s in spans]
        return sorted(whole, key=lambda s: (s.start, -s.end))

    # ------------------------------------------------------------ names of the ontology
    def _known_span(self, tree: Tree, match: Match) -> Span | None:
        entry = match.entries[0]
        entries = [e for e in match.entries if (e.role, e.ambiguous) == (entry.role, entry.ambiguous)]
        actors = tuple(dict.fromkeys(e.actor for e in entries))
        kind = "demonym" if entry.role in ("demonym", "people") else "name"
        if entry.role == "metonym" and not self._is_state(tree, match):
            return Span(match.start, match.end, kind, "Place")
        start = match.start
        if entry.words[0].islower() and start and tree.lower[start - 1] == "other":
            start -= 1
        if entry.ambiguous or len(actors) > 1:
            return Span(start, match.end, kind, entry.type, None, candidates=actors)
        return Span(start, match.end, kind, entry.type, actors[0])

    def _is_state(self, tree: Tree, match: Match) -> bool:
        return stands_for_state(tree, head_of(tree, match.start, match.end), self.ontology)

    # ------------------------------------------------------------ names of the recogniser
    def _entities(self, tree: Tree, words: list[str], spans: Sequence[Span]) -> Iterator[Span]:
        for entity in tree.doc.ents:
            kind = LABELS.get(entity.label_)
            if kind is None:
                continue
            start, end = self._trim(tree, words, entity.start, entity.end, spans, kind)
            if start < end and any(w[0].isupper() for w in words[start:end]):
                if kind == "Person" and end - start == 1 and tree.pos[start] == "ADJ":
                    continue
                yield Span(start, end, "name", self._type(tree, words, start, end, kind))

    def _trim(
        self, tree: Tree, words: list[str], start: int, end: int, spans: Sequence[Span], kind: str | None
    ) -> tuple[int, int]:
        """Without articles, titles, brackets, the possessive s, and common nouns at the end ("ISIS militants")."""
        while start < end and (tree.lower[start] in NOT_IN_NAMES or not words[start][0].isalnum()):
            start += 1
        end = next((i for i in range(start, end) if words[i] in ("(", ",", ";", ":", "--")), end)
        if kind in (None, "Person"):
            start = self._after_title(tree, start, end, spans)
        while start < end and self._is_loose_end(tree, words[end - 1]):
            end -= 1
        return start, end

    def _is_loose_end(self, tree: Tree, word: str) -> bool:
        if not word[-1].isalnum() and word[-1] != ".":
            return True
        lower = word.lower()
        return lower in ("'s", "’s", "the", "of", "and", ".") or (
            word.islower() and lower in self.ontology.collectives
        )

    def _after_title(self, tree: Tree, start: int, end: int, spans: Sequence[Span]) -> int:
        """Where the name begins in "Iraqi Prime Minister Nouri al-Maliki", "Sen. Lindsey Graham"."""
        state = next((s.end for s in spans if s.start == start and s.type == "State" and s.end < end), start)
        begin = self.titles.after(tree, state, end - 1)
        return begin if begin > state else start

    def _type(self, tree: Tree, words: list[str], start: int, end: int, default: str | None) -> str | None:
        if default in (None, "Person", "Place") and self.titles.begin(tree, start) < start:
            return "Person"
        given = self._type_by_words(tree, words, start, end)
        if given is None or (default == "Person" and given not in FIRM):
            return default
        return given

    def _type_by_words(self, tree: Tree, words: list[str], start: int, end: int) -> str | None:
        """By "Ministry", "Party" or "House of Commons" in the name: at its head, else at its end, else the last."""
        head, best, best_rank = head_of(tree, start, end), None, 0
        for i in range(start, end):
            if not words[i][0].isupper():
                continue
            for size in range(min(3, end - i), 0, -1):
                given = self.name_words.get(fold(" ".join(tree.lower[i : i + size])))
                rank = 3 if i <= head < i + size else 2 if i + size == end else 1
                if given and rank >= best_rank:
                    best, best_rank = given, rank
                    break
        return best

    # ------------------------------------------------------------ capitalised runs
    def _runs(self, tree: Tree, words: list[str], spans: Sequence[Span]) -> Iterator[Span]:
        """Runs of proper nouns that neither the ontology nor the recogniser has, where words or place type them."""
        taken = {i for s in spans for i in range(s.start, s.end) if s.kind == "name"}
        i = 0
        while i < tree.size:
            if tree.pos[i] != "PROPN" or not words[i][0].isupper() or i in taken:
                i += 1
                continue
            end = self._run_end(tree, words, i, taken)
            start, stop = self._trim(tree, words, i, end, spans, None)
            if start < stop and not self._is_no_name(tree, start, stop):
                yield from self._run_span(tree, words, start, stop)
            i = end

    def _is_no_name(self, tree: Tree, start: int, end: int) -> bool:
        """Names of days and months, a title that stands alone, a capitalised noun of the ontology ("Residents")."""
        words = tree.lower[start:end]
        if set(words) <= CALENDAR or " ".join(words) in self.titles:
            return True
        return end - start == 1 and words[0] in self.ontology.collectives

    def _run_end(self, tree: Tree, words: list[str], start: int, taken: set[int]) -> int:
        end = start + 1
        while end < tree.size and end not in taken:
            if words[end][0].isupper() and tree.pos[end] in ("PROPN", "ADJ", "NOUN"):
                end += 1
                continue
            ahead = self._over_link(tree, end)
            if ahead is None or ahead in taken or not words[ahead][0].isupper():
                break
            end = ahead + 1
        return end

    def _over_link(self, tree: Tree, i: int) -> int | None:
        """The token after "-", "bin", or after "of the" where the run so far is an organisation's ("Bank of")."""
        ahead = i
        while ahead < tree.size and tree.lower[ahead] in JOINTS:
            ahead += 1
        if ahead == i and tree.lower[i - 1] in self.name_words:
            while ahead < tree.size and tree.lower[ahead] in LINKS:
                ahead += 1
        return ahead if i < ahead < tree.size and tree.pos[ahead] in ("PROPN", "NOUN", "ADJ") else None

    def _run_span(self, tree: Tree, words: list[str], start: int, end: int) -> Iterator[Span]:
        head = head_of(tree, start, end)
        if self.titles.begin(tree, start) < start or any(
            tree.dep[i] == "flat" for i in range(start + 1, end)
        ):
            yield Span(start, end, "name", self._type(tree, words, start, end, "Person"))
        elif end - start > 1:
            yield Span(start, end, "name", self._type(tree, words, start, end, None))
        elif tree.dep[head] in ARGUMENTS and words[start][0].isalpha():
            yield Span(start, end, "name", "Place" if self._is_located(tree, head) else None)

    def _is_located(self, tree: Tree, i: int) -> bool:
        """ "near Hatita", "the town of Baiji", "the village Basheer"."""
        if tree.case(i) in LOCATIVE:
            return True
        beside = tree.dep[i] in ("nmod", "appos", "compound", "nmod:desc", "flat")
        return beside and self.ontology.collectives.get(tree.lower[tree.head[i]]) == "Place"

    # ------------------------------------------------------------ overlaps
    def _admit(self, tree: Tree, spans: list[Span], new: Span) -> list[Span]:
        """Add a span that the ontology does not have, unless one that it has says more."""
        met = [s for s in spans if s.meets(new)]
        if any(s.covers(new) for s in met):
            return spans
        names = [s for s in met if s.kind == "name"]
        if any(not new.covers(s) for s in names):
            return spans
        head = head_of(tree, new.start, new.end)
        long = [s for s in names if s.end - s.start > 1]
        if any(s.start <= head < s.end or s.type == new.type == "Person" for s in long):
            return spans
        kept = [s for s in spans if s not in names or (s.type == "State" and new.type != "Person")]
        return [*kept, new]

    def _join_halves(self, tree: Tree, words: list[str], spans: list[Span]) -> list[Span]:
        """Persons' names that were cut in two, or cut short ("Ahmed Abdullah | Al Jibouri", "Salah Al | Din")."""
        joined: list[Span] = []
        for span in sorted(spans, key=lambda s: (s.start, -s.end)):
            last = joined[-1] if joined else None
            if last and last.end == span.start and _is_half(last) and _is_half(span):
                joined[-1] = replace(last, end=span.end, type="Person")
            else:
                joined.append(span)
        taken = {i for s in joined for i in range(s.start, s.end)}
        return [self._lengthen(tree, words, s, taken) if _is_half(s) else s for s in joined]

    def _lengthen(self, tree: Tree, words: list[str], span: Span, taken: set[int]) -> Span:
        end = span.end
        while end < tree.size and end not in taken and tree.dep[end] == "flat" and words[end][0].isupper():
            end += 1
        return replace(span, end=end)


def _is_half(span: Span) -> bool:
    return span.kind == "name" and span.known is None and span.type in ("Person", None)


def head_of(tree: Tree, start: int, end: int) -> int:
    """The token of `[start:end)` that the rest of the sentence holds on to."""
    for i in range(start, end):
        if not start <= tree.head[i] < end or tree.head[i] == i:
            return i
    return end - 1
