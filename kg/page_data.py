"""A network comes in; the lists that the page draws, filters and quotes go out, ready for JSON.

Statements stand in columns, sorted so that those of one drawn edge follow one another; texts are apart from
what is drawn, so that a browser reads them after the first picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from operator import itemgetter
from textwrap import wrap
from typing import Any, NamedTuple

from kg.blocs import find_blocs
from kg.network import Network
from kg.palette import FAMILY_COLOURS, TYPE_STYLES, family_colours, type_style
from kg.placement import place_actors

__all__ = ["STATUSES", "PageData", "page_data", "short_label"]

STATUSES = ("actual", "possible", "negated")
_LABEL_WIDTH = 20
_CHARACTER, _LINE = 7.2, 16.0

Group = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class PageData:
    """`nodes` and `edges` are what is drawn, `facts` what the filters need, `texts` what the panels quote."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    facts: dict[str, Any]
    texts: dict[str, Any]


class _Said(NamedTuple):
    """One statement in the order of the page; `group` is the drawn edge it belongs to."""

    group: Group
    iri: str
    facts: Mapping[str, Any]


def page_data(network: Network) -> PageData:
    """Everything a page shows of `network`; a node's id is its index, an edge's too."""
    actors = sorted(
        network.nodes, key=lambda node: (-network.nodes[node]["weight"], network.nodes[node]["label"], node)
    )
    index = {actor: number for number, actor in enumerate(actors)}
    said = _in_order(network, index)
    edges = _edges(said)
    nodes = _nodes(network, actors, edges)
    for actor, bloc in find_blocs(network).items():
        nodes[index[actor]]["bloc"] = bloc
    words = {name: _Words() for name in ("relation", "speaker", "document", "rule", "evidence")}
    columns = _columns(said, words)
    texts = _texts(said, words)
    families = _ordered({edge["family"] for edge in edges}, FAMILY_COLOURS)
    facts = {
        "families": [_family(network, name) for name in families],
        "statuses": list(STATUSES),
        "types": [_type(network, name) for name in _ordered({node["type"] for node in nodes}, TYPE_STYLES)],
        "relations": [_relation(network, name) for name in words["relation"].found],
        "speakers": _speakers(network, index, said, words["speaker"]),
        "documents": _documents(said, words["document"]),
        "actors": [_actor(network.nodes[actor], actor) for actor in actors],
        "statements": columns,
    }
    return PageData(nodes, edges, facts, texts)


class _Words:
    """Numbers words in the order in which they are first met."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: dict[Any, int] = {}

    def numbers(self, words: Iterable[Any]) -> list[int]:
        number = self.found.setdefault
        return [number(word, len(self.found)) for word in words]


def _in_order(network: Network, index: Mapping[str, int]) -> list[_Said]:
    """All statements, those of one pair, family and status together: they are drawn as one edge.

    The two ways round of a symmetric relation are one pair. Within an edge the oldest comes first.
    """
    rows = []
    for subject, target, iri, facts in network.edges(keys=True, data=True):
        first, second = index[subject], index[target]
        if facts["symmetric"] and second < first:
            first, second = second, first
        group = (first, second, facts["family"], facts["status"])
        rows.append((group, facts["published"] or "~", facts["document"], facts["begin"], iri, facts))
    rows.sort(key=itemgetter(0, 1, 2, 3, 4))
    return [_Said(group, iri, facts) for group, _, _, _, iri, facts in rows]


def _edges(said: Sequence[_Said]) -> list[dict[str, Any]]:
    edges: list[dict[str, Any]] = []
    before: Group | None = None
    for place, one in enumerate(said):
        if one.group == before:
            edges[-1]["count"] += 1
            continue
        before = one.group
        first, second, family, status = before
        head = {"id": len(edges), "from": first, "to": second, "family": family, "status": status}
        edges.append(head | {"first": place, "count": 1})
    return edges


def _columns(said: Sequence[_Said], words: Mapping[str, _Words]) -> dict[str, list[int]]:
    facts = [one.facts for one in said]
    return {
        "relation": words["relation"].numbers(one["relation"] for one in facts),
        "speaker": [
            number - 1 for number in words["speaker"].numbers(["", *(one["speaker"] or "" for one in facts)])
        ][1:],
        "document": words["document"].numbers(one["document"] for one in facts),
        "past": [int(one["past"]) for one in facts],
        "contested": [int(one["contested"]) for one in facts],
        "independent": [int(one["independent"]) for one in facts],
    }


def _texts(said: Sequence[_Said], words: Mapping[str, _Words]) -> dict[str, Any]:
    """What the panels quote, a column a fact; offsets count characters of the document, as stored."""
    facts = [one.facts for one in said]
    offsets = ("begin", "end", "subject_begin", "subject_end", "object_begin", "object_end")
    columns: dict[str, Any] = {name: [one[name] for one in facts] for name in (*offsets, "claim", "time")}
    return columns | {
        "confidence": [round(one["confidence"], 2) for one in facts],
        "sentence": words["evidence"].numbers(one["evidence"] for one in facts),
        "rule": words["rule"].numbers(one["rule"] for one in facts),
        "denied": _denied(said),
        "rules": list(words["rule"].found),
        "sentences": list(words["evidence"].found),
    }


def _denied(said: Sequence[_Said]) -> dict[int, list[int]]:
    if not any(one.facts["denied"] for one in said):
        return {}
    order = {one.iri: place for place, one in enumerate(said)}
    return {
        place: [order[other] for other in one.facts["denied"] if other in order]
        for place, one in enumerate(said)
        if one.facts["denied"]
    }


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


def _speakers(
    network: Network, index: Mapping[str, int], said: Sequence[_Said], words: _Words
) -> list[dict[str, Any]]:
    labels = {one.facts["speaker"]: one.facts["speaker_label"] for one in said}
    names = list(words.found)[1:]
    return [
        {
            "label": network.nodes[name]["label"] if name in index else labels[name],
            "node": index.get(name, -1),
        }
        for name in names
    ]


def _actor(facts: Mapping[str, Any], iri: str) -> dict[str, Any]:
    return {
        "name": facts["label"],
        "aliases": facts["aliases"],
        "iri": iri,
        "documents": len(facts["documents"]),
    }


def _documents(said: Sequence[_Said], words: _Words) -> list[dict[str, Any]]:
    found = {one.facts["document"]: one.facts for one in said}
    return [
        {"name": name} | {key: found[name][key] for key in ("title", "published", "source")}
        for name in words.found
    ]
