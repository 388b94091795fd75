"""A store comes in; all its quads as Turtle, TriG, N-Quads or JSON-LD go out, sorted, graph by graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

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
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in chain(*_graphs(store)))
    serialize(triples, file, format=RdfFormat.TURTLE, prefixes=_prefixes(store))


def write_trig(store: Store, file: BinaryIO) -> None:
    """Every graph under its name."""
    serialize(chain(*_graphs(store)), file, format=RdfFormat.TRIG, prefixes=_prefixes(store))


def write_nquads(store: Store, file: BinaryIO) -> None:
    """One quad a line."""
    serialize(chain(*_graphs(store)), file, format=RdfFormat.N_QUADS)


def write_jsonld(store: Store, file: BinaryIO) -> None:
    """A context, and one object a graph; numbers and truth values are JSON's own where nothing is lost."""
    prefixes = _prefixes(store)
    context = json.dumps({**prefixes, "label": PREFIXES["rdfs"] + "label"}, indent=1, ensure_ascii=False)
    file.write(f'{{"@context": {context},\n"@graph": ['.encode())
    for number, quads in enumerate(_graphs(store)):
        shorten = _Shortener(prefixes)
        nodes = [
            _node(shorten, subject, list(pairs))
            for subject, pairs in groupby(quads, lambda quad: quad.subject)
        ]
        head = json.dumps(_name(shorten, quads[0].graph_name), ensure_ascii=False)
        body = ",\n ".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        file.write(f'{"," if number else ""}\n{{"@id": {head}, "@graph": [\n {body}]}}'.encode())
    file.write(b"\n]}\n")


def _graphs(store: Store) -> Iterator[list[Quad]]:
    """The quads of each graph in a fixed order: documents first, then what they share, the ontology last."""
    asked = "SELECT DISTINCT ?name ?document WHERE { ?document a kg:Document ; kg:name ?name } ORDER BY ?name"
    documents = [str(document) for _, document in store.query(asked).rows]
    shared = [graph_iri(name, base=store.base) for name in ("links", "corrections", "ontology")]
    for graph in (*documents, *shared):
        quads = sorted(store.quads(graph), key=str)
        if quads:
            yield quads


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
