"""`kg extract`: paths come in, one JSON object a document goes out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.commands.console import count, say
from kg.commands.options import example, model_option, ontology_option, paths_argument, workers_option
from kg.commands.reading import Batch

__all__ = ["extract"]


@click.command(
    short_help="Print what documents say as JSON Lines.",
    epilog=example("kg extract reports/ > reports.jsonl", "echo 'Iran backs the militia.' | kg extract -"),
)
@paths_argument
@model_option
@ontology_option
@workers_option
def extract(paths: tuple[str, ...], model: str | None, extra: tuple[Path, ...], workers: int) -> int:
    """Print the actors and statements of documents as JSON Lines, without storing anything.

    One line a document, in the order given, as soon as it has been read. Offsets count the characters of the
    text as read; the end is exclusive.
    """
    from kg.statements import reading_json

    batch = Batch(paths, model, extra, workers)
    documents = statements = 0
    for reading in batch.readings(beside=True):
        click.echo(json.dumps(reading_json(reading), ensure_ascii=False))
        documents, statements = documents + 1, statements + len(reading.statements)
    batch.say_failed()
    say(f"Read {count(documents, 'document')}, found {count(statements, 'statement')}.")
    return 1 if batch.failed else 0
