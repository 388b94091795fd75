"""Capitalised words in, where a name begins and ends among them and what kind of actor it names out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.gazetteer import fold
from kg.grammar import Tree
from kg.metonyms import LOCATIVE
from kg.ontology_records import Ontology
from kg.spans import Span, head_of
from kg.titles import Titles
from kg.words import word_set

__all__ = ["NameShapes", "is_headline"]

NOT_IN_NAMES = word_set("the a an this that these those its their his her our of in at by for and")
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep "
    "sept oct nov dec ad bc gmt est edt islam christianity northeast northwest southeast southwest ave st "
    "anti pro"
)
JOINTS = frozenset(("-", "al", "el", "bin", "ibn", "de", "van", "von", "der"))
LINKS = frozenset(("of", "for", "the", "and", "&"))
ARGUMENTS = word_set(
    "nsubj nsubj:pass nsubj:outer obj iobj obl obl:agent nmod nmod:poss conj appos compound nmod:desc"
)
LONGEST_HEADLINE = 25
FIRM = frozenset(("ArmedGroup", "GovernmentBody", "SecurityForce"))


class NameShapes:
    """Trims, types and finds names by the ontology's titles and words in names."""

    def __init__(self, ontology: Ontology, titles: Titles) -> None:
        self.collectives = ontology.collectives
        self.titles = titles
        self.not_names = CALENDAR | ontology.word_lists.get("directionWords", frozenset())
        self.inert = ontology.word_lists.get("inertNouns", frozenset())
        self.name_words = {fold(w): ontology.actor_types[t].top for w, t in ontology.name_words.items()}

    # ------------------------------------------------------------ bounds
    def trim(
        self, tree: Tree, start: int, end: int, spans: Sequence[Span], kind: str | None
    ) -> tuple[int, int]:
        """Without articles, titles, brackets, the possessive s, and common nouns at the end ("ISIS
        militants").
        """
        words = tree.words
        while start < end and (tree.lower[start] in NOT_IN_NAMES or not words[start][0].isalnum()):
            start += 1
        end = next((i for i in range(start, end) if words[i] in ("(", ",", ";", ":", "--")), end)
        if kind in (None, "Person"):
            name = self._after_description(tree, start, end, spans)
            if start < name < end and not self._begins_name(tree, name):  # "Special Representative for X"
                return end, end
            start = name
        while start < end and self._is_loose_end(words[end - 1]):
            end -= 1
        return start, end

    def parts(self, tree: Tree, start: int, end: int, kind: str) -> list[tuple[int, int]]:
        """The names in what was taken for one: "Jane Roe | of | ABC", "ABC | 's | John Doe", "John Doe |
        and | Jane Roe".
        """
        for i in range(start + 1, end - 1):
            if self._is_seam(tree, start, i, end) or (tree.lower[i] == "and" and kind == "Person"):
                return [*self.parts(tree, start, i, kind), *self.parts(tree, i + 1, end, kind)]
        return [(start, end)]

    def _is_seam(self, tree: Tree, start: int, i: int, end: int) -> bool:
        word = tree.lower[i]
        if word == "'s":
            return not self._has_name_word(tree, i + 1, end)
        if word in ("of", "and") and not self._has_name_word(tree, start, i):
            return self._is_flat(tree, start, i) or (word == "and" and self._is_flat(tree, i + 1, end))
        return False

    def _has_name_word(self, tree: Tree, start: int, end: int) -> bool:
        return any(tree.lower[k] in self.name_words for k in range(start, end))

    def _is_flat(self, tree: Tree, start: int, end: int) -> bool:
        """Whether the words hang together as the parts of a person's name do."""
        return any(tree.dep[k] == "flat" for k in range(start + 1, end))

    def kind_of_part(self, tree: Tree, start: int, end: int) -> str:
        """The type of one of several names that were taken for one."""
        return "Person" if self._is_flat(tree, start, end) else "Organisation"

    def _is_loose_end(self, word: str) -> bool:
        if not word[-1].isalnum() and word[-1] != ".":
            return True
        lower = word.lower()
        return lower in ("'s", "the", "of", "and", ".") or (word.islower() and lower in self.collectives)

    def _after_description(self, tree: Tree, start: int, end: int, spans: Sequence[Span]) -> int:
        """Where the name begins in "Iraqi Prime Minister Nouri al-Maliki", "Democrat Ted Celeste"."""
        while True:
            begin = next(
                (s.end for s in spans if s.start == start and s.type != "Person" and s.end < end), start
            )
            begin = self.titles.after(tree, begin, end - 1)
            if begin == start:
                return start
            start = begin

    def _begins_name(self, tree: Tree, i: int) -> bool:
        return tree.words[i][0].isalnum() and tree.lower[i] not in NOT_IN_NAMES

    def is_title(self, tree: Tree, start: int, end: int) -> bool:
        """Whether it ends in the title of the name right after it ("Iraqi Gen. | Mohammed al-Quraishi")."""
        return self.titles.begin(tree, end) < end < tree.size and tree.pos[end] == "PROPN" and start < end

    def is_inert(self, tree: Tree, start: int, end: int) -> bool:
        """Whether a name is a document's or an event's ("the Minsk Agreement"), which acts for nobody."""
        return not self.inert.isdisjoint((tree.lower[head_of(tree, start, end)], tree.lower[end - 1]))

    # ------------------------------------------------------------ kinds
    def type_of(self, tree: Tree, start: int, end: int, default: str | None) -> str | None:
        """The type that a title before the name or a word within gives, else `default`."""
        if default in (None, "Person", "Place") and self.titles.begin(tree, start) < start:
            return "Person"
        given = self._type_by_words(tree, start, end)
        if given is None or (default == "Person" and given not in FIRM):
            return default
        return given

    def _type_by_words(self, tree: Tree, start: int, end: int) -> str | None:
        """By "Ministry" or "House of Commons": at the name's head, else at its end, else the last."""
        head, best, best_rank = head_of(tree, start, end), None, 0
        for i in range(start, end):
            if not tree.words[i][0].isupper():
                continue
            for size in range(min(3, end - i), 0, -1):
                given = self.name_words.get(fold(" ".join(tree.lower[i : i + size])))
                rank = 3 if i <= head < i + size else 2 if i + size == end else 1
                if given and rank >= best_rank:
                    best, best_rank = given, rank
                    break
        return best

    # ------------------------------------------------------------ capitalised runs
    def runs(self, tree: Tree, spans: Sequence[Span]) -> Iterator[Span]:
        """Runs of proper nouns outside the spans, typed where words or place tell, else of type None."""
        if is_headline(tree.words):
            return
        taken = {i for s in spans for i in range(s.start, s.end) if s.kind == "name"}
        i = 0
        while i < tree.size:
            if tree.pos[i] != "PROPN" or i in taken or not tree.words[i][0].isupper():
                i += 1
                continue
            end = self._run_end(tree, i, taken)
            start, stop = self.trim(tree, i, end, spans, None)
            if start < stop and not (self._is_no_name(tree, start, stop) or self.is_inert(tree, start, stop)):
                yield from self._run_span(tree, start, stop)
            i = end

    def _is_no_name(self, tree: Tree, start: int, end: int) -> bool:
        """Days and months, a title that stands alone, a capitalised noun of the ontology ("Residents")."""
        words = tree.lower[start:end]
        if self.not_names.issuperset(words) or " ".join(words) in self.titles:
            return True
        return end - start == 1 and words[0] in self.collectives

    def _run_end(self, tree: Tree, start: int, taken: set[int]) -> int:
        end = start + 1
        while end < tree.size and end not in taken:
            if tree.words[end][0].isupper() and tree.pos[end] in ("PROPN", "ADJ", "NOUN"):
                end += 1
                continue
            ahead = self._over_link(tree, end)
            if ahead is None or ahead in taken or not tree.words[ahead][0].isupper():
                break
            end = ahead + 1
        return end

    def _over_link(self, tree: Tree, i: int) -> int | None:
        """The token after "-", "bin", or after "of the" where the run so far is a body's ("Bank of")."""
        ahead = i
        while ahead < tree.size and tree.lower[ahead] in JOINTS:
            ahead += 1
        if ahead == i and tree.lower[i - 1] in self.name_words:
            while ahead < tree.size and tree.lower[ahead] in LINKS:
                ahead += 1
        return ahead if i < ahead < tree.size and tree.pos[ahead] in ("PROPN", "NOUN", "ADJ") else None

    def _run_span(self, tree: Tree, start: int, end: int) -> Iterator[Span]:
        head = head_of(tree, start, end)
        if self._is_flat(tree, start, end) or self.titles.begin(tree, start) < start:
            yield Span(start, end, "name", self.type_of(tree, start, end, "Person"))
        elif end - start > 1:
            yield Span(start, end, "name", self.type_of(tree, start, end, None))
        elif tree.dep[head] in ARGUMENTS and tree.words[start][0].isalpha():
            yield Span(start, end, "name", "Place" if self._is_located(tree, head) else None)

    def _is_located(self, tree: Tree, i: int) -> bool:
        """ "near Hatita", "the town of Baiji", "the village Basheer"."""
        if tree.case(i) in LOCATIVE:
            return True
        beside = tree.dep[i] in ("nmod", "appos", "compound", "nmod:desc", "flat")
        return beside and self.collectives.get(tree.lower[tree.head[i]]) == "Place"


def is_headline(words: Sequence[str]) -> bool:
    """Whether a line without a full stop has capitals on nearly all words, so that capitals tell nothing."""
    if len(words) > LONGEST_HEADLINE or words[-1:] in (["."], ["?"], ["!"]):
        return False
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    return len(long) > 4 and sum(w[0].isupper() for w in long) > 0.8 * len(long)
