"""Rows of nodes and edges come in; GraphML for Gephi, networkx and igraph goes out, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from kg.exporters.columns import Columns, Row, Value, clean
from kg.terms import base_iri

__all__ = ["write_graphml"]

_TYPES: Mapping[type, str] = {str: "string", int: "int", float: "double", bool: "boolean"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_UNFIT = re.compile(r"[^A-Za-z0-9_.:-]")
_MARKUP = re.compile("[&<>]")


def write_graphml(
    nodes: Iterable[Row],
    edges: Iterable[Row],
    file: BinaryIO,
    *,
    node_columns: Columns,
    edge_columns: Columns,
) -> None:
    """Everything directed, as Gephi wants it; the relation is the edge's `label`, Gephi's kind of edge.

    Colours and sizes stand in columns named `r`, `g`, `b` and `size`, where Gephi looks for them.
    """
    file.write(_HEAD.encode())
    file.write(b' <key id="n_label" for="node" attr.name="label" attr.type="string"/>\n')
    file.write(b' <key id="e_label" for="edge" attr.name="label" attr.type="string"/>\n')
    file.write(b' <key id="e_weight" for="edge" attr.name="weight" attr.type="double"/>\n')
    looks = {"r": int, "g": int, "b": int}
    for kind, columns in (
        ("node", {**looks, "size": float, **node_columns}),
        ("edge", {**looks, **edge_columns}),
    ):
        for name, type_ in columns.items():
            file.write(_key(kind, name, type_).encode())
    file.write(b' <graph edgedefault="directed">\n')
    token = _Tokens()
    for row in nodes:
        file.write(_node(row, token).encode())
    for row in edges:
        file.write(_edge(row, token).encode())
    file.write(b" </graph>\n</graphml>\n")


def _key(kind: str, name: str, type_: type) -> str:
    return f' <key id="{kind[0]}_{name}" for="{kind}" attr.name="{name}" attr.type="{_TYPES[type_]}"/>\n'


def _node(row: Row, token: _Tokens) -> str:
    head = f'  <node id="{token(row.id)}"><data key="n_label">{escape(clean(row.label))}</data>'
    size = f'<data key="n_size">{row.size}</data>'
    return f"{head}{_colour('n', row.colour)}{size}{_data('n', row.values)}</node>\n"


def _edge(row: Row, token: _Tokens) -> str:
    identity, source, target = token(row.id), *map(token, row.ends)
    attribute, text = _kind(row.label)
    head = f'  <edge id="{identity}" source="{source}" target="{target}" label={attribute}>{text}'
    weight = f'<data key="e_weight">{row.weight}</data>'
    return f"{head}{weight}{_colour('e', row.colour)}{_data('e', row.values)}</edge>\n"


@cache
def _kind(label: str) -> tuple[str, str]:
    """The few names of relations, as an attribute and as an element."""
    return quoteattr(clean(label)), f'<data key="e_label">{escape(clean(label))}</data>'


@cache
def _colour(kind: str, colour: str) -> str:
    parts = zip("rgb", (1, 3, 5), strict=True)
    return "".join(f'<data key="{kind}_{name}">{int(colour[at : at + 2], 16)}</data>' for name, at in parts)


class _Tokens:
    """An IRI as the one word that GraphML wants for an id: actor:isil; other characters by their number."""

    __slots__ = ("_base",)

    def __init__(self) -> None:
        self._base = base_iri()

    def __call__(self, name: str) -> str:
        base = self._base
        short = name[len(base) :].replace("/", ":", 1) if name.startswith(base) else name
        return _UNFIT.sub(lambda found: f"..{ord(found[0]):X}..", short)


def _data(kind: str, values: Mapping[str, Value]) -> str:
    return "".join([f'<data key="{kind}_{name}">{_text(value)}</data>' for name, value in values.items()])


def _text(value: Value) -> str:
    if type(value) is str:
        return escape(value) if _MARKUP.search(value) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
