"""Quads come in; parts of them that a server takes in one request go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.terms import PREFIXES

__all__ = ["batches", "exact", "loads"]

# Virtuoso compiles an update to SQL of at most 10,000 lines, which 1,200 triples fill.
_QUADS, _CHARACTERS = 500, 500_000
# Below so many quads a graph an update is as fast; a text longer than this is more than Virtuoso loads.
_FEW, _LONG = 50, 10_000
_DECIMAL = PREFIXES["xsd"] + "decimal"


def batches(quads: Sequence[Quad]) -> Iterator[list[Quad]]:
    """Parts that are small enough for one update."""
    part: list[Quad] = []
    size = 0
    for quad in quads:
        length = len(str(quad.object))
        if part and (len(part) == _QUADS or size + length > _CHARACTERS):
            yield part
            part, size = [], 0
        part.append(exact(quad))
        size += length
    if part:
        yield part


def loads(quads: Sequence[Quad]) -> tuple[list[tuple[str, bytes]], list[Quad]]:
    """N-Triples for each graph that has many quads, and the quads that are better added by updates."""
    by_graph: dict[str, list[Quad]] = {}
    rest: list[Quad] = []
    for quad in quads:
        if isinstance(quad.object, Literal) and len(quad.object.value) > _LONG:
            rest.append(quad)
        else:
            by_graph.setdefault(str(getattr(quad.graph_name, "value", "")), []).append(quad)
    large = []
    for graph, found in by_graph.items():
        if len(found) < _FEW:
            rest += found
        else:
            triples = (exact(quad).triple for quad in found)
            large.append((graph, serialize(triples, format=RdfFormat.N_TRIPLES) or b""))
    return large, rest


def exact(quad: Quad) -> Quad:
    """A whole decimal with its point, without which Virtuoso would make an integer of it."""
    value = quad.object
    if not isinstance(value, Literal) or value.datatype.value != _DECIMAL or "." in value.value:
        return quad
    point = Literal(value.value + ".0", datatype=NamedNode(_DECIMAL))
    return Quad(quad.subject, quad.predicate, point, quad.graph_name)
