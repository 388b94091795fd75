"""A store comes in; all its quads as Turtle, TriG, N-Quads or JSON-LD go out, sorted, graph by graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.exporters.sorting import sorted_blocks
from kg.terms import PREFIXES, graph_iri

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["write_jsonld", "write_nquads", "write_trig", "write_turtle"]

_XSD = PREFIXES["xsd"]
_CHUNK = 100_000
"""Triples to sort at a time."""
_NATIVE: dict[str, Callable[[str], int]] = {
    _XSD + "integer": int,
    _XSD + "boolean": lambda text: text == "true",
}


def write_turtle(store: Store, file: BinaryIO) -> None:
    """The union of all graphs; which document says what is in the statements themselves."""
    triples = (quad.triple for _, blocks in _graphs(store) for quad in _read(blocks))
    serialize(triples, file, format=RdfFormat.TURTLE, prefixes=_prefixes(store))


def write_trig(store: Store, file: BinaryIO) -> None:
    """Every graph under its name."""
    quads = (
        quad
        for graph, blocks in _graphs(store)
        for lines in blocks
        for quad in parse(_named(graph, lines), RdfFormat.N_QUADS)
    )
    serialize(quads, file, format=RdfFormat.TRIG, prefixes=_prefixes(store))


def write_nquads(store: Store, file: BinaryIO) -> None:
    """One quad a line."""
    for graph, blocks in _graphs(store):
        for lines in blocks:
            file.write(_named(graph, lines))


def write_jsonld(store: Store, file: BinaryIO) -> None:
    """A context, and one object a graph; numbers and truth values are JSON's own where nothing is lost."""
    prefixes = _prefixes(store)
    context = json.dumps({**prefixes, "label": PREFIXES["rdfs"] + "label"}, indent=1, ensure_ascii=False)
    file.write(f'{{"@context": {context},\n"@graph": ['.encode())
    shorten = _Shortener(prefixes)
    for number, (graph, blocks) in enumerate(_graphs(store)):
        head = json.dumps(shorten(graph), ensure_ascii=False)
        file.write(f'{"," if number else ""}\n{{"@id": {head}, "@graph": ['.encode())
        between = b"\n "
        for subject, quads in groupby(_read(blocks), lambda quad: quad.subject):
            node = json.dumps(_node(shorten, subject, quads), ensure_ascii=False)
            file.write(between + node.encode())
            between = b",\n "
        file.write(b"]}")
    file.write(b"\n]}\n")


def _graphs(store: Store) -> Iterator[tuple[str, Iterator[list[bytes]]]]:
    """Each graph's IRI and its triples, sorted: documents first, then what they share, the ontology last.

    Sorted as N-Triples, which is a few times faster than as objects; never more than one document's, or a
    part of what documents share, is in memory.
    """
    asked = "SELECT DISTINCT ?name ?document WHERE { ?document a kg:Document ; kg:name ?name } ORDER BY ?name"
    for _, document in store.query(asked).rows:
        yield str(document), iter([sorted(store.ntriples(str(document)).splitlines(keepends=True))])
    for name in ("links", "corrections", "ontology"):
        graph = graph_iri(name, base=store.base)
        blocks = sorted_blocks(_chunks(store, graph))
        for first in blocks:
            yield graph, chain([first], blocks)


def _chunks(store: Store, graph: str) -> Iterator[list[bytes]]:
    triples = (quad.triple for quad in store.quads(graph))
    while lines := serialize(islice(triples, _CHUNK), format=RdfFormat.N_TRIPLES):
        yield lines.splitlines(keepends=True)


def _named(graph: str, lines: list[bytes]) -> bytes:
    """N-Triples as N-Quads of one graph: each line ends with its name instead."""
    end = f"<{graph}> .\n".encode()
    return b"".join([line[:-2] + end for line in lines])


def _read(blocks: Iterable[list[bytes]]) -> Iterator[Quad]:
    return (quad for lines in blocks for quad in parse(b"".join(lines), RdfFormat.N_TRIPLES))


def _prefixes(store: Store) -> dict[str, str]:
    return {**PREFIXES, "actor": f"{store.base}actor/"}


class _Shortener:
    """Writes an IRI as prefix:name where JSON-LD reads that back as the same IRI."""

    __slots__ = ("known", "names")

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.known: dict[str, str] = {}
        self.names = sorted(
            ((iri, prefix) for prefix, iri in prefixes.items()), key=lambda pair: -len(pair[0])
        )

    def __call__(self, iri: str) -> str:
        for start, prefix in self.names:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return iri

    def property(self, iri: str) -> str:
        """The same for one of the few names that properties have."""
        if iri not in self.known:
            name = self(iri)
            self.known[iri] = {"rdf:type": "@type", "rdfs:label": "label"}.get(name, name)
        return self.known[iri]


def _node(shorten: _Shortener, subject: Any, quads: Iterable[Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {}
    for quad in quads:
        name = shorten.property(quad.predicate.value)
        value = quad.object
        if name != "@type":
            node.setdefault(name, []).append(_value(shorten, value))
        elif isinstance(value, NamedNode):
            node.setdefault(name, []).append(shorten(value.value))
        else:
            node.setdefault("rdf:type", []).append(_value(shorten, value))
    for name, values in node.items():
        if len(values) == 1:
            node[name] = values[0]
    return node | {"@id": _name(shorten, subject)}


def _name(shorten: _Shortener, term: Any) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else f"_:{term.value}"


def _value(shorten: _Shortener, term: Any) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _name(shorten, term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == _XSD + "string":
        return term.value
    native = _NATIVE.get(kind)
    if native is not None and json.dumps(native(term.value)) == term.value:
        return native(term.value)
    return {"@value": term.value, "@type": shorten(kind)}
