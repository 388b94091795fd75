"""Whatever breaks a shape is found and explained, and what is sound is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphs import generated_readings, known_graph
from pyoxigraph import Literal, NamedNode, Quad

from kg import checking
from kg.checking import store_faults
from kg.store import Store, open_store
from kg.terms import KG, PREFIXES, document_iri

RDF, DCTERMS, PROV = PREFIXES["rdf"], PREFIXES["dcterms"], PREFIXES["prov"]
GRAPH = NamedNode(document_iri("mosul.txt", base="https://actor-kg.example/"))


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        for reading in known_graph():
            opened.add(reading)
        yield opened


def node_of(store: Store, kind: str) -> NamedNode:
    asked = f"SELECT ?node WHERE {{ GRAPH {GRAPH} {{ ?node a kg:{kind} }} }} ORDER BY ?node LIMIT 1"
    return store.query(asked).terms[0][0]  # type: ignore[return-value]


def change(store: Store, kind: str, name: str, *values: NamedNode | Literal) -> None:
    """Give a node of the first document other values for one property, past all care of the store."""
    node, prop = node_of(store, kind), NamedNode(name)
    old = [quad for quad in store.quads(GRAPH.value) if (quad.subject, quad.predicate) == (node, prop)]
    new = [Quad(node, prop, value, GRAPH) for value in values]
    store._backend.write(remove=old, add=[quad for quad in new if quad not in old])
    store._backend.write(add=new)


FAULTS = [
    ("Statement", KG + "evidence", (), "one sentence"),
    ("Statement", KG + "evidence", (Literal(""),), "one sentence"),
    ("Statement", KG + "evidence", (Literal("too short"),), "not as long as its offsets say"),
    ("Statement", KG + "status", (), "one status"),
    ("Statement", KG + "status", (NamedNode(KG + "perhaps"),), "one status"),
    ("Statement", KG + "status", (NamedNode(KG + "actual"), NamedNode(KG + "negated")), "one status"),
    ("Statement", KG + "begin", (), "where its sentence begins"),
    ("Statement", KG + "begin", (Literal(-1),), "where its sentence begins"),
    ("Statement", KG + "end", (), "where its sentence ends"),
    ("Statement", KG + "end", (Literal(100_000),), "outside it"),
    ("Statement", KG + "subjectBegin", (Literal(100_000),), "subject's mention"),
    ("Statement", KG + "subjectBegin", (Literal(-1),), "subject's mention"),
    ("Statement", KG + "subjectText", (), "one mention of its subject"),
    ("Statement", KG + "objectBegin", (Literal(100_000),), "object's mention"),
    ("Statement", KG + "objectText", (Literal(""),), "or an empty one"),
    ("Statement", KG + "confidence", (Literal(7),), "from 0 to 1"),
    ("Statement", KG + "rule", (), "name the rule"),
    ("Statement", PROV + "wasDerivedFrom", (), "one document"),
    ("Statement", RDF + "subject", (), "one subject"),
    ("Statement", RDF + "subject", (Literal("ISIL"),), "one subject"),
    ("Statement", RDF + "object", (), "needs an object"),
    ("Statement", KG + "family", (), "one family"),
    ("Appearance", KG + "actorLabel", (), "one label"),
    ("Appearance", KG + "actorType", (), "one type"),
    ("Appearance", KG + "actor", (), "one actor"),
    ("Document", KG + "sha256", (Literal("abc"),), "64 hexadecimal digits"),
    ("Document", KG + "characters", (Literal("many"),), "a whole number"),
    ("Document", DCTERMS + "issued", (Literal("June"),), "date of publication"),
]


@pytest.mark.parametrize(("kind", "name", "values", "message"), FAULTS)
@pytest.mark.parametrize("large", [False, True])
def test_a_fault_is_found_and_explained(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
    values: tuple[Literal, ...],
    message: str,
    large: bool,
) -> None:
    if large:
        monkeypatch.setattr(checking, "_ALL", 0)
    change(store, kind, name, *values)
    faults = list(store_faults(store))
    assert any(message in fault for fault in faults)
    assert all("\n" not in fault for fault in faults)


def test_a_sound_store_has_no_faults(store: Store) -> None:
    assert list(store_faults(store)) == []


def test_a_large_sound_store_is_checked_by_one_query(store: Store) -> None:
    assert list(store.add_all(generated_readings(checking._ALL * 3)))
    assert list(store_faults(store)) == []


def test_counts_that_were_tampered_with_are_told(store: Store) -> None:
    links = NamedNode("https://actor-kg.example/graph/links")
    store._backend.write(add=[Quad(links, NamedNode(KG + "actualCount"), Literal(9), links)])
    assert any("do not fit" in fault for fault in store_faults(store))
