"""Stored statements come in; what documents share goes out: copies, names, counted links, direct triples.

Oxigraph counts a triple once for every graph that has it, so what many documents say is kept once, in a
graph of its own that can always be made anew from the documents' graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode

from kg.copies import Signed, find_copies
from kg.link_triples import (
    Link,
    Name,
    Presence,
    Triple,
    direct_triples,
    link_triples,
    name_triples,
    pair_iri,
    presence_triples,
)
from kg.tables import Table, Term, Value
from kg.tally import Tally, Totals
from kg.terms import KG, graph_iri
from kg.touched import Touched

__all__ = ["LinkKeeper", "load_sparql"]

# Values that one query is asked about; with ten times as many Oxigraph joins thirty times slower.
_CHUNK = 200
# Triples that are written at a time: as many as Oxigraph sorts at a time.
_PORTION = 1_000_000
_COPY_OF = f"<{KG}copyOf>"

Scope = Sequence[tuple[str, ...]]
Row = tuple[str, str, str]
Changes = tuple[Collection[Triple], Collection[Triple]]


@lru_cache(maxsize=100)
def load_sparql(name: str) -> str:
    """The text of a query that comes with the package, by its path without ".rq"."""
    return (Path(__file__).parent / "sparql" / f"{name}.rq").read_text("utf-8")


class LinkKeeper:
    """Finds what the graph of links should hold, from what `query` answers to SPARQL and bindings.

    `dump` gives a graph, by IRI, as N-Triples, as no table of a million rows can.
    """

    def __init__(
        self,
        query: Callable[[str, Mapping[str, Term]], Table],
        dump: Callable[[str], bytes],
        *,
        base: str,
    ) -> None:
        self._query = query
        self._dump = dump
        self._base = base
        self.graph = NamedNode(graph_iri("links", base=base))
        self._ontology = NamedNode(graph_iri("ontology", base=base))

    def changes(self, touched: Touched) -> Iterator[Changes]:
        """Triples to remove from the graph and to add to it, so that what was touched is right.

        In several steps: links are counted by which documents are copies, so that has to be written before
        the next is asked for.
        """
        originals = self._originals()
        if touched.documents or touched.everything:
            wanted = self._found_originals()
            before, after = _copy_triples(originals), _copy_triples(wanted)
            yield before - after, after - before
            self._touch_moved(touched, originals, wanted)
            originals = wanted
        if touched.tally is not None:
            yield from self._tallied(touched.tally, originals)
        else:
            yield self._link_changes(touched, originals)

    def _touch_moved(self, touched: Touched, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """A document that is another's copy now, or whose original has changed, counts for another source."""
        if touched.everything or touched.tally is not None:
            return
        moved = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
        moved |= {copy for copy, original in after.items() if original in touched.documents}
        for row in self._rows("store/links-of", [(one,) for one in sorted(moved)]):
            touched.touch_link(str(row["link"]), str(row["subject"]), str(row["object"]))

    def _found_originals(self) -> dict[str, str]:
        return find_copies(Signed(**row) for row in self._rows("store/signatures", None))  # type: ignore[arg-type]

    def _originals(self) -> dict[str, str]:
        rows = self._rows("store/copies", None)
        return {str(row["document"]): str(row["original"]) for row in rows}

    def _link_changes(self, touched: Touched, originals: Mapping[str, str]) -> Changes:
        """A store without totals has no links, or was filled by a program that kept none."""
        stored, totals = self._spo("store/totals", None), Totals()
        if touched.everything or not stored:
            links = list(self._links(None))
            present = set(self._dump(self.graph.value).decode().split(" .\n"))
            present -= {"", *_copy_triples(originals)}
            wanted = {*self._namings(None), *self._link_triples(links)}
        else:
            scope, pairs = self._with_neighbours(touched.links), touched.links.values()
            links, nodes = list(self._links(scope)), self._spo("store/present", scope)
            present = self._present(touched.actors, [*nodes, *stored], pairs)
            wanted = {*self._namings(touched.actors), *self._link_triples(links)}
            totals.add_stored(stored)
            totals.remove_stored(nodes)
        totals.add(links)
        wanted.update(totals.triples(base=self._base))
        return present - wanted, wanted - present

    def _present(
        self, actors: Iterable[str], nodes: Iterable[Row], pairs: Iterable[tuple[str, str]]
    ) -> set[Triple]:
        names = self._triples("store/present-names", [(actor,) for actor in sorted(actors)])
        ways = sorted({way for one, other in pairs for way in ((one, other), (other, one))})
        return {*_joined(nodes), *names, *self._triples("store/direct", ways)}

    def _tallied(self, tally: Tally, originals: Mapping[str, str]) -> Iterator[Changes]:
        """All of it in portions, for a million statements have some ten million such triples."""
        links, totals = list(tally.links(originals)), Totals()
        totals.add(links)
        names = {*name_triples(tally.names(), tally.aliases()), *presence_triples(tally.presences())}
        rest = chain(names - self._told(), totals.triples(base=self._base), self._link_triples(links))
        while portion := list(islice(rest, _PORTION)):
            yield (), portion

    def _namings(self, actors: Iterable[str] | None) -> set[Triple]:
        """What actors are called and how widely they are reported on, without what the ontology says."""
        scope = None if actors is None else [(actor,) for actor in sorted(actors)]
        aliases = ((str(row["actor"]), str(row["alias"])) for row in self._rows("store/aliases", scope))
        names = (Name(**row) for row in self._rows("store/names", scope))  # type: ignore[arg-type]
        presences = (Presence(**row) for row in self._rows("store/presences", scope))  # type: ignore[arg-type]
        return {*name_triples(names, aliases), *presence_triples(presences)} - self._told()

    def _link_triples(self, links: Sequence[Link]) -> Iterator[Triple]:
        for link in links:
            yield from link_triples(link, base=self._base)
        yield from direct_triples(links, self._above())

    def _told(self) -> set[Triple]:
        """What the ontology says of actors' types and names need not be said again."""
        return self._triples("store/names-told", None, graph=self._ontology)

    def _with_neighbours(self, links: Mapping[str, tuple[str, str]]) -> Scope:
        """Links between the same two actors say together which direct triples hold."""
        pairs = sorted({(pair_iri(*ends, base=self._base),) for ends in links.values()})
        others = (str(row[0]) for table in self._ask("store/pairs", pairs) for row in table.rows)
        return [(link,) for link in sorted({*links, *others})]

    def _ask(self, name: str, scope: Scope | None, graph: NamedNode | None = None) -> Iterator[Table]:
        """Each part of the scope in a query; a graph that is bound by VALUES would make Oxigraph scan all."""
        text = load_sparql(name).replace("?graph", str(graph or self.graph))
        before, _, rest = text.partition("# scope: ")
        variables, _, after = rest.partition("\n")
        for values in _values(variables.split(), scope):
            yield self._query(before + values + after, {})

    def _rows(self, name: str, scope: Scope | None) -> Iterator[dict[str, Value]]:
        for table in self._ask(name, scope):
            yield from table.dicts()

    def _spo(self, name: str, scope: Scope | None, graph: NamedNode | None = None) -> list[Row]:
        tables = self._ask(name, scope, graph)
        return [(str(s), str(p), str(o)) for table in tables for s, p, o in table.terms]

    def _triples(self, name: str, scope: Scope | None, graph: NamedNode | None = None) -> set[Triple]:
        return set(_joined(self._spo(name, scope, graph)))

    def _links(self, links: Scope | None) -> Iterator[Link]:
        for row in self._rows("store/links", links):
            if row["link"] is not None:
                yield Link(**row)  # type: ignore[arg-type]

    def _above(self) -> dict[str, list[tuple[str, bool]]]:
        """The relations that follow from each, itself among them, and whether they run both ways."""
        above: dict[str, list[tuple[str, bool]]] = {}
        for row in self._rows("store/relations", None):
            above.setdefault(str(row["relation"]), []).append((str(row["above"]), bool(row["symmetric"])))
        return above


def _copy_triples(originals: Mapping[str, str]) -> set[Triple]:
    return {f"<{copy}> {_COPY_OF} <{original}>" for copy, original in originals.items()}


def _joined(rows: Iterable[Row]) -> Iterator[Triple]:
    return (f"{s} {p} {o}" for s, p, o in rows)


def _values(variables: Sequence[str], scope: Scope | None) -> Iterator[str]:
    """VALUES clauses that bind the variables to parts of the scope; one empty text for no scope at all."""
    if scope is None or not variables:
        yield ""
        return
    names = " ".join(f"?{variable}" for variable in variables)
    for start in range(0, len(scope), _CHUNK):
        rows = (" ".join(str(NamedNode(iri)) for iri in row) for row in scope[start : start + _CHUNK])
        yield f"VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }}\n"
