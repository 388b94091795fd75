"""A person's decisions, in words, come in; numbered corrections, applied to the store, go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pyoxigraph import NamedNode

from kg.corrections import Correction, new_actor_iri
from kg.errors import QueryError
from kg.links import load_sparql
from kg.queries import find_actor
from kg.store import Store
from kg.terms import document_iri

__all__ = ["confirm_statement", "merge_actors", "reject_statement", "rename_actor", "split_actor", "undo"]


def merge_actors(store: Store, actor: str, into: str, *, why: str, by: str) -> tuple[Correction, int]:
    """Say that two actors, given by name or IRI, are one: all that is said of `actor` is said of `into`.

    Gives the correction and how many documents it changed, as do all functions here. Raises QueryError for a
    name that is unknown or of several actors, and where nothing would change.
    """
    old, new = find_actor(store, actor), find_actor(store, into)
    if old == new:
        raise QueryError(f'"{actor}" and "{into}" are the same actor already, {new}.')
    label, kind = _described(store, new)
    _described(store, old)
    return _apply(store, _new(store, "merge", why, by, actor=old, into=new, label=label, type=kind))


def split_actor(
    store: Store,
    actor: str,
    label: str,
    *,
    why: str,
    by: str,
    name: str | None = None,
    document: str | None = None,
) -> tuple[Correction, int]:
    """Say that an actor is two: where it is called `name`, in the given document, it is another, `label`.

    Without `name` all of it in the document is; one of the two must be given.
    """
    if name is None and document is None:
        raise QueryError("A split needs a name, or a document, or both, to tell the two actors apart.")
    old = find_actor(store, actor)
    _, kind = _described(store, old)
    graph = document_iri(document, base=store.base) if document else None
    new = new_actor_iri(label, base=store.base)
    facts = {"actor": old, "into": new, "label": label, "type": kind, "name": name, "document": graph}
    return _apply(store, _new(store, "split", why, by, **facts))


def rename_actor(store: Store, actor: str, label: str, *, why: str, by: str) -> tuple[Correction, int]:
    """Call an actor otherwise; the label it had stays as another name."""
    old = find_actor(store, actor)
    _described(store, old)
    return _apply(store, _new(store, "rename", why, by, actor=old, label=label))


def reject_statement(store: Store, statement: str, *, why: str, by: str) -> tuple[Correction, int]:
    """Say that a statement, given by its IRI or the end of it, was read wrongly."""
    found = find_statement(store, statement)
    return _apply(store, _new(store, "reject", why, by, statement=found))


def confirm_statement(store: Store, statement: str, *, why: str, by: str) -> tuple[Correction, int]:
    """Say that a statement was read rightly."""
    found = find_statement(store, statement)
    return _apply(store, _new(store, "confirm", why, by, statement=found))


def undo(store: Store, number: int | None = None) -> tuple[Correction, int]:
    """Take back a correction by its number, or the last that stands; it stays written down as undone."""
    standing = [one for one in store.corrections() if not one.undone and number in (None, one.number)]
    if not standing:
        what = "correction that stands" if number is None else f"correction {number} that stands"
        raise QueryError(f"There is no {what}; `kg query corrections` lists all.")
    return _apply(store, replace(standing[-1], undone=_now()), may_be_idle=True)


def find_statement(store: Store, text: str) -> str:
    """The IRI of a statement, from the IRI or its last part. Raises QueryError if there is none."""
    iri = text.strip("<>")
    if not iri.startswith(store.base):
        iri = f"{store.base}statement/{iri}"
    asked = "ASK { ?statement kg:evidence ?sentence }"
    try:
        found = store.query(asked, statement=NamedNode(iri)).rows[0][0]
    except ValueError:
        found = False
    if not found:
        raise QueryError(
            f'There is no statement "{text}"; `kg query evidence` shows them in its last column.'
        )
    return iri


def _new(store: Store, kind: str, why: str, by: str, **facts: str | None) -> Correction:
    if not why.strip():
        raise QueryError("A correction needs a reason; give one with --why.")
    number = 1 + max((one.number for one in store.corrections()), default=0)
    return Correction(number, kind, why.strip(), by, _now(), **facts)


def _apply(store: Store, correction: Correction, *, may_be_idle: bool = False) -> tuple[Correction, int]:
    changed = store.correct(correction, needed=not may_be_idle)
    if not changed and not may_be_idle:
        raise QueryError(f"This {correction.kind} would change nothing in {store.where}, so it was not made.")
    return correction, changed


def _described(store: Store, actor: str) -> tuple[str, str]:
    """An actor's label and type. Raises QueryError if no document has it."""
    rows = store.query(load_sparql("store/actor"), actor=NamedNode(actor)).rows
    if not rows:
        raise QueryError(
            f"No document in {store.where} names the actor {actor}; `kg query actors` lists all."
        )
    return str(rows[0][0]), str(rows[0][1])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
