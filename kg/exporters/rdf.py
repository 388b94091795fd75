"""A store comes in; all its quads as Turtle, TriG, N-Quads or JSON-LD go out, sorted, graph by graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.terms import PREFIXES, graph_iri

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["write_jsonld", "write_nquads", "write_trig", "write_turtle"]

_XSD = PREFIXES["xsd"]
_NATIVE: dict[str, Callable[[str], int]] = {
    _XSD + "integer": int,
    _XSD + "boolean": lambda text: text == "true",
}


def write_turtle(store: Store, file: BinaryIO) -> None:
    """The union of all graphs; which document says what is in the statements themselves."""
    triples = (
        quad.triple for _, lines in _graphs(store) for quad in parse(b"".join(lines), RdfFormat.N_TRIPLES)
    )
    serialize(triples, file, format=RdfFormat.TURTLE, prefixes=_prefixes(store))


def write_trig(store: Store, file: BinaryIO) -> None:
    """Every graph under its name."""
    quads = (quad for graph, lines in _graphs(store) for quad in _read(graph, lines))
    serialize(quads, file, format=RdfFormat.TRIG, prefixes=_prefixes(store))


def write_nquads(store: Store, file: BinaryIO) -> None:
    """One quad a line."""
    for graph, lines in _graphs(store):
        file.write(_named(graph, lines))


def write_jsonld(store: Store, file: BinaryIO) -> None:
    """A context, and one object a graph; numbers and truth values are JSON's own where nothing is lost."""
    prefixes = _prefixes(store)
    context = json.dumps({**prefixes, "label": PREFIXES["rdfs"] + "label"}, indent=1, ensure_ascii=False)
    file.write(f'{{"@context": {context},\n"@graph": ['.encode())
    for number, (graph, lines) in enumerate(_graphs(store)):
        quads = list(parse(b"".join(lines), RdfFormat.N_TRIPLES))
        shorten = _Shortener(prefixes)
        nodes = [
            _node(shorten, subject, list(pairs))
            for subject, pairs in groupby(quads, lambda quad: quad.subject)
        ]
        head = json.dumps(shorten(graph), ensure_ascii=False)
        body = ",\n ".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        file.write(f'{"," if number else ""}\n{{"@id": {head}, "@graph": [\n {body}]}}'.encode())
    file.write(b"\n]}\n")


def _graphs(store: Store) -> Iterator[tuple[str, list[bytes]]]:
    """Each graph's IRI and its triples, sorted: documents first, then what they share, the ontology last.

    Sorted as N-Triples, which is a few times faster than as objects; never more than one graph is in memory.
    """
    asked = "SELECT DISTINCT ?name ?document WHERE { ?document a kg:Document ; kg:name ?name } ORDER BY ?name"
    documents = [str(document) for _, document in store.query(asked).rows]
    shared = [graph_iri(name, base=store.base) for name in ("links", "corrections", "ontology")]
    for graph in (*documents, *shared):
        lines = sorted(store.ntriples(graph).splitlines(keepends=True))
        if lines:
            yield graph, lines


def _named(graph: str, lines: list[bytes]) -> bytes:
    """N-Triples as N-Quads of one graph: each line ends with its name instead."""
    end = f"<{graph}> .\n".encode()
    return b"".join([line[:-2] + end for line in lines])


def _read(graph: str, lines: list[bytes]) -> Iterator[Quad]:
    return iter(parse(_named(graph, lines), RdfFormat.N_QUADS))


def _prefixes(store: Store) -> dict[str, str]:
    return {**PREFIXES, "actor": f"{store.base}actor/"}


class _Shortener:
    """Writes an IRI as prefix:name where JSON-LD reads that back as the same IRI."""

    __slots__ = ("names",)

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.names = sorted(
            ((iri, prefix) for prefix, iri in prefixes.items()), key=lambda pair: -len(pair[0])
        )

    def __call__(self, iri: str) -> str:
        for start, prefix in self.names:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return iri


def _node(shorten: _Shortener, subject: Any, quads: list[Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _name(shorten, subject)}
    for quad in quads:
        if quad.predicate.value == PREFIXES["rdf"] + "type" and isinstance(quad.object, NamedNode):
            node.setdefault("@type", []).append(shorten(quad.object.value))
            continue
        name = shorten(quad.predicate.value)
        node.setdefault("label" if name == "rdfs:label" else name, []).append(_value(shorten, quad.object))
    return {
        key: values[0] if len(values) == 1 else values for key, values in node.items() if key != "@id"
    } | {"@id": node["@id"]}


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
