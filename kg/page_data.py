"""A network comes in; the lists that the page draws, filters and quotes go out, ready for JSON.

Statements stand in columns, sorted so that those of one drawn edge follow one another; texts are apart from
what is drawn, so that a browser reads them after the first picture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
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

Edge = tuple[str, str, str, Mapping[str, Any]]
Group = tuple[int, int, str, str]


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
    groups = _grouped(network, index)
    words = {name: _Words() for name in ("relation", "speaker", "document", "rule", "sentence")}
    columns, texts = _columns(network, groups, index, words)
    nodes = _nodes(network, actors, groups)
    for actor, bloc in find_blocs(network).items():
        nodes[index[actor]]["bloc"] = bloc
    families = _ordered({group[2] for group in groups}, FAMILY_COLOURS)
    facts = {
        "families": [_family(network, name) for name in families],
        "statuses": list(STATUSES),
        "types": [_type(network, name) for name in _ordered({node["type"] for node in nodes}, TYPE_STYLES)],
        "relations": [_relation(network, name) for name in words["relation"].found],
        "speakers": [_name(network, index, speaker) for speaker in words["speaker"].found],
        "documents": _documents(network, words["document"].found),
        "actors": [_actor(network.nodes[actor], actor) for actor in actors],
        "statements": columns,
    }
    texts |= {"rules": list(words["rule"].found), "sentences": list(words["sentence"].found)}
    return PageData(nodes, _edges(groups), facts, texts)


class _Words:
    """Numbers words in the order in which they are first met."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: dict[Any, int] = {}

    def number(self, word: Any) -> int:
        return self.found.setdefault(word, len(self.found))


def _grouped(network: Network, index: Mapping[str, int]) -> dict[Group, list[Edge]]:
    """One drawn edge a pair, family and status; the two ways round of a symmetric relation are one pair."""
    groups: dict[Group, list[Edge]] = defaultdict(list)
    for subject, target, statement, facts in network.edges(keys=True, data=True):
        ends = index[subject], index[target]
        ends = (min(ends), max(ends)) if facts["symmetric"] else ends
        groups[(*ends, facts["family"], facts["status"])].append((subject, target, statement, facts))
    for edges in groups.values():
        edges.sort(
            key=lambda edge: (edge[3]["published"] or "~", edge[3]["document"], edge[3]["begin"], edge[2])
        )
    return dict(sorted(groups.items()))


def _columns(
    network: Network,
    groups: Mapping[Group, Sequence[Edge]],
    index: Mapping[str, int],
    words: Mapping[str, _Words],
) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("edge", "relation", "speaker", "document", "past", "contested", "independent")
    }
    quotes: list[list[Any]] = []
    order: dict[str, int] = {}
    for number, edges in enumerate(groups.values()):
        for subject, _, statement, facts in edges:
            order[statement] = len(order)
            row = (
                number,
                words["relation"].number(facts["relation"]),
                words["speaker"].number(facts["speaker"]) if facts["speaker"] else -1,
                words["document"].number(facts["document"]),
                int(facts["past"]),
                int(facts["contested"]),
                int(facts["independent"]),
            )
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
            quotes.append([index[subject], *_quote(facts, words)])
    denied = {
        order[statement]: [order[other] for other in facts["denied"] if other in order]
        for _, _, statement, facts in network.edges(keys=True, data=True)
        if facts["denied"]
    }
    return columns, {"quotes": quotes, "denied": dict(sorted(denied.items()))}


def _quote(facts: Mapping[str, Any], words: Mapping[str, _Words]) -> list[Any]:
    """The sentence's number, both mentions' offsets in it (characters), and what else the panel says."""
    return [
        words["sentence"].number(facts["evidence"]),
        *_inside(facts, "subject"),
        *_inside(facts, "object"),
        words["rule"].number(facts["rule"]),
        round(facts["confidence"], 2),
        facts["claim"],
        facts["time"],
    ]


def _inside(facts: Mapping[str, Any], role: str) -> tuple[int, int]:
    """A mention's offsets in its sentence; (0, 0) where it has none there."""
    begin, end = facts[f"{role}_begin"], facts[f"{role}_end"]
    if begin is None or end is None or not facts["begin"] <= begin < end <= facts["end"]:
        return 0, 0
    return begin - facts["begin"], end - facts["begin"]


def _nodes(
    network: Network, actors: Sequence[str], groups: Mapping[Group, Sequence[Edge]]
) -> list[dict[str, Any]]:
    nodes = []
    for number, actor in enumerate(actors):
        facts = network.nodes[actor]
        size = _radius(facts)
        nodes.append({"id": number, "label": short_label(facts), "type": facts["type"], "size": size})
    linked = sorted({number for group in groups for number in group[:2]})
    rank = {number: place for place, number in enumerate(linked)}
    links = [(rank[group[0]], rank[group[1]]) for group in groups if group[0] != group[1]]
    for number, (x, y) in zip(
        linked, place_actors(links, [_box(nodes[n]) for n in linked]).tolist(), strict=True
    ):
        nodes[number] |= {"x": round(x, 1), "y": round(y, 1)}
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


def _edges(groups: Mapping[Group, Sequence[Edge]]) -> list[dict[str, Any]]:
    edges, first = [], 0
    for number, (group, members) in enumerate(groups.items()):
        head = {"id": number, "from": group[0], "to": group[1], "family": group[2], "status": group[3]}
        edges.append(head | {"first": first, "count": len(members)})
        first += len(members)
    return edges


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


def _name(network: Network, index: Mapping[str, int], speaker: str) -> dict[str, Any]:
    if speaker in index:
        return {"label": network.nodes[speaker]["label"], "node": index[speaker]}
    labels = (facts["speaker_label"] for *_, facts in network.edges(data=True) if facts["speaker"] == speaker)
    return {"label": next(labels, speaker), "node": -1}


def _actor(facts: Mapping[str, Any], iri: str) -> dict[str, Any]:
    return {
        "name": facts["label"],
        "aliases": facts["aliases"],
        "iri": iri,
        "documents": len(facts["documents"]),
    }


def _documents(network: Network, names: Mapping[str, int]) -> list[dict[str, Any]]:
    found = {facts["document"]: facts for *_, facts in network.edges(data=True)}
    return [
        {"name": name} | {key: found[name][key] for key in ("title", "published", "source")} for name in names
    ]
