"""Answers to SPARQL come in; tables of plain values, and the same as CSV or JSON, go out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.terms import PREFIXES

__all__ = [
    "Cell",
    "Table",
    "Term",
    "Value",
    "as_term",
    "plain",
    "read_answer",
    "spoken_syntax_error",
    "too_many",
]

Term = NamedNode | Literal | BlankNode
Value = str | int | float | bool | None
Cell = Term | Triple | None

_XSD = PREFIXES["xsd"]
_READERS: Mapping[str, Any] = {
    **{_XSD + name: int for name in ("integer", "int", "long", "nonNegativeInteger")},
    **{_XSD + name: float for name in ("decimal", "double", "float")},
    _XSD + "boolean": lambda text: text in ("true", "1"),
}
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query: `kind` is "select", "ask" or "construct".

    ASK gives one column "answer" with one row; CONSTRUCT and DESCRIBE give subject, predicate and object.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Cell, ...], ...]
    kind: str = "select"

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The cells as Python values: IRIs, strings and dates as str, numbers, booleans, None if unbound."""
        return [tuple(plain(cell) for cell in row) for row in self.terms]

    def dicts(self) -> list[dict[str, Value]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.terms)

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV results: a header, then one line a row, values without their types."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(["" if cell is None else _lexical(cell) for cell in row] for row in self.terms)
        return out.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 JSON results; a constructed graph as rows of subject, predicate and object."""
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": bool(self.rows[0][0])})
        rows = [
            {name: _json_term(cell) for name, cell in zip(self.columns, row, strict=True) if cell is not None}
            for row in self.terms
        ]
        table = {"head": {"vars": list(self.columns)}, "results": {"bindings": rows}}
        return json.dumps(table, ensure_ascii=False, indent=1)

    def to_turtle(self) -> str:
        """A constructed graph as Turtle. Raises QueryError for a table that is none."""
        if self.kind != "construct":
            raise QueryError("Only CONSTRUCT and DESCRIBE give a graph; ask for a table, CSV or JSON.")
        triples = [Triple(*row) for row in self.terms]  # type: ignore[arg-type]
        return (serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode("utf-8")


def read_answer(answer: QuerySolutions | QueryBoolean | QueryTriples, *, rows: int | None = None) -> Table:
    """What Oxigraph answers, read to its end. Raises QueryError if there are more than `rows` rows."""
    if isinstance(answer, QueryBoolean):
        return Table(("answer",), ((Literal(bool(answer)),),), "ask")
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(solution) for solution in _limited(answer, rows)))
    found = {(one.subject, one.predicate, one.object) for one in _limited(answer, rows)}
    return Table(("subject", "predicate", "object"), tuple(sorted(found, key=str)), "construct")


def _limited(answers: Iterable[Any], rows: int | None) -> Iterator[Any]:
    for number, one in enumerate(answers):
        if rows is not None and number >= rows:
            raise too_many(rows)
        yield one


def too_many(rows: int) -> QueryError:
    """What to say of an answer with more than so many rows."""
    return QueryError(f"The answer has more than {rows:,} rows; add a LIMIT, and ask in parts.")


def plain(cell: Cell) -> Value:
    """An RDF term as a Python value."""
    if cell is None:
        return None
    if isinstance(cell, Literal):
        try:
            value: Value = _READERS.get(cell.datatype.value, str)(cell.value)
        except ValueError:
            return cell.value
        return value
    return _lexical(cell)


def as_term(value: object) -> Term:
    """A Python value as an RDF term; a `str` is text: an IRI is given as a NamedNode."""
    if isinstance(value, NamedNode | Literal | BlankNode):
        return value
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))
    if isinstance(value, bool | int | float | str):
        return Literal(value)
    raise QueryError(f"{value!r} cannot be a value in a query; give text, a number, a date or an IRI.")


def _lexical(cell: Term | Triple) -> str:
    return str(cell) if isinstance(cell, Triple | BlankNode) else cell.value


def _json_term(cell: Term | Triple) -> dict[str, Any]:
    if isinstance(cell, NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, Triple):
        return {"type": "literal", "value": str(cell)}
    plain_literal = {"type": "literal", "value": cell.value}
    if cell.language:
        return {**plain_literal, "xml:lang": cell.language}
    if cell.datatype.value == _XSD + "string":
        return plain_literal
    return {**plain_literal, "datatype": cell.datatype.value}


def spoken_syntax_error(error: SyntaxError, sparql: str) -> QueryError:
    """What is wrong with a query and where, without the parser's list of every letter it would take."""
    text = str(error.args[0] if error.args else error)
    if _is_update(sparql):
        return QueryError(
            "This is a SPARQL update, and queries only read; use SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    found = re.match(r"error at (\d+):(\d+): (.*)", text, re.DOTALL)
    if not found:
        return QueryError(f"The SPARQL cannot be read: {text}.")
    line, column = int(found[1]), int(found[2])
    where = f"line {line}, column {column}"
    if "Prefix not found" in found[3]:
        known = ", ".join(PREFIXES)
        return QueryError(
            f"The SPARQL has an unknown prefix before {where}; known without declaring: {known}."
        )
    return QueryError(
        f"The SPARQL cannot be read at {where}: {_at(sparql, line, column)}{_expected(found[3])}."
    )


def _is_update(sparql: str) -> bool:
    body = re.sub(r"<[^>]*>|#[^\n]*", " ", sparql)
    body = re.sub(r"\b(PREFIX\s+\S*:|BASE)\s", " ", body, flags=re.IGNORECASE)
    words = re.findall(r"\w+", body)
    return bool(words) and words[0].upper() in _UPDATES


def _at(sparql: str, line: int, column: int) -> str:
    lines: Sequence[str] = sparql.splitlines()
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    return f'unexpected "{rest[:30]}"' if rest else "it ends too early"


def _expected(text: str) -> str:
    return f", {text}" if len(text) < 60 else ""
