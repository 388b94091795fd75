"""CPU time and memory of every export beside the fastest public writer of its format, each on its own.

    python benchmarks/exports.py [--statements 100000] [--formats turtle graphml ...] [--store FOLDER]

Both sides open the same store on the disk and end with a file; memory is the whole process at its peak.
Turtle, TriG, N-Quads and JSON-LD stand beside Oxigraph's own writing of the store, in its own order. For the
others somebody without this program would read the statements with one SELECT, which gives all that the file
needs but contradictions, reprints and actors' names, and hand them to igraph (GraphML), networkx (GEXF, the
only public writer in Python), Oxigraph's CSV results, followthemoney, and stix2. "Writing alone" compares
igraph's `write_graphml` of a graph in memory with ours of the same graph in memory.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pyoxigraph as ox

KG, RDF = "https://actor-kg.example/ns#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NEEDED = ("family", "status", "past", "confidence", "rule", "evidence", "begin", "end", "subjectText",
          "subjectBegin")  # fmt: skip
GIVEN = ("objectText", "objectBegin", "attributedTo", "claim", "time", "earliest", "latest")
DOCUMENT = {"name": f"{KG}name", "source": f"{KG}source", "title": "http://purl.org/dc/terms/title",
            "published": "http://purl.org/dc/terms/issued"}  # fmt: skip


def select(store: ox.Store) -> ox.QuerySolutions:
    """A row a statement, with what its edge bears."""
    needed = " ; ".join(f"<{KG}{name}> ?{name}" for name in NEEDED)
    given = " ".join(f"OPTIONAL {{ ?statement <{KG}{name}> ?{name} }}" for name in GIVEN)
    document = " ".join(f"OPTIONAL {{ ?document <{iri}> ?{name} }}" for name, iri in DOCUMENT.items())
    return store.query(
        f"""SELECT * WHERE {{ GRAPH ?document {{ ?statement a <{KG}Statement> ; <{RDF}subject> ?subject ;
        <{RDF}predicate> ?relation ; <{RDF}object> ?object ; {needed} . {given} {document} }} }}"""
    )


def rows(folder: str) -> Iterator[dict[str, str]]:
    answer = select(ox.Store.read_only(folder))
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield {name: "" if cell is None else cell.value for name, cell in zip(names, solution, strict=True)}


def with_igraph(folder: str, path: str) -> None:
    import igraph

    found = list(rows(folder))
    number = {actor: place for place, actor in enumerate(dict.fromkeys(actors_of(found)))}
    graph = igraph.Graph(directed=True, n=len(number))
    graph.vs["iri"] = list(number)
    graph.add_edges((number[row["subject"]], number[row["object"]]) for row in found)
    for name in found[0].keys() - {"subject", "object"}:
        graph.es[name] = [row[name] for row in found]
    graph.write_graphml(path)


def actors_of(found: list[dict[str, str]]) -> Iterator[str]:
    for row in found:
        yield from (row["subject"], row["object"])


def with_networkx(folder: str, path: str) -> None:
    import networkx

    graph = networkx.MultiDiGraph()
    for row in rows(folder):
        facts = {name: value for name, value in row.items() if name not in ("subject", "object", "end")}
        graph.add_edge(row["subject"], row["object"], key=row["statement"], **facts, end_offset=row["end"])
    networkx.write_gexf(graph, path)


def with_csv_results(folder: str, path: str) -> None:
    select(ox.Store.read_only(folder)).serialize(path, format=ox.QueryResultsFormat.CSV)


def with_followthemoney(folder: str, path: str) -> None:
    from followthemoney import model

    with open(path, "w", encoding="utf-8") as file:
        for row in rows(folder):
            entity = model.make_entity("UnknownLink")
            entity.make_id(row["statement"])
            for ours, theirs in (("subject", "subject"), ("object", "object"), ("relation", "role"),
                                 ("status", "status"), ("evidence", "summary"), ("published", "date"),
                                 ("source", "publisher"), ("statement", "recordId")):  # fmt: skip
                entity.add(theirs, row[ours] or None, cleaned=True)
            file.write(json.dumps(entity.to_dict()) + "\n")


def with_stix2(folder: str, path: str) -> None:
    import stix2

    identities: dict[str, stix2.Identity] = {}
    with open(path, "w", encoding="utf-8") as file:
        for row in rows(folder):
            ends = [identity(stix2, identities, row[end]) for end in ("subject", "object")]
            one = stix2.Relationship(
                source_ref=ends[0].id, target_ref=ends[1].id, description=row["evidence"],
                relationship_type=row["relation"].rpartition("#")[2].lower(), allow_custom=True,
                kg_status=row["status"], kg_family=row["family"], kg_rule=row["rule"],
            )  # fmt: skip
            file.write(one.serialize() + "\n")


def identity(stix2: Any, known: dict[str, Any], actor: str) -> Any:
    if actor not in known:
        known[actor] = stix2.Identity(name=actor, identity_class="group")
    return known[actor]


def with_oxigraph(form: str) -> Callable[[str, str], None]:
    formats = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}

    def write(folder: str, path: str) -> None:
        store = ox.Store.read_only(folder)
        if form == "turtle":
            ox.serialize((quad.triple for quad in store), path, format=ox.RdfFormat.TURTLE)
        else:
            store.dump(path, formats[form])

    return write


OTHERS: dict[str, Callable[[str, str], None]] = {
    **{form: with_oxigraph(form) for form in ("turtle", "trig", "nquads", "jsonld")},
    "graphml": with_igraph, "gexf": with_networkx, "csv": with_csv_results, "ftm": with_followthemoney,
    "stix": with_stix2,
}  # fmt: skip


def ours(form: str, folder: str, path: str) -> None:
    from kg.export import export_graph
    from kg.store import open_store

    with open_store(folder, create=False, read_only=True) as store:
        export_graph(store, form, path)


def writing_alone(who: str, folder: str, path: str) -> float:
    """CPU seconds of writing GraphML from memory, whatever it took to get there."""
    from kg.exporters.columns import EDGE_COLUMNS, NODE_COLUMNS, edge_rows, node_rows
    from kg.exporters.graphml import write_graphml
    from kg.network import load_network
    from kg.store import open_store

    with open_store(folder, create=False, read_only=True) as store:
        network = load_network(store)
    nodes, edges = list(node_rows(network)), list(edge_rows(network))
    if who == "igraph":
        graph = same_in_igraph(nodes, edges)
        start = time.process_time()
        graph.write_graphml(path)
    else:
        start = time.process_time()
        with open(path, "wb") as file:
            write_graphml(nodes, edges, file, node_columns=NODE_COLUMNS, edge_columns=EDGE_COLUMNS)
    return time.process_time() - start


def same_in_igraph(nodes: list[Any], edges: list[Any]) -> Any:
    import igraph

    from kg.exporters.columns import EDGE_COLUMNS, NODE_COLUMNS

    number = {row.id: place for place, row in enumerate(nodes)}
    graph = igraph.Graph(directed=True, n=len(nodes))
    graph.add_edges([tuple(number[end] for end in row.ends) for row in edges])
    for sequence, rows_, columns in ((graph.vs, nodes, NODE_COLUMNS), (graph.es, edges, EDGE_COLUMNS)):
        sequence["label"] = [row.label for row in rows_]
        for name, kind in columns.items():
            sequence[name] = [row.values.get(name, kind()) for row in rows_]
    return graph


def one_job(who: str, form: str, folder: str, path: str) -> dict[str, float]:
    if form == "writing":
        seconds = writing_alone(who, folder, path)
    else:
        job = OTHERS[form] if who == "other" else lambda *where: ours(form, *where)
        start = time.process_time()
        job(folder, path)
        seconds = time.process_time() - start
    return {"seconds": seconds, "megabytes": peak()}


def peak() -> float:
    """This process's own; what `getrusage` says may be its parent's."""
    return float(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def apart(who: str, form: str, folder: Path, path: Path) -> dict[str, float]:
    """One job in a process of its own, which says what it took."""
    command = [sys.executable, __file__, "--job", who, form, str(folder), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return dict(json.loads(done.stdout))


def told(form: str, mine: dict[str, float], other: dict[str, float] | None) -> None:
    line = f"{form:14} {mine['seconds']:7.2f} s {mine['megabytes']:6.0f} MB"
    if other:
        times = mine["seconds"] / other["seconds"]
        line += f"   other {other['seconds']:7.2f} s {other['megabytes']:6.0f} MB   {times:5.2f} times"
    print(line, flush=True)


def fill(folder: Path, statements: int) -> None:
    from graphs import generated_readings

    from kg.store import open_store

    with open_store(folder) as store:
        for _ in store.add_all(generated_readings(statements)):
            pass
        store.optimize()


def main() -> None:
    from kg.export import FILES, FORMATS

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--formats", nargs="+", choices=[*FORMATS, "writing"], default=[*FORMATS, "writing"])
    parser.add_argument("--store", type=Path, help="one made by an earlier run, or where to make it")
    parser.add_argument("--job", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        print(json.dumps(one_job(*args.job)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name), args.store or Path(name, "store")
        if not store.exists():
            fill(store, args.statements)
        for form in args.formats:
            mine = apart("ours", form, store, folder / FILES.get(form, "writing"))
            other = "igraph" if form == "writing" else "other"
            beside = apart(other, form, store, folder / "other") if form in (*OTHERS, "writing") else None
            told(form, mine, beside)


if __name__ == "__main__":
    main()
