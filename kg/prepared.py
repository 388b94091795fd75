"""Readings and ontologies come in; the N-Quads of their graphs, ready to be stored, go out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from kg.corrections import Correction, as_seen
from kg.records import Reading
from kg.statements import document_lines
from kg.tables import Term
from kg.terms import KG, document_iri

__all__ = ["Prepared", "join_lines", "named_quads", "prepare", "read_nquads", "read_ntriples"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading ready to be written: its graph's IRI and N-Quads; `corrected`: not as it was extracted.

    `marks` tell whether it has to be written: the digest, and what it was read with.
    """

    reading: Reading
    graph: str
    nquads: bytes
    marks: frozenset[Term]
    corrected: bool

    @property
    def quads(self) -> int:
        """How many quads its graph has."""
        return self.nquads.count(b"\n")


def prepare(
    reading: Reading, corrections: Sequence[Correction], *, read_with: str | None, base: str
) -> Prepared:
    """The graph of a reading's document, corrections applied. Raises ValueError for an IRI that is none."""
    _check_iris(reading)
    nquads = document_lines(reading, base=base).encode()
    graph = NamedNode(document_iri(reading.document.name, base=base))
    marks = {Literal(hashlib.sha256(nquads).hexdigest()): KG + "digest"}
    if read_with is not None:
        marks[Literal(read_with)] = KG + "readWith"
    if corrections:
        seen = as_seen(read_nquads(nquads), corrections, base=base)
        nquads = serialize(seen, format=RdfFormat.N_QUADS) or b""
    nquads += join_lines(f"{graph} <{name}> {mark} {graph}" for mark, name in marks.items())
    return Prepared(reading, graph.value, nquads, frozenset(marks), bool(corrections))


def _check_iris(reading: Reading) -> None:
    """Each once, so that a bulk load need not look at every one again."""
    iris = {actor.id for actor in reading.actors}
    names = {actor.type for actor in reading.actors}
    for one in reading.statements:
        parties = (one.subject, one.object, one.attributed_to)
        iris.update((one.id, *one.denied, *(party.id for party in parties if party is not None)))
        names.update((one.relation, one.family, one.status))
    for iri in (*iris, *(KG + name for name in names)):
        NamedNode(iri)


def join_lines(quads: Iterable[str]) -> bytes:
    """N-Quads, or N-Triples, from quads or triples without their full stops."""
    return " .\n".join((*quads, "")).encode()


def read_nquads(nquads: bytes) -> list[Quad]:
    """The quads that N-Quads stand for."""
    return list(parse(nquads, format=RdfFormat.N_QUADS))


def read_ntriples(triples: Iterable[str], graph: NamedNode) -> list[Quad]:
    """Triples, as N-Triples without their full stops, as quads of a graph."""
    found = parse(join_lines(triples), format=RdfFormat.N_TRIPLES)
    return [Quad(one.subject, one.predicate, one.object, graph) for one in found]


def named_quads(contents: Sequence[bytes], graph: str) -> list[Quad]:
    """The triples of Turtle files, blank nodes named by their content so that every run names them alike."""
    found = Dataset(
        Quad(triple.subject, triple.predicate, triple.object)
        for content in contents
        for triple in parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)

    def named(term: Term) -> Term:
        return NamedNode(f"{graph}/{term.value}") if isinstance(term, BlankNode) else term

    name = NamedNode(graph)
    return [Quad(named(q.subject), q.predicate, named(q.object), name) for q in found]  # type: ignore[arg-type]
