"""A store keeps documents whole, once, and replaceable; and says clearly what is wrong with a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from graphs import Said, actor_id, generated_readings, known_graph, make_reading
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.corrections import Correction
from kg.errors import QueryError, StoreError
from kg.records import Reading
from kg.store import Store, open_store
from kg.terms import KG, document_iri

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Statement }"


@pytest.fixture(params=["memory", "folder", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    where: Path | str = "memory:" if request.param == "memory" else tmp_path / "store"
    if request.param == "virtuoso":
        where = request.getfixturevalue("virtuoso").url
    with open_store(where) as opened:
        yield opened


def lines(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def filled(readings: list[Reading], corrections: Iterable[Correction] = ()) -> list[str]:
    with open_store("memory:") as store:
        for correction in corrections:
            store.correct(correction)
        for reading in readings:
            store.add(reading)
        return lines(store)


def test_a_document_is_added_once(store: Store) -> None:
    assert [store.add(reading) for reading in known_graph()] == ["added"] * 4
    before = lines(store)
    assert [store.add(reading) for reading in known_graph()] == ["unchanged"] * 4
    assert lines(store) == before


def test_a_changed_document_replaces_itself_and_nothing_else(store: Store) -> None:
    for reading in known_graph():
        store.add(reading)
    changed = make_reading("talks.txt", Said("Iran", "meets", "Iraq"))
    assert store.add(changed) == "replaced"
    others = [reading for reading in known_graph() if reading.document.name != "talks.txt"]
    assert lines(store) == filled([*others, changed])


def test_a_removed_document_leaves_nothing_behind(store: Store) -> None:
    first, *others = known_graph()
    for reading in (first, *others):
        store.add(reading)
    assert store.remove(first.document.name)
    assert not store.remove(first.document.name)
    assert lines(store) == filled(others)


def test_the_last_document_removed_leaves_an_empty_store(store: Store) -> None:
    store.add(known_graph()[0])
    store.remove("mosul.txt")
    assert lines(store) == []


def test_order_and_way_of_loading_do_not_matter(store: Store) -> None:
    readings = [*known_graph(), *generated_readings(600, each=50)]
    assert {what for _, what in store.add_all(readings[::-1])} == {"added"}
    assert lines(store) == filled(readings)


def variants(seed: int) -> list[Reading]:
    """Four reports; the first three, of different agencies and days, have almost the same text.

    In it pairs are friends as well as enemies, and what is said is also said not to be so.
    """
    said = [
        Said(
            f"Actor {n % 4}",
            ("attacks", "arms")[n // 12 % 2],
            f"Actor {n % 3 + 7}",
            status=("actual", "negated")[n % 5 == 0],
        )
        for n in range(seed, seed + 30)
    ]
    copies = [
        make_reading(name, *said[cut:], source=f"Agency {cut * seed}", published=date(2014, 6, 9 - cut))
        for cut, name in enumerate(("x", "y", "z"))
    ]
    return [*copies, *generated_readings(20, each=20, seed=seed)]


CORRECTIONS = [
    Correction(
        number, "merge", "why", "me", f"2024-01-0{number}T00:00:00Z", actor=actor_id(f"Actor {number}"),
        into=actor_id(f"Actor {number + 7}"), label=f"Actor {number + 7}", type=KG + "Organisation",
    )
    for number in (1, 2)
]  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["add", "add", "ask", "remove", "change", "correct", "undo"])
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
@example([(0, "add"), (2, "add"), (0, "ask"), (2, "remove")])  # the original goes, its copy stays
@example([(2, "add"), (0, "add"), (0, "ask"), (1, "add"), (2, "change"), (1, "correct"), (2, "add")])
def test_names_and_counts_stay_right_through_adding_changing_removing_and_correcting(
    steps: list[tuple[int, str]],
) -> None:
    """Filled step by step, or at once with what is in it at the end, it holds the same quads."""
    pool = variants(1), variants(2)
    present: dict[int, Reading] = {}
    corrected: dict[int, Correction] = {}
    with open_store("memory:") as store:
        for number, step in steps:
            if step == "remove":
                store.remove(pool[0][number].document.name)
                present.pop(number, None)
            elif step == "ask":
                store.settle()
                assert store.is_settled()
            elif step in ("correct", "undo"):
                one = CORRECTIONS[number % 2]
                if step == "undo" and one.number in corrected:
                    one = replace(one, undone="2024-02-01T00:00:00Z")
                if step == "correct" or one.undone:
                    store.correct(one)
                    corrected[one.number] = one
            else:
                present[number] = pool[step == "change"][number]
                store.add(present[number])
        assert lines(store) == filled(list(present.values()), list(corrected.values()))


@pytest.mark.parametrize("kept", ["atOddsWith", "contradicts", "copyOf", "linkTotal", "reportTotal"])
def test_all_that_is_kept_in_step_is_there_to_be_kept(kept: str) -> None:
    assert any(f"ns#{kept}>" in line for line in filled(variants(1)))


@pytest.mark.parametrize(
    ("relation", "actual", "negated", "documents", "sources"),
    [("attacks", 2, 0, 2, 2), ("arms", 1, 1, 1, 1), ("meets", 1, 0, 1, 1)],
)
def test_a_link_counts_its_statements(
    store: Store, relation: str, actual: int, negated: int, documents: int, sources: int
) -> None:
    for reading in known_graph():
        store.add(reading)
    asked = """SELECT ?actual ?negated ?documents ?sources WHERE {
        ?link kg:linkRelation ?relation ; kg:actualCount ?actual ; kg:negatedCount ?negated ;
            kg:documentCount ?documents ; kg:sourceCount ?sources
        FILTER(?actual > 0) }"""
    rows = store.query(asked, relation=NamedNode("https://actor-kg.example/ns#" + relation)).rows
    assert rows == [(actual, negated, documents, sources)]


def test_an_actor_has_one_label_and_every_other_name_as_an_alias(store: Store) -> None:
    store.add(make_reading("a", Said("United States", "arms", "Iraq")))
    store.add(make_reading("b", Said("United States", "arms", "Iran")))
    asked = "SELECT ?label ?alias WHERE { ?a rdfs:label ?label ; skos:altLabel ?alias } ORDER BY ?alias"
    assert store.query(asked).rows == [("United States", "America"), ("United States", "Washington")]


ONTOLOGY = """@prefix kg: <https://actor-kg.example/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix actor: <https://actor-kg.example/actor/> .
kg:attacks a kg:RelationType ; rdfs:subPropertyOf kg:fights .
kg:fights a kg:RelationType ; rdfs:subPropertyOf kg:conflictsWith .
kg:conflictsWith a kg:RelationType , owl:SymmetricProperty .
actor:isil a kg:ArmedGroup ; kg:office [ kg:title "none" ] .
"""


def test_relations_above_and_both_ways_are_seen_by_queries(store: Store, tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text(ONTOLOGY, "utf-8")
    store.add(make_reading("a", Said("ISIL", "attacks", "Iraq")))
    assert store.set_ontology([tmp_path / "o.ttl"])
    assert not store.set_ontology([tmp_path / "o.ttl"])
    asked = "SELECT ?a ?b WHERE { ?a kg:conflictsWith ?b } ORDER BY ?a"
    isil, iraq = actor_id("ISIL"), actor_id("Iraq")
    assert store.query(asked).rows == [(iraq, isil), (isil, iraq)]
    assert len(store.query("SELECT ?type WHERE { actor:isil a ?type }")) == 1


def test_a_negated_relation_contradicts_one_that_follows_from_another(store: Store, tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text(ONTOLOGY, "utf-8")
    store.set_ontology([tmp_path / "o.ttl"])
    said = Said("ISIL", "attacks", "Iraq"), Said("ISIL", "fights", "Iraq", status="negated")
    store.add(make_reading("a", *said))
    asked = (
        "SELECT DISTINCT ?a ?b WHERE { ?x kg:contradicts ?y . ?x kg:linkRelation ?a . ?y kg:linkRelation ?b }"
    )
    pairs = {(str(row["a"]).split("#")[1], str(row["b"]).split("#")[1]) for row in store.query(asked).dicts()}
    assert pairs == {("attacks", "fights"), ("fights", "attacks")}


def test_what_was_read_by_the_same_program_need_not_be_read_again(store: Store) -> None:
    reading = known_graph()[0]
    store.add(reading, read_with="one")
    assert store.holds(reading.document, read_with="one")
    assert not store.holds(reading.document, read_with="two")
    assert not store.holds(make_reading("mosul.txt", Said("Iran", "arms", "Iraq")).document, read_with="one")
    assert store.add(reading, read_with="two") == "replaced"


def test_documents_are_listed_with_their_counts(store: Store) -> None:
    for reading in known_graph():
        store.add(reading)
    first = store.documents()[0]
    assert (first.name, first.published, first.statements, first.actors) == ("mosul.txt", "2014-06-13", 5, 7)


def test_rdflib_sees_the_same_graph(store: Store) -> None:
    store.add(known_graph()[0])
    rows = [int(row.n) for row in store.graph().query("SELECT (COUNT(?s) AS ?n) WHERE { ?s a kg:Statement }")]
    assert rows == [5]
    assert {str(name.identifier) for name in store.dataset().graphs()} >= {
        document_iri("mosul.txt", base=store.base)
    }


def test_a_graph_can_be_asked_for_by_name(store: Store) -> None:
    for reading in known_graph():
        store.add(reading)
    asked = "SELECT (COUNT(?s) AS ?n) WHERE { GRAPH ?document { ?s a kg:Statement } }"
    graph = NamedNode(document_iri("talks.txt", base=store.base))
    assert store.query(asked, document=graph).rows == [(4,)]


def test_a_value_is_never_read_as_sparql(store: Store) -> None:
    store.add(known_graph()[0])
    evil = 'ISIL" } ?s ?p ?o . { ?a rdfs:label "'
    asked = "SELECT ?a WHERE { ?a rdfs:label ?name }"
    assert len(store.query(asked, name=evil)) == 0
    assert len(store.query(asked, name="ISIL")) == 1


def test_a_folder_keeps_what_was_stored(tmp_path: Path) -> None:
    with open_store(tmp_path / "deep" / "store") as store:
        store.add(known_graph()[0])
    with open_store(tmp_path / "deep" / "store", create=False, read_only=True) as store:
        assert store.query(COUNT).rows == [(5,)]
        with pytest.raises(StoreError, match="reading only"):
            store.add(known_graph()[1])


def test_a_store_can_be_asked_while_another_writes(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as writer:
        writer.add(known_graph()[0])
        writer.settle()
        with open_store(tmp_path / "s", create=False, read_only=True) as reader:
            assert reader.query(COUNT).rows == [(5,)]
        with pytest.raises(StoreError, match="in use by another process"):
            open_store(tmp_path / "s")


def test_a_store_can_be_opened_while_its_files_are_tidied(tmp_path: Path) -> None:
    first, second, *_ = known_graph()
    ended = threading.Event()

    def rewrite(writer: Store) -> None:
        while not ended.is_set():
            writer.remove(second.document.name)
            writer.add(second)
            writer.optimize()
            ended.wait(0.01)

    with open_store(tmp_path / "s") as writer:
        writer.add(first)
        thread = threading.Thread(target=rewrite, args=(writer,))
        thread.start()
        try:
            for _ in range(40):
                open_store(tmp_path / "s", create=False, read_only=True).close()
        finally:
            ended.set()
            thread.join()


def test_a_store_left_in_the_middle_is_put_in_order_by_the_next_reader(tmp_path: Path) -> None:
    here = Path(__file__).parent
    code = (
        "import os, sys; from graphs import known_graph; from kg.store import open_store\n"
        f"store = open_store({str(tmp_path / 's')!r})\n"
        "for reading in known_graph(): store.add(reading)\n"
        "os._exit(9)"
    )
    path = os.pathsep.join([str(here), str(here.parent)])
    assert (
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}).returncode == 9
    )
    with open_store(tmp_path / "s", create=False, read_only=True) as store:
        assert lines(store) == filled(known_graph())


def make_file(path: Path) -> None:
    path.write_text("no store", "utf-8")


def make_folder_of_others(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("mine", "utf-8")


def make_damaged(path: Path) -> None:
    path.mkdir()
    (path / "CURRENT").write_text("rubbish", "utf-8")


@pytest.mark.parametrize(
    ("prepare", "create", "message"),
    [
        (lambda path: None, False, "no store there"),
        (Path.mkdir, False, "no store there"),
        (make_file, True, "not a folder"),
        (make_folder_of_others, True, "other files and no store"),
        (make_folder_of_others, False, "other files and no store"),
        (make_damaged, True, "cannot be read"),
    ],
)
def test_a_folder_that_is_no_store(tmp_path: Path, prepare: object, create: bool, message: str) -> None:
    prepare(tmp_path / "s")  # type: ignore[operator]
    before = sorted(path.name for path in (tmp_path / "s").iterdir()) if (tmp_path / "s").is_dir() else None
    with pytest.raises(StoreError, match=message) as error:
        open_store(tmp_path / "s", create=create)
    assert "\n" not in str(error.value)
    if message.startswith("other"):
        assert sorted(path.name for path in (tmp_path / "s").iterdir()) == before


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert store.add(known_graph()[0]) == "added"


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x WHERE { ?x", "line 1, column 21"),
        ("SELECT ?x WHERE {\n ?x a b }", "line 2, column 10"),
        ("SELECT ?x WHERE { ?x foo:bar ?y }", "unknown prefix"),
        ("PREFIX a: <b:>\nDELETE WHERE { ?s ?p ?o }", "queries only read"),
        ("# INSERT\nSELECT nothing", "cannot be read at line 2"),
        ("", "cannot be read"),
    ],
)
def test_bad_sparql_is_told_with_its_place(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        store.query(sparql)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?a rdfs:label ?name }",
        "# WHERE {\nSELECT ?a { ?a rdfs:label ?name }",
        "PREFIX x: <http://x/#where>\nSELECT ?a WHERE { ?a rdfs:label ?name FILTER(STR(?a) != '{') }",
        "CONSTRUCT { ?a kg:named ?name } WHERE { ?a rdfs:label ?name }",
        "SELECT (COUNT(?a) AS ?n) WHERE { { SELECT ?a ?name WHERE { ?a rdfs:label ?name } } }",
        "DESCRIBE ?a WHERE { ?a rdfs:label ?name }",
    ],
)
def test_values_reach_every_form_of_query(store: Store, sparql: str) -> None:
    store.add(known_graph()[0])
    there, absent = store.query(sparql, name=Literal("ISIL")), store.query(sparql, name="Nobody")
    assert there.rows not in ([], [(False,)], [(0,)])
    assert absent.rows in ([], [(False,)], [(0,)])


def test_a_store_without_totals_gets_them(store: Store) -> None:
    """As one has that an earlier version filled."""
    first, *others = known_graph()
    store.add(first)
    totals = [quad for quad in store.quads() if quad.predicate.value.endswith("Total")]
    nodes = {quad.subject for quad in totals if "/total/" in quad.subject.value}
    store._backend.write(remove=[quad for quad in store.quads() if quad in totals or quad.subject in nodes])
    for reading in others:
        store.add(reading)
    assert lines(store) == filled(known_graph())


@pytest.mark.parametrize("way", ["add", "add_all"])
def test_an_iri_that_is_none_is_not_stored(tmp_path: Path, way: str) -> None:
    reading = make_reading("a", Said("ISIL", "attacks", "Iraq"))
    wrong = replace(reading, actors=(replace(reading.actors[0], id="http://not an iri/"),))
    with open_store(tmp_path) as store:
        with pytest.raises(ValueError, match="IRI"):
            store.add(wrong) if way == "add" else list(store.add_all([wrong]))
        assert lines(store) == []


def test_a_name_of_whatever_characters_is_the_same_when_all_is_counted_anew(store: Store) -> None:
    reading = make_reading("a", Said("ISIL", "attacks", "Iraq"), source='"\\ \n\t é\u2028🜍\x7f .')
    odd = replace(
        reading.actors[0], label='A "b" \\ c\u00a0\u2028é🜍', aliases=("new\nline .\r\n", "\x07\x7f")
    )
    store.add(replace(reading, actors=(odd, *reading.actors[1:])))
    store.settle()
    assert store.is_settled()
