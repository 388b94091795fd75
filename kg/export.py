"""A store and the name of a format come in; files for other programs go out, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Self

from kg.errors import KgError
from kg.exporters import rdf, tables
from kg.exporters.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    PAIR_COLUMNS,
    edge_rows,
    node_rows,
    pair_rows,
)
from kg.exporters.ftm import write_ftm
from kg.exporters.gexf import write_gexf
from kg.exporters.graphml import write_graphml
from kg.exporters.spool import Drawn, Spool, spooled
from kg.exporters.stix import write_stix
from kg.files import whole_file

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["FILES", "FORMATS", "export_all", "export_graph", "write_format"]

FORMATS: Mapping[str, str] = MappingProxyType({
    "turtle": "RDF for people and most tools: the union of all documents",
    "trig": "RDF, one named graph a document",
    "nquads": "RDF, one quad a line, for bulk loading",
    "jsonld": "RDF as JSON, with a context",
    "graphml": "for Gephi, yEd, igraph: one edge a statement",
    "graphml-pairs": "the same, one edge a pair of actors, family and status",
    "gexf": "for Gephi with its timeline: one edge a statement",
    "gexf-pairs": "the same, one edge a pair of actors, family and status",
    "csv": "two tables, of nodes and of edges",
    "ftm": "FollowTheMoney entities, one a line",
    "stix": "a STIX 2.1 bundle",
})  # fmt: skip
"""The formats by name, and what each is for."""

FILES: Mapping[str, str] = MappingProxyType({
    "turtle": "graph.ttl", "trig": "graph.trig", "nquads": "graph.nq", "jsonld": "graph.jsonld",
    "graphml": "graph.graphml", "graphml-pairs": "graph-pairs.graphml",
    "gexf": "graph.gexf", "gexf-pairs": "graph-pairs.gexf", "csv": "graph.csv",
    "ftm": "graph.ftm.json", "stix": "graph.stix.json",
})  # fmt: skip
"""The name that each format's file usually has."""

_RDF: Mapping[str, Callable[[Store, BinaryIO], None]] = {
    "turtle": rdf.write_turtle,
    "trig": rdf.write_trig,
    "nquads": rdf.write_nquads,
    "jsonld": rdf.write_jsonld,
}
_WHOLE: Mapping[str, Callable[[Drawn, BinaryIO], None]] = {"ftm": write_ftm, "stix": write_stix}
_GRAPHS = {"graphml": write_graphml, "gexf": write_gexf}


def export_graph(store: Store, format: str, path: str | Path) -> list[Path]:
    """Write all that `store` holds in one of FORMATS to `path`, and return the files written.

    `csv` makes two of them: from graph.csv come graph-nodes.csv and graph-edges.csv. Raises KgError for an
    unknown format and for a place that cannot be written to.
    """
    with _Once(store) as graph:
        return _export(store, format, Path(path), graph)


def export_all(store: Store, folder: str | Path) -> list[Path]:
    """Write every format into `folder` under its usual name, and return the files written."""
    with _Once(store) as graph:
        found = [_export(store, format, Path(folder, FILES[format]), graph) for format in FORMATS]
    return [file for files in found for file in files]


def write_format(store: Store, format: str, file: BinaryIO) -> None:
    """Write one format to an open file, such as standard output; csv, being two files, is refused."""
    _check(format)
    if format == "csv":
        raise KgError("csv is two tables, so it cannot go to one stream; name a file with --out.")
    with _Once(store) as graph:
        _write(store, format, file, graph)


class _Once:
    """Reads the graph when first asked for, so that RDF formats do not wait for it."""

    __slots__ = ("_graph", "_stack", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graph: Spool | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def __call__(self) -> Spool:
        if self._graph is None:
            self._graph = self._stack.enter_context(spooled(self._store))
        return self._graph


def _check(format: str) -> None:
    if format not in FORMATS:
        raise KgError(f'There is no format "{format}"; choose one of {", ".join(FORMATS)}.')


def _export(store: Store, format: str, path: Path, graph: _Once) -> list[Path]:
    _check(format)
    if format == "csv":
        return _write_tables(graph(), path)
    with whole_file(path) as file:
        _write(store, format, file, graph)
    return [path]


def _write(store: Store, format: str, file: BinaryIO, graph: _Once) -> None:
    if format in _RDF:
        _RDF[format](store, file)
        return
    if format in _WHOLE:
        _WHOLE[format](graph(), file)
        return
    name, _, pairs = format.partition("-")
    rows, columns = (pair_rows, PAIR_COLUMNS) if pairs else (edge_rows, EDGE_COLUMNS)
    nodes = node_rows(graph(), dated=name == "gexf")
    _GRAPHS[name](nodes, rows(graph()), file, node_columns=NODE_COLUMNS, edge_columns=columns)


def _write_tables(graph: Drawn, path: Path) -> list[Path]:
    ending = path.suffix or ".csv"
    nodes, edges = (path.with_name(f"{path.stem}-{kind}{ending}") for kind in ("nodes", "edges"))
    with whole_file(nodes) as file:
        tables.write_nodes(node_rows(graph), file, NODE_COLUMNS)
    with whole_file(edges) as file:
        tables.write_edges(edge_rows(graph), file, EDGE_COLUMNS)
    return [nodes, edges]
