"""Rows of nodes and edges come in; comma-separated tables that a spreadsheet or Gephi opens go out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from kg.exporters.columns import Columns, Row

__all__ = ["write_edges", "write_nodes"]


def write_nodes(rows: Iterable[Row], file: BinaryIO, columns: Columns) -> None:
    """One line a node: Id, Label, then the columns. UTF-8 with a mark, so that spreadsheets see it."""
    with _text(file) as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(["Id", "Label", *columns])
        for row in rows:
            writer.writerow(
                [_cell(row.id), _cell(row.label), *(_cell(row.values.get(name, "")) for name in columns)]
            )


def write_edges(rows: Iterable[Row], file: BinaryIO, columns: Columns) -> None:
    """One line an edge: Id, Source, Target, Type, Label, Weight, then the columns."""
    with _text(file) as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(["Id", "Source", "Target", "Type", "Label", "Weight", *columns])
        for row in rows:
            ends = [_cell(row.id), *row.ends, "Directed", _cell(row.label), row.weight]
            writer.writerow([*ends, *(_cell(row.values.get(name, "")) for name in columns)])


@contextmanager
def _text(file: BinaryIO) -> Iterator[TextIO]:
    """Text goes into a binary file, which stays open afterwards."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _cell(value: object) -> object:
    """A cell that a spreadsheet would run as a formula gets a mark that makes it text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
