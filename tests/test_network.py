"""The network holds what the store holds, and what only the whole of it can tell."""

from __future__ import annotations

import pytest
from graphs import Said, actor_id, make_reading
from networks import RELATIONS, demo_network, filled_store

from kg.network import Network, add_actor, add_statement, finish_network, load_network, new_network


@pytest.fixture(scope="module")
def network() -> Network:
    return demo_network()


def edges(network: Network, subject: str, target: str) -> list[dict]:
    return [
        facts for _, end, facts in network.out_edges(actor_id(subject), data=True) if end == actor_id(target)
    ]


def test_every_statement_is_an_edge_under_its_iri(network: Network) -> None:
    with filled_store() as store:
        stored = {row[0] for row in store.query("SELECT ?s WHERE { ?s a kg:Statement }").rows}
        assert {key for _, _, key in load_network(store).edges(keys=True)} == stored


def test_an_actor_has_its_names_type_and_documents(network: Network) -> None:
    facts = network.nodes[actor_id("United States")]
    assert (facts["label"], facts["type"], facts["aliases"]) == (
        "United States",
        "State",
        ["America", "Washington"],
    )
    assert facts["documents"] == ["mosul.txt", "sadr.txt", "talks.txt", "tehran.txt"]


def test_a_statement_keeps_its_evidence_and_document(network: Network) -> None:
    (facts,) = (one for one in edges(network, "Iran", "Peace Brigades") if one["status"] == "actual")
    assert facts["relation"] == "arms"
    assert facts["family"] == "supports"
    assert facts["evidence"][facts["subject_begin"] - facts["begin"] :].startswith("Iran")
    assert (facts["title"], facts["published"], facts["source"]) == (
        "A brief",
        "2014-06-15",
        "Another Agency",
    )
    assert facts["speaker_label"] == "United States"


def test_what_is_stated_and_negated_is_contested(network: Network) -> None:
    assert all(one["contested"] for one in edges(network, "Iran", "Peace Brigades"))
    assert not any(one["contested"] for one in edges(network, "ISIL", "JRTN"))


def test_what_somebody_denies_is_contested() -> None:
    said = (
        Said("Iran", "arms", "JRTN", by="Iraq"),
        Said("Iran", "denies", "Iraq", claim="arming it", denies=0),
    )
    network = load_network(filled_store([make_reading("a.txt", *said)]))
    assert [one["contested"] for one in edges(network, "Iran", "JRTN")] == [True]
    assert [one["contested"] for one in edges(network, "Iran", "Iraq")] == [False]


def test_a_reprint_is_no_second_source(network: Network) -> None:
    found = [one for one in edges(network, "ISIL", "Iraqi Army") if one["time"]]
    assert [
        (one["document"], one["independent"]) for one in sorted(found, key=lambda one: not one["independent"])
    ] == [
        ("copy.txt", True),
        ("mosul.txt", False),
    ]


def test_a_denial_without_an_object_points_at_its_claim(network: Network) -> None:
    (claim,) = (node for node, facts in network.nodes(data=True) if facts["type"] == "Claim")
    assert network.nodes[claim]["label"] == "that its soldiers crossed the border"
    assert [facts["object_text"] for *_, facts in network.in_edges(claim, data=True)] == [None]


def test_weight_counts_statements(network: Network) -> None:
    assert network.nodes[actor_id("IRGC")]["weight"] == 1
    assert network.nodes[actor_id("JRTN")]["weight"] == 2


def test_symmetry_comes_from_the_ontology(network: Network) -> None:
    assert all(
        one["symmetric"] for one in edges(network, "United States", "Iran") if one["family"] == "talksWith"
    )
    assert not any(one["symmetric"] for one in edges(network, "ISIL", "Iraqi Army"))


@pytest.mark.parametrize(("family", "contested"), [("talksWith", True), ("fights", False)])
def test_the_other_way_round_contradicts_only_a_symmetric_relation(family: str, contested: bool) -> None:
    network = new_network(relations=RELATIONS)
    for actor in ("x:a", "x:b"):
        add_actor(network, actor, label=actor, type="State")
    add_statement(network, "x:1", "x:a", "x:b", relation=family, family=family)
    add_statement(network, "x:2", "x:b", "x:a", relation=family, family=family, status="negated")
    finish_network(network)
    assert {facts["contested"] for *_, facts in network.edges(data=True)} == {contested}


def test_an_empty_store_gives_an_empty_network() -> None:
    assert len(load_network(filled_store([]))) == 0


def test_a_misspelt_fact_is_refused() -> None:
    network = new_network()
    add_actor(network, "x:a", label="A", type="State")
    with pytest.raises(TypeError, match="speeker"):
        add_statement(network, "x:1", "x:a", "x:a", speeker="x:a")
