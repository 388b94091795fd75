"""SPARQL, and what a server answers to it, come in; complete SPARQL, and tables, go out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.bindings import outermost, words
from kg.errors import QueryError, StoreError
from kg.tables import Cell, Table, read_answer, too_many
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import requests

    from kg.stores.local import LocalStore

__all__ = ["Cut", "declared", "form_of", "part_of", "read_response"]

_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_XSD = PREFIXES["xsd"]
_TRUTH = {"1": "true", "0": "false"}


class Cut(Exception):
    """The server gave as many rows as it gives at most, so that there may be more."""

    def __init__(self, columns: tuple[str, ...], rows: int) -> None:
        super().__init__(columns, rows)
        self.columns = columns
        self.rows = rows


def form_of(sparql: str, parser: LocalStore) -> tuple[str, QueryError | None]:
    """ "select", "ask" or "construct", and what is wrong with the query by the standard's grammar.

    A server may have a grammar of its own, so only it can say that a query is bad. Raises QueryError for an
    update, which no server is asked to do by a query.
    """
    found = [word.upper() for word in words(sparql)]
    form = next((_FORMS[word] for word in found if word in _FORMS), "select")
    if "SERVICE" in found and not _UPDATES.intersection(found):
        return form, None  # to parse it here would be to send it
    try:
        parser.query(sparql, {})
    except QueryError as fault:
        if _UPDATES.intersection(found):
            raise
        return form, fault
    return form, None


def declared(sparql: str) -> str:
    """The query with the known prefixes that it does not declare itself."""
    own = {name.lower() for name in re.findall(r"(?i)\bPREFIX\s+([\w.-]*)\s*:", sparql)}
    lines = (f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name not in own)
    return "\n".join([*lines, sparql])


def part_of(sparql: str, columns: Sequence[str], start: int, size: int) -> str:
    """The query for so many rows of its answer, in the order it asks for, or else in one that lasts."""
    found = dict(reversed(list(outermost(sparql))))
    if "FROM" in found:
        raise QueryError(f"The server gives {size:,} rows at most; ask in parts, with LIMIT and OFFSET.")
    head = found["SELECT"] - len("SELECT")
    body = sparql[head:]
    if not found.keys() & {"ORDER", "LIMIT", "OFFSET"}:
        body += f"\nORDER BY {' '.join(f'?{name}' for name in columns)}"
    return f"{sparql[:head]}SELECT * WHERE {{ {{ {body}\n}} }} OFFSET {start} LIMIT {size}"


def read_response(
    response: requests.Response, where: str, *, rows: int | None = None, whole: bool = True
) -> Table:
    """The table in an answer. Raises Cut if `whole` and it has as many rows as the server gives at most."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
    if response.headers.get("X-SQL-State"):
        raise StoreError(f"{where}: the server's time was up before all was found; ask for less.")
    try:
        if kind in ("application/n-triples", "text/plain", "text/ntriples"):
            return _graph(response.content, rows)
        answer = parse_query_results(response.content, format=QueryResultsFormat.JSON)
        table = read_answer(answer, rows=rows)
    except (SyntaxError, ValueError, OSError):
        raise StoreError(
            f"{where}: what answers there does not speak SPARQL ({kind or 'no type'})."
        ) from None
    limit = response.headers.get("X-SPARQL-MaxRows", "")
    if whole and limit.isdecimal() and len(table) >= int(limit):
        raise Cut(table.columns, int(limit))
    return Table(table.columns, tuple(tuple(map(_normal, row)) for row in table.terms), table.kind)


def _graph(content: bytes, rows: int | None) -> Table:
    triples = parse(content, format=RdfFormat.N_TRIPLES)
    found = {(_normal(one.subject), _normal(one.predicate), _normal(one.object)) for one in triples}
    if rows is not None and len(found) > rows:
        raise too_many(rows)
    return Table(("subject", "predicate", "object"), tuple(sorted(found, key=str)), "construct")


def _normal(term: Cell) -> Cell:
    """Literals as Oxigraph writes them: truth values are words, decimals end in no zeros."""
    if not isinstance(term, Literal):
        return term
    kind, text = term.datatype, term.value
    if kind.value == _XSD + "boolean" and text in _TRUTH:
        return Literal(_TRUTH[text], datatype=kind)
    if kind.value == _XSD + "decimal" and "." in text:
        return Literal(text.rstrip("0").rstrip(".") or "0", datatype=kind)
    return term
