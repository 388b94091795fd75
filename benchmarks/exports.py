"""CPU time of every export beside the fastest public writer of the same format on the same graph.

    python benchmarks/exports.py [--statements 100000]

Memory is what the process holds more at its peak than before the export (resident, in MB).
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
from kg.network import Network, load_network
from kg.store import Store, open_store


def spent(job: Callable[[], Any]) -> tuple[float, float]:
    before, start = peak(), time.process_time()
    job()
    return time.process_time() - start, peak() - before


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def igraph_graphml(network: Network, path: Path) -> None:
    """The same nodes and edges with the same plain attributes, as igraph writes them."""
    number = {node: place for place, node in enumerate(network.nodes)}
    graph = igraph.Graph(directed=True, n=len(number))
    graph.vs["label"] = [facts["label"] for _, facts in network.nodes(data=True)]
    edges = list(network.edges(keys=True, data=True))
    graph.add_edges((number[a], number[b]) for a, b, *_ in edges)
    plain = {name for name, value in edges[0][3].items() if not isinstance(value, list)}
    for name in sorted(plain):
        graph.es[name] = ["" if facts[name] is None else facts[name] for *_, facts in edges]
    seconds, _ = spent(lambda: graph.write_graphml(str(path)))
    print(f"{'igraph graphml, writing only':32} {seconds:6.2f} s")


def oxigraph_dumps(store: Store, folder: Path) -> None:
    """Oxigraph's own dump of a store on disk with the same quads, in its own order."""
    copy = pyoxigraph.Store(str(folder / "copy"))
    copy.bulk_extend(store.quads())
    forms = {"trig": pyoxigraph.RdfFormat.TRIG, "nquads": pyoxigraph.RdfFormat.N_QUADS}
    union = copy.quads_for_pattern(None, None, None)
    seconds, _ = spent(
        lambda: pyoxigraph.serialize((quad.triple for quad in union), str(folder / "dump.ttl"))
    )
    print(f"{'oxigraph serialize turtle':32} {seconds:6.2f} s")
    for name, form in forms.items():
        seconds, _ = spent(lambda form=form, name=name: copy.dump(str(folder / f"dump.{name}"), form))
        print(f"{'oxigraph dump ' + name:32} {seconds:6.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, open_store(Path(name) / "store") as store:
        folder = Path(name)
        for _ in store.add_all(generated_readings(args.statements)):
            pass
        store.settle()
        network: list[Network] = []
        seconds, more = spent(lambda: network.append(load_network(store)))
        print(f"{'load_network':32} {seconds:6.2f} s {more:7.0f} MB")
        for form in FORMATS:
            seconds, more = spent(lambda form=form: export_graph(store, form, folder / FILES[form]))
            print(f"{form:32} {seconds:6.2f} s {more:7.0f} MB")
        igraph_graphml(network[0], folder / "igraph.graphml")
        oxigraph_dumps(store, folder)


if __name__ == "__main__":
    main()
