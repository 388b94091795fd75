"""Parsed text in, the spans of names in it out: those of the ontology, the recogniser's, and capitalised
runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.gazetteer import Gazetteer, Match
from kg.grammar import QUANTITIES, Tree
from kg.metonyms import stands_for_state
from kg.name_shapes import NameShapes, is_headline
from kg.ontology_records import Ontology
from kg.spans import Span, head_of
from kg.titles import Titles

__all__ = ["NameFinder"]

LABELS = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organisation",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "NORP": "Group",
}
STATE_BODIES = frozenset(("SecurityForce", "GovernmentBody", "Group"))
OTHER_PARTIES = frozenset(("Social", "Christian", "Liberal", "Free", "New", "National", "Sweden", "Swedish"))
SHIPS = frozenset(("USS", "USNS", "HMS", "HMAS", "HMCS", "INS"))


class NameFinder:
    """Finds names in passages; made once for an ontology, as it holds the ontology's names as a trie."""

    def __init__(self, ontology: Ontology, titles: Titles) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.shapes = NameShapes(ontology, titles)

    def find(self, tree: Tree) -> list[Span]:
        """Names of a passage, sorted; one inside another is kept where it tells whose that is ("Iraqi Army").

        Capitalised words of which nothing more is known have the type None.
        """
        matches = [m for m in self.gazetteer.find(tree.words) if not _is_part(tree, m)]
        spans = [self._known_span(tree, m) for m in matches]
        spans += [s for span in spans if span.size > 1 for s in self._owner_inside(tree, span)]
        for candidate in self._entities(tree, spans):
            spans = _admit(tree, spans, candidate)
        for candidate in self.shapes.runs(tree, spans):
            spans = _admit(tree, spans, candidate)
        spans = [s for s in _join_halves(tree, spans) if not _is_ship(tree, s)]
        whole = [replace(s, head=head_of(tree, s.start, s.end)) for s in spans]
        return sorted(whole, key=lambda s: (s.start, -s.end))

    # ------------------------------------------------------------ names of the ontology
    def _known_span(self, tree: Tree, match: Match) -> Span:
        entry = match.entries[0]
        entries = [e for e in match.entries if (e.role, e.ambiguous) == (entry.role, entry.ambiguous)]
        actors = tuple(dict.fromkeys(e.actor for e in entries))
        kind = "demonym" if entry.role in ("demonym", "people") else "name"
        if entry.role == "metonym" and not self._is_state(tree, match):
            return Span(match.start, match.end, kind, "Place")
        if entry.role == "people" and _is_counted(tree, match.end - 1):
            return Span(match.start, match.end, "nominal", "Group")
        start = match.start
        if entry.words[0].islower() and start and tree.lower[start - 1] == "other":
            start -= 1
        if entry.ambiguous or len(actors) > 1:
            return Span(start, match.end, kind, entry.type, None, candidates=actors)
        return Span(start, match.end, kind, entry.type, actors[0])

    def _is_state(self, tree: Tree, match: Match) -> bool:
        return stands_for_state(tree, head_of(tree, match.start, match.end), self.ontology)

    def _owner_inside(self, tree: Tree, span: Span) -> Iterator[Span]:
        """The state in "Indian army", "U.S. Senate", when the body is that state's."""
        actor = self.ontology.actors_by_id.get(span.known or "")
        if actor is None or actor.type not in STATE_BODIES:
            return
        owners = {actor.home_state, *actor.part_of, *actor.member_of}
        for start, end in ((span.start, span.end - 1), (span.start + 1, span.end)):
            for match in self.gazetteer.find(tree.words[start:end]):
                entry = match.entries[0]
                if entry.actor in owners and entry.type == "State":
                    kind = "demonym" if entry.role in ("demonym", "people") else "name"
                    yield Span(start + match.start, start + match.end, kind, "State", entry.actor)
                    return

    # ------------------------------------------------------------ names of the recogniser
    def _entities(self, tree: Tree, spans: Sequence[Span]) -> Iterator[Span]:
        for entity in tree.doc.ents:
            kind = LABELS.get(entity.label_)
            if kind is None:
                continue
            parts = self.shapes.parts(tree, entity.start, entity.end, kind)
            for begin, finish in parts:
                start, end = self.shapes.trim(tree, begin, finish, spans, kind)
                named = any(w[0].isupper() and w[1:] not in ("", ".") for w in tree.words[start:end])
                lone = kind == "Person" and end - start == 1
                if end - start == 1 and tree.lemma[start] in QUANTITIES:  # "Dozens"
                    continue
                if named and (
                    self.shapes.is_inert(tree, start, end) or self.shapes.is_title(tree, start, end)
                ):
                    continue
                if named and not (lone and (tree.pos[start] == "ADJ" or is_headline(tree.words))):
                    split = len(parts) > 1 and kind == "Organisation"
                    default = self.shapes.kind_of_part(tree, start, end) if split else kind
                    yield Span(start, end, "name", self.shapes.type_of(tree, start, end, default))


def _is_part(tree: Tree, match: Match) -> bool:
    """ "Social Democrats" are other Democrats than those whom the ontology knows."""
    before = match.start - 1
    if match.end - match.start > 1 or before < 0 or match.entries[0].type != "Organisation":
        return False
    joined = tree.head[before] == match.start and tree.dep[before] in ("amod", "compound")
    return joined and tree.words[before] in OTHER_PARTIES


def _is_ship(tree: Tree, span: Span) -> bool:
    """ "USS George Washington": the ship acts for nobody of that name."""
    return not SHIPS.isdisjoint(tree.words[max(0, span.start - 1) : span.start + 1])


def _is_counted(tree: Tree, i: int) -> bool:
    """ "four Iraqis", "dozens of Palestinians": some people, not their state."""
    whole = tree.head[i]
    return bool(tree.having(i, "nummod")) or (tree.case(i) == "of" and tree.lemma[whole] in QUANTITIES)


# ---------------------------------------------------------------- overlaps
def _admit(tree: Tree, spans: list[Span], new: Span) -> list[Span]:
    """Add a span that the ontology does not have, unless one that it has says more."""
    met = [s for s in spans if s.meets(new)]
    if any(s.covers(new) for s in met):
        return spans
    names = [s for s in met if s.kind == "name" and s.type != "State"]
    if any(not new.covers(s) for s in names):
        return spans
    long = [s for s in names if s.size > 1]
    if any(s.type == new.type == "Person" for s in long):
        return spans
    head = head_of(tree, new.start, new.end)
    within = next((s for s in long if s.start <= head < s.end), None)
    if within is not None and not _says_more(tree, new, within):
        return spans
    after = next((s for s in long if s is not within and s.end == new.end and s.start > new.start), None)
    if after is not None:  # "Coalition of the Liberal Party": the party stands on its own
        return _admit(tree, spans, _before(tree, new, after)) if after.start - new.start > 1 else spans
    dropped = [s for s in names if s is within or s.size == 1 or s.start > new.start]
    states = [s for s in met if s.type == "State" and s.kind == "name" and new.type == "Person"]
    return [*(s for s in spans if s not in dropped and s not in states), new]


def _says_more(tree: Tree, new: Span, known: Span) -> bool:
    """Whether capitalised words before a known name belong to it ("Liberal | National Party of
    Queensland").
    """
    left = range(new.start, known.start)
    return bool(left) and all(tree.words[i][0].isupper() and tree.pos[i] == "PROPN" for i in left)


def _before(tree: Tree, new: Span, after: Span) -> Span:
    end = after.start
    while end > new.start + 1 and tree.lower[end - 1] in ("of", "the", "and", "for", "in"):
        end -= 1
    return replace(new, end=end)


def _join_halves(tree: Tree, spans: list[Span]) -> list[Span]:
    """Persons' names that were cut in two, or cut short ("Ahmed Abdullah | Al Jibouri", "Salah Al | Din")."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        last = joined[-1] if joined else None
        if last and last.end == span.start and _is_half(last) and _is_half(span):
            joined[-1] = replace(last, end=span.end, type="Person")
        else:
            joined.append(span)
    taken = {i for s in joined for i in range(s.start, s.end)}
    return [_lengthen(tree, s, taken) if _is_half(s) else s for s in joined]


def _lengthen(tree: Tree, span: Span, taken: set[int]) -> Span:
    end = span.end
    while end < tree.size and end not in taken and tree.dep[end] == "flat" and tree.words[end][0].isupper():
        end += 1
    return replace(span, end=end)


def _is_half(span: Span) -> bool:
    return (
        span.kind == "name" and span.known is None and not span.candidates and span.type in ("Person", None)
    )
