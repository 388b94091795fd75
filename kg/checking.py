"""A store comes in; what is wrong in it goes out, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kg.errors import StoreError
from kg.links import load_sparql
from kg.store import Store
from kg.terms import KG, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["shapes_file", "store_faults"]

_SH = "http://www.w3.org/ns/shacl#"
# pyshacl takes some four milliseconds a statement. Up to so many statements it looks at all of them; beyond,
# at the documents in which one query over the whole store has found something.
_ALL = 1000
_KINDS = {"Document": "document", "Appearance": "appearance", "Statement": "statement"}


def shapes_file() -> Path:
    """The SHACL shapes that come with the package: installed in kg/data, or beside kg/ in a source tree."""
    package = Path(str(files("kg")))
    for place in (package / "data" / "shapes.ttl", package.parent / "ontology" / "shapes.ttl"):
        if place.is_file():
            return place
    raise StoreError("shapes.ttl is missing from the installation; install the package again.")


def store_faults(store: Store) -> Iterator[str]:
    """Everything in a store that breaks a shape, or does not fit the rest of it."""
    documents = {document.document: document for document in store.documents()}
    suspects = [str(row[0]) for row in store.query(load_sparql("store/audit")).rows]
    broken = bool(suspects)
    if sum(document.statements for document in documents.values()) <= _ALL:
        suspects = sorted({*suspects, *documents})
    for graph in suspects:
        name = documents[graph].name if graph in documents else graph
        yield from (f"{name}: {fault}" for fault in _shape_faults(store, graph))
    if not broken and not store.is_settled():
        yield f"{store.where}: names and counts do not fit the documents; build the store anew."


def _shape_faults(store: Store, graph: str) -> list[str]:
    import pyshacl

    data = _rdflib_graph(store, graph)
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes())
    return sorted(_explained(report, data))


def _rdflib_graph(store: Store, graph: str) -> Graph:
    """A copy in rdflib's own memory, in which a validator is forty times faster than in a store."""
    import rdflib

    triples = (quad.triple for quad in store.quads(graph))
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=text, format="nt")


def _shapes() -> Graph:
    import rdflib

    return rdflib.Graph().parse(shapes_file(), format="turtle")


def _explained(report: Graph, data: Graph) -> Iterable[str]:
    """Each result as a sentence: what it is about, what is wrong with it, and the value that is wrong."""
    from rdflib import RDF, URIRef

    for result in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        focus = report.value(result, URIRef(_SH + "focusNode"))
        message = report.value(result, URIRef(_SH + "resultMessage"))
        value = report.value(result, URIRef(_SH + "value"))
        kinds = {str(kind).removeprefix(KG) for kind in data.objects(focus, RDF.type)}
        kind = next((_KINDS[name] for name in _KINDS if name in kinds), "node")
        found = f' It is "{value}".' if value is not None and value != focus else ""
        yield f"the {kind} {_short(str(focus))} {message}{found}"


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
