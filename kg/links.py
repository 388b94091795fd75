"""Stored statements come in; what documents share goes out: copies, names, counted links, direct triples.

Oxigraph counts a triple once for every graph that has it, so what many documents say is kept once, in a
graph of its own that can always be made anew from the documents' graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.copies import Signed, find_copies
from kg.link_triples import (
    NAMES,
    Link,
    Name,
    Triple,
    direct_triples,
    link_triples,
    name_triples,
    pair_iri,
)
from kg.tables import Table, Term, Value
from kg.tally import Tally
from kg.terms import KG, graph_iri
from kg.touched import Touched

__all__ = ["LinkKeeper", "load_sparql"]

# Values that one query is asked about; with ten times as many Oxigraph joins thirty times slower.
_CHUNK = 200
# Counted links that are written at a time.
_PORTION = 50_000
_COPY_OF = f"<{KG}copyOf>"

Scope = Sequence[tuple[str, ...]]
Changes = tuple[set[str], set[str]]


@lru_cache(maxsize=100)
def load_sparql(name: str) -> str:
    """The text of a query that comes with the package, by its path without ".rq"."""
    return (Path(__file__).parent / "sparql" / f"{name}.rq").read_text("utf-8")


class LinkKeeper:
    """Finds what the graph of links should hold, from what `query` answers to SPARQL and bindings."""

    def __init__(self, query: Callable[[str, Mapping[str, Term]], Table], *, base: str) -> None:
        self._query = query
        self._base = base
        self._graph = NamedNode(graph_iri("links", base=base))
        self._ontology = NamedNode(graph_iri("ontology", base=base))

    def changes(self, touched: Touched) -> Iterator[Changes]:
        """Quads to remove and to add, as N-Quads without the full stop, so that what was touched is right.

        In several steps: links are counted by which documents are copies, so that has to be written before
        the next is asked for.
        """
        originals = self._originals()
        if touched.documents or touched.everything:
            wanted = self._found_originals()
            yield self._changed(_copy_triples(originals), _copy_triples(wanted))
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
        if touched.everything:
            present = self._triples("store/present", None) - _copy_triples(originals)
            return self._changed(present, self._wanted(None, None))
        people = [(actor,) for actor in sorted(touched.actors)]
        pairs = {*touched.links.values(), *((second, first) for first, second in touched.links.values())}
        links = self._with_neighbours(touched.links)
        return self._changed(self._present(people, links, sorted(pairs)), self._wanted(people, links))

    def _tallied(self, tally: Tally, originals: Mapping[str, str]) -> Iterator[Changes]:
        """All of it in portions, for a million statements have some ten million such triples."""
        links = list(tally.links(originals))
        names = set(name_triples(tally.names(), tally.aliases()))
        yield set(), set(self._lines(names - self._told()))
        for start in range(0, len(links), _PORTION):
            portion = link_triples(links[start : start + _PORTION], base=self._base)
            yield set(), set(self._lines(portion))
        yield set(), set(self._lines(direct_triples(links, self._above())))

    def _wanted(self, actors: Scope | None, links: Scope | None) -> set[Triple]:
        aliases = ((str(row["actor"]), str(row["alias"])) for row in self._rows("store/aliases", actors))
        return self._made(list(self._links(links)), name_triples(self._names(actors), aliases))

    def _made(self, links: Sequence[Link], names: Iterable[Triple]) -> set[Triple]:
        triples = {*names, *link_triples(links, base=self._base), *direct_triples(links, self._above())}
        return triples - self._told()

    def _told(self) -> set[Triple]:
        """What the ontology says of actors' types and names need not be said again."""
        return self._triples("store/names-told", None, graph=self._ontology)

    def _present(self, actors: Scope, links: Scope, pairs: Scope) -> set[Triple]:
        nodes = self._triples("store/present", links)
        names = {one for one in self._triples("store/present", actors) if one[1] in NAMES}
        return nodes | names | self._triples("store/direct", pairs)

    def _with_neighbours(self, links: Mapping[str, tuple[str, str]]) -> Scope:
        """Links between the same two actors say together which direct triples hold."""
        pairs = sorted({(pair_iri(*ends, base=self._base),) for ends in links.values()})
        others = (str(row[0]) for table in self._ask("store/pairs", pairs) for row in table.rows)
        return [(link,) for link in sorted({*links, *others})]

    def _ask(self, name: str, scope: Scope | None, graph: NamedNode | None = None) -> Iterator[Table]:
        """Each part of the scope in a query; a graph that is bound by VALUES would make Oxigraph scan all."""
        text = load_sparql(name).replace("?graph", str(graph or self._graph))
        before, _, rest = text.partition("# scope: ")
        variables, _, after = rest.partition("\n")
        for values in _values(variables.split(), scope):
            yield self._query(before + values + after, {})

    def _rows(self, name: str, scope: Scope | None) -> Iterator[dict[str, Value]]:
        for table in self._ask(name, scope):
            yield from table.dicts()

    def _triples(self, name: str, scope: Scope | None, graph: NamedNode | None = None) -> set[Triple]:
        tables = self._ask(name, scope, graph)
        return {(str(s), str(p), str(o)) for table in tables for s, p, o in table.terms}

    def _changed(self, present: set[Triple], wanted: set[Triple]) -> Changes:
        return set(self._lines(present - wanted)), set(self._lines(wanted - present))

    def _lines(self, triples: Iterable[Triple]) -> Iterator[str]:
        return (f"{s} {p} {o} {self._graph}" for s, p, o in triples)

    def _names(self, actors: Scope | None) -> Iterator[Name]:
        return (Name(**row) for row in self._rows("store/names", actors))  # type: ignore[arg-type]

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
    return {(f"<{copy}>", _COPY_OF, f"<{original}>") for copy, original in originals.items()}


def _values(variables: Sequence[str], scope: Scope | None) -> Iterator[str]:
    """VALUES clauses that bind the variables to parts of the scope; one empty text for no scope at all."""
    if scope is None or not variables:
        yield ""
        return
    names = " ".join(f"?{variable}" for variable in variables)
    for start in range(0, len(scope), _CHUNK):
        rows = (" ".join(str(NamedNode(iri)) for iri in row) for row in scope[start : start + _CHUNK])
        yield f"VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }}\n"
