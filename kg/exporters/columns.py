"""A network comes in; typed rows of nodes and edges, the same for every graph format, go out.

No value is a list or None-in-a-string: lists are joined with |, what a text does not give is left out. No
column bears a name that GEXF or Gephi reads as a field of its own (id, type, label, start, end, weight).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter
from typing import Any

from kg.network import Network
from kg.page_data import short_label
from kg.palette import family_colours, type_style

__all__ = [
    "EDGE_COLUMNS",
    "NODE_COLUMNS",
    "PAIR_COLUMNS",
    "Row",
    "clean",
    "edge_rows",
    "node_rows",
    "pair_rows",
]

Value = str | int | float | bool
Columns = Mapping[str, type]

NODE_COLUMNS: Columns = {
    "iri": str, "actor_type": str, "short_name": str, "aliases": str, "known": bool, "statements": int,
    "documents": int, "claim": bool,
}  # fmt: skip
EDGE_COLUMNS: Columns = {
    "statement": str, "relation": str, "family": str, "status": str, "past": bool, "symmetric": bool,
    "contested": bool, "independent": bool, "speaker": str, "speaker_iri": str, "claim": str,
    "denied_statements": str,
    "event_time": str, "confidence": float, "rule": str, "evidence": str,
    "begin_offset": int, "end_offset": int,
    "subject_text": str, "subject_begin": int, "subject_end": int, "object_text": str, "object_begin": int,
    "object_end": int, "document": str, "title": str, "published": str, "source": str,
}  # fmt: skip
PAIR_COLUMNS: Columns = {
    "family": str, "status": str, "symmetric": bool, "contested": bool, "relations": str, "speakers": str,
    "sentences": int, "independent_sources": int, "documents": str, "sources": str, "best_confidence": float,
    "first_published": str, "last_published": str,
}  # fmt: skip

_SOURCE_NAMES = {
    "speaker": "speaker_label", "speaker_iri": "speaker", "denied_statements": "denied", "event_time": "time",
    "begin_offset": "begin", "end_offset": "end",
}  # fmt: skip
_edge_facts = itemgetter(*(_SOURCE_NAMES.get(name, name) for name in EDGE_COLUMNS if name != "statement"))
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A node or an edge. `days` are the first and last day it holds for, as ISO dates, or None for always."""

    id: str
    label: str
    values: dict[str, Value]
    colour: str
    size: float
    ends: tuple[str, str] = ("", "")
    weight: float = 1.0
    days: tuple[str, str] | None = None
    shape: str = field(default="")


def clean(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return text if text.isprintable() else _UNFIT.sub("", text)


def node_rows(network: Network) -> Iterator[Row]:
    """Every node, sorted by its id; its days span those of its edges, if all of them are dated."""
    spans = _node_days(network)
    for node in sorted(network.nodes):
        facts = network.nodes[node]
        colour, shape = type_style(facts["type"])
        values = {
            "iri": node, "actor_type": facts["type"], "short_name": short_label(facts).replace("\n", " "),
            "aliases": "|".join(facts["aliases"]), "known": facts["known"], "statements": facts["weight"],
            "documents": len(facts["documents"]), "claim": facts["claim"],
        }  # fmt: skip
        size = round(8 + 4 * sqrt(facts["weight"]), 2)
        yield Row(node, facts["label"], _given(values), colour, size, days=spans.get(node), shape=shape)


def edge_rows(network: Network) -> Iterator[Row]:
    """One edge a statement, sorted by its id."""
    for subject, target, statement, facts in sorted(
        network.edges(keys=True, data=True), key=lambda edge: edge[2]
    ):
        values = dict(zip(EDGE_COLUMNS, (statement, *_edge_facts(facts)), strict=True))
        colour = family_colours(facts["family"])[0]
        ends = subject, target
        yield Row(
            statement,
            facts["relation"],
            _given(values),
            colour,
            1.0,
            ends,
            1.0,
            _days(facts),
            facts["status"],
        )


def pair_rows(network: Network) -> Iterator[Row]:
    """One edge a pair, family and status; the two ways round of a symmetric relation are one.

    The label tells the status too: Gephi makes one edge of all between two actors that bear the same label.
    """
    groups: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for subject, target, facts in network.edges(data=True):
        first, second = sorted((subject, target)) if facts["symmetric"] else (subject, target)
        groups[first, second, facts["family"], facts["status"]].append(facts)
    for (first, second, family, status), members in sorted(groups.items()):
        colour, values = family_colours(family)[0], _given(_pair_values(family, status, members))
        spans = [_days(facts) for facts in members]
        number = f"{first} {family} {status} {second}"
        thick = round(1 + sqrt(values["independent_sources"]), 2)
        kind = family if status == "actual" else f"{family}, {status}"
        yield Row(
            number, kind, values, colour, thick, (first, second), float(len(members)), _span(spans), status
        )


def _pair_values(family: str, status: str, members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    independent = {facts["source"] or facts["document"] for facts in members if facts["independent"]}
    dates = sorted(facts["published"] for facts in members if facts["published"])
    return {
        "family": family, "status": status, "symmetric": members[0]["symmetric"],
        "contested": any(facts["contested"] for facts in members),
        "relations": _all(members, "relation"), "speakers": _all(members, "speaker_label"),
        "sentences": len(members), "independent_sources": len(independent) or 1,
        "documents": _all(members, "document"), "sources": _all(members, "source"),
        "best_confidence": max(facts["confidence"] for facts in members),
        "first_published": dates[0] if dates else None, "last_published": dates[-1] if dates else None,
    }  # fmt: skip


def _all(members: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return sorted({facts[name] for facts in members if facts[name]})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is there, as one plain value each. Run for every edge, so the commonest kind is asked first."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        kind = type(value)
        if kind is str:
            if value:
                found[name] = clean(value)
        elif kind is list:
            if value:
                found[name] = clean("|".join(value))
        elif value is not None:
            found[name] = value
    return found


def _days(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    """When the text dates the event, its days, else the day of publication."""
    if facts["earliest"] and facts["latest"]:
        return facts["earliest"], facts["latest"]
    return (facts["published"], facts["published"]) if facts["published"] else None


def _span(spans: Sequence[tuple[str, str] | None]) -> tuple[str, str] | None:
    found = [span for span in spans if span is not None]
    if len(found) < len(spans) or not found:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def _node_days(network: Network) -> dict[str, tuple[str, str] | None]:
    spans: dict[str, list[tuple[str, str] | None]] = defaultdict(list)
    for subject, target, facts in network.edges(data=True):
        days = _days(facts)
        spans[subject].append(days)
        spans[target].append(days)
    return {node: _span(found) for node, found in spans.items()}
