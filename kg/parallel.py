"""Documents and a number of processes come in; readings go out in the order given, memory bounded."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.records import Document, Reading

if TYPE_CHECKING:
    from kg.pipeline import Reader

__all__ = ["make_reader", "read_in_parallel", "spare_collection"]

# Characters that go to a process at a time: enough to fill spaCy's batches, few enough to share out evenly.
PORTION = 100_000

# Of a worker process: what its reader is to be made of, and the reader once the first documents have come.
_wanted: list[tuple[str | None, Sequence[Path]]] = []
_made: list[Reader] = []


def make_reader(model: str | None = None, extra: Sequence[Path] = ()) -> Reader:
    """A reader by the packaged ontology and `extra` ones, over the pipeline `model` (None: the packaged).

    The ontology is loaded first: it is quick, and a fault in it ends the run early.
    """
    from kg.ontology import load_ontology

    ontology = load_ontology(extra=extra)
    from kg.language import load_language
    from kg.pipeline import Reader
    from kg.terms import base_iri

    reader = Reader(load_language(model), ontology, base=base_iri())
    spare_collection()
    return reader


def spare_collection() -> None:
    """Let Python look for garbage seldom, and never through what is there now.

    Phrases and pipeline live as long as the process, and few of a reading's objects refer to each other in a
    circle: looking for such costs a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def read_in_parallel(
    documents: Iterable[Document], *, workers: int, model: str | None = None, extra: Sequence[Path] = ()
) -> Iterator[Reading]:
    """The readings that one reader would give, in the same order. Each process loads a reader of its own.

    No more portions wait than the processes can begin next, however many documents there are.
    """
    # Not forked: the threads of a parent that has used numpy or a store can leave a fork locked up.
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_start, initargs=(model, tuple(extra))
    )
    try:
        portions = _portions(documents)
        waiting = deque(pool.submit(_read, portion) for portion in islice(portions, 2 * workers))
        while waiting:
            first: Future[list[Reading]] = waiting.popleft()
            readings = first.result()
            waiting.extend(pool.submit(_read, portion) for portion in islice(portions, 1))
            yield from readings
    finally:
        pool.shutdown(cancel_futures=True)


def _portions(documents: Iterable[Document]) -> Iterator[list[Document]]:
    portion: list[Document] = []
    size = 0
    for document in documents:
        portion.append(document)
        size += len(document.text)
        if size >= PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _start(model: str | None, extra: Sequence[Path]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _wanted.append((model, extra))


def _read(documents: list[Document]) -> list[Reading]:
    if not _made:
        _made.append(make_reader(*_wanted[0]))
    return list(_made[0].read_all(documents))
