"""`kg merge`, `split`, `rename`, `reject`, `confirm`, `undo`: a decision in, a corrected store out."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kg.commands.console import count, say
from kg.commands.options import example, store_option

if TYPE_CHECKING:
    from kg.corrections import Correction
    from kg.store import Store

__all__ = ["confirm", "merge", "reject", "rename", "split", "undo"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

why_option: Decorator = click.option("--why", required=True, metavar="TEXT", help="The reason; it is kept.")
by_option: Decorator = click.option(
    "--by",
    default=getpass.getuser,
    metavar="NAME",
    help="Who decides.  [default: you, as this machine knows you]",
)


@click.command(
    short_help="Say that two actors are one.",
    epilog=example("kg merge 'Mr. Maliki' 'Nouri al-Maliki' --why 'one man'"),
)
@click.argument("actor")
@click.argument("into")
@why_option
@by_option
@store_option
def merge(actor: str, into: str, why: str, by: str, store: str) -> None:
    """Say that ACTOR and INTO are one: all that is said of ACTOR is said of INTO.

    Nothing that was read is deleted; `kg undo` takes it back. It holds for what is read later too.
    """
    from kg.editing import merge_actors

    _correct(store, lambda opened: merge_actors(opened, actor, into, why=why, by=by))


@click.command(
    short_help="Say that an actor is two.",
    epilog=example("kg split ISIL 'ISIL in Sinai' --document reports/sinai.txt --why 'another group'"),
)
@click.argument("actor")
@click.argument("label")
@click.option("--name", default=None, help="Where ACTOR is called this, it is the other one.")
@click.option("--document", default=None, help="In this document ACTOR is the other one.")
@why_option
@by_option
@store_option
def split(
    actor: str, label: str, name: str | None, document: str | None, why: str, by: str, store: str
) -> None:
    """Say that ACTOR is two, and call the other one LABEL.

    --name, --document or both tell the two apart.
    """
    from kg.editing import split_actor

    _correct(
        store, lambda opened: split_actor(opened, actor, label, why=why, by=by, name=name, document=document)
    )


@click.command(
    short_help="Call an actor otherwise.",
    epilog=example("kg rename JRTN 'Naqshbandi Order' --why 'its own name'"),
)
@click.argument("actor")
@click.argument("label")
@why_option
@by_option
@store_option
def rename(actor: str, label: str, why: str, by: str, store: str) -> None:
    """Call ACTOR by LABEL; the name that it had stays as another name."""
    from kg.editing import rename_actor

    _correct(store, lambda opened: rename_actor(opened, actor, label, why=why, by=by))


@click.command(
    short_help="Say that a statement was read wrongly.", epilog=example("kg reject 3f2a9c0d1e --why 'irony'")
)
@click.argument("statement")
@why_option
@by_option
@store_option
def reject(statement: str, why: str, by: str, store: str) -> None:
    """Say that STATEMENT was read wrongly, so that it is not counted, drawn or exported.

    STATEMENT is its IRI or the last part of it, as `kg query evidence` shows it.
    """
    from kg.editing import reject_statement

    _correct(store, lambda opened: reject_statement(opened, statement, why=why, by=by))


@click.command(
    short_help="Say that a statement was read rightly.",
    epilog=example("kg confirm 3f2a9c0d1e --why 'seen on film'"),
)
@click.argument("statement")
@why_option
@by_option
@store_option
def confirm(statement: str, why: str, by: str, store: str) -> None:
    """Say that STATEMENT (its IRI or the last part of it) was read rightly."""
    from kg.editing import confirm_statement

    _correct(store, lambda opened: confirm_statement(opened, statement, why=why, by=by))


@click.command(short_help="Take a correction back.", epilog=example("kg undo", "kg undo 3"))
@click.argument("number", type=int, required=False)
@store_option
def undo(number: int | None, store: str) -> None:
    """Take back the correction NUMBER, or the last. `kg query corrections` lists them."""
    from kg.editing import undo as take_back

    _correct(store, lambda opened: take_back(opened, number))


def _correct(store: str, change: Callable[[Store], tuple[Correction, int]]) -> None:
    from kg.store import open_store

    with open_store(store, create=False) as opened:
        correction, changed = change(opened)
    taken = "taken back" if correction.undone else "made"
    say(f"Correction {correction.number} ({correction.kind}) {taken}; {count(changed, 'document')} changed.")
