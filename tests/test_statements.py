"""Readings become RDF and JSON, the same for the same text, and say all that was read."""

from __future__ import annotations

import json
from datetime import date

import pyoxigraph as ox
import pytest
from graphs import Said, known_graph, make_reading

from kg.statements import document_quads, reading_json, reading_quads, statement_id, time_span
from kg.terms import KG, document_iri

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def values(quads: list[ox.Quad], subject: str, name: str) -> set[str]:
    return {
        quad.object.value for quad in quads if quad.subject.value == subject and quad.predicate.value == name
    }


def test_two_readings_give_the_same_quads() -> None:
    once, again = ([str(quad) for reading in known_graph() for quad in reading_quads(reading)] for _ in "ab")
    assert once == again
    assert len(once) > 300


def test_every_quad_of_a_document_is_in_its_graph() -> None:
    reading = known_graph()[0]
    graphs = {quad.graph_name.value for quad in document_quads(reading)}
    assert graphs == {document_iri("mosul.txt", base="https://actor-kg.example/")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (RDF + "predicate", KG + "attacks"),
        (KG + "family", KG + "fights"),
        (KG + "status", KG + "actual"),
        (KG + "past", "true"),
        (KG + "time", "2014-06-10"),
        (KG + "earliest", "2014-06-10"),
        (KG + "confidence", "0.83"),
        (KG + "evidence", "ISIL actual attacks Iraqi Army."),
        (KG + "begin", "0"),
        (KG + "end", "31"),
        (KG + "subjectText", "ISIL"),
        (KG + "objectBegin", "20"),
    ],
)
def test_a_statement_carries(name: str, value: str) -> None:
    reading = known_graph()[0]
    assert values(document_quads(reading), reading.statements[0].id, name) == {value}


def test_a_denial_points_at_the_statement_it_denies() -> None:
    reading = known_graph()[1]
    claim, denial = reading.statements[:2]
    assert values(document_quads(reading), denial.id, KG + "deniedClaim") == {claim.id}


def test_only_actual_statements_give_a_direct_triple() -> None:
    quads = reading_quads(
        make_reading("a", Said("Iran", "arms", "Iraq"), Said("Iraq", "arms", "Iran", "negated"))
    )
    iran, iraq = "https://actor-kg.example/actor/iran", "https://actor-kg.example/actor/iraq"
    assert values(quads, iran, KG + "arms") == values(quads, iran, KG + "supports") == {iraq}
    assert not values(quads, iraq, KG + "arms")


def test_the_quads_load_in_a_store_and_reading_them_again_adds_nothing() -> None:
    store = ox.Store()
    for reading in known_graph() * 2:
        store.extend(reading_quads(reading))
    assert len(store) == len({str(quad) for reading in known_graph() for quad in reading_quads(reading)})


@pytest.mark.parametrize(
    "change", ["document", "evidence", "subject", "relation", "object", "status", "mentions"]
)
def test_an_identity_depends_on_its_parts(change: str) -> None:
    parts = {"evidence": (0, 9), "subject": "a:1", "relation": "arms", "object": "a:2", "status": "actual"}
    other = {"evidence": (0, 8), "subject": "a:3", "mentions": (1, 2)}.get(change, "other")
    same = statement_id("b:", "name", **parts)
    assert same == statement_id("b:", "name", **parts)
    if change == "document":
        assert same != statement_id("b:", "other", **parts)
    else:
        assert same != statement_id("b:", "name", **{**parts, change: other})


@pytest.mark.parametrize(
    ("time", "span"),
    [
        ("2014-06-13", ("2014-06-13", "2014-06-13")),
        ("2014-02", ("2014-02-01", "2014-02-28")),
        ("2007", ("2007-01-01", "2007-12-31")),
        ("2014-06-07/2014-06-13", ("2014-06-07", "2014-06-13")),
        ("2013/2014-06", ("2013-01-01", "2014-06-30")),
        ("last spring", ()),
        ("2014-13-40", ()),
        ("9999", ()),
    ],
)
def test_times_are_placed_between_two_days(time: str, span: tuple[str, ...]) -> None:
    assert time_span(time) == span


def test_text_that_is_no_text_can_be_stored() -> None:
    reading = make_reading("broken", Said("Iran", "denies", None, claim="half a \ud83d pair"))
    ox.Store().extend(reading_quads(reading))


def test_json_has_the_form_that_the_scorer_reads() -> None:
    reading = make_reading(
        "b.txt", Said("Iran", "arms", "Iraq", by="United States"), published=date(2014, 6, 15)
    )
    plain = json.loads(json.dumps(reading_json(reading)))
    assert plain["document"], plain["published"] == ("b.txt", "2014-06-15")
    statement = plain["statements"][0]
    assert statement["attributed_to"]["label"] == "United States"
    assert statement["object"]["mention"] == {"text": "Iraq", "begin": 17, "end": 21}
    assert {actor["label"] for actor in plain["actors"]} == {"Iran", "Iraq", "United States"}
