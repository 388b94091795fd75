"""Rows of nodes and edges come in; GEXF 1.3 with colours, sizes and times goes out, row by row.

The published schema of 1.3 has colour, size and shape in GEXF's own namespace, readers look for elements
named viz:color; so the prefix stands for that namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from kg.exporters.columns import Columns, Row, Value, clean

__all__ = ["write_gexf"]

_TYPES: Mapping[type, str] = {str: "string", int: "integer", float: "double", bool: "boolean"}
_MARKUP = re.compile('[&<>"\t\n\r]')
_SHAPES = {"square": "square", "diamond": "diamond", "triangle": "triangle"}
_LINES = {"actual": "solid", "possible": "dashed", "negated": "dotted"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3" version="1.3">
 <meta>
  <creator>actor-kg</creator>
  <description>Actors and relations, each with the sentence that says so</description>
 </meta>
"""


def write_gexf(
    nodes: Iterable[Row],
    edges: Iterable[Row],
    file: BinaryIO,
    *,
    node_columns: Columns,
    edge_columns: Columns,
) -> None:
    """Times are intervals of days; what has none holds always. The relation is the edge's `kind`."""
    file.write(_HEAD.encode())
    times = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
    file.write(f' <graph defaultedgetype="directed" idtype="string" {times}>\n'.encode())
    for kind, columns in (("node", node_columns), ("edge", edge_columns)):
        file.write(_attributes(kind, columns).encode())
    numbers = {name: number for number, name in enumerate(node_columns)}
    file.write(b"  <nodes>\n")
    for row in nodes:
        file.write(_node(row, numbers).encode())
    numbers = {name: number for number, name in enumerate(edge_columns)}
    file.write(b"  </nodes>\n  <edges>\n")
    for row in edges:
        file.write(_edge(row, numbers).encode())
    file.write(b"  </edges>\n </graph>\n</gexf>\n")


def _attributes(kind: str, columns: Columns) -> str:
    lines = [
        f'   <attribute id="{number}" title="{name}" type="{_TYPES[type_]}"/>\n'
        for number, (name, type_) in enumerate(columns.items())
    ]
    return f'  <attributes class="{kind}">\n{"".join(lines)}  </attributes>\n'


def _node(row: Row, numbers: Mapping[str, int]) -> str:
    looks = f'<viz:size value="{row.size}"/><viz:shape value="{_SHAPES.get(row.shape, "disc")}"/>'
    head = f"   <node id={_quoted(row.id)} label={_quoted(row.label)}>"
    return f"{head}{_values(row, numbers)}{_spell(row)}{_colour(row)}{looks}</node>\n"


def _edge(row: Row, numbers: Mapping[str, int]) -> str:
    looks = f'<viz:thickness value="{row.size}"/><viz:shape value="{_LINES[row.shape]}"/>'
    source, target, label = _quoted(row.ends[0]), _quoted(row.ends[1]), _quoted(row.label)
    head = (
        f"   <edge id={_quoted(row.id)} source={source} target={target} "
        f'kind={label} label={label} weight="{row.weight}">'
    )
    return f"{head}{_values(row, numbers)}{_spell(row)}{_colour(row)}{looks}</edge>\n"


def _values(row: Row, numbers: Mapping[str, int]) -> str:
    found = (
        f'<attvalue for="{numbers[name]}" value={_quoted(_text(value))}/>'
        for name, value in row.values.items()
    )
    return f"<attvalues>{''.join(found)}</attvalues>"


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _spell(row: Row) -> str:
    if row.days is None:
        return ""
    return f'<spells><spell start="{row.days[0]}" end="{row.days[1]}"/></spells>'


def _colour(row: Row) -> str:
    red, green, blue = (int(row.colour[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _quoted(text: str) -> str:
    text = clean(text)
    return quoteattr(text) if _MARKUP.search(text) else f'"{text}"'
