"""Known persons under a title in, the state or body that the title means out ("President Barack Obama": the
United States).

Only where the text itself names no body with the title, the ontology gives the person that office, and the
document speaks of the body elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.grammar import Tree
from kg.mentions import Mention
from kg.ontology_records import KnownActor, Ontology
from kg.titles import Titles

__all__ = ["OfficeFinder", "OfficeHeld"]

OF_A_PART = frozenset({"governor", "mayor", "commander", "chief", "director"})  # of no whole state
RELATIONS = {"leads": "heads", "memberOf": "belongsTo"}


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """The person's mention (index), the body's IRI, the family, and the title as tokens `[begin:end)`."""

    holder: int
    body: str
    family: str
    begin: int
    end: int


class OfficeFinder:
    """Finds offices; made once an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.titles = Titles(ontology)

    def find(
        self,
        tree: Tree,
        mentions: Sequence[Mention],
        here: Sequence[int],
        told: Collection[int],
        named: Collection[str],
    ) -> Iterator[OfficeHeld]:
        """Offices in one passage; `told` are persons whose body the text gives, `named` the actors of the
        document.
        """
        for k in here:
            mention = mentions[k]
            actor = self.ontology.actors_by_id.get(mention.known or "")
            if actor is None or actor.type != "Person" or mention.kind != "name" or k in told:
                continue
            begin = self.titles.begin(tree, mention.start)
            if begin < mention.start:
                yield from self._office(tree, k, begin, mention.start, actor, named)

    def _office(
        self, tree: Tree, k: int, begin: int, end: int, actor: KnownActor, named: Collection[str]
    ) -> Iterator[OfficeHeld]:
        words = " ".join(tree.lower[begin:end])
        title = self.ontology.titles.get(words)
        family = title.relation if title else ""
        bodies = [o.body for o in actor.offices if words in o.title.lower()]
        state = actor.home_state if family == "leads" and words not in OF_A_PART else None
        body = bodies[0] if bodies else state
        if body in named and body is not None and family in RELATIONS:
            yield OfficeHeld(k, body, family, begin, end)
