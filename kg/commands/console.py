"""Where the commands write: messages and progress bars to standard error, tables to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store import StoredDocument

__all__ = ["copies_among", "count", "progress", "say"]


def say(message: str) -> None:
    """Tell the user something that is no result: one line on standard error."""
    click.echo(message, err=True)


def count(number: int, noun: str) -> str:
    """`count(1, "actor")` is "1 actor", `count(1200, "actor")` is "1,200 actors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def copies_among(documents: Sequence[StoredDocument]) -> str:
    """ ", 2 of them near copies of others", or nothing."""
    copies = sum(one.copy_of is not None for one in documents)
    return f", {copies:,} of {len(documents):,} near copies of others" if copies else ""


@contextmanager
def progress(what: str, total: int | None = None, *, beside: bool = False) -> Iterator[Callable[[], None]]:
    """A bar on standard error, which the function that it gives moves on by one.

    None where standard error is no terminal, nor on a terminal that shows results meanwhile (`beside`).
    """
    if not sys.stderr.isatty() or (beside and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich import progress as rich
    from rich.console import Console

    bar = rich.Progress(
        rich.SpinnerColumn(),
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # else results would go to standard error too
        redirect_stderr=False,
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
