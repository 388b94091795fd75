"""A store comes in; one networkx graph of its actors and statements, for pictures and exports, goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import networkx

from kg.garbage import uncollected
from kg.marks import Marks
from kg.stored import Actors, Readable, read_parts, read_vocabulary, statement_facts
from kg.turtle import local_name

__all__ = [
    "Network",
    "add_actor",
    "add_statement",
    "claim_facts",
    "claim_node",
    "finish_network",
    "is_symmetric",
    "load_network",
    "new_network",
    "speaker_label",
]

Network: TypeAlias = networkx.MultiDiGraph


def new_network(
    *, relations: Mapping[str, Mapping[str, Any]] | None = None, types: Mapping[str, str] | None = None
) -> Network:
    """An empty network. `relations` maps a relation's or family's name to `label`, `symmetric` and `sign`."""
    return Network(relations=dict(relations or {}), types=dict(types or {}))


def add_actor(
    network: Network,
    actor: str,
    *,
    label: str,
    type: str,
    aliases: Iterable[str] = (),
    known: bool = False,
    documents: Iterable[str] = (),
) -> None:
    """Add one actor under its IRI; `documents` are the names of those that mention it."""
    names = sorted(set(aliases) - {label})
    found = sorted(set(documents))
    network.add_node(
        actor, label=label, type=type, aliases=names, known=known, documents=found, weight=0, claim=False
    )


def add_statement(network: Network, statement: str, subject: str, object: str | None, **facts: Any) -> None:
    """Add one statement under its IRI as an edge; without an object it points at a node for its claim.

    `facts` may leave out what the text did not give. Both actors must have been added before.
    """
    values: dict[str, Any] = {
        "relation": "", "family": "", "status": "actual", "past": False,
        "speaker": None, "speaker_label": None, "claim": None, "denied": [],
        "time": None, "earliest": None, "latest": None, "confidence": 0.0, "rule": "",
        "evidence": "", "begin": 0, "end": 0, "subject_text": "", "subject_begin": 0, "subject_end": 0,
        "object_text": None, "object_begin": None, "object_end": None, "document": "", "title": None,
        "published": None, "source": None, "original": None,
        "contested": False, "symmetric": False, "independent": True,
    }  # fmt: skip
    unknown = facts.keys() - values.keys()
    if unknown:
        raise TypeError(f"a statement has no {', '.join(sorted(unknown))}")
    values.update(facts)
    target = object if object is not None else claim_node(statement)
    if object is None:
        network.add_node(target, **claim_facts(values["claim"]))
    network.add_edge(subject, target, key=statement, **values)


def claim_node(statement: str) -> str:
    """The node of what a denial denies if that is no actor."""
    return f"{statement}#claim"


def claim_facts(claim: str | None) -> dict[str, Any]:
    """Such a node is drawn with the claim itself, in the text's words."""
    return {
        "label": claim or "claim", "type": "Claim", "aliases": [], "known": False, "documents": [],
        "weight": 0, "claim": True,
    }  # fmt: skip


def is_symmetric(relations: Mapping[str, Mapping[str, Any]], family: str) -> bool:
    """Whether the ontology says that what holds one way round holds the other."""
    return bool(relations.get(family, {}).get("symmetric", False))


def finish_network(network: Network) -> Network:
    """Work out what depends on all statements: weights, symmetry, what is contested, what is a reprint."""
    relations = network.graph["relations"]
    marks = Marks()
    edges = list(network.edges(keys=True, data=True))
    for subject, target, _, facts in sorted(edges, key=_age):
        facts["symmetric"] = is_symmetric(relations, facts["family"])
        facts["independent"] = marks.see(subject, target, facts)
    for subject, target, statement, facts in edges:
        facts["contested"] = marks.is_contested(subject, target, statement, facts)
    for node, degree in network.degree():
        network.nodes[node]["weight"] = degree
    return network


def _age(edge: tuple[str, str, str, Mapping[str, Any]]) -> tuple[str, bool, str, str]:
    """The order in which a store is read."""
    *_, statement, facts = edge
    return facts["published"] or "~", facts["original"] is not None, facts["document"], statement


def load_network(store: Readable) -> Network:
    """Every actor and every statement of `store`, actors without a statement included.

    Nodes are actors' IRIs (`label`, `type`, `aliases`, `weight`, `documents`, `known`); edges are keyed by
    the statement's IRI and hold what it holds, its document's title, date and source included.
    """
    with uncollected():
        return _load(store)


def _load(store: Readable) -> Network:
    vocabulary = read_vocabulary(store)
    network = new_network(relations=vocabulary.relations, types=vocabulary.types)
    actors, statements = Actors(), {}
    for part in read_parts(store):
        actors.see(part)
        for statement, facts in part.statements:
            statements[statement] = statement_facts(facts, part.document)
    for actor, about in actors.found():
        add_actor(network, actor, **about)
    for statement, (subject, object, facts) in sorted(statements.items()):
        for actor in filter(None, (subject, object)):
            if actor not in network:
                add_actor(network, actor, **actors.unnamed(actor))
        facts["speaker_label"] = speaker_label(network.nodes, facts["speaker"])
        add_statement(network, statement, subject, object, **facts)
    return finish_network(network)


def speaker_label(nodes: Mapping[str, Mapping[str, Any]], speaker: str | None) -> str | None:
    """A speaker's name: that of the actor, or the end of its IRI if no document names it."""
    if speaker is None:
        return None
    return str(nodes[speaker]["label"]) if speaker in nodes else local_name(speaker)
