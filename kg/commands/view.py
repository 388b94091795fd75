"""`kg view`: a store comes in, one HTML page goes out."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.console import say
from kg.commands.exports import PAGE, say_network
from kg.commands.options import example, store_option

__all__ = ["view"]


@click.command(
    short_help="Write the picture, one HTML page.",
    epilog=example("kg view", "kg view --store cases/iraq --title 'Iraq, June 2014' --out iraq.html"),
)
@store_option
@click.option(
    "--out", default=PAGE, show_default=True, metavar="FILE", help="Where to write it; - prints it."
)
@click.option("--title", default="Actors and relations", show_default=True, help="The page's heading.")
def view(store: str, out: str, title: str) -> None:
    """Write the picture: one HTML page that needs no network.

    Colours tell the relation, dashes what is only possible, and a click on a line shows its sentences.
    """
    from kg.network import load_network
    from kg.store import open_store
    from kg.view import page_html, write_page

    with open_store(store, create=False, read_only=True) as opened:
        network = load_network(opened)
    if out == "-":
        click.echo(page_html(network, title=title))
    else:
        write_page(network, Path(out), title=title)
        say_network(network)
        say(f"Picture: {out}")
