"""`kg documents` and `kg remove`: what is in the store, and taking one document out of it."""

from __future__ import annotations

import click

from kg.commands.console import copies_among, count, say
from kg.commands.options import example, store_option
from kg.commands.tables import write_rows
from kg.errors import StoreError

__all__ = ["documents", "remove"]


@click.command(epilog=example("kg documents", "kg documents --store cases/iraq"))
@store_option
def documents(store: str) -> None:
    """List the documents in the store."""
    from kg.store import open_store

    with open_store(store, create=False, read_only=True) as opened:
        found = opened.documents()
    rows = [(one.name, one.published, one.source, one.title, one.statements, one.copy_of) for one in found]
    write_rows(("document", "published", "source", "title", "statements", "copy of"), rows)
    say(f"{count(len(rows), 'document')}{copies_among(found)}")


@click.command(short_help="Take documents out of the store.", epilog=example("kg remove reports/june.txt"))
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT...")
@store_option
def remove(names: tuple[str, ...], store: str) -> None:
    """Take documents out of the store, with every statement that they gave.

    DOCUMENT is a name as `kg documents` lists it.
    """
    from kg.store import open_store

    with open_store(store, create=False) as opened:
        missing = [name for name in names if not opened.remove(name)]
    say(f"Removed {count(len(names) - len(missing), 'document')}.")
    if missing:
        raise StoreError(f"{store}: no document named {', '.join(missing)}; `kg documents` lists the names.")
