"""A network comes in; the lists that the page draws, filters and quotes go out, ready for JSON.

Statements stand in columns, sorted so that those of one drawn edge follow one another; texts are apart from
what is drawn, so that a browser reads them after the first picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.blocs import find_blocs
from kg.network import Network
from kg.page_columns import Columns
from kg.palette import FAMILY_COLOURS, TYPE_STYLES, family_colours, type_style
from kg.placement import place_actors

__all__ = ["STATUSES", "PageData", "page_data", "short_label"]

STATUSES = ("actual", "possible", "negated")
_LABEL_WIDTH = 20
_CHARACTER, _LINE = 7.2, 16.0

_QUOTED = (
    "begin", "end", "subject_begin", "subject_end", "object_begin", "object_end", "claim", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageData:
    """`nodes` and `edges` are what is drawn, `facts` what the filters need, `texts` what the panels quote."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    facts: dict[str, Any]
    texts: dict[str, Any]


def page_data(network: Network) -> PageData:
    """Everything a page shows of `network`; a node's id is its index, an edge's too."""
    actors = sorted(network.nodes(data=True), key=_by_weight)
    index = {actor: number for number, (actor, _) in enumerate(actors)}
    said = Columns(network, index)
    edges = _edges(said)
    nodes = _nodes([facts for _, facts in actors])
    _place(nodes, said)
    for number, bloc in _blocs(network, said, nodes).items():
        nodes[number]["bloc"] = bloc
    families = _ordered({edge["family"] for edge in edges}, FAMILY_COLOURS)
    facts = {
        "families": [_family(network, name) for name in families],
        "statuses": list(STATUSES),
        "types": [_type(network, name) for name in _ordered({node["type"] for node in nodes}, TYPE_STYLES)],
        "relations": [_relation(network, name) for name in said.words("relation")],
        "speakers": _speakers(network, index, said),
        "documents": _documents(said),
        "actors": [_actor(facts, actor) for actor, facts in actors],
        "statements": _columns(said),
    }
    return PageData(nodes, edges, facts, _texts(said))


def _by_weight(actor: tuple[str, Mapping[str, Any]]) -> tuple[int, str, str]:
    return -actor[1]["weight"], actor[1]["label"], actor[0]


def _edges(said: Columns) -> list[dict[str, Any]]:
    starts = said.starts
    columns = (said.first[starts], said.second[starts], starts, said.counts)
    first, second, places, counts = (column.tolist() for column in columns)
    kinds = said.at_starts("family"), said.at_starts("status")
    rows = zip(first, second, *kinds, places, counts, strict=True)
    return [
        {"id": number, "from": a, "to": b, "family": family, "status": status, "first": first, "count": count}
        for number, (a, b, family, status, first, count) in enumerate(rows)
    ]


def _blocs(network: Network, said: Columns, nodes: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Who stands together, from what is stated as fact between actors; a denied claim is nobody."""
    signs = {name: facts.get("sign", 0) for name, facts in network.graph["relations"].items()}
    claims = np.array([node["type"] == "Claim" for node in nodes], dtype=bool)
    first, second = said.first[said.starts], said.second[said.starts]
    sign = np.array([signs.get(family, 0) for family in said.at_starts("family")], dtype=np.int64)
    actual = np.array([status == "actual" for status in said.at_starts("status")], dtype=bool)
    used = actual & ~claims[first] & ~claims[second]
    return find_blocs(*(column[used] for column in (first, second, sign, said.counts)))


def _columns(said: Columns) -> dict[str, list[int]]:
    return {
        "relation": said.numbers("relation"),
        "speaker": list(map(_spoken(said).__getitem__, said["speaker"])),
        "document": said.numbers("document"),
        "past": list(map(int, said["past"])),
        "contested": list(map(int, said["contested"])),
        "independent": list(map(int, said["independent"])),
    }


def _spoken(said: Columns) -> dict[str | None, int]:
    """Who says something, with numbers; -1 is the report itself."""
    names = [name for name in said.words("speaker") if name]
    return {None: -1, "": -1} | {name: place for place, name in enumerate(names)}


def _texts(said: Columns) -> dict[str, Any]:
    """What the panels quote, a column a fact; offsets count characters of the document, as stored."""
    rounded = {confidence: round(confidence, 2) for confidence in set(said["confidence"])}
    return {name: list(said[name]) for name in _QUOTED} | {
        "confidence": list(map(rounded.__getitem__, said["confidence"])),
        "sentence": said.numbers("evidence"),
        "rule": said.numbers("rule"),
        "denied": _denied(said),
        "rules": list(said.words("rule")),
        "sentences": list(said.words("evidence")),
    }


def _denied(said: Columns) -> dict[int, list[int]]:
    denying = [(place, found) for place, found in enumerate(said["denied"]) if found]
    order = {iri: place for place, iri in enumerate(said.iris)} if denying else {}
    return {place: [order[iri] for iri in found if iri in order] for place, found in denying}


def _nodes(actors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    weights = np.fromiter(map(itemgetter("weight"), actors), float, len(actors))
    sizes = np.minimum(8 + 2.4 * np.sqrt(weights), 30).round(1).tolist()
    return [
        {
            "id": number,
            "label": short_label(facts),
            "type": facts["type"],
            "size": 6.0 if facts["claim"] else size,
        }
        for number, (facts, size) in enumerate(zip(actors, sizes, strict=True))
    ]


def _place(nodes: Sequence[dict[str, Any]], said: Columns) -> None:
    """Give every actor that has a link its place; the others are no part of the picture."""
    ends = np.stack([said.first[said.starts], said.second[said.starts]], axis=1)
    linked, links = np.unique(ends, return_inverse=True)
    links = links.reshape(ends.shape)
    shown = [nodes[number] for number in linked.tolist()]
    places = place_actors(links[links[:, 0] != links[:, 1]], _boxes(shown)).round(1).tolist()
    for node, (x, y) in zip(shown, places, strict=True):
        node["x"], node["y"] = x, y


def _boxes(nodes: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """Width and height that each node needs with its label below it, in CSS pixels at scale 1."""
    labels = [node["label"].split("\n") for node in nodes]
    across = np.fromiter(map(itemgetter("size"), nodes), float, len(nodes)) * 2
    widest = np.array([max(map(len, lines)) for lines in labels], dtype=float)
    lines = np.fromiter(map(len, labels), float, len(nodes))
    return np.stack([np.maximum(_CHARACTER * widest, across), across + _LINE * lines + 4], axis=1)


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


def _speakers(network: Network, index: Mapping[str, int], said: Columns) -> list[dict[str, Any]]:
    return [
        {
            "label": network.nodes[name]["label"] if name in index else label,
            "node": index.get(name, -1),
        }
        for name, (label,) in said.shared("speaker", "speaker_label").items()
        if name
    ]


def _actor(facts: Mapping[str, Any], iri: str) -> dict[str, Any]:
    return {
        "name": facts["label"],
        "aliases": facts["aliases"],
        "iri": iri,
        "documents": len(facts["documents"]),
    }


def _documents(said: Columns) -> list[dict[str, Any]]:
    found = said.shared("document", "title", "published", "source")
    return [
        {"name": name, "title": title, "published": published, "source": source}
        for name, (title, published, source) in found.items()
    ]
