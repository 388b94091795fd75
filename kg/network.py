"""A store comes in; one networkx graph of its actors and statements, for pictures and exports, goes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import networkx

from kg.ontology import load_ontology
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.tables import Table

__all__ = ["Network", "add_actor", "add_statement", "finish_network", "load_network", "new_network"]

Network: TypeAlias = networkx.MultiDiGraph
Facts = dict[str, list[Any]]


class Readable(Protocol):
    """What a network is read from: a store."""

    def query(self, sparql: str, /, **bindings: object) -> Table: ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]: ...


_RDF, _RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]
_NUMBERS = ("begin", "end", "subjectBegin", "objectBegin")


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
    target = object if object is not None else _claim_node(network, statement, values["claim"])
    network.add_edge(subject, target, key=statement, **values)


def _claim_node(network: Network, statement: str, claim: str | None) -> str:
    """A denial of something that is no actor is drawn to the claim itself, in the text's words."""
    node = f"{statement}#claim"
    network.add_node(
        node,
        label=claim or "claim",
        type="Claim",
        aliases=[],
        known=False,
        documents=[],
        weight=0,
        claim=True,
    )
    return node


def finish_network(network: Network) -> Network:
    """Work out what depends on all statements: weights, symmetry, what is contested, what is a reprint."""
    relations = network.graph["relations"]
    for _, _, facts in network.edges(data=True):
        facts["symmetric"] = bool(relations.get(facts["family"], {}).get("symmetric", False))
    _mark_contested(network)
    _mark_reprints(network)
    for node, degree in network.degree():
        network.nodes[node]["weight"] = degree
    return network


def _mark_contested(network: Network) -> None:
    """Contested is what one text states and another (or the same) says is not so, or what somebody denies."""
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    denied: set[str] = set()
    for subject, target, facts in network.edges(data=True):
        said[_what_is_said(subject, target, facts)].add(facts["status"])
        if facts["status"] == "actual":
            denied.update(facts["denied"])
    for subject, target, statement, facts in network.edges(keys=True, data=True):
        both = said[_what_is_said(subject, target, facts)] >= {"actual", "negated"}
        facts["contested"] = statement in denied or (both and facts["status"] != "possible")


def _what_is_said(subject: str, target: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    ends = sorted((subject, target)) if facts["symmetric"] else (subject, target)
    return (facts["relation"], *ends)


def _mark_reprints(network: Network) -> None:
    """The same sentence in a second document is an agency's copy, and no second source.

    Nor is what a near copy of a document says, in whatever words, where the document says the like.
    """
    seen: dict[tuple[str, ...], str] = {}
    edges = sorted(
        network.edges(keys=True, data=True),
        key=lambda edge: (edge[3]["published"] or "~", edge[3]["original"] is not None, edge[2]),
    )
    for subject, target, _, facts in edges:
        document = facts["document"]
        ends = sorted((subject, target)) if facts["symmetric"] else (subject, target)
        sentence = " ".join(facts["evidence"].split()).casefold()
        same = (subject, target, facts["relation"], facts["status"], sentence)
        like = (*ends, facts["family"], facts["status"], facts["original"] or document, "")
        first = [seen.setdefault(what, document) for what in (same, like)]
        facts["independent"] = first == [document, document]


def load_network(store: Readable) -> Network:
    """Every actor and every statement of `store`, actors without a statement included.

    Nodes are actors' IRIs (`label`, `type`, `aliases`, `weight`, `documents`, `known`); edges are keyed by
    the statement's IRI and hold what it holds, its document's title, date and source included.
    """
    facts = _stored_facts(store)
    network = _empty_network(store)
    documents = facts["Document"]
    _add_actors(network, facts["Appearance"].values(), documents)
    for statement, found in sorted(facts["Statement"].items()):
        _add_stored(network, statement, found, documents)
    return finish_network(network)


def _stored_facts(store: Readable) -> dict[str, dict[str, Facts]]:
    """Documents, appearances and statements by IRI, read graph by graph: a query's table takes far longer."""
    found: dict[str, dict[str, Facts]] = {"Document": {}, "Appearance": {}, "Statement": {}}
    for document, original in store.query(_query("documents")).rows:
        nodes: dict[str, Facts] = {}
        for quad in store.quads(str(document)):
            subject, name, value = (term.value for term in quad.triple)
            nodes.setdefault(subject, {}).setdefault(_local(name), []).append(value)
        for node, facts in nodes.items():
            for kind in {_local(kind) for kind in facts.get("type", ())} & found.keys():
                found[kind][node] = facts
        if original is not None:
            found["Document"].get(str(document), {})["original"] = [original]
    return found


def _query(name: str) -> str:
    return files("kg").joinpath("sparql", "network", f"{name}.rq").read_text("utf-8")


def _add_fact(facts: Facts, name: str, value: Any) -> None:
    facts.setdefault(_local(name), []).append(value)


def _local(iri: Any) -> str:
    text = str(iri)
    return text[max(text.rfind("#"), text.rfind("/")) + 1 :]


def _empty_network(store: Readable) -> Network:
    found: dict[str, Facts] = defaultdict(dict)
    for node, name, value in store.query(_query("vocabulary")).rows:
        _add_fact(found[_local(node)], str(name), value)
    relations, types = {}, {}
    for name, facts in sorted(found.items()):
        kinds = {_local(kind) for kind in facts.get("type", ())}
        label = min((str(label) for label in facts.get("label", ())), default=name)
        if "RelationType" in kinds:
            sign = int(_one(facts, "sign", 0))
            relations[name] = {"label": label, "symmetric": "SymmetricProperty" in kinds, "sign": sign}
        else:
            types[name] = label
    return new_network(relations=relations, types=types) if relations else _packaged_vocabulary()


def _packaged_vocabulary() -> Network:
    """For a store that was filled without its ontology."""
    ontology = load_ontology()
    relations = {
        name: {"label": relation.label, "symmetric": relation.symmetric, "sign": relation.sign}
        for name, relation in ontology.relation_types.items()
    }
    return new_network(
        relations=relations, types={name: actor.label for name, actor in ontology.actor_types.items()}
    )


def _add_actors(network: Network, appearances: Iterable[Facts], documents: Mapping[str, Facts]) -> None:
    """Documents may differ over an actor's label and type: the most frequent is drawn, the rest kept."""
    actors: dict[str, list[Facts]] = defaultdict(list)
    for facts in appearances:
        actors[_one(facts, "actor", "")].append(facts)
    for actor, found in sorted(actors.items()):
        labels = _gather(found, "actorLabel")
        names = {
            _one(documents.get(document, {}), "name", document)
            for document in _gather(found, "wasDerivedFrom")
        }
        add_actor(
            network,
            actor,
            label=_commonest(labels),
            type=_local(_commonest(_gather(found, "actorType"))),
            aliases=[*labels, *_gather(found, "actorAlias")],
            known=any(_true(value) for value in _gather(found, "known")),
            documents=names,
        )


def _gather(found: Sequence[Facts], name: str) -> list[str]:
    return [str(value) for facts in found for value in facts.get(name, ())]


def _commonest(values: Sequence[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _one(facts: Facts, name: str, otherwise: Any = None) -> Any:
    found = facts.get(name)
    return str(found[0]) if found else otherwise


def _true(value: Any) -> bool:
    return str(value).lower() in ("true", "1")


def _add_stored(network: Network, statement: str, facts: Facts, documents: Mapping[str, Facts]) -> None:
    document = documents.get(_one(facts, "wasDerivedFrom", ""), {})
    speaker = _one(facts, "attributedTo")
    numbers = {name: int(str(facts[name][0])) for name in _NUMBERS if name in facts}
    for actor in filter(None, (_one(facts, "subject"), _one(facts, "object"))):
        if actor not in network:
            add_actor(network, actor, label=_local(actor), type="Group")
    add_statement(
        network,
        statement,
        _one(facts, "subject"),
        _one(facts, "object"),
        relation=_local(_one(facts, "predicate", "")),
        family=_local(_one(facts, "family", "")),
        status=_local(_one(facts, "status", "")),
        past=_true(_one(facts, "past", False)),
        speaker=speaker,
        speaker_label=network.nodes[speaker]["label"] if speaker in network else speaker and _local(speaker),
        claim=_one(facts, "claim"),
        denied=sorted(str(denied) for denied in facts.get("deniedClaim", ())),
        time=_one(facts, "time"),
        earliest=_one(facts, "earliest"),
        latest=_one(facts, "latest"),
        confidence=float(_one(facts, "confidence", 0)),
        rule=_one(facts, "rule", ""),
        evidence=_one(facts, "evidence", ""),
        begin=numbers.get("begin", 0),
        end=numbers.get("end", 0),
        subject_text=_one(facts, "subjectText", ""),
        subject_begin=numbers.get("subjectBegin", 0),
        subject_end=_end(facts, "subject") or 0,
        object_text=_one(facts, "objectText"),
        object_begin=numbers.get("objectBegin"),
        object_end=_end(facts, "object"),
        document=_one(document, "name", ""),
        title=_one(document, "title"),
        published=_one(document, "issued"),
        source=_one(document, "source"),
        original=_one(document, "original"),
    )


def _end(facts: Facts, role: str) -> int | None:
    """Where a mention ends: as far from its begin as it is long."""
    begin = _one(facts, role + "Begin")
    return int(begin) + len(_one(facts, role + "Text", "")) if begin is not None else None
