"""Readings, or links that changed, come in; what SPARQL would count over all of them goes out."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from kg.link_triples import Link, Name, Presence, Triple, number
from kg.records import Document, Reading, Statement
from kg.statements import clean_text, link_iri
from kg.terms import KG, PREFIXES, STATUS_NAMES, content_hash

__all__ = ["Tally", "Totals"]

_TYPE = f"<{PREFIXES['rdf']}type>"
# How a link's node says what is summed up, and how a total's node does.
_COUNTS = ("actual", "possible", "negated")
_OF_LINKS = tuple(f"<{KG}{name}Count>" for name in _COUNTS)
_OF_TOTALS = tuple(f"<{KG}{name}Total>" for name in ("link", *_COUNTS))


class Tally:
    """Counts the documents of a store that began empty; twelve bytes a statement, some hundred a link."""

    def __init__(self, *, base: str) -> None:
        self._base = base
        self._documents: list[tuple[str, str, str | None]] = []  # IRI, publisher, date
        self._names: Counter[tuple[str, str, str]] = Counter()
        self._aliases: set[tuple[str, str]] = set()
        self._reports: Counter[str] = Counter()
        self._mentions: Counter[str] = Counter()
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
        self._count_mentions(reading)
        for statement in {one.id: one for one in reading.statements}.values():
            if statement.object is not None:
                row = self._link(statement, statement.object.id) << 34 | (len(self._documents) - 1) << 2
                self._rows.append(row | STATUS_NAMES.index(statement.status))

    def _count_mentions(self, reading: Reading) -> None:
        """Actors of one IRI are one node in the document's graph, which has each number once."""
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        for actor in reading.actors:
            numbers[actor.id].add(len(actor.mentions))
        self._reports.update(numbers.keys())
        self._mentions.update({actor: sum(found) for actor, found in numbers.items()})

    def _link(self, statement: Statement, object: str) -> int:
        place = self._numbers.setdefault
        parts = (statement.subject.id, statement.relation, object)
        key = tuple([place(part, len(self._numbers)) for part in parts])
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

    def presences(self) -> Iterator[Presence]:
        """In how many documents each actor is mentioned, and how often."""
        return (Presence(actor, times, self._mentions[actor]) for actor, times in self._reports.items())

    def links(self, originals: Mapping[str, str]) -> Iterator[Link]:
        """Every link with its counts; `originals` gives those of the documents that are copies, by IRI."""
        places = {iri: place for place, (iri, _, _) in enumerate(self._documents)}
        origins = [places[originals.get(iri, iri)] for iri, _, _ in self._documents]
        texts, parts = list(self._numbers), list(self._links)
        for link, rows in groupby(sorted(self._rows), lambda row: row >> 34):
            subject, relation, object = (texts[place] for place in parts[link])
            said = [(row >> 2 & 0xFFFFFFFF, row & 3) for row in rows]
            yield self._counted(said, origins, (subject, KG + relation, object), KG + self._families[link])

    def _counted(
        self, said: list[tuple[int, int]], origins: list[int], ends: tuple[str, str, str], family: str
    ) -> Link:
        statuses = [status for _, status in said]
        actual, possible, negated = (statuses.count(place) for place in range(len(STATUS_NAMES)))
        first = {origins[document] for document, _ in said}
        publishers = {self._documents[document][1] for document in first}
        dates = [day for day in (self._documents[document][2] for document, _ in said) if day]
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


class Totals:
    """Links and their sentences by status, for each family and relation (IRIs).

    To count all links anew because one has changed takes seconds at 100,000 statements, so the totals that
    are stored are taken as they are, and what a link was and is now is taken off them and put onto them.
    """

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, links: Iterable[Link]) -> None:
        """Count these links."""
        for link in links:
            counts = (1, link.actual, link.possible, link.negated)
            self._shift(f"<{link.family}>", f"<{link.relation}>", counts, 1)

    def add_stored(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Begin with the totals that are stored, as subjects, predicates and objects."""
        for node in _nodes(rows).values():
            counts = [_read(node[name]) for name in _OF_TOTALS]
            self._shift(node[f"<{KG}totalFamily>"], node[f"<{KG}totalRelation>"], counts, 1)

    def remove_stored(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take off what links are stored with, as subjects, predicates and objects."""
        for node in _nodes(rows).values():
            counts = [1, *(_read(node[name]) for name in _OF_LINKS)]
            self._shift(node[f"<{KG}linkFamily>"], node[f"<{KG}linkRelation>"], counts, -1)

    def _shift(self, family: str, relation: str, counts: Iterable[int], sign: int) -> None:
        sums = self._sums[family, relation]
        for place, count in enumerate(counts):
            sums[place] += sign * count

    def triples(self, *, base: str) -> Iterator[Triple]:
        """A node for each relation that has a link."""
        for (family, relation), sums in self._sums.items():
            if sums[0]:
                node = f"<{base}total/{content_hash(family, relation)}>"
                yield f"{node} {_TYPE} <{KG}RelationTotal>"
                yield f"{node} <{KG}totalFamily> {family}"
                yield f"{node} <{KG}totalRelation> {relation}"
                for name, count in zip(_OF_TOTALS, sums, strict=True):
                    yield f"{node} {name} {number(count)}"


def _nodes(rows: Iterable[tuple[str, str, str]]) -> Mapping[str, dict[str, str]]:
    nodes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for subject, name, value in rows:
        nodes[subject][name] = value
    return nodes


def _read(term: str) -> int:
    return int(term.split('"')[1])
