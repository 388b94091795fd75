"""A graph comes in; typed rows of nodes and edges, the same for every graph format, go out.

No value is a list or None-in-a-string: lists are joined with |, what a text does not give is left out. No
column bears a name that GEXF or Gephi reads as a field of its own (id, type, label, start, end, weight).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter
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
        colour = family_colours(facts["family"])[0]
        ends = subject, target
        yield Row(
            statement, facts["relation"], values, colour, 1.0, ends, 1.0, _days(facts), facts["status"]
        )  # fmt: skip


def pair_rows(graph: Drawn) -> Iterator[Row]:
    """One edge a pair, family and status; the two ways round of a symmetric relation are one.

    The label tells the status too: Gephi makes one edge of all between two actors that bear the same label.
    """
    groups: dict[tuple[str, str, str, str], _Pair] = defaultdict(_Pair)
    for subject, target, _, facts in graph.edges(keys=True, data=True):
        first, second = sorted((subject, target)) if facts["symmetric"] else (subject, target)
        groups[first, second, facts["family"], facts["status"]].add(facts)
    for (first, second, family, status), pair in sorted(groups.items()):
        colour, values = family_colours(family)[0], _given(pair.values(family, status))
        number = f"{first} {family} {status} {second}"
        thick = round(1 + sqrt(values["independent_sources"]), 2)
        kind = family if status == "actual" else f"{family}, {status}"
        ends = first, second
        yield Row(
            number, kind, values, colour, thick, ends, float(pair.sentences), _span(pair.spans), status
        )  # fmt: skip


class _Pair:
    """What is said of one pair, family and status, gathered statement by statement."""

    __slots__ = (
        "best", "contested", "documents", "independent", "published", "relations", "sentences", "sources",
        "spans", "speakers", "symmetric",
    )  # fmt: skip

    def __init__(self) -> None:
        self.sentences, self.best = 0, 0.0
        self.contested = self.symmetric = False
        self.relations: set[str] = set()
        self.speakers: set[str | None] = set()
        self.documents: set[str] = set()
        self.sources: set[str | None] = set()
        self.independent: set[str] = set()
        self.published: set[str | None] = set()
        self.spans: set[Days | None] = set()

    def add(self, facts: Mapping[str, Any]) -> None:
        self.sentences += 1
        self.best = max(self.best, facts["confidence"])
        self.contested |= facts["contested"]
        self.symmetric = facts["symmetric"]
        self.relations.add(facts["relation"])
        self.speakers.add(facts["speaker_label"])
        self.documents.add(facts["document"])
        self.sources.add(facts["source"])
        self.published.add(facts["published"])
        self.spans.add(_days(facts))
        if facts["independent"]:
            self.independent.add(facts["source"] or facts["document"])

    def values(self, family: str, status: str) -> dict[str, Any]:
        dates = _sorted(self.published)
        return {
            "family": family, "status": status, "symmetric": self.symmetric, "contested": self.contested,
            "relations": _sorted(self.relations), "speakers": _sorted(self.speakers),
            "sentences": self.sentences, "independent_sources": len(self.independent) or 1,
            "documents": _sorted(self.documents), "sources": _sorted(self.sources),
            "best_confidence": self.best,
            "first_published": dates[0] if dates else None, "last_published": dates[-1] if dates else None,
        }  # fmt: skip


def _sorted(words: Iterable[str | None]) -> list[str]:
    return sorted(filter(None, words))


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


def _days(facts: Mapping[str, Any]) -> Days | None:
    """When the text dates the event, its days, else the day of publication."""
    if facts["earliest"] and facts["latest"]:
        return facts["earliest"], facts["latest"]
    return (facts["published"], facts["published"]) if facts["published"] else None


def _span(spans: Collection[Days | None]) -> Days | None:
    """From the first day to the last, or None if any is not known."""
    found = list(filter(None, spans))
    if not found or None in spans:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def _node_days(graph: Drawn) -> dict[str, Days | None]:
    spans: dict[str, set[Days | None]] = defaultdict(set)
    for subject, target, _, facts in graph.edges(keys=True, data=True):
        days = _days(facts)
        spans[subject].add(days)
        spans[target].add(days)
    return {node: _span(found) for node, found in spans.items()}
