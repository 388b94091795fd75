"""A store comes in; what it says of relation types, documents, actors and statements goes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from pyoxigraph import NamedNode

from kg.ontology import load_ontology
from kg.turtle import local_name

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.tables import Table

__all__ = [
    "Actors",
    "Part",
    "Readable",
    "Vocabulary",
    "read_parts",
    "read_vocabulary",
    "statement_facts",
]

Facts = Mapping[str, Any]
_SEVERAL = ("actorAlias", "deniedClaim")


class Readable(Protocol):
    """What can be read from: a store."""

    @property
    def where(self) -> str: ...

    def query(self, sparql: str, /, **bindings: object) -> Table: ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]: ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`relations` maps names of relations and families to label, symmetry and sign; `types` to labels."""

    relations: dict[str, dict[str, Any]]
    types: dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What one document holds: facts about itself, the actors that appear in it, its statements by IRI."""

    document: Mapping[str, Any]
    appearances: list[Facts]
    statements: list[tuple[str, Facts]]


def read_parts(store: Readable, *, appearances: bool = True) -> Iterator[Part]:
    """Every document with what it holds: the oldest first, a copy after what it copies, then by name.

    Never more than one document is in memory: one table of all statements takes as long, and all the memory.
    Without `appearances` the actors are left out where that saves work.
    """
    kinds = ("appearances", "statements") if appearances else ("statements",)
    read = _quad_by_quad if _at_a_server(store) else partial(_row_by_row, kinds=kinds)
    documents: dict[str, dict[str, Any]] = {}
    for about in sorted(store.query(_query("documents")).dicts(), key=_age):
        documents.setdefault(str(about["document"]), about)  # of two titles one has to do
    for document, about in documents.items():
        nodes = read(store, NamedNode(document))
        yield Part(
            about,
            [facts for facts in nodes.values() if "actor" in facts],
            sorted((node, facts) for node, facts in nodes.items() if "subject" in facts),
        )


def _age(about: Mapping[str, Any]) -> tuple[str, bool, str, str]:
    rest = (about[name] for name in ("title", "source", "original"))
    return str(about["published"] or "~"), about["original"] is not None, str(about["name"]), str([*rest])


def _at_a_server(store: Readable) -> bool:
    return store.where.startswith(("http:", "https:"))


def _row_by_row(store: Readable, graph: NamedNode, *, kinds: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The quick way where the planning of a query with many columns takes no time: half the terms to make."""
    nodes: dict[str, dict[str, Any]] = {}
    for name in kinds:
        table = store.query(_query(name), graph=graph)
        place = table.columns.index("node")
        for row in table.terms:
            values = [None if cell is None else cell.value for cell in row]  # type: ignore[union-attr]
            nodes[str(values[place])] = dict(zip(table.columns, values, strict=True))
    for node, kind, value in store.query(_query("several"), graph=graph).rows:
        nodes.get(str(node), {}).setdefault(local_name(str(kind)), []).append(str(value))
    return nodes


def _quad_by_quad(store: Readable, graph: NamedNode) -> dict[str, dict[str, Any]]:
    """The sure way at a server, which may cut a table short or plan long for many columns."""
    nodes: dict[str, dict[str, Any]] = defaultdict(dict)
    for quad in store.quads(graph.value):
        node, kind, value = (term.value for term in quad.triple)
        name = local_name(kind)
        if name in _SEVERAL:
            nodes[node].setdefault(name, []).append(value)
        else:
            nodes[node][name] = value
    return nodes


def statement_facts(facts: Facts, document: Mapping[str, Any]) -> tuple[str, str | None, dict[str, Any]]:
    """The subject, the object if there is one, and what else is said, under the names that an edge has."""
    given = facts.get
    begin, end, subject_begin, object_begin = (
        int(given(name) or 0) for name in ("begin", "end", "subjectBegin", "objectBegin")
    )
    subject_text, object_text = given("subjectText") or "", given("objectText")
    return facts["subject"], given("object"), {
        "relation": local_name(facts["predicate"]),
        "family": local_name(facts["family"]),
        "status": local_name(facts["status"]),
        "past": given("past") == "true",
        "speaker": given("attributedTo"),
        "speaker_label": None,
        "claim": given("claim"),
        "denied": sorted(given("deniedClaim") or ()),
        "time": given("time"),
        "earliest": given("earliest"),
        "latest": given("latest"),
        "confidence": float(given("confidence") or 0),
        "rule": given("rule") or "",
        "evidence": given("evidence") or "",
        "begin": begin,
        "end": end,
        "subject_text": subject_text,
        "subject_begin": subject_begin,
        "subject_end": subject_begin + len(subject_text),  # a mention ends where its text does
        "object_text": object_text,
        "object_begin": None if object_text is None else object_begin,
        "object_end": None if object_text is None else object_begin + len(object_text),
        "document": document["name"],
        "title": document["title"],
        "published": document["published"],
        "source": document["source"],
        "original": document["original"],
    }  # fmt: skip


@dataclass(slots=True)
class _Appearances:
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    documents: list[str] = field(default_factory=list)
    known: bool = False
    times: int = 0


class Actors:
    """Actors as documents name them: these may differ over label and type, and the most frequent is taken."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, _Appearances] = defaultdict(_Appearances)

    def count(self, store: Readable) -> bool:
        """Take in all at once, with a number of documents for their names; not at a server: it may cut it."""
        if _at_a_server(store):
            return False
        for row in store.query(_query("actors")).dicts():
            actor, times = self._seen[str(row["actor"])], int(str(row["documents"]))
            actor.labels[str(row["actorLabel"])] += times
            actor.types[str(row["actorType"])] += times
            actor.known |= row["known"] is True
            actor.times += times
        for iri, alias in store.query(_query("aliases")).rows:
            self._seen[str(iri)].aliases.add(str(alias))
        return True

    def see(self, part: Part) -> None:
        """Take in whom one document names."""
        for facts in part.appearances:
            actor = self._seen[facts["actor"]]
            actor.labels[facts["actorLabel"]] += 1
            actor.types[facts["actorType"]] += 1
            actor.aliases.update(facts.get("actorAlias", ()))
            actor.documents.append(part.document["name"])
            actor.known |= facts.get("known") == "true"

    def found(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every actor by IRI, with its label, type, names, documents, and whether the ontology knows it."""
        for iri, actor in sorted(self._seen.items()):
            yield (
                iri,
                {
                    "label": _commonest(actor.labels),
                    "type": local_name(_commonest(actor.types)),
                    "aliases": actor.aliases | actor.labels.keys(),
                    "known": actor.known,
                    "documents": actor.documents or range(actor.times),
                },
            )

    @staticmethod
    def unnamed(iri: str) -> dict[str, Any]:
        """The same for whom no document names."""
        return {"label": local_name(iri), "type": "Group", "aliases": set(), "known": False, "documents": []}


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))


def read_vocabulary(store: Readable) -> Vocabulary:
    """The relation types and actor types of the store's ontology, or of the packaged one if it has none."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for node, name, value in store.query(_query("vocabulary")).rows:
        found[local_name(str(node))].setdefault(local_name(str(name)), []).append(str(value))
    relations, types = {}, {}
    for name, facts in sorted(found.items()):
        kinds = set(map(local_name, facts.get("type", ())))
        label = min(facts.get("label", ()), default=name)
        if "RelationType" in kinds:
            sign = int(facts["sign"][0]) if "sign" in facts else 0
            relations[name] = {"label": label, "symmetric": "SymmetricProperty" in kinds, "sign": sign}
        else:
            types[name] = label
    return Vocabulary(relations, types) if relations else _packaged_vocabulary()


def _packaged_vocabulary() -> Vocabulary:
    ontology = load_ontology()
    relations = {
        name: {"label": relation.label, "symmetric": relation.symmetric, "sign": relation.sign}
        for name, relation in ontology.relation_types.items()
    }
    return Vocabulary(relations, {name: actor.label for name, actor in ontology.actor_types.items()})


@cache
def _query(name: str) -> str:
    return files("kg").joinpath("sparql", "network", f"{name}.rq").read_text("utf-8")
