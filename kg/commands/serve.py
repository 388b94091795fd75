"""`kg serve`: a store comes in, a read-only SPARQL endpoint and pages go out, until Ctrl-C."""

from __future__ import annotations

import click

from kg.commands.console import say
from kg.commands.options import example, store_option

__all__ = ["serve"]


@click.command(
    short_help="Serve the store as a SPARQL endpoint and pages.",
    epilog=example(
        "kg serve --store cases/iraq --port 9000",
        "kg serve --store http://localhost:8890/sparql",
        "curl 'http://127.0.0.1:9000/sparql' --data-urlencode 'query=ASK { ?a kg:fights ?b }'",
    ),
)
@store_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; the default is this machine only.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8123, show_default=True, help="0 takes any free one."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="Seconds a query.",
)
@click.option(
    "--max-rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows an answer."
)
@click.option(
    "--cors", default=None, metavar="ORIGIN", help="The origin that other pages may ask from; * is any."
)
def serve(store: str, host: str, port: int, time_limit: float, max_rows: int, cors: str | None) -> None:
    """Serve the store over HTTP, for reading only: SPARQL 1.1, a page to ask from, and the picture.

    What is stored while it runs is seen by later queries. Ctrl-C ends it.
    """
    from kg.server import make_server

    with make_server(
        store, host=host, port=port, time_limit=time_limit, max_rows=max_rows, cors=cors
    ) as server:
        say(f"Serving {store} at {server.url} (endpoint: {server.url}sparql). Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("Ended.")
