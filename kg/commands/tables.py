"""Answers come in, text on standard output goes out: an aligned table, CSV or JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.tables import Table

__all__ = ["write_rows", "write_table"]


def write_table(table: Table, form: str) -> None:
    """Print a table as `form`: "table", "csv" or "json"."""
    if form == "csv":
        click.echo(table.to_csv(), nl=False)
    elif form == "json":
        click.echo(table.to_json())
    else:
        write_rows(table.columns, table.rows)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print aligned columns; a terminal wraps long cells to its width, elsewhere each row is one line."""
    table = [list(columns), *([_cell(value) for value in row] for row in rows)]
    if sys.stdout.isatty():
        _write_wrapped(table)
        return
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    table.insert(1, ["-" * width for width in widths])
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _write_wrapped(table: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table[0]:
        grid.add_column(Text(column), overflow="fold")
    for row in table[1:]:
        grid.add_row(*map(Text, row))
    Console(file=sys.stdout, highlight=False).print(grid)


def _cell(value: object) -> str:
    """No line break and no control character of a document reaches the terminal."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(char if char.isprintable() else " " for char in text)
