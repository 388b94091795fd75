"""Loading, counting and asking a store of generated statements, side by side with other stores, in one run.

    python -m benchmarks.store [--statements 10000 100000] [--virtuoso] [--out FILE]

Seconds and milliseconds are processor time, so that other work on the machine does not count; sizes are
after tidying up. "Oxigraph alone" is `pyoxigraph` loading the very same quads from a file in bulk, and the
same SPARQL, its parameters bound, put to it. Virtuoso (Debian's virtuoso-opensource) runs for itself, with
the same quads; its figures are those of the server process, network included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pyoxigraph

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from graphs import generated_readings  # noqa: E402

from benchmarks.virtuoso import MeasuredVirtuoso  # noqa: E402
from kg.bindings import bind  # noqa: E402
from kg.queries import ask, find_actor, named_questions  # noqa: E402
from kg.records import Reading  # noqa: E402
from kg.store import Store, open_store  # noqa: E402
from kg.tables import Term, as_term  # noqa: E402
from kg.terms import PREFIXES, graph_iri  # noqa: E402

# An actor with so many links is asked about at every size, for its answers to be of one length.
LINKS = 60
DATES = {"since": "2014-06-15", "until": "2014-07-03"}
BOUND = ("common-enemies", "dossier", "enemies", "evidence", "links", "said-by", "timeline")
Figures = dict[str, float]
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def best(work: Callable[[], object]) -> float:
    """The least of the times that fit into some 0.3 seconds, or the first if it is long."""
    least = spent = timed(work)[0]
    while spent < 0.3:
        again = timed(work)[0]
        least, spent = min(least, again), spent + again
    return least


class Made:
    """Readings, and the processor seconds that it took to make them up."""

    def __init__(self, statements: int) -> None:
        self.seconds = 0.0
        self._readings = generated_readings(statements)

    def __iter__(self) -> Iterator[Reading]:
        begun = time.thread_time()
        for reading in self._readings:
            self.seconds += time.thread_time() - begun
            yield reading
            begun = time.thread_time()


def loading(folder: Path, statements: int, file: Path) -> Figures:
    """`file` gets all the quads, the documents' first."""
    with open_store(folder) as store:
        made = Made(statements)
        whole, _ = timed(lambda: sum(1 for _ in store.add_all(made)))
        counting, _ = timed(store.settle)
        store.optimize()
        documents, everything = write_quads(store, file)
    both = load_alone(file)
    few = file.with_suffix(".documents.nq")
    with file.open("rb") as quads, few.open("wb") as out:
        for _ in range(documents):
            out.write(quads.readline())
    first = load_alone(few)
    few.unlink()
    return {
        "quads of documents": documents,
        "quads in all": everything,
        "documents' quads made and loaded, s": whole - made.seconds,
        "the same by Oxigraph alone, s": first,
        "copies, names and counts found and loaded, s": counting,
        "all quads by Oxigraph alone, s": both,
        "size on disk, MB": sum(path.stat().st_size for path in folder.iterdir()) / 1e6,
    }


def write_quads(store: Store, file: Path) -> tuple[int, int]:
    links = graph_iri("links", base=store.base)
    documents = everything = 0
    with file.open("wb") as out, tempfile.TemporaryFile() as rest:
        for quad in store.quads():
            shared = getattr(quad.graph_name, "value", "") == links
            (rest if shared else out).write(f"{quad} .\n".encode())
            documents += not shared
            everything += 1
        rest.seek(0)
        while part := rest.read(1 << 20):
            out.write(part)
    return documents, everything


def load_alone(file: Path) -> float:
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        alone = pyoxigraph.Store(folder)
        return timed(lambda: alone.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS))[0]


def parameters(store: Store) -> Mapping[str, str]:
    """Two actors with a link between them, the first with about as many links at every size."""
    asked = """SELECT ?label (COUNT(?link) AS ?n) WHERE {
        VALUES ?role { kg:linkSubject kg:linkObject } ?link ?role ?actor . ?actor rdfs:label ?label
    } GROUP BY ?label"""
    rows = store.query(asked).rows
    first = min((abs(int(str(n)) - LINKS), str(label)) for label, n in rows)[1]
    other = ask(store, "links", {"actor": first}).rows[0]
    second = next(str(one) for one in (other[0], other[2]) if one != first)
    return {"actor": first, "first": first, "second": second, **DATES}


def questions(
    folder: Path, virtuoso: MeasuredVirtuoso | None, names: Collection[str]
) -> dict[str, tuple[float, ...]]:
    """Rows, then milliseconds here, with Oxigraph alone and with Virtuoso; the best of three."""
    found: dict[str, tuple[float, ...]] = {}
    with open_store(folder, create=False, read_only=True) as store:
        alone = pyoxigraph.Store.read_only(str(folder))
        values = parameters(store)
        for name, question in named_questions().items():
            if name not in names:
                continue
            given = {p.name: values[p.name] for p in question.parameters}
            terms = {name: as_term(text) for name, text in given.items()}
            terms |= {p.name: as_node(store, p.kind, given[p.name]) for p in question.parameters}
            text = bind(question.sparql, terms, inline=True)
            rows = len(ask(store, name, given))
            ours = best(lambda n=name, g=given: ask(store, n, g))  # type: ignore[misc]
            plain = best(lambda t=text: list(solve(alone, t)))  # type: ignore[misc]
            row = [rows, ours * 1000, plain * 1000]
            if virtuoso:
                row.append(virtuoso.ask(bind(question.sparql, terms)) * 1000)
            found[name] = tuple(row)
            print(name, *(f"{figure:,.1f}" for figure in row), file=sys.stderr, flush=True)
    return found


def as_node(store: Store, kind: str, text: str) -> Term:
    if kind == "actor":
        return pyoxigraph.NamedNode(find_actor(store, text))
    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + "date"))


def solve(store: pyoxigraph.Store, sparql: str) -> pyoxigraph.QuerySolutions:
    return store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)  # type: ignore[return-value]


def cold_start(folder: Path) -> Figures:
    with open_store(folder, create=False, read_only=True) as store:
        actor = parameters(store)["actor"]
    ours = [sys.executable, "-m", "kg", "query", "links", f"actor={actor}", "--store", str(folder)]
    return {
        "`kg query links actor=...`, from a cold start, s": children(ours),
        "`python -c 'import rdflib, pyoxigraph'`, s": children(
            [sys.executable, "-c", "import rdflib, pyoxigraph"]
        ),
    }


def children(command: list[str]) -> float:
    """Processor seconds of a process, the best of five."""
    import resource

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(5))


def measure(statements: int, *, virtuoso: bool, bound: bool) -> tuple[Figures, dict[str, tuple[float, ...]]]:
    with tempfile.TemporaryDirectory() as parent:
        folder, file = Path(parent) / "store", Path(parent) / "all.nq"
        figures = loading(folder, statements, file)
        figures |= cold_start(folder)
        print(figures, file=sys.stderr, flush=True)
        names = BOUND if bound else (*named_questions(),)
        if not virtuoso:
            return figures, questions(folder, None, names)
        with MeasuredVirtuoso(Path(parent) / "virtuoso") as server:
            figures["all quads by Virtuoso, s"] = server.load(file)
            return figures, questions(folder, server, names)


def report(sizes: Mapping[int, tuple[Figures, dict[str, tuple[float, ...]]]]) -> Iterator[str]:
    yield "| statements | " + " | ".join(f"{size:,}" for size in sizes) + " |"
    yield "|---|" + "---|" * len(sizes)
    rows: dict[str, list[str]] = {}
    for figures, _ in sizes.values():
        loaded = figures["documents' quads made and loaded, s"]
        both = loaded + figures["copies, names and counts found and loaded, s"]
        rates = {
            "rate of loading documents to Oxigraph's": figures["the same by Oxigraph alone, s"] / loaded,
            "rate of loading and counting to Oxigraph's": figures["all quads by Oxigraph alone, s"] / both,
        }
        for name, value in (figures | rates).items():
            rows.setdefault(name, []).append(f"{value:,.2f}" if value < 100 else f"{value:,.0f}")
    yield from (f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())
    for size, (_, asked) in sizes.items():
        columns = ("rows", "ms", "Oxigraph alone, ms", "Virtuoso, ms")[: len(next(iter(asked.values())))]
        yield f"\n| {size:,} statements | {' | '.join(columns)} |"
        yield "|---|" + "---|" * len(columns)
        for name, row in asked.items():
            mark = " (one actor)" if name in BOUND else ""
            yield f"| {name}{mark} | {row[0]:,.0f} | {' | '.join(f'{cell:,.1f}' for cell in row[1:])} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, nargs="+", default=[10_000])
    parser.add_argument("--virtuoso", action="store_true", help="ask Virtuoso too, if it is installed")
    parser.add_argument("--bound", action="store_true", help="only the questions that are bound to an actor")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    sizes = {
        size: measure(size, virtuoso=arguments.virtuoso, bound=arguments.bound)
        for size in arguments.statements
    }
    text = "\n".join([*report(sizes), ""])
    if arguments.out:
        arguments.out.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
