"""A graph comes in; typed rows of nodes and edges, the same for every graph format, go out.

No value is a list or None-in-a-string: lists are joined with |, what a text does not give is left out. No
column bears a name that GEXF or Gephi reads as a field of its own (id, type, label, start, end, weight).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter
from sys import intern
from typing import Any

from kg.exporters.spool import Drawn
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
Days = tuple[str, str]

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
_day_facts = itemgetter("earliest", "latest", "published")
_pair_facts = itemgetter(
    "earliest", "latest", "published", "relation", "speaker_label", "document", "source", "independent",
    "contested", "symmetric", "confidence",
)  # fmt: skip
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
    days: Days | None = None
    shape: str = field(default="")


def clean(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return text if text.isprintable() else _UNFIT.sub("", text)


def node_rows(graph: Drawn, *, dated: bool = False) -> Iterator[Row]:
    """Every node, sorted by its id; if `dated`, its days span those of its edges, if all have some."""
    spans = _node_days(graph) if dated else {}
    for node, facts in sorted(graph.nodes(data=True)):
        colour, shape = type_style(facts["type"])
        values = {
            "iri": node, "actor_type": facts["type"], "short_name": short_label(facts).replace("\n", " "),
            "aliases": "|".join(facts["aliases"]), "known": facts["known"], "statements": facts["weight"],
            "documents": len(facts["documents"]), "claim": facts["claim"],
        }  # fmt: skip
        size = round(8 + 4 * sqrt(facts["weight"]), 2)
        yield Row(node, facts["label"], _given(values), colour, size, days=spans.get(node), shape=shape)


def edge_rows(graph: Drawn) -> Iterator[Row]:
    """One edge a statement, in the graph's order."""
    for subject, target, statement, facts in graph.edges(keys=True, data=True):
        values = _given(dict(zip(EDGE_COLUMNS, (statement, *_edge_facts(facts)), strict=True)))
        yield Row(
            statement,
            facts["relation"],
            values,
            family_colours(facts["family"])[0],
            size=1.0,
            ends=(subject, target),
            days=_days(*_day_facts(facts)),
            shape=facts["status"],
        )


def pair_rows(graph: Drawn) -> Iterator[Row]:
    """One edge a pair, family and status; the two ways round of a symmetric relation are one.

    The label tells the status too: Gephi makes one edge of all between two actors that bear the same label.
    """
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for subject, target, _, facts in graph.edges(keys=True, data=True):
        ends = sorted((subject, target)) if facts["symmetric"] else (subject, target)
        pair = tuple(map(intern, (*ends, facts["family"], facts["status"])))
        groups[pair].append(tuple(map(_one_copy, _pair_facts(facts))))
    for (first, second, family, status), members in sorted(groups.items()):
        values = _given({"family": family, "status": status, **_pair_values(members)})
        kind = family if status == "actual" else f"{family}, {status}"
        yield Row(
            f"{first} {family} {status} {second}",
            kind,
            values,
            family_colours(family)[0],
            size=round(1 + sqrt(values["independent_sources"]), 2),
            ends=(first, second),
            weight=float(len(members)),
            days=_span([_days(*member[:3]) for member in members]),
            shape=status,
        )


def _one_copy(value: Any) -> Any:
    """Of the few names that stand in many statements one copy is enough."""
    return intern(value) if type(value) is str else value


def _pair_values(members: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    _, _, published, *rest = zip(*members, strict=True)
    relations, speakers, documents, sources, independent, contested, symmetric, confidences = rest
    places = zip(sources, documents, independent, strict=True)
    dates = _sorted(published)
    return {
        "symmetric": symmetric[0], "contested": any(contested),
        "relations": _sorted(relations), "speakers": _sorted(speakers), "sentences": len(members),
        "independent_sources": len({source or name for source, name, counts in places if counts}) or 1,
        "documents": _sorted(documents), "sources": _sorted(sources), "best_confidence": max(confidences),
        "first_published": dates[0] if dates else None, "last_published": dates[-1] if dates else None,
    }  # fmt: skip


def _sorted(words: Iterable[str | None]) -> list[str]:
    return sorted(set(filter(None, words)))


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


def _days(earliest: str | None, latest: str | None, published: str | None) -> Days | None:
    """When the text dates the event, its days, else the day of publication."""
    if earliest and latest:
        return earliest, latest
    return (published, published) if published else None


def _span(spans: Sequence[Days | None]) -> Days | None:
    """From the first day to the last, or None if any is not known."""
    found = [span for span in spans if span is not None]
    if not found or len(found) < len(spans):
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def _node_days(graph: Drawn) -> dict[str, Days | None]:
    spans: dict[str, Days | None] = {}
    for subject, target, _, facts in graph.edges(keys=True, data=True):
        days = _days(*_day_facts(facts))
        for node in (subject, target):
            spans[node] = _span((spans[node], days)) if node in spans else days
    return spans
