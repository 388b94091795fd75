"""Readings come in, one by one; what SPARQL would count over them, without asking a store, goes out."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby

from kg.link_triples import Link, Name
from kg.records import Document, Reading, Statement
from kg.statements import clean_text, link_iri
from kg.terms import KG, STATUS_NAMES

__all__ = ["Tally"]


class Tally:
    """Counts the documents of a store that began empty; twelve bytes a statement, some hundred a link."""

    def __init__(self, *, base: str) -> None:
        self._base = base
        self._documents: list[tuple[str, str, str | None]] = []  # IRI, publisher, date
        self._names: Counter[tuple[str, str, str]] = Counter()
        self._aliases: set[tuple[str, str]] = set()
        self._numbers: dict[str, int] = {}  # of actors and relations
        self._links: dict[tuple[int, int, int], int] = {}
        self._families: list[str] = []
        self._rows = array("Q")  # link, document and status of each statement, in one number

    def add(self, reading: Reading, document: str) -> None:
        """Count a reading whose document, with this IRI, is new."""
        found = reading.document
        issued = found.published.isoformat() if found.published else None
        self._documents.append((document, _publisher(found), issued))
        self._names.update(_given_names(reading))
        self._aliases.update((a.id, clean_text(alias)) for a in reading.actors for alias in a.aliases)
        for statement in {one.id: one for one in reading.statements}.values():
            if statement.object is not None:
                row = self._link(statement, statement.object.id) << 34 | (len(self._documents) - 1) << 2
                self._rows.append(row | STATUS_NAMES.index(statement.status))

    def _link(self, statement: Statement, object: str) -> int:
        number = self._numbers.setdefault
        parts = (statement.subject.id, statement.relation, object)
        key = tuple([number(part, len(self._numbers)) for part in parts])
        found = self._links.setdefault(key, len(self._links))  # type: ignore[arg-type]
        if found == len(self._families):
            self._families.append(statement.family)
        return found

    def names(self) -> Iterator[Name]:
        """What documents call each actor."""
        for (actor, kind, label), times in self._names.items():
            yield Name(actor, kind, label, False, times)

    def aliases(self) -> Iterator[tuple[str, str]]:
        """The other names that documents give an actor."""
        return iter(self._aliases)

    def links(self, originals: Mapping[str, str]) -> Iterator[Link]:
        """Every link with its counts; `originals` gives those of the documents that are copies, by IRI."""
        places = {iri: place for place, (iri, _, _) in enumerate(self._documents)}
        origins = [places[originals.get(iri, iri)] for iri, _, _ in self._documents]
        texts, parts = list(self._numbers), list(self._links)
        for link, rows in groupby(sorted(self._rows), lambda row: row >> 34):
            subject, relation, object = (texts[number] for number in parts[link])
            said = [(row >> 2 & 0xFFFFFFFF, row & 3) for row in rows]
            yield self._counted(said, origins, (subject, KG + relation, object), KG + self._families[link])

    def _counted(
        self, said: list[tuple[int, int]], origins: list[int], ends: tuple[str, str, str], family: str
    ) -> Link:
        statuses = [status for _, status in said]
        first = {origins[document] for document, _ in said}
        publishers = {self._documents[document][1] for document in first}
        dates = [day for day in (self._documents[document][2] for document, _ in said) if day]
        actual, possible, negated = (statuses.count(number) for number in range(len(STATUS_NAMES)))
        return Link(
            link_iri(*ends, base=self._base),
            *ends,
            family,
            actual,
            possible,
            negated,
            documents=len(first),
            sources=len(publishers),
            source=min(publishers),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )


def _publisher(document: Document) -> str:
    return clean_text(document.source or document.name)


def _given_names(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Actors of one IRI are one node in the document's graph, with the types and labels of all of them."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for actor in reading.actors:
        kinds[actor.id].add(KG + actor.type)
        labels[actor.id].add(clean_text(actor.label))
    for iri, found in kinds.items():
        yield from ((iri, kind, label) for kind in found for label in labels[iri])
