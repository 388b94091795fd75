"""The namespaces and IRIs that stored RDF is written with; nothing comes in, names go out."""

from __future__ import annotations

import hashlib
import os

__all__ = [
    "DEFAULT_BASE",
    "KG",
    "PREFIXES",
    "STATUS_NAMES",
    "base_iri",
    "content_hash",
    "document_iri",
    "graph_iri",
]

DEFAULT_BASE = "https://actor-kg.example/"
KG = "https://actor-kg.example/ns#"
STATUS_NAMES = ("actual", "possible", "negated")

PREFIXES = {
    "kg": KG,
    "actor": DEFAULT_BASE + "actor/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
}


def base_iri() -> str:
    """The IRI that documents, statements and unknown actors are named under: `KG_BASE`, or the default."""
    base = os.environ.get("KG_BASE") or DEFAULT_BASE
    return base if base.endswith(("/", "#")) else base + "/"


def content_hash(*parts: object) -> str:
    """24 hexadecimal digits that depend on every part and on where one part ends and the next begins."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def document_iri(name: str, *, base: str) -> str:
    """The IRI of the document called `name`, which is also the name of its graph."""
    return f"{base}document/{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def graph_iri(name: str, *, base: str) -> str:
    """The IRI of a graph that is no document's: "ontology", "corrections" or "links"."""
    return f"{base}graph/{name}"
