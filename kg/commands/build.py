"""`kg build`: paths come in; a store, the picture and every export come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.console import copies_among, count, say
from kg.commands.exports import PAGE, write_all
from kg.commands.options import (
    example,
    model_option,
    ontology_option,
    paths_argument,
    store_option,
    workers_option,
)
from kg.commands.reading import Batch

if TYPE_CHECKING:
    from kg.records import Document
    from kg.store import Store

__all__ = ["build"]


@click.command(
    short_help="Read documents; store, draw and export their graph.",
    epilog=example("kg build reports/", "kg build --store cases/iraq --out pictures/ june.pdf july.html"),
)
@paths_argument
@store_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("exports"),
    show_default=True,
    help="The folder for the picture and the exports.",
)
@model_option
@ontology_option
@workers_option
def build(
    paths: tuple[str, ...], store: str, out: Path, model: str | None, extra: tuple[Path, ...], workers: int
) -> int:
    """Read documents, store their graph, and write the picture and every export.

    PATHS are files or folders: text, Markdown, HTML, PDF, JSON Lines; `-` is standard input. A document that
    has not changed since it was stored is not read again, a changed one replaces itself. One that cannot be
    read is listed at the end; the others are stored all the same.
    """
    from kg.ontology import load_ontology, ontology_file
    from kg.store import open_store

    load_ontology(extra=extra)  # a fault in it ends the run before anything is written
    batch = Batch(paths, model, extra, workers)
    with open_store(store) as opened:
        opened.set_ontology([ontology_file(), *extra])
        done = _read_into(opened, batch, page=out / PAGE)
        say(_what_was_read(done, opened))
        if done:
            try:
                write_all(opened, out)
            except KeyboardInterrupt:
                say("Stopped while exporting: the store is whole, the same command exports again.")
                raise
    batch.say_failed()
    return 1 if batch.failed else 0


def _read_into(store: Store, batch: Batch, *, page: Path) -> Counter[str]:
    """Read and store the documents, but for our own page; how many were added, replaced, unchanged."""
    from kg.fingerprint import reading_fingerprint

    fingerprint = reading_fingerprint(batch.model, batch.extra)
    done: Counter[str] = Counter()

    def is_new(document: Document) -> bool:
        if Path(document.name).resolve() == page.resolve():
            return False
        known = store.holds(document, read_with=fingerprint)
        done["unchanged"] += known
        return not known

    try:
        for reading in batch.readings(wanted=is_new):
            done[store.add(reading, read_with=fingerprint)] += 1
    except KeyboardInterrupt:
        say(f"Stopped after {count(done.total(), 'document')}: the store is whole, the same command goes on.")
        raise
    return done


def _what_was_read(done: Counter[str], store: Store) -> str:
    parts = [f"{done[kind]:,} {kind}" for kind in ("added", "replaced", "unchanged") if done[kind]]
    details = f" ({', '.join(parts)})" if parts else ""
    copies = copies_among(store.documents())
    return f"Read {count(done.total(), 'document')} into {store.where}{details}{copies}."
