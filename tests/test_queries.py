"""Every named question gives its known answer on a small graph, and says what is wrong with a parameter."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from datetime import date

import pytest
from graphs import Said, actor_id, generated_readings, known_graph, make_reading
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.queries import ask, find_actor, named_questions
from kg.store import Store, open_store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        for reading in known_graph():
            opened.add(reading)
        yield opened


ANSWERS: list[tuple[str, dict[str, str], tuple[str, ...], list[tuple[object, ...]]]] = [
    (
        "fights",
        {},
        ("subject", "relation", "object", "sentences", "sources"),
        [("ISIL", "attacks", "Iraqi Army", 2, 2), ("ISIL", "clashesWith", "JRTN", 1, 1)],
    ),
    (
        "allies",
        {},
        ("subject", "object", "first"),
        [("ISIL", "JRTN", "2014-06-13"), ("Iran", "Nouri al-Maliki", "2014-07-02")],
    ),
    ("talks", {}, ("subject", "relation", "object"), [("United States", "meets", "Iran")]),
    (
        "supporters",
        {},
        ("subject", "relation", "object", "negated"),
        [("Iran", "arms", "Peace Brigades", 1)],
    ),
    ("opponents", {}, ("subject", "object"), [("Peace Brigades", "United States")]),
    (
        "leaders",
        {},
        ("subject", "object"),
        [("Moqtada al-Sadr", "Peace Brigades"), ("Nouri al-Maliki", "Iraq")],
    ),
    ("members", {}, ("subject", "object"), [("IRGC", "Iran"), ("Iraqi Army", "Iraq")]),
    ("holders", {}, ("subject", "object"), []),
    (
        "denials",
        {},
        ("denier", "toward", "claim", "claimed", "claimant"),
        [
            ("Iran", None, "that its soldiers crossed the border", None, None),
            ("Iran", "United States", "that it armed anyone", "Iran arms Peace Brigades", "United States"),
        ],
    ),
    (
        "evidence",
        {"first": "iraqi army", "second": "ISIL"},
        ("evidence", "speaker", "document", "begin", "end"),
        [
            ("ISIL actual attacks Iraqi Army.", None, "mosul.txt", 0, 31),
            ("ISIL actual attacks Iraqi Army, Iraq said.", "Iraq", "sadr.txt", 112, 154),
        ],
    ),
    (
        "links",
        {"actor": "Washington"},
        ("subject", "relation", "object", "sentences", "possible"),
        [
            ("Iran", "denies", "United States", 1, 0),
            ("Peace Brigades", "opposes", "United States", 1, 0),
            ("United States", "meets", "Iran", 1, 0),
            ("United States", "negotiatesWith", "Iran", 0, 1),
        ],
    ),
    (
        "possible",
        {},
        ("subject", "relation", "object"),
        [
            ("ISIL", "controls", "Mosul Dam"),
            ("Peace Brigades", "attacks", "ISIL"),
            ("United States", "negotiatesWith", "Iran"),
        ],
    ),
    (
        "contested",
        {},
        ("subject", "relation", "object", "asserting", "contradicting"),
        [("Iran", "arms", "Peace Brigades", "United States", "Iran")],
    ),
    ("rivals", {}, ("one", "other", "friendly", "hostile"), [("ISIL", "JRTN", "alliedWith", "clashesWith")]),
    (
        "timeline",
        {"actor": "JRTN"},
        ("subject", "relation", "time", "published"),
        [
            ("ISIL", "alliedWith", None, "2014-06-13"),
            ("ISIL", "clashesWith", "2014-06-20/2014-06-21", "2014-07-02"),
        ],
    ),
    (
        "said-by",
        {"actor": "moqtada al-sadr"},
        ("subject", "relation", "object"),
        [("Peace Brigades", "opposes", "United States")],
    ),
]


WEB = [
    make_reading(
        "june.txt",
        Said("North", "attacks", "East"),
        Said("South", "attacks", "East"),
        Said("North", "alliedWith", "West"),
        Said("West", "clashesWith", "South"),
        Said("Broker", "meets", "North"),
        Said("Broker", "meets", "East"),
        published=date(2014, 6, 1),
    ),
    make_reading(
        "july.txt",
        Said("North", "attacks", "East"),
        Said("Broker", "meets", "South", by="West"),
        published=date(2014, 7, 1),
        source="Another Agency",
    ),
]
OVER_LINKS: list[tuple[str, dict[str, str], tuple[str, ...], list[tuple[object, ...]]]] = [
    (
        "enemies",
        {"actor": "East"},
        ("enemy", "relation", "sentences"),
        [("North", "attacks", 2), ("South", "attacks", 1)],
    ),
    ("common-enemies", {"first": "North", "second": "South"}, ("enemy", "with_first"), [("East", "attacks")]),
    ("brokers", {}, ("broker", "pairs", "example"), [("Broker", 2, "East and North")]),
    (
        "derived-enemies",
        {"actor": "North"},
        ("derived", "ally", "enemy"),
        [("enemy of an ally", "West", "South")],
    ),
    (
        "paths",
        {"first": "Broker", "second": "West"},
        ("length", "path"),
        [
            (2, "Broker - North - West"),
            (2, "Broker - South - West"),
            (3, "Broker - East - North - West"),
            (3, "Broker - East - South - West"),
        ],
    ),
    ("paths", {"first": "East", "second": "North"}, ("length",), [(1,), (2,), (3,), (3,)]),
    (
        "talks-by-month",
        {},
        ("month", "subject", "object"),
        [("2014-06", "Broker", "East"), ("2014-06", "Broker", "North"), ("2014-07", "Broker", "South")],
    ),
    (
        "changes",
        {"since": "2014-06-15", "until": "2014-07-30"},
        ("change", "subject", "object"),
        [
            ("new", "Broker", "South"),
            ("not reported again", "Broker", "East"),
            ("not reported again", "Broker", "North"),
            ("not reported again", "North", "West"),
            ("not reported again", "South", "East"),
            ("not reported again", "West", "South"),
        ],
    ),
    (
        "single-source",
        {},
        ("subject", "object", "source"),
        [
            ("Broker", "East", "Example Agency"),
            ("Broker", "North", "Example Agency"),
            ("Broker", "South", "Another Agency"),
            ("North", "West", "Example Agency"),
            ("South", "East", "Example Agency"),
            ("West", "South", "Example Agency"),
        ],
    ),
    ("speakers", {}, ("speaker", "about", "actual"), [("West", "Broker", 1), ("West", "South", 1)]),
    (
        "dossier",
        {"actor": "West"},
        ("section", "item", "sentences"),
        [
            ("1 name", "West", None),
            ("3 type", "Organisation", None),
            ("4 reports, with mentions", "june.txt", 1),
            ("4 reports, with mentions", "july.txt", 1),
            ("5 links, with sentences", "North alliedWith West", 1),
            ("5 links, with sentences", "West clashesWith South", 1),
        ],
    ),
    ("documents", {}, ("name", "statements"), [("july.txt", 2), ("june.txt", 6)]),
    (
        "relations",
        {},
        ("family", "relation", "links", "actual"),
        [
            ("alliedWith", "alliedWith", 1, 1),
            ("fights", "attacks", 2, 3),
            ("fights", "clashesWith", 1, 1),
            ("talksWith", "meets", 3, 3),
        ],
    ),
]


@pytest.mark.parametrize(("name", "given", "columns", "rows"), OVER_LINKS)
def test_a_question_over_several_links_gives_its_known_answer(
    name: str, given: dict[str, str], columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    with open_store("memory:") as web:
        assert len(list(web.add_all(WEB))) == 2
        answered = ask(web, name, given).dicts()
    assert [tuple(row[column] for column in columns) for row in answered] == rows


def test_what_is_derived_names_the_statements_it_rests_on() -> None:
    with open_store("memory:") as web:
        assert len(list(web.add_all(WEB))) == 2
        rests_on = str(ask(web, "derived-enemies", {"actor": "North"}).dicts()[0]["rests_on"]).split()
    assert set(rests_on) == {WEB[0].statements[2].id, WEB[0].statements[3].id}


@pytest.mark.parametrize(("name", "given", "columns", "rows"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_a_question_gives_its_known_answer(
    store: Store, name: str, given: dict[str, str], columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    answered = ask(store, name, given).dicts()
    assert [tuple(row[column] for column in columns) for row in answered] == rows


def test_what_each_source_says_counts_its_sentences(store: Store) -> None:
    rows = ask(store, "sources").rows
    assert len(rows) == 17
    assert rows[0] == ("Another Agency", "IRGC", "partOf", "Iran", "actual", 1)


def test_actors_come_with_type_and_counts(store: Store) -> None:
    rows = ask(store, "actors").rows
    assert rows[0] == ("United States", "State", 4, 4, actor_id("United States"))
    assert len(rows) == 11


def test_every_question_has_a_test_and_help() -> None:
    tested = {answer[0] for answer in [*ANSWERS, *OVER_LINKS]} | {"sources", "actors", "corrections"}
    assert set(named_questions()) == tested
    assert all(len(question.help) > 15 for question in named_questions().values())


def test_what_is_answered_without_sparql_is_what_sparql_answers() -> None:
    with open_store("memory:") as store:
        for reading in generated_readings(600):
            store.add(reading)
        by_sparql = store.query(named_questions()["brokers"].sparql)
        assert ask(store, "brokers") == by_sparql
        assert len(by_sparql) > 10


@pytest.mark.parametrize("size", [60, 600])
def test_paths_are_answered_as_their_sparql_says(size: int) -> None:
    """Also where there are more than 200, and between actors that nothing joins."""
    with open_store("memory:") as store:
        for reading in (
            make_reading("x", Said("Lone", "meets", "Actor 0")),
            *generated_readings(size, each=30),
        ):
            store.add(reading)
        actors = ["Lone", *(str(row[0]) for row in ask(store, "actors").rows[::3])]
        lengths = set()
        for first, second in itertools.product(actors, actors):
            found = ask(store, "paths", {"first": first, "second": second})
            ends = {"first": find_actor(store, first), "second": find_actor(store, second)}
            sparql = named_questions()["paths"].sparql
            assert found == store.query(sparql, **{name: NamedNode(iri) for name, iri in ends.items()})
            lengths.add(len(found))
        assert (max(lengths) == 200) == (size == 600)


@pytest.mark.parametrize("name", sorted(named_questions()))
def test_every_question_orders_its_rows(name: str) -> None:
    assert "ORDER BY" in named_questions()[name].sparql


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("figths", {}, 'did you mean "fights"'),
        ("qqqqqqq", {}, "kg query --list"),
        ("evidence", {"first": "Iran"}, "needs second="),
        ("fights", {"actor": "Iran"}, "takes no parameters"),
        ("links", {"actor": "Irann"}, '"Iran"'),
        ("links", {"actor": "zzzz"}, "kg query actors"),
        ("changes", {"since": "June", "until": "2014-07-01"}, "not a date"),
        ("links", {"actor": "Iran", "depth": "2"}, 'takes actor, not "depth"'),
    ],
)
def test_a_question_used_wrongly(store: Store, name: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, name, given)


@pytest.mark.parametrize(
    "name",
    [
        "United States",
        "united states",
        "America",
        "WASHINGTON",
        "actor:united-states",
        actor_id("United States"),
    ],
)
def test_an_actor_is_found_by_label_alias_and_iri(store: Store, name: str) -> None:
    assert find_actor(store, name) == actor_id("United States")


def test_a_name_of_several_actors_is_not_guessed() -> None:
    with open_store("memory:") as store:
        store.add(make_reading("a", Said("Guard", "arms", "guard")))
        assert find_actor(store, "Guard").endswith("/guard")
    with open_store("memory:") as store:
        store.add(make_reading("a", Said("Red Guard", "arms", "RED GUARD 2")))
        store.add(make_reading("b", Said("Red guard", "arms", "Iran"), base="https://other.example/"))
        with pytest.raises(QueryError, match="several actors"):
            find_actor(store, "RED GUARD")


def test_free_sparql_takes_values_for_its_variables(store: Store) -> None:
    asked = "SELECT ?label WHERE { ?actor rdfs:label ?label }"
    assert ask(store, asked, {"actor": "actor:jrtn"}).rows == [("JRTN",)]
    assert ask(store, asked, {"label": "JRTN"}).rows == [("JRTN",)]


def test_a_table_is_read_back_from_csv_and_json(store: Store) -> None:
    table = ask(store, "denials")
    assert list(csv.reader(io.StringIO(table.to_csv())))[1][2] == table.rows[0][2]
    parsed = json.loads(table.to_json())
    assert parsed["head"]["vars"] == list(table.columns)
    assert parsed["results"]["bindings"][1]["denier"] == {"type": "literal", "value": "Iran"}
    assert "toward" not in parsed["results"]["bindings"][0]
    assert parsed["results"]["bindings"][0]["published"]["datatype"].endswith("XMLSchema#date")


def test_other_forms_of_query_have_tables_too(store: Store) -> None:
    assert json.loads(ask(store, "ASK { ?s a kg:Statement }").to_json()) == {"head": {}, "boolean": True}
    graph = ask(store, "CONSTRUCT { ?a kg:fights ?b } WHERE { ?a kg:fights ?b }")
    assert graph.columns == ("subject", "predicate", "object")
    assert "actor:isil kg:fights actor:" in graph.to_turtle()
    with pytest.raises(QueryError, match="CONSTRUCT"):
        ask(store, "fights").to_turtle()
