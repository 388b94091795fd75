"""Documents and quads that are written come in; what names and links must be counted anew for goes out."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.records import Reading
from kg.statements import link_iri
from kg.tally import Tally
from kg.terms import KG, PREFIXES

__all__ = ["Touched"]

# Beyond this many touched links it is faster to count all of them anew.
_MANY = 5_000
_LINK_PARTS = (KG + "link", PREFIXES["rdf"] + "subject", PREFIXES["rdf"] + "object")


class Touched:
    """What was written to a store since names and counts were last right.

    `actors` are IRIs, `links` have the IRIs of their two actors, `documents` are those that came or went. A
    `tally` counts a store that was empty, and nothing else has to be noted.
    """

    def __init__(self, *, base: str, tally: Tally | None = None, everything: bool = False) -> None:
        self.actors: set[str] = set()
        self.links: dict[str, tuple[str, str]] = {}
        self.documents: set[str] = set()
        self.tally = tally
        self._base = base
        self._everything = everything

    @property
    def everything(self) -> bool:
        """Whether all has to be counted anew."""
        return self._everything or len(self.links) > _MANY

    def touch_all(self) -> None:
        """From now on all has to be counted anew."""
        self.tally, self._everything = None, True

    def add(self, reading: Reading, document: str) -> None:
        """A reading was stored as it is, as a document with this IRI that was not there."""
        self.documents.add(document)
        if self.tally is not None:
            self.tally.add(reading, document)
            return
        self.actors.update(actor.id for actor in reading.actors)
        for one in reading.statements:
            if one.object is not None:
                ends = one.subject.id, one.object.id
                self.links[link_iri(ends[0], KG + one.relation, ends[1], base=self._base)] = ends

    def touch(self, quads: Iterable[Quad], *, documents: bool) -> None:
        """Quads came or went; with `documents`, whole documents."""
        if self.tally is not None:
            self.touch_all()
        ends: dict[str, dict[str, str]] = {}
        for quad in quads:
            if documents:
                self.documents.add(str(getattr(quad.graph_name, "value", "")))
            name = quad.predicate.value
            if name == KG + "actor":
                self.actors.add(quad.object.value)  # type: ignore[union-attr]
            elif name in _LINK_PARTS:
                ends.setdefault(str(quad.subject), {})[name] = quad.object.value  # type: ignore[union-attr]
        for found in ends.values():
            if len(found) == len(_LINK_PARTS):
                self.touch_link(*(found[part] for part in _LINK_PARTS))

    def touch_link(self, link: str, subject: str, object: str) -> None:
        """A link has to be counted anew."""
        self.links[link] = (subject, object)
