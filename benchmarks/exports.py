"""CPU time of every export beside the fastest public writer of the same format on the same graph.

    python benchmarks/exports.py [--statements 100000] [--formats turtle graphml ...]

RDF is compared with Oxigraph's own writing of the same store, read from the disk by both; GraphML with
igraph, writing only, from a graph that lies in memory for both. Memory is what the process holds more at its
peak than before the export (resident, in MB).
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import igraph
import pyoxigraph
from graphs import generated_readings

from kg.export import FILES, FORMATS, export_graph
from kg.exporters.columns import EDGE_COLUMNS, NODE_COLUMNS, PAIR_COLUMNS, edge_rows, node_rows, pair_rows
from kg.exporters.gexf import write_gexf
from kg.exporters.graphml import write_graphml
from kg.network import Network, load_network
from kg.store import open_store


def spent(job: Callable[[], Any]) -> tuple[float, float]:
    before, start = peak(), time.process_time()
    job()
    return time.process_time() - start, peak() - before


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def igraph_graphml(network: Network, path: Path) -> float:
    """The same nodes and edges with the same plain attributes, as igraph writes them."""
    number = {node: place for place, node in enumerate(network.nodes)}
    graph = igraph.Graph(directed=True, n=len(number))
    graph.vs["label"] = [facts["label"] for _, facts in network.nodes(data=True)]
    edges = list(network.edges(keys=True, data=True))
    graph.add_edges((number[a], number[b]) for a, b, *_ in edges)
    plain = {name for name, value in edges[0][3].items() if not isinstance(value, list)}
    for name in sorted(plain):
        graph.es[name] = ["" if facts[name] is None else facts[name] for *_, facts in edges]
    return spent(lambda: graph.write_graphml(str(path)))[0]


def oxigraph_dump(store: pyoxigraph.Store, form: str, path: Path) -> float:
    """What Oxigraph takes for the same quads off the disk, in its own order."""
    if form == "turtle":
        union = (quad.triple for quad in store.quads_for_pattern(None, None, None))
        return spent(lambda: pyoxigraph.serialize(union, str(path), format=pyoxigraph.RdfFormat.TURTLE))[0]
    formats = {"trig": pyoxigraph.RdfFormat.TRIG, "nquads": pyoxigraph.RdfFormat.N_QUADS}
    return spent(lambda: store.dump(str(path), formats[form]))[0]


def in_memory(form: str, network: Network, path: Path) -> tuple[float, float]:
    """Writing alone, of a network that has been read."""
    pairs = form.endswith("-pairs")
    rows, columns = (pair_rows, PAIR_COLUMNS) if pairs else (edge_rows, EDGE_COLUMNS)
    write = write_graphml if form.startswith("graphml") else write_gexf
    with open(path, "wb") as file:
        return spent(
            lambda: write(
                node_rows(network), rows(network), file, node_columns=NODE_COLUMNS, edge_columns=columns
            )
        )


def told(name: str, seconds: float, more: float, other: float | None = None) -> None:
    beside = f"  {other:6.2f} s  {seconds / other:5.2f} times" if other else ""
    print(f"{name:32} {seconds:6.2f} s {more:7.0f} MB{beside}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder / "store") as store:
            for _ in store.add_all(generated_readings(args.statements)):
                pass
            store.settle()
            network: list[Network] = []
            for form in (form for form in args.formats if form in ("turtle", "trig", "nquads", "jsonld")):
                seconds, more = spent(lambda form=form: export_graph(store, form, folder / FILES[form]))
                other = (
                    oxigraph_dump(store._backend.inner, form, folder / "dump") if form != "jsonld" else None
                )
                told(form, seconds, more, other)
            told("reading the network", *spent(lambda: network.append(load_network(store))))
            for form in (form for form in args.formats if form in ("csv", "ftm", "stix")):
                told(
                    f"{form}, with reading",
                    *spent(lambda form=form: export_graph(store, form, folder / form)),
                )
        for form in (form for form in args.formats if form.startswith(("graphml", "gexf"))):
            seconds, more = in_memory(form, network[0], folder / FILES[form])
            other = igraph_graphml(network[0], folder / "igraph.graphml") if form == "graphml" else None
            told(f"{form}, writing", seconds, more, other)


if __name__ == "__main__":
    main()
