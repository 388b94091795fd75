"""A store and SPARQL, or the name of a question with its parameters, come in; a table goes out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.brokers import find_brokers
from kg.errors import QueryError
from kg.links import load_sparql
from kg.paths import find_paths
from kg.store import Store
from kg.tables import Table, Term, as_term
from kg.terms import PREFIXES

__all__ = ["Parameter", "Question", "ask", "find_actor", "named_questions"]

# Questions that their SPARQL defines, and that are answered sooner without it.
_FASTER: Mapping[str, Callable[[Store, Mapping[str, Term]], Table]] = {
    "brokers": find_brokers,
    "paths": find_paths,
}
_HEADER = re.compile(r"# (param|optional): (\S+) (actor|date|number|text) (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question needs or takes: an actor, a date (2014-06-13), a number or text."""

    name: str
    kind: str
    help: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """SPARQL that comes with the package."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    sparql: str


def named_questions() -> Mapping[str, Question]:
    """The questions of `kg/sparql/*.rq`, by name."""
    return {name: _read_question(name) for name in _names()}


@lru_cache(maxsize=1)
def _names() -> Sequence[str]:
    return sorted(path.stem for path in (Path(__file__).parent / "sparql").glob("*.rq"))


def _read_question(name: str) -> Question:
    sparql = load_sparql(name)
    lines = sparql.splitlines()
    found = (_HEADER.fullmatch(line) for line in lines[1:] if line.startswith("#"))
    parameters = tuple(Parameter(m[2], m[3], m[4], m[1] == "param") for m in found if m)
    return Question(name, lines[0].removeprefix("# "), parameters, sparql)


def ask(store: Store, name_or_sparql: str, parameters: Mapping[str, str] | None = None) -> Table:
    """Answer a named question, or SPARQL (anything with a space or a brace in it).

    Parameters are text as a person types it: an actor is a label, an alias or an IRI. For free SPARQL they
    are values of its variables. Raises QueryError for bad SPARQL, an unknown name, a parameter that is
    missing, superfluous or no date or number, and an actor that is unknown or could be several.
    """
    given = dict(parameters or {})
    if re.search(r"[\s{]", name_or_sparql.strip()):
        return store.query(name_or_sparql, **{name: _free_value(text) for name, text in given.items()})
    question = _question(name_or_sparql.strip())
    _check_names(question, given)
    values = {p.name: _value(store, p, given[p.name]) for p in question.parameters if p.name in given}
    if question.name in _FASTER:
        return _FASTER[question.name](store, values)
    return store.query(question.sparql, **values)


def _question(name: str) -> Question:
    names = _names()
    if name in names:
        return _read_question(name)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f" (did you mean {_either(near)}?)" if near else ""
    raise QueryError(f'There is no question "{name}"{hint}; `kg query --list` shows all.')


def _check_names(question: Question, given: Mapping[str, str]) -> None:
    known = [parameter.name for parameter in question.parameters]
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            needs = f"{parameter.name}=... ({parameter.help.rstrip('.')})"
            raise QueryError(f'The question "{question.name}" needs {needs}.')
    for name in given:
        if name not in known:
            takes = f"takes {', '.join(known)}" if known else "takes no parameters"
            raise QueryError(f'The question "{question.name}" {takes}, not "{name}".')


def _value(store: Store, parameter: Parameter, text: str) -> Term:
    try:
        if parameter.kind == "actor":
            return NamedNode(find_actor(store, text))
        if parameter.kind == "date":
            return as_term(date.fromisoformat(text))
        return as_term(int(text) if parameter.kind == "number" else text)
    except ValueError:
        form = "a date such as 2014-06-13" if parameter.kind == "date" else "a whole number"
        raise QueryError(f'{parameter.name}="{text}" is not {form}.') from None


def _free_value(text: str) -> Term:
    """`<...>`, `kg:name` or `actor:name` is an IRI, all else is text."""
    if text.startswith("<") and text.endswith(">"):
        return NamedNode(text[1:-1])
    prefix, colon, name = text.partition(":")
    if colon and prefix in PREFIXES and not re.search(r"\s", name):
        return NamedNode(PREFIXES[prefix] + name)
    return as_term(text)


def find_actor(store: Store, name: str) -> str:
    """The IRI of the actor that a label, an alias or an IRI names, capitals aside.

    A label goes before an alias. Raises QueryError with the candidates where several actors have the name,
    and with the nearest names where none has it.
    """
    if name.startswith("actor:"):
        name = f"{store.base}actor/{name.removeprefix('actor:')}"
    if re.match(r"https?://", name):
        return name
    for query, values in (("exact", {"name": name}), ("folded", {"folded": name.casefold()})):
        rows = store.query(load_sparql(f"store/actor-{query}"), **values).rows
        best = min((str(rank) for _, rank in rows), default="")
        actors = sorted({str(actor) for actor, rank in rows if str(rank) == best})
        if len(actors) == 1:
            return actors[0]
        if actors:
            raise QueryError(f'"{name}" names several actors; give one by its IRI: {", ".join(actors)}.')
    raise QueryError(f'No actor is called "{name}"{_nearest(store, name)}.')


def _nearest(store: Store, name: str) -> str:
    labels = [str(row[0]) for row in store.query(load_sparql("store/actor-names")).rows]
    folded = {label.casefold(): label for label in reversed(labels)}
    near = difflib.get_close_matches(name.casefold(), folded, n=5, cutoff=0.5)
    inside = [key for key in folded if name.casefold() in key and key not in near]
    names = [folded[key] for key in [*near, *sorted(inside, key=len)][:5]]
    return f"; the nearest names are {_either(names)}" if names else "; `kg query actors` lists all"


def _either(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
