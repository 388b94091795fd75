"""A network comes in; the lists that the page draws, filters and quotes go out, ready for JSON.

Statements stand in columns, sorted so that those of one drawn edge follow one another; texts are apart from
what is drawn, so that a browser reads them after the first picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from operator import itemgetter
from textwrap import wrap
from typing import Any

from kg.blocs import find_blocs
from kg.network import Network
from kg.palette import FAMILY_COLOURS, TYPE_STYLES, family_colours, type_style
from kg.placement import place_actors

__all__ = ["STATUSES", "PageData", "page_data", "short_label"]

STATUSES = ("actual", "possible", "negated")
_LABEL_WIDTH = 20
_CHARACTER, _LINE = 7.2, 16.0

_QUOTED = (
    "begin", "end", "subject_begin", "subject_end", "object_begin", "object_end", "claim", "time",
)  # fmt: skip
_FACTS = (
    *_QUOTED, "relation", "speaker", "speaker_label", "document", "past", "contested", "independent",
    "confidence", "evidence", "rule", "denied", "title", "published", "source",
)  # fmt: skip

Group = tuple[int, int, str, str]
_Row = tuple[Group, str, str, int, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PageData:
    """`nodes` and `edges` are what is drawn, `facts` what the filters need, `texts` what the panels quote."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    facts: dict[str, Any]
    texts: dict[str, Any]


def page_data(network: Network) -> PageData:
    """Everything a page shows of `network`; a node's id is its index, an edge's too."""
    actors = sorted(
        network.nodes, key=lambda node: (-network.nodes[node]["weight"], network.nodes[node]["label"], node)
    )
    index = {actor: number for number, actor in enumerate(actors)}
    rows = _in_order(network, index)
    edges = _edges(rows)
    said = _Said(rows)
    nodes = _nodes(network, actors, edges)
    for actor, bloc in find_blocs(network).items():
        nodes[index[actor]]["bloc"] = bloc
    families = _ordered({edge["family"] for edge in edges}, FAMILY_COLOURS)
    facts = {
        "families": [_family(network, name) for name in families],
        "statuses": list(STATUSES),
        "types": [_type(network, name) for name in _ordered({node["type"] for node in nodes}, TYPE_STYLES)],
        "relations": [_relation(network, name) for name in said.words("relation")],
        "speakers": _speakers(network, index, said),
        "documents": _documents(said),
        "actors": [_actor(network.nodes[actor], actor) for actor in actors],
        "statements": _columns(said),
    }
    return PageData(nodes, edges, facts, _texts(said))


def _in_order(network: Network, index: Mapping[str, int]) -> list[_Row]:
    """All statements, those of one pair, family and status together: they are drawn as one edge.

    The two ways round of a symmetric relation are one pair. Within an edge the oldest comes first.
    """
    rows: list[_Row] = []
    for subject, targets in network.adjacency():
        for target, statements in targets.items():
            first, second = index[subject], index[target]
            for iri, facts in statements.items():
                ends = (second, first) if facts["symmetric"] and second < first else (first, second)
                group = (*ends, facts["family"], facts["status"])
                rows.append((group, facts["published"] or "~", facts["document"], facts["begin"], iri, facts))
    rows.sort()  # no two have the same IRI, so that facts are never compared
    return rows


def _edges(rows: Sequence[_Row]) -> list[dict[str, Any]]:
    edges: list[dict[str, Any]] = []
    place = 0
    for group, found in Counter(row[0] for row in rows).items():
        first, second, family, status = group
        head = {"id": len(edges), "from": first, "to": second, "family": family, "status": status}
        edges.append(head | {"first": place, "count": found})
        place += found
    return edges


class _Said:
    """All statements in the page's order, as columns; a column's words are numbered as they are met."""

    __slots__ = ("_columns", "_words", "iris")

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.iris = [row[4] for row in rows]
        values = zip(*map(itemgetter(*_FACTS), (row[5] for row in rows)), strict=True)
        self._columns: dict[str, Sequence[Any]] = dict(zip(_FACTS, values, strict=False))
        self._words: dict[str, dict[Any, int]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        return list(self._columns.get(name, ()))

    def words(self, name: str) -> dict[Any, int]:
        """Every word of a column, with its number."""
        if name not in self._words:
            self._words[name] = {word: place for place, word in enumerate(dict.fromkeys(self[name]))}
        return self._words[name]

    def numbers(self, name: str) -> list[int]:
        return list(map(self.words(name).__getitem__, self[name]))


def _columns(said: _Said) -> dict[str, list[int]]:
    return {
        "relation": said.numbers("relation"),
        "speaker": list(map(_spoken(said).__getitem__, said["speaker"])),
        "document": said.numbers("document"),
        "past": list(map(int, said["past"])),
        "contested": list(map(int, said["contested"])),
        "independent": list(map(int, said["independent"])),
    }


def _spoken(said: _Said) -> dict[str | None, int]:
    """Who says something, with numbers; -1 is the report itself."""
    names = [name for name in said.words("speaker") if name]
    return {None: -1, "": -1} | {name: place for place, name in enumerate(names)}


def _texts(said: _Said) -> dict[str, Any]:
    """What the panels quote, a column a fact; offsets count characters of the document, as stored."""
    return {name: said[name] for name in _QUOTED} | {
        "confidence": [round(confidence, 2) for confidence in said["confidence"]],
        "sentence": said.numbers("evidence"),
        "rule": said.numbers("rule"),
        "denied": _denied(said),
        "rules": list(said.words("rule")),
        "sentences": list(said.words("evidence")),
    }


def _denied(said: _Said) -> dict[int, list[int]]:
    denying = [(place, found) for place, found in enumerate(said["denied"]) if found]
    order = {iri: place for place, iri in enumerate(said.iris)} if denying else {}
    return {place: [order[iri] for iri in found if iri in order] for place, found in denying}


def _nodes(
    network: Network, actors: Sequence[str], edges: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for number, actor in enumerate(actors):
        facts = network.nodes[actor]
        nodes.append(
            {"id": number, "label": short_label(facts), "type": facts["type"], "size": _radius(facts)}
        )
    linked = sorted({edge[end] for edge in edges for end in ("from", "to")})
    rank = {number: place for place, number in enumerate(linked)}
    links = [(rank[edge["from"]], rank[edge["to"]]) for edge in edges if edge["from"] != edge["to"]]
    places = place_actors(links, [_box(nodes[number]) for number in linked]).round(1).tolist()
    for number, (x, y) in zip(linked, places, strict=True):
        nodes[number]["x"], nodes[number]["y"] = x, y
    return nodes


def _radius(facts: Mapping[str, Any]) -> float:
    return 6.0 if facts["claim"] else round(min(8 + 2.4 * sqrt(facts["weight"]), 30), 1)


def _box(node: Mapping[str, Any]) -> tuple[float, float]:
    """Width and height that a node needs with its label below it, in CSS pixels at scale 1."""
    lines = node["label"].split("\n")
    width = max(_CHARACTER * max(map(len, lines)), 2 * node["size"])
    return width, 2 * node["size"] + _LINE * len(lines) + 4


def short_label(facts: Mapping[str, Any]) -> str:
    """What stands beside the node: initials for a long name where texts use them, else two lines at most."""
    label: str = " ".join(facts["label"].split())
    if len(label) <= _LABEL_WIDTH + 4:
        return label
    initials: list[str] = [alias for alias in facts["aliases"] if re.fullmatch(r"[A-Z][A-Z&.-]{1,6}", alias)]
    if initials:
        return min(initials, key=lambda alias: (-len(alias), alias))
    return "\n".join(wrap(label, _LABEL_WIDTH, max_lines=2, placeholder=" …", break_long_words=True))


def _ordered(names: set[str], known: Mapping[str, Any]) -> list[str]:
    order = list(known)
    return sorted(names, key=lambda name: (order.index(name) if name in known else len(order), name))


def _family(network: Network, name: str) -> dict[str, Any]:
    light, dark = family_colours(name)
    known = network.graph["relations"].get(name, {})
    symmetric = bool(known.get("symmetric", False))
    return {
        "id": name,
        "label": _words_of(known.get("label", name)),
        "symmetric": symmetric,
        "sign": known.get("sign", 0),
        "light": light,
        "dark": dark,
    }


def _type(network: Network, name: str) -> dict[str, str]:
    fill, shape = type_style(name)
    return {
        "id": name,
        "label": _capital(network.graph["types"].get(name) or _words_of(name)),
        "fill": fill,
        "shape": shape,
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _relation(network: Network, name: str) -> dict[str, str]:
    return {"id": name, "label": _words_of(network.graph["relations"].get(name, {}).get("label", name))}


def _words_of(name: str) -> str:
    """ "talksWith" and "GovernmentBody" as words, for what the ontology gives no label."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() if " " not in name else name


def _speakers(network: Network, index: Mapping[str, int], said: _Said) -> list[dict[str, Any]]:
    labels = dict(zip(said["speaker"], said["speaker_label"], strict=True))
    return [
        {
            "label": network.nodes[name]["label"] if name in index else labels[name],
            "node": index.get(name, -1),
        }
        for name in said.words("speaker")
        if name
    ]


def _actor(facts: Mapping[str, Any], iri: str) -> dict[str, Any]:
    return {
        "name": facts["label"],
        "aliases": facts["aliases"],
        "iri": iri,
        "documents": len(facts["documents"]),
    }


def _documents(said: _Said) -> list[dict[str, Any]]:
    facts = zip(said["title"], said["published"], said["source"], strict=True)
    found = dict(zip(said["document"], facts, strict=True))
    return [
        {"name": name, "title": title, "published": published, "source": source}
        for name, (title, published, source) in ((name, found[name]) for name in said.words("document"))
    ]
