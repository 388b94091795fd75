"""A graph comes in; FollowTheMoney entities, one JSON object a line, go out.

FollowTheMoney has no schema for hostility or talks: such statements are its UnknownLink, with the relation
as the role. Status and speaker stand in `status` and `description`, the sentence in `summary`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, BinaryIO

from kg.exporters.spool import Drawn
from kg.terms import content_hash

__all__ = ["write_ftm"]

_SCHEMATA = {
    "Person": "Person",
    "State": "PublicBody",
    "GovernmentBody": "PublicBody",
    "SecurityForce": "PublicBody",
    "Place": "Address",
}
_OTHER = "Organization"
_LINKS = {
    "memberOf": ("Membership", "member", "organization"),
    "leads": ("Directorship", "director", "organization"),
}
_GROUPS = frozenset(("PublicBody", "Organization"))

Entity = dict[str, Any]


def write_ftm(graph: Drawn, file: BinaryIO) -> None:
    """Actors by IRI, then each document and its statements; denied claims that name no actor are left out."""
    for entity in _entities(graph):
        given = {name: values for name, values in entity["properties"].items() if values}
        entity["properties"] = given
        file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n")


def _entities(graph: Drawn) -> Iterator[Entity]:
    schemata: dict[str, str] = {}
    for node, facts in sorted(graph.nodes(data=True)):
        if not facts["claim"]:
            schemata[node] = _schema(facts)
            yield _actor(node, facts)
    documents: set[str] = set()
    for subject, target, statement, facts in graph.edges(keys=True, data=True):
        if facts["document"] not in documents:
            documents.add(facts["document"])
            yield _document(facts["document"], facts)
        if target in schemata:
            yield _link((subject, target), (schemata[subject], schemata[target]), statement, facts)


@lru_cache(maxsize=10_000)
def _id(kind: str, name: str) -> str:
    return f"kg-{kind}-{content_hash(name)}"


def _schema(facts: Mapping[str, Any]) -> str:
    return _SCHEMATA.get(facts["type"], _OTHER)


def _actor(node: str, facts: Mapping[str, Any]) -> Entity:
    schema = _schema(facts)
    names = {"full": [facts["label"]]} if schema == "Address" else {"alias": facts["aliases"]}
    properties = {"name": [facts["label"]], "sourceUrl": _web(node), **names, "notes": [facts["type"]]}
    return {"id": _id("actor", node), "schema": schema, "properties": properties}


def _web(node: str) -> list[str]:
    return [node] if node.startswith(("http://", "https://")) else []


def _document(name: str, facts: Mapping[str, Any]) -> Entity:
    properties = {
        "title": [facts["title"] or name],
        "fileName": [name],
        "publishedAt": _given(facts["published"]),
        "publisher": _given(facts["source"]),
    }
    return {"id": _id("document", name), "schema": "Article", "properties": properties}


def _given(value: str | None) -> list[str]:
    return [value] if value else []


def _link(
    ends: tuple[str, str], schemata: tuple[str, str], statement: str, facts: Mapping[str, Any]
) -> Entity:
    schema, first, second = _LINKS.get(facts["family"], ("UnknownLink", "subject", "object"))
    if schema != "UnknownLink" and (
        facts["status"] != "actual" or schemata[1] not in _GROUPS or "Address" in schemata
    ):
        schema, first, second = "UnknownLink", "subject", "object"
    said = f"said by {facts['speaker_label']}" if facts["speaker_label"] else ""
    properties = {
        first: [_id("actor", ends[0])],
        second: [_id("actor", ends[1])],
        "role": [facts["relation"]],
        "status": [facts["status"]],
        "summary": _given(facts["evidence"]),
        "description": _given(said),
        "date": _given(facts["earliest"] or facts["published"]),
        "publisher": _given(facts["source"]),
        "recordId": [statement],
        "proof": [_id("document", facts["document"])],
    }
    return {"id": _id("statement", statement), "schema": schema, "properties": properties}
