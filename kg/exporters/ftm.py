"""A network comes in; FollowTheMoney entities, one JSON object a line, go out.

FollowTheMoney has no schema for hostility or talks: such statements are its UnknownLink, with the relation
as the role. Status and speaker stand in `status` and `description`, the sentence in `summary`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from kg.network import Network
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


def write_ftm(network: Network, file: BinaryIO) -> None:
    """Actors, documents, statements, each sorted by IRI; denied claims that name no actor are left out."""
    for entity in _entities(network):
        given = {name: values for name, values in entity["properties"].items() if values}
        entity["properties"] = given
        file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n")


def _entities(network: Network) -> Iterator[Entity]:
    actors = {node: facts for node, facts in sorted(network.nodes(data=True)) if not facts["claim"]}
    for node, facts in actors.items():
        yield _actor(node, facts)
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[2])
    documents = {facts["document"]: facts for *_, facts in edges}
    for name, facts in sorted(documents.items()):
        yield _document(name, facts)
    for subject, target, statement, facts in edges:
        if target in actors:
            yield _link(network, subject, target, statement, facts)


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


def _link(network: Network, subject: str, target: str, statement: str, facts: Mapping[str, Any]) -> Entity:
    schema, first, second = _LINKS.get(facts["family"], ("UnknownLink", "subject", "object"))
    ends = [_schema(network.nodes[node]) for node in (subject, target)]
    if schema != "UnknownLink" and (
        facts["status"] != "actual" or ends[1] not in _GROUPS or "Address" in ends
    ):
        schema, first, second = "UnknownLink", "subject", "object"
    said = f"said by {facts['speaker_label']}" if facts["speaker_label"] else ""
    properties = {
        first: [_id("actor", subject)],
        second: [_id("actor", target)],
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
