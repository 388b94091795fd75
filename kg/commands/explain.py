"""`kg explain`: an actor's name comes in; its names, and why they were taken for one actor, go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import click

from kg.commands.console import count
from kg.commands.options import example, store_option
from kg.errors import QueryError

__all__ = ["explain"]

Row = Mapping[str, object]


@click.command(
    short_help="Tell why names were taken for one actor.",
    epilog=example("kg explain ISIL", "kg explain 'Nouri al-Maliki' --store cases/iraq"),
)
@click.argument("actor")
@store_option
def explain(actor: str, store: str) -> None:
    """Tell why names and descriptions were taken for one actor.

    ACTOR is a name, an alias or an IRI. For each document: the names used, and the reason of every merge.
    """
    from pyoxigraph import NamedNode

    from kg.links import load_sparql
    from kg.queries import find_actor
    from kg.store import open_store

    with open_store(store, create=False, read_only=True) as opened:
        found = find_actor(opened, actor)
        rows = opened.query(load_sparql("commands/explain"), actor=NamedNode(found)).dicts()
    if not rows:
        raise QueryError(f"{found}: no document in {store} names this actor; `kg query actors` lists all.")
    _write(found, rows)


def _write(actor: str, rows: Sequence[Row]) -> None:
    labels = sorted({str(row["label"]) for row in rows})
    names = sorted({str(row["alias"]) for row in rows if row["alias"]} - {labels[0]} | set(labels[1:]))
    kinds = sorted({str(row["type"]).rpartition("#")[2] for row in rows})
    click.echo(f"{labels[0]} ({', '.join(kinds)})  {actor}")
    if names:
        click.echo(f"Also: {', '.join(names)}")
    for document, group in groupby(rows, key=lambda row: row["document"]):
        _write_document(str(document), list(group))


def _write_document(document: str, rows: Sequence[Row]) -> None:
    mentions = max(int(str(row["mentions"])) for row in rows)
    click.echo(f"\n{document}: {count(mentions, 'mention')}")
    for reason in dict.fromkeys(str(row["reason"]) for row in rows if row["reason"]):
        click.echo(f"  - {reason}")
