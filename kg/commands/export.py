"""`kg export`: a store comes in, its graph in one format goes out."""

from __future__ import annotations

import sys

import click

from kg.commands.console import say
from kg.commands.options import example, store_option

__all__ = ["export"]


@click.command(
    short_help="Write the graph in one format.",
    epilog=example("kg export gexf --out iraq.gexf", "kg export turtle --out - | less"),
)
@click.argument("form", metavar="FORMAT")
@store_option
@click.option(
    "--out",
    default=None,
    metavar="FILE",
    help="Where to write it; - prints it.  [default: the format's usual name]",
)
def export(form: str, store: str, out: str | None) -> None:
    """Write the graph as FORMAT.

    \b
    turtle                    RDF, all documents in one graph
    trig, nquads, jsonld      RDF with one named graph a document
    graphml, gexf             for Gephi: one edge a statement
    graphml-pairs, gexf-pairs one edge for each pair of actors
    csv                       two tables: graph.csv gives graph-nodes.csv and graph-edges.csv
    ftm, stix                 FollowTheMoney entities, a STIX 2.1 bundle
    """
    from kg.export import FILES, FORMATS, export_graph, write_format
    from kg.store import open_store

    if form not in FORMATS:
        raise click.UsageError(f'There is no format "{form}"; choose one of {", ".join(FORMATS)}.')
    with open_store(store, create=False, read_only=True) as opened:
        if out == "-":
            write_format(opened, form, sys.stdout.buffer)
        else:
            files = export_graph(opened, form, out or FILES[form])
            say(f"Written: {', '.join(str(file) for file in files)}")
