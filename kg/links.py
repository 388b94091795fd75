"""Stored statements come in; what documents share goes out: actors' names, counted links, direct triples.

Oxigraph counts a triple once for every graph that has it, so what many documents say is kept once, in a
graph of its own that can always be made anew from the documents' graphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.tables import Table, Term, Value
from kg.terms import KG, PREFIXES, content_hash, graph_iri

__all__ = ["LinkKeeper", "load_sparql"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_ALIAS = NamedNode(PREFIXES["skos"] + "altLabel")
_ACTOR_TYPE = NamedNode(KG + "actorType")
_DATE = NamedNode(PREFIXES["xsd"] + "date")
_NAMES = (_TYPE, _ACTOR_TYPE, _LABEL, _ALIAS)
# Values that one query is asked about; with ten times as many Oxigraph joins thirty times slower.
_CHUNK = 200

Scope = Sequence[tuple[str, ...]]
Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def load_sparql(name: str) -> str:
    """The text of a query that comes with the package, by its path without ".rq"."""
    return (Path(__file__).parent / "sparql" / f"{name}.rq").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class _Link:
    link: str
    subject: str
    relation: str
    object: str
    family: str
    actual: int
    possible: int
    negated: int
    documents: int
    sources: int
    first: str | None
    last: str | None


class LinkKeeper:
    """Finds what the graph of links should hold, from what `query` answers to SPARQL and bindings."""

    def __init__(self, query: Callable[[str, Mapping[str, Term]], Table], *, base: str) -> None:
        self._query = query
        self._base = base
        self._graph = NamedNode(graph_iri("links", base=base))
        self._ontology = NamedNode(graph_iri("ontology", base=base))

    def changes(
        self, actors: Iterable[str] | None, links: Mapping[str, tuple[str, str]] | None
    ) -> tuple[set[Quad], set[Quad]]:
        """Quads to remove and to add so that these actors and links, or with None all of them, are right.

        `links` gives the two actors of each link.
        """
        if actors is None or links is None:
            wanted, present = self._wanted(None, None), self._triples("store/present", None)
        else:
            people = [(actor,) for actor in sorted(actors)]
            pairs = {*links.values(), *((second, first) for first, second in links.values())}
            touched = self._with_neighbours(links)
            wanted = self._wanted(people, touched)
            present = self._present(people, touched, sorted(pairs))
        return self._in_graph(present - wanted), self._in_graph(wanted - present)

    def _wanted(self, actors: Scope | None, links: Scope | None) -> set[Triple]:
        found = list(self._links(links))
        triples = {*self._names(actors), *_link_triples(found), *_direct_triples(found, self._above())}
        triples |= {
            (NamedNode(x.link), _kg("pair"), NamedNode(self._pair(x.subject, x.object))) for x in found
        }
        return triples - self._triples("store/names-told", None, graph=self._ontology)

    def _present(self, actors: Scope, links: Scope, pairs: Scope) -> set[Triple]:
        nodes = self._triples("store/present", links)
        names = {one for one in self._triples("store/present", actors) if one[1] in _NAMES}
        return nodes | names | self._triples("store/direct", pairs)

    def _with_neighbours(self, links: Mapping[str, tuple[str, str]]) -> Scope:
        """Links between the same two actors say together which direct triples hold."""
        pairs = sorted({(self._pair(*ends),) for ends in links.values()})
        others = (str(row[0]) for table in self._ask("store/pairs", pairs) for row in table.rows)
        return [(link,) for link in sorted({*links, *others})]

    def _pair(self, first: str, second: str) -> str:
        return f"{self._base}pair/{content_hash(*sorted((first, second)))}"

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
        return {row for table in tables for row in table.terms}  # type: ignore[misc]

    def _in_graph(self, triples: set[Triple]) -> set[Quad]:
        return {Quad(*triple, self._graph) for triple in triples}

    def _names(self, actors: Scope | None) -> Iterator[Triple]:
        """One type and one label for each actor: what most documents say, and of equals the first."""
        ranked: defaultdict[str, list[tuple[bool, int, str, str]]] = defaultdict(list)
        for row in self._rows("store/names", actors):
            rank = (bool(row["merged"]), -int(row["times"] or 0), str(row["label"]), str(row["type"]))
            ranked[str(row["actor"])].append(rank)
        for row in self._rows("store/aliases", actors):
            ranked[str(row["actor"])].append((True, 1, str(row["alias"]), ""))
        for actor, names in ranked.items():
            *_, label, kind = min(names)
            node = NamedNode(actor)
            yield node, _TYPE, NamedNode(kind)
            yield node, _ACTOR_TYPE, NamedNode(kind)
            yield node, _LABEL, Literal(label)
            yield from ((node, _ALIAS, Literal(alias)) for alias in {one[2] for one in names} - {label})

    def _links(self, links: Scope | None) -> Iterator[_Link]:
        for row in self._rows("store/links", links):
            if row["link"] is not None:
                yield _Link(**row)  # type: ignore[arg-type]

    def _above(self) -> dict[str, list[tuple[str, bool]]]:
        """The relations that follow from each, itself among them, and whether they run both ways."""
        above: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        for row in self._rows("store/relations", None):
            above[str(row["relation"])].append((str(row["above"]), bool(row["symmetric"])))
        return above


def _values(variables: Sequence[str], scope: Scope | None) -> Iterator[str]:
    """VALUES clauses that bind the variables to parts of the scope; one empty text for no scope at all."""
    if scope is None or not variables:
        yield ""
        return
    names = " ".join(f"?{variable}" for variable in variables)
    for start in range(0, len(scope), _CHUNK):
        rows = (" ".join(str(NamedNode(iri)) for iri in row) for row in scope[start : start + _CHUNK])
        yield f"VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }}\n"


def _link_triples(links: Iterable[_Link]) -> Iterator[Triple]:
    for link in links:
        node = NamedNode(link.link)
        yield node, _TYPE, _kg("Link")
        for name in ("subject", "relation", "object", "family"):
            yield node, _kg("link" + name.title()), NamedNode(getattr(link, name))
        for name in ("actual", "possible", "negated"):
            yield node, _kg(name + "Count"), Literal(getattr(link, name))
        yield node, _kg("documentCount"), Literal(link.documents)
        yield node, _kg("sourceCount"), Literal(link.sources)
        if link.first and link.last:
            yield node, _kg("firstReported"), Literal(link.first, datatype=_DATE)
            yield node, _kg("lastReported"), Literal(link.last, datatype=_DATE)


def _direct_triples(links: Sequence[_Link], above: Mapping[str, list[tuple[str, bool]]]) -> Iterator[Triple]:
    """`A kg:attacks B` and what follows from it; and which links contradict each other."""
    said: defaultdict[Triple, list[NamedNode]] = defaultdict(list)
    for link in links:
        if link.actual:
            for triple in _following(link, above):
                said[triple].append(NamedNode(link.link))
            yield _joined(link)
    yield from said
    for link in links:
        if link.negated:
            yield from _contradictions(link, said)


def _joined(link: _Link) -> Triple:
    """That anything at all is stated of a pair, for paths: once, whichever way round."""
    first, second = sorted((link.subject, link.object))
    return NamedNode(first), _kg("joined"), NamedNode(second)


def _following(link: _Link, above: Mapping[str, list[tuple[str, bool]]]) -> Iterator[Triple]:
    ends = NamedNode(link.subject), NamedNode(link.object)
    for relation, symmetric in above.get(link.relation, [(link.relation, False), (link.family, False)]):
        yield ends[0], NamedNode(relation), ends[1]
        if symmetric:
            yield ends[1], NamedNode(relation), ends[0]


def _contradictions(link: _Link, said: Mapping[Triple, list[NamedNode]]) -> Iterator[Triple]:
    """A link that is negated is contested by every link from which it follows, itself perhaps."""
    node = NamedNode(link.link)
    triple = NamedNode(link.subject), NamedNode(link.relation), NamedNode(link.object)
    for other in said.get(triple, ()):
        yield node, _kg("contradicts"), other
        yield other, _kg("contradicts"), node


def _kg(name: str) -> NamedNode:
    return NamedNode(KG + name)
