"""What a document's graph holds and what persons decided come in; the graph as it is to be seen goes out.

Nothing extracted is deleted: the triples that corrections took out of a graph, and those that they put in,
are kept in it as text, so that the graph as extracted can always be had back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.statements import link_iri
from kg.terms import KG, PREFIXES, content_hash, graph_iri

__all__ = [
    "KINDS",
    "Correction",
    "as_extracted",
    "as_seen",
    "correction_quads",
    "new_actor_iri",
    "read_corrections",
]

KINDS = ("merge", "split", "rename", "reject", "confirm")
_RDF, _DCTERMS = PREFIXES["rdf"], PREFIXES["dcterms"]
_TYPE = NamedNode(_RDF + "type")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_ACTOR, _LABEL, _ALIAS = (NamedNode(KG + name) for name in ("actor", "actorLabel", "actorAlias"))
_LINK, _SPEAKER = NamedNode(KG + "link"), NamedNode(KG + "attributedTo")
_SET_ASIDE, _BROUGHT_IN = NamedNode(KG + "setAside"), NamedNode(KG + "broughtIn")
_STATEMENT = NamedNode(KG + "Statement")
_DATETIME = NamedNode(PREFIXES["xsd"] + "dateTime")

Node = dict[NamedNode, set[NamedNode | Literal]]
Nodes = dict[NamedNode, Node]


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision. `number` counts from 1 in the order they are applied; actors and statements are IRIs.

    merge: `actor` is the same as `into`. split: `actor` where it is called `name` (None: by any name), in
    `document` (None: in all of them), is `into` instead. rename: `actor` is called `label`. reject, confirm:
    `statement`. `label` and `type` say what `into` is. `undone` is when it was taken back.
    """

    number: int
    kind: str
    why: str
    by: str
    at: str
    actor: str | None = None
    into: str | None = None
    statement: str | None = None
    label: str | None = None
    type: str | None = None
    name: str | None = None
    document: str | None = None
    undone: str | None = None

    @property
    def target(self) -> str:
        """The IRI of what is corrected."""
        return self.actor or self.statement or ""


_PROPERTIES = {
    "number": KG + "number",
    "why": KG + "why",
    "by": _DCTERMS + "creator",
    "at": _DCTERMS + "created",
    "actor": KG + "correctedActor",
    "into": KG + "correctedInto",
    "statement": KG + "correctedStatement",
    "label": KG + "correctedLabel",
    "type": KG + "correctedType",
    "name": KG + "correctedName",
    "document": KG + "correctedDocument",
    "undone": KG + "undone",
}
_IRIS = ("actor", "into", "statement", "type", "document")


def new_actor_iri(label: str, *, base: str) -> str:
    """The IRI of an actor that only a correction names."""
    return f"{base}actor/corrected-{content_hash(label)}"


def correction_quads(correction: Correction, *, base: str) -> list[Quad]:
    """The correction as statements of its own, in the graph of corrections."""
    graph = NamedNode(graph_iri("corrections", base=base))
    node = NamedNode(f"{base}correction/{correction.number}")
    quads = [Quad(node, _TYPE, NamedNode(KG + "Correction"), graph)]
    quads.append(Quad(node, NamedNode(KG + "kind"), Literal(correction.kind), graph))
    for name, iri in _PROPERTIES.items():
        value = getattr(correction, name)
        if value is not None:
            quads.append(Quad(node, NamedNode(iri), _term(name, value), graph))
    return quads


def _term(name: str, value: str | int) -> NamedNode | Literal:
    if name in _IRIS:
        return NamedNode(str(value))
    if name in ("at", "undone"):
        return Literal(str(value), datatype=_DATETIME)
    return Literal(value)


def read_corrections(rows: Iterable[Mapping[str, object]]) -> list[Correction]:
    """Corrections from rows of a query whose columns are the fields, in order."""
    names = {field.name for field in fields(Correction)}
    found = [Correction(**{k: v for k, v in row.items() if k in names}) for row in rows]  # type: ignore[arg-type]
    return sorted(found, key=lambda correction: correction.number)


def as_extracted(quads: Iterable[Quad]) -> list[Quad]:
    """A document's graph without what corrections did to it."""
    present = set(quads)
    kept = [quad for quad in present if quad.predicate in (_SET_ASIDE, _BROUGHT_IN)]
    for quad in kept:
        present.discard(quad)
        if quad.predicate == _BROUGHT_IN:
            present.difference_update(_read_quads(quad))
    for quad in kept:
        if quad.predicate == _SET_ASIDE:
            present.update(_read_quads(quad))
    return list(present)


def as_seen(quads: Sequence[Quad], corrections: Sequence[Correction], *, base: str) -> list[Quad]:
    """A document's graph as extracted, with the corrections that are not undone applied in their order."""
    graph = quads[0].graph_name
    todo = [one for one in corrections if not one.undone and _concerns(one, str(getattr(graph, "value", "")))]
    targets = {NamedNode(one.target) for one in todo}
    if not any(quad.object in targets or quad.subject in targets for quad in quads):
        return list(quads)
    nodes = _nodes(quads)
    for correction in todo:
        _CORRECTORS[correction.kind](nodes, correction, base)
    before, after = set(quads), set(_quads(nodes, graph))
    if before == after:
        return list(quads)
    return [*after, _note(graph, _SET_ASIDE, before - after), _note(graph, _BROUGHT_IN, after - before)]


def _concerns(correction: Correction, graph: str) -> bool:
    return correction.document in (None, graph)


def _nodes(quads: Iterable[Quad]) -> Nodes:
    nodes: Nodes = {}
    for quad in quads:
        values = nodes.setdefault(quad.subject, {}).setdefault(quad.predicate, set())  # type: ignore[arg-type]
        values.add(quad.object)  # type: ignore[arg-type]
    return nodes


def _quads(nodes: Nodes, graph: object) -> Iterator[Quad]:
    for node, properties in nodes.items():
        for name, values in properties.items():
            yield from (Quad(node, name, value, graph) for value in values)  # type: ignore[arg-type]


def _note(graph: object, name: NamedNode, quads: Iterable[Quad]) -> Quad:
    lines = (serialize([q.triple for q in quads], format=RdfFormat.N_TRIPLES) or b"").decode().splitlines()
    return Quad(graph, name, Literal("\n".join(sorted(lines))), graph)  # type: ignore[arg-type]


def _read_quads(note: Quad) -> Iterator[Quad]:
    for triple in parse(note.object.value.encode(), format=RdfFormat.N_TRIPLES):  # type: ignore[union-attr]
        yield Quad(triple.subject, triple.predicate, triple.object, note.graph_name)


def _merge(nodes: Nodes, correction: Correction, base: str) -> None:
    old, new = NamedNode(str(correction.actor)), NamedNode(str(correction.into))
    for node in nodes.values():
        if old in node.get(_ACTOR, ()):
            _call(node, str(correction.label))
            node[NamedNode(KG + "mergedFrom")] = {old}
            _retype(node, correction)
        _replace(node, old, new, base)


def _split(nodes: Nodes, correction: Correction, base: str) -> None:
    old, new = NamedNode(str(correction.actor)), NamedNode(str(correction.into))
    for iri, node in list(nodes.items()):
        if old in node.get(_ACTOR, ()):
            _split_appearance(nodes, iri, correction, base)
        elif correction.name is None:
            _replace(node, old, new, base)
        else:
            called = Literal(correction.name)
            roles = [r for r in (_SUBJECT, _OBJECT) if called in node.get(_text_of(r), ())]
            _replace(node, old, new, base, roles)


def _split_appearance(nodes: Nodes, iri: NamedNode, correction: Correction, base: str) -> None:
    """By name, the actor still appears under its other names, and the new one beside it."""
    node = nodes[iri]
    if correction.name is not None:
        if not any(Literal(correction.name) in node.get(name, ()) for name in (_LABEL, _ALIAS)):
            return
        copy = {name: set(values) for name, values in node.items()}
        node[_ALIAS] = node.get(_ALIAS, set()) - {Literal(correction.name)}
        copy[_ALIAS] = {Literal(correction.name)}
        node = copy
        nodes[NamedNode(f"{base}appearance/{content_hash(iri.value, correction.into)}")] = node
    node[_ACTOR] = {NamedNode(str(correction.into))}
    node[_LABEL] = {Literal(str(correction.label))}
    _retype(node, correction)


def _rename(nodes: Nodes, correction: Correction, base: str) -> None:
    del base
    actor = NamedNode(str(correction.actor))
    for node in nodes.values():
        if actor in node.get(_ACTOR, ()):
            _call(node, str(correction.label))


def _reject(nodes: Nodes, correction: Correction, base: str) -> None:
    """A rejected statement keeps its sentence, but is no statement and counts in no link."""
    del base
    node = nodes.get(NamedNode(str(correction.statement)))
    if node and _STATEMENT in node.get(_TYPE, ()):
        node[_TYPE] = {NamedNode(KG + "RejectedStatement")}
        node.pop(_LINK, None)


def _confirm(nodes: Nodes, correction: Correction, base: str) -> None:
    del base
    node = nodes.get(NamedNode(str(correction.statement)))
    if node:
        node[NamedNode(KG + "confirmed")] = {Literal(True)}


_CORRECTORS: Mapping[str, Callable[[Nodes, Correction, str], None]] = {
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "reject": _reject,
    "confirm": _confirm,
}


def _text_of(role: NamedNode) -> NamedNode:
    return NamedNode(KG + role.value.removeprefix(_RDF) + "Text")


def _call(node: Node, label: str) -> None:
    """Give an appearance another label; the one it had stays as another name."""
    new = {Literal(label)}
    node[_ALIAS] = (node.get(_ALIAS, set()) | node.get(_LABEL, set())) - new
    node[_LABEL] = {*new}


def _retype(node: Node, correction: Correction) -> None:
    if correction.type:
        node[NamedNode(KG + "actorType")] = {NamedNode(correction.type)}


def _replace(
    node: Node,
    old: NamedNode,
    new: NamedNode,
    base: str,
    roles: Sequence[NamedNode] = (_SUBJECT, _OBJECT, _SPEAKER, _ACTOR),
) -> None:
    for role in roles:
        if old in node.get(role, ()):
            node[role] = {new}
    if _LINK in node:
        ends = (next(iter(node[name])).value for name in (_SUBJECT, _PREDICATE, _OBJECT))
        node[_LINK] = {NamedNode(link_iri(*ends, base=base))}
