"""Turtle files in, one index of what they say about each subject out; later files come after earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph

from kg.errors import OntologyError

__all__ = ["KG", "PREFIXES", "Node", "Triples", "local_name", "read_turtle", "shorten"]

KG = "https://actor-kg.example/ns#"
PREFIXES = {
    "kg": KG,
    "actor": "https://actor-kg.example/actor/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
INVERTED = ("rdf:type", "rdfs:subClassOf")


@dataclass(frozen=True, slots=True)
class Node:
    """The object of a triple: an IRI, a blank node's key or a literal's text, and the number of its file."""

    value: str
    file: int


class Triples:
    """Subject -> predicate (shortened: "rdfs:label") -> nodes, all in the order of the files."""

    def __init__(self) -> None:
        self._index: dict[str, dict[str, list[Node]]] = {}
        self._inverse: dict[tuple[str, str], dict[str, None]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __contains__(self, subject: object) -> bool:
        return subject in self._index

    def add(self, subject: str, predicate: str, node: Node) -> None:
        """Append one triple."""
        self._index.setdefault(subject, {}).setdefault(predicate, []).append(node)
        if predicate in INVERTED:
            self._inverse.setdefault((predicate, node.value), {})[subject] = None

    def predicates(self, subject: str) -> Iterable[str]:
        """Every predicate that the subject has."""
        return self._index.get(subject, {}).keys()

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """Every object, from all files."""
        return self._index.get(subject, {}).get(predicate, [])

    def all(self, subject: str, *predicates: str) -> tuple[str, ...]:
        """Every object's value of one or several predicates, each value once."""
        given = self._index.get(subject, {})
        return tuple(dict.fromkeys([node.value for p in predicates if p in given for node in given[p]]))

    def latest(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The objects' values in the last file that gives any: how a later file overrides an earlier one."""
        nodes = self.nodes(subject, predicate)
        return tuple(node.value for node in nodes if node.file == nodes[-1].file)

    def one(self, subject: str, predicate: str) -> str | None:
        """The first value of the last file that gives any, else None."""
        values = self.latest(subject, predicate)
        return values[0] if values else None

    def of_type(self, *types: str) -> list[str]:
        """Subjects with one of these IRIs as rdf:type, in the order of the files."""
        found = {s for t in types for s in self._inverse.get(("rdf:type", t), ())}
        return [s for s in self._index if s in found]

    def below(self, parent: str) -> list[str]:
        """Classes right below a class."""
        return list(self._inverse.get(("rdfs:subClassOf", parent), ()))


def read_turtle(paths: Iterable[Path]) -> Triples:
    """Read RDF files (Turtle unless the ending says otherwise) into one index.

    Raises OntologyError for a file that is missing or not well-formed.
    """
    triples = Triples()
    for number, path in enumerate(paths):
        for triple in _parse(path):
            triples.add(
                _key(triple.subject), shorten(triple.predicate.value), Node(_key(triple.object), number)
            )
    return triples


def _parse(path: Path) -> Iterator[pyoxigraph.Quad]:
    known = pyoxigraph.RdfFormat.from_extension(path.suffix.lstrip("."))
    form = known or pyoxigraph.RdfFormat.TURTLE
    try:
        yield from pyoxigraph.parse(path.read_bytes(), format=form, rename_blank_nodes=True)
    except OSError as error:
        raise OntologyError(
            f"{path}: cannot read this ontology file ({error.strerror}); check the path."
        ) from None
    except (SyntaxError, ValueError) as error:
        message = f"{path}: not well-formed {form.name} ({error.args[0]}); mend the file."
        raise OntologyError(message) from None


def _key(term: object) -> str:
    value = str(getattr(term, "value", term))
    return f"_:{value}" if isinstance(term, pyoxigraph.BlankNode) else value


def local_name(iri: str) -> str:
    """What follows the last # or / of an IRI."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


@lru_cache(maxsize=1000)
def shorten(iri: str) -> str:
    """An IRI with its prefix, as in the file ("kg:fights"), or in angle brackets when no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"
