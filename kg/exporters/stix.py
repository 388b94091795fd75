"""A graph comes in; a STIX 2.1 bundle goes out: identities, relationships, and a report for each document.

What STIX has no property for (status, speaker, evidence's offsets, rule) stands in properties of an extension
that the bundle itself defines. Ids are UUIDs of the IRIs, so the same graph gives the same bundle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO
from uuid import UUID, uuid5

from kg.exporters.spool import Drawn, Edge

__all__ = ["write_stix"]

# The namespace that STIX 2.1 reserves for ids made from content, section 2.9.
_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_UNDATED = "1970-01-01T00:00:00.000Z"
_CLASSES = {
    "Person": "individual",
    "State": "organization",
    "GovernmentBody": "organization",
    "Place": "unspecified",
}
_CONFIDENCE = 100

Thing = dict[str, Any]


def write_stix(graph: Drawn, file: BinaryIO) -> None:
    """One bundle, written object by object. Denied claims that name no actor are left out."""
    bundle = _id("bundle", "actor-kg")
    file.write(f'{{"type": "bundle", "id": "{bundle}", "objects": ['.encode())
    for number, thing in enumerate(_things(graph)):
        given = {name: value for name, value in thing.items() if value is not None and value != []}
        text = json.dumps(given, ensure_ascii=False, sort_keys=True)
        file.write(("," if number else "").encode() + b"\n" + text.encode("utf-8", "replace"))
    file.write(b"\n]}\n")


@lru_cache(maxsize=10_000)
def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(_NAMESPACE, name)}"


def _things(graph: Drawn) -> Iterator[Thing]:
    author = _author()
    yield author
    yield _extension(author["id"])
    actors = set()
    for node, facts in sorted(graph.nodes(data=True)):
        if not facts["claim"]:
            actors.add(node)
            yield _identity(node, facts)
    edges = (edge for edge in graph.edges(keys=True, data=True) if edge[1] in actors)
    for name, found in groupby(edges, key=lambda edge: str(edge[3]["document"])):
        yield from _reported(name, found)


def _reported(name: str, edges: Iterable[Edge]) -> Iterator[Thing]:
    """What one document says, and the document."""
    mentioned: set[str] = set()
    about: Mapping[str, Any] = {}
    for subject, target, statement, about in edges:
        relationship = _relationship(subject, target, statement, about)
        mentioned.update(relationship[name] for name in ("id", "source_ref", "target_ref"))
        yield relationship
    yield _report(name, about, sorted(mentioned))


def _stamped(kind: str, name: str, day: str | None) -> Thing:
    """STIX wants everything to have a time: the day of publication, for nothing is to tell of the run."""
    time = f"{day}T00:00:00.000Z" if day else _UNDATED
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, name), "created": time, "modified": time}


def _author() -> Thing:
    return _stamped("identity", "actor-kg", None) | {"name": "actor-kg", "identity_class": "system"}


def _extension(author: str) -> Thing:
    names = (
        "kg_type kg_status kg_past kg_speaker kg_family kg_rule kg_begin kg_end kg_claim kg_contested".split()
    )
    return _stamped("extension-definition", "actor-kg", None) | {
        "name": "actor-kg statements",
        "description": "Status, speaker and place of the sentence that a relationship was read from",
        "created_by_ref": author,
        "schema": "https://actor-kg.example/ns",
        "version": "1.0.0",
        "extension_types": ["toplevel-property-extension"],
        "extension_properties": names,
    }


def _extended() -> Thing:
    return {
        "extensions": {
            _id("extension-definition", "actor-kg"): {"extension_type": "toplevel-property-extension"}
        }
    }


def _identity(node: str, facts: Mapping[str, Any]) -> Thing:
    references = [{"source_name": "actor-kg", "external_id": node}]
    names = f"Also: {', '.join(facts['aliases'])}" if facts["aliases"] else None
    return (
        _stamped("identity", node, None)
        | _extended()
        | {
            "name": facts["label"],
            "description": names,
            "identity_class": _CLASSES.get(facts["type"], "group"),
            "external_references": references,
            "kg_type": facts["type"],
        }
    )


def _relationship(subject: str, target: str, statement: str, facts: Mapping[str, Any]) -> Thing:
    return (
        _stamped("relationship", statement, facts["published"])
        | _extended()
        | {
            "relationship_type": re.sub(r"(?<=[a-z])(?=[A-Z])", "-", facts["relation"]).lower(),
            "source_ref": _id("identity", subject),
            "target_ref": _id("identity", target),
            "description": facts["evidence"] or None,
            "confidence": round(_CONFIDENCE * facts["confidence"]),
            "external_references": [{"source_name": "actor-kg", "external_id": statement}],
            "kg_family": facts["family"],
            "kg_status": facts["status"],
            "kg_past": facts["past"],
            "kg_speaker": facts["speaker_label"],
            "kg_rule": facts["rule"] or None,
            "kg_begin": facts["begin"],
            "kg_end": facts["end"],
            "kg_claim": facts["claim"],
            "kg_contested": facts["contested"],
        }
    )


def _report(name: str, facts: Mapping[str, Any], found: list[str]) -> Thing:
    stamped = _stamped("report", name, facts["published"])
    return stamped | {
        "name": facts["title"] or name,
        "description": f"Published by {facts['source']}" if facts["source"] else None,
        "published": stamped["created"],
        "object_refs": found,
        "external_references": [{"source_name": "file", "external_id": name}],
    }
