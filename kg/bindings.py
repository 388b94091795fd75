"""SPARQL and values of its variables come in; SPARQL with these values in their places goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.tables import Term

__all__ = ["bind", "outermost", "words"]

# What braces and keywords may hide in: comments, IRIs and strings.
_TOKENS = re.compile(
    r"""(?P<skip>\#[^\n]*
        |<[^<>"{}|^`\\\s]*>
        |\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
        |[?$](?P<variable>\w+)|(?P<word>[A-Za-z_]\w*)|(?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)


def bind(sparql: str, bindings: Mapping[str, Term], *, inline: bool = False) -> str:
    """The query with these values: a row of VALUES at the beginning of its WHERE, or after a line "# values".

    With `inline`, an IRI for a variable that only the patterns use stands there instead: Oxigraph orders its
    joins by what is in the patterns, and was up to 70 times slower with VALUES; Virtuoso is the other way
    round. Raises QueryError for a query that has no place for them.
    """
    plain = _plain_variables(sparql) if inline else frozenset()
    fixed = {n: str(term) for n, term in bindings.items() if n in plain and isinstance(term, NamedNode)}
    text = _replace(sparql, fixed) if fixed else sparql
    rest = {name: term for name, term in bindings.items() if name not in fixed}
    if not rest:
        return text
    marked = re.search(r"# values\n", text)
    place = marked.end() if marked else _where(text)
    names = " ".join(f"?{name}" for name in rest)
    values = " ".join(str(term) for term in rest.values())
    return f"{text[:place]} VALUES ({names}) {{ ({values}) }} {text[place:]}"


@lru_cache(maxsize=100)
def _plain_variables(sparql: str) -> frozenset[str]:
    """The variables that stand only where an IRI may: in braces, and neither chosen nor bound in them."""
    if sum(word.upper() == "SELECT" for word in words(sparql)) > 1 and "# values\n" not in sparql:
        return frozenset()
    depth = 0
    inside: set[str] = set()
    outside: set[str] = set()
    for token in _TOKENS.finditer(sparql):
        depth += {"{": 1, "}": -1}.get(token["brace"] or "", 0)
        if token["variable"]:
            (inside if depth else outside).add(token["variable"])
    bound = re.findall(r"\bAS\s+[?$](\w+)", sparql, re.IGNORECASE)
    for header in re.findall(r"\b(?:VALUES|SELECT)\b([^{]*)", sparql, re.IGNORECASE):
        bound += re.findall(r"[?$](\w+)", header)
    return frozenset(inside - outside - {*bound})


def _replace(sparql: str, terms: Mapping[str, str]) -> str:
    return _TOKENS.sub(lambda token: terms.get(token["variable"] or "", token[0]), sparql)


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
        elif depth == 0 and not (token["skip"] or token["variable"]) and _is_bare(sparql, token.start()):
            yield token[0].upper(), token.end()
        if token["brace"] == "{":
            depth += 1
