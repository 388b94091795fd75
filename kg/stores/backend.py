"""What every kind of store can do; `kg.store` is written against this and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.tables import Table, Term

if TYPE_CHECKING:
    import rdflib

__all__ = ["Backend", "Dumping", "update_text"]


class Backend(Protocol):
    """A store of quads. Every method raises StoreError where the store fails, QueryError for bad SPARQL."""

    where: str
    read_only: bool

    def query(self, sparql: str, bindings: Mapping[str, Term], *, rows: int | None = None) -> Table:
        """Put SPARQL to the union of all graphs; `bindings` are values of its variables.

        Raises QueryError if there are more than `rows` rows.
        """

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Every quad, or those of one graph."""

    def write(
        self, *, add: Sequence[Quad] = (), remove: Sequence[Quad] = (), drop: Sequence[str] = ()
    ) -> None:
        """Drop graphs, remove quads and add quads, all or nothing."""

    def bulk(self, lines: bytes, *, graph: str | None = None) -> None:
        """Add many quads, as N-Quads, or a graph's triples, as N-Triples, fast; a break may leave a part.

        IRIs must be sound: they may not be checked.
        """

    def dataset(self) -> rdflib.Dataset:
        """The same quads as an rdflib Dataset whose default graph is the union of all."""

    def optimize(self) -> None:
        """Make later queries faster, after much has been written."""

    def close(self) -> None:
        """Let go of the store; nothing may be asked of it afterwards."""


@runtime_checkable
class Dumping(Protocol):
    """What a store may do besides: write out a graph without making an object of every quad."""

    def ntriples(self, graph: str) -> bytes:
        """One graph as N-Triples, in no order."""


def update_text(*, add: Sequence[Quad], remove: Sequence[Quad], drop: Sequence[str]) -> str:
    """One SPARQL 1.1 Update request that does all of it. Quads must have no blank nodes."""
    steps = [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
    if remove:
        steps.append(f"DELETE DATA {{ {_graphs(remove)} }}")
    if add:
        steps.append(f"INSERT DATA {{ {_graphs(add)} }}")
    return " ;\n".join(steps)


def _graphs(quads: Sequence[Quad]) -> str:
    by_graph: dict[str, list[Triple]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(quad.triple)
    return "\n".join(f"GRAPH {name} {{\n{_ntriples(triples)}}}" for name, triples in by_graph.items())


def _ntriples(triples: Sequence[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")
