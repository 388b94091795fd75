"""SPARQL and values of its variables come in; SPARQL with these values as VALUES goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.errors import QueryError
from kg.tables import Term

__all__ = ["bind", "outermost", "words"]

# What braces and keywords may hide in: comments, IRIs and strings.
_TOKENS = re.compile(
    r"""(?P<skip>\#[^\n]*
        |<[^<>"{}|^`\\\s]*>
        |\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
        |(?P<word>[A-Za-z_]\w*)|(?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)


def bind(sparql: str, bindings: Mapping[str, Term]) -> str:
    """The query with one row of VALUES at the beginning of its WHERE, or after a line "# values".

    Raises QueryError for a query that has no place for it.
    """
    if not bindings:
        return sparql
    marked = re.search(r"# values\n", sparql)
    place = marked.end() if marked else _where(sparql)
    names = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(term) for term in bindings.values())
    return f"{sparql[:place]} VALUES ({names}) {{ ({values}) }} {sparql[place:]}"


def words(sparql: str) -> Iterator[str]:
    """The keywords and other bare words of a query: no variables, prefixed names or language tags."""
    for token in _TOKENS.finditer(sparql):
        if token["word"] and _is_bare(sparql, token.start()):
            yield token["word"]


def _is_bare(sparql: str, start: int) -> bool:
    return sparql[start - 1 : start] not in ("?", "$", ":", "@")


def _where(sparql: str) -> int:
    """The offset just inside the brace that opens the outermost WHERE."""
    form = ""
    for word, end in outermost(sparql):
        if word == "{" and form != "CONSTRUCT":
            return end
        if word in ("SELECT", "ASK", "DESCRIBE", "CONSTRUCT"):
            form = form or word
        elif word == "WHERE":
            form = "WHERE"
    raise QueryError("The SPARQL has no WHERE { ... } that the given values could stand in.")


def outermost(sparql: str) -> Iterator[tuple[str, int]]:
    """Bare words in capitals, and opening braces, that stand in no braces, with the offset of its end."""
    depth = 0
    for token in _TOKENS.finditer(sparql):
        if token["brace"] == "}":
            depth -= 1
        elif depth == 0 and not token["skip"] and _is_bare(sparql, token.start()):
            yield token[0].upper(), token.end()
        if token["brace"] == "{":
            depth += 1
