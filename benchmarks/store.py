"""Loading, settling and asking a store of generated statements, side by side with Oxigraph alone, in one run.

    python benchmarks/store.py [--statements 10000 ...] [--out FILE]

Seconds and milliseconds are processor time, so that other work on the machine does not count; sizes are
after tidying up. "Oxigraph alone" is `pyoxigraph` loading the very same quads in bulk, and the same SPARQL
put to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from graphs import generated_readings  # noqa: E402

from kg.queries import ask, named_questions  # noqa: E402
from kg.statements import document_quads  # noqa: E402
from kg.store import Store, open_store  # noqa: E402
from kg.terms import PREFIXES  # noqa: E402

VALUES = {
    "actor": "Actor 50",
    "first": "Actor 40",
    "second": "Actor 60",
    "since": "2014-06-15",
    "until": "2014-07-03",
}


def timed(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def loading(store: Store, folder: Path, statements: int) -> list[str]:
    readings = list(generated_readings(statements))
    making, _ = timed(lambda: [document_quads(reading) for reading in readings])
    ours, _ = timed(lambda: list(store.add_all(readings)))
    documents = [quad for quad in store._backend.quads() if "/graph/" not in quad.graph_name.value]
    settling, _ = timed(store.settle)
    everything = list(store.quads())
    store.optimize()
    with tempfile.TemporaryDirectory() as other:
        alone = pyoxigraph.Store(other)
        plain, _ = timed(lambda: alone.bulk_extend(documents))
        both, _ = timed(lambda: pyoxigraph.Store().bulk_extend(everything))
    return [
        f"| quads in documents, in all | {len(documents):,} | {len(everything):,} |",
        f"| making the documents' quads: s | {making:.1f} | |",
        f"| making and loading them: s; Oxigraph alone loading them | {ours:.1f} | {plain:.1f} |",
        f"| names and counts: s; Oxigraph alone loading all into memory | {settling:.1f} | {both:.1f} |",
        f"| size on disk, MB | {size(folder) / 1e6:.0f} | |",
    ]


def questions(folder: Path) -> list[str]:
    lines = []
    with open_store(folder, create=False, read_only=True) as store:
        alone = pyoxigraph.Store.read_only(str(folder))
        for name, question in named_questions().items():
            given = {parameter.name: VALUES[parameter.name] for parameter in question.parameters}
            ours, table = timed(lambda name=name, given=given: ask(store, name, given))
            row = f"| {name} | {len(table):,} | {ours * 1000:.1f} |"
            if not given:
                sparql = question.sparql
                plain, _ = timed(lambda sparql=sparql: list(solve(alone, sparql)))
                row += f" {plain * 1000:.1f} |"
            else:
                row += " |"
            lines.append(row)
    return lines


def solve(store: pyoxigraph.Store, sparql: str) -> pyoxigraph.QuerySolutions:
    return store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)  # type: ignore[return-value]


def cold_start(folder: Path) -> list[str]:
    command = "from kg.store import open_store; from kg.queries import ask; import sys; "
    command += "ask(open_store(sys.argv[1], create=False, read_only=True), 'links', {'actor': 'Actor 50'})"
    ours = children([sys.executable, "-c", command, str(folder)])
    plain = children([sys.executable, "-c", "import rdflib, pyoxigraph"])
    return [
        f"| cold start and one actor's links; importing rdflib and pyoxigraph: s | {ours:.2f} | {plain:.2f} |"
    ]


def children(command: list[str]) -> float:
    """Processor seconds of a process, the best of three."""
    import resource

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(3))


def measure(statements: int) -> list[str]:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "store"
        with open_store(folder) as store:
            lines = loading(store, folder, statements)
        return [
            f"## {statements:,} statements",
            "",
            "| what | this store | Oxigraph alone |",
            "|---|---|---|",
            *lines,
            *cold_start(folder),
            "",
            "| question | rows | ms | Oxigraph alone, ms |",
            "|---|---|---|---|",
            *questions(folder),
            "",
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, nargs="+", default=[10_000])
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    text = "\n".join(line for statements in arguments.statements for line in measure(statements))
    if arguments.out:
        arguments.out.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
