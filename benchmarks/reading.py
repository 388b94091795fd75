"""What reading costs beside the bare pipeline, over the same text in the same run.

    python -m benchmarks.reading [--folder seeds] [--copies 4] [--rounds 3]

Prints processor seconds of `nlp.pipe` over the passages, of the reader with rules alone and with the trained
relation model, their ratios (medians over the rounds, taken in turn), and how the time grows with ten times
the documents.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.documents import read_documents
from kg.language import load_language, parse_documents
from kg.ontology import load_ontology
from kg.parallel import spare_collection
from kg.pipeline import Reader
from kg.records import Document


def copies(documents: Sequence[Document], count: int) -> list[Document]:
    """Each document so many times, under names of their own."""
    return [replace(d, name=f"{n}/{d.name}") for n in range(count) for d in documents]


def seconds(job: Callable[[], int]) -> float:
    """Processor seconds that the job takes."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", default="seeds")
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    documents = [d for d in read_documents([args.folder]) if isinstance(d, Document)]
    nlp, ontology = load_language(), load_ontology()
    readers = {"rules": Reader(nlp, ontology, model=None), "rules and model": Reader(nlp, ontology)}
    many = copies(documents, args.copies)
    jobs: dict[str, Callable[[], int]] = {
        "pipeline": lambda: sum(len(passages) for _, passages in parse_documents(nlp, many)),
        **{name: _reading(reader, many) for name, reader in readers.items()},
    }
    for job in jobs.values():
        job()  # warm
    spare_collection()  # as the command does
    times = {name: [] for name in jobs}
    for _ in range(args.rounds):
        for name, job in jobs.items():
            times[name].append(seconds(job))
    words = sum(len(d.text.split()) for d in many)
    for name, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(taken, times["pipeline"], strict=True))
        median = statistics.median(taken)
        print(f"{name:18s} {median:7.2f} s  {words / median:8.0f} words/s  {ratio:5.2f} times the pipeline")
    small, large = (_reading(readers["rules"], copies(documents, n)) for n in (1, 10))
    once, tenfold = statistics.median(seconds(small) for _ in range(5)), seconds(large)
    print(f"ten times the documents: {tenfold / once:.1f} times the time")


def _reading(reader: Reader, documents: Sequence[Document]) -> Callable[[], int]:
    return lambda: sum(len(reading.statements) for reading in reader.read_all(documents))


if __name__ == "__main__":
    main()
