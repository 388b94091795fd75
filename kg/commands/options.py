"""The options that several commands share, each written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["example", "model_option", "ontology_option", "paths_argument", "store_option", "workers_option"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

store_option: Decorator = click.option(
    "--store",
    default=".kg",
    show_default=True,
    metavar="DIR|URL",
    envvar="KG_STORE",
    help="The folder that holds the graph, or a SPARQL server's URL; memory: keeps it for this run alone.",
)
model_option: Decorator = click.option(
    "--model",
    default=None,
    metavar="NAME",
    help="Another spaCy pipeline: its name or its folder. [default: the one that comes with kg]",
)
ontology_option: Decorator = click.option(
    "--ontology",
    "extra",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE.ttl",
    help="Actors and relations of your own, over those that come with kg; can be given several times.",
)
workers_option: Decorator = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes read.",
)
paths_argument: Decorator = click.argument("paths", nargs=-1, required=True, metavar="PATHS...")


def example(*lines: str) -> str:
    """The closing lines of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
