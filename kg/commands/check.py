"""`kg check`: an ontology and a store come in; every fault of either goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kg.commands.console import count, say
from kg.commands.options import example, model_option, ontology_option, store_option

__all__ = ["check"]


@click.command(
    short_help="Check the ontology and the store.",
    epilog=example("kg check", "kg check --ontology mine.ttl", "kg check --no-examples --store cases/iraq"),
)
@store_option
@ontology_option
@model_option
@click.option(
    "--examples/--no-examples", default=True, help="Whether to read the ontology's examples; takes seconds."
)
def check(store: str, extra: tuple[Path, ...], model: str | None, examples: bool) -> int:
    """Check the ontology, the examples in it, and the store.

    The ontology: every fault with its place. Its examples and counter-examples: each is read, and must give
    what it says. The store, where there is one: every statement must have its sentence, offsets, document and
    status.
    """
    from kg.examples import example_documents
    from kg.ontology import load_ontology

    ontology = load_ontology(extra=extra)
    say(
        f"Ontology: {count(len(ontology.actor_types), 'actor type')}, "
        f"{count(len(ontology.relation_types), 'relation type')}, "
        f"{count(len(ontology.known_actors), 'known actor')}, "
        f"{count(sum(1 for _ in example_documents(ontology)), 'example')}."
    )
    faults = 0
    for fault in _faults(store, extra, model, examples):
        click.echo(fault)
        faults += 1
    say(f"Found {count(faults, 'fault')}." if faults else "Found no fault.")
    return 1 if faults else 0


def _faults(store: str, extra: tuple[Path, ...], model: str | None, examples: bool) -> Iterator[str]:
    if examples:
        from kg.examples import example_faults
        from kg.parallel import make_reader

        yield from example_faults(make_reader(model, extra))
    from kg.stores.opening import is_server

    if is_server(store) or Path(store).exists():
        from kg.checking import store_faults
        from kg.store import open_store

        with open_store(store, create=False, read_only=True) as opened:
            yield from store_faults(opened)
    else:
        say(f"{store}: no store there, so none was checked.")
