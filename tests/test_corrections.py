"""What a person corrects is seen everywhere, lasts through rebuilding, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphs import Said, actor_id, known_graph, make_reading
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corrections import Correction, as_extracted, as_seen
from kg.editing import confirm_statement, merge_actors, reject_statement, rename_actor, split_actor, undo
from kg.errors import QueryError
from kg.queries import ask
from kg.statements import document_quads
from kg.store import Store, open_store

BY = {"why": "a test", "by": "tester"}


@pytest.fixture(params=["memory:", "virtuoso"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    where = request.getfixturevalue("virtuoso").url if request.param == "virtuoso" else request.param
    with open_store(where) as opened:
        for reading in known_graph():
            opened.add(reading)
        yield opened


def extracted(store: Store) -> set[str]:
    graphs = [store.quads(document.document) for document in store.documents()]
    return {str(quad) for graph in graphs for quad in as_extracted(graph)}


def seen(store: Store) -> set[str]:
    return {str(quad) for quad in store.quads() if "/correction" not in str(quad)}


def first_statement(store: Store) -> str:
    return str(ask(store, "evidence", {"first": "ISIL", "second": "Iraqi Army"}).dicts()[0]["statement"])


def test_merged_actors_are_one_in_every_answer(store: Store) -> None:
    merge_actors(store, "JRTN", "Peace Brigades", **BY)
    rows = {row[:3] for row in ask(store, "links", {"actor": "JRTN"}).rows}
    assert ("ISIL", "clashesWith", "Peace Brigades") in rows
    assert ("Moqtada al-Sadr", "heads", "Peace Brigades") in rows
    assert "JRTN" not in {row[0] for row in ask(store, "actors").rows}
    direct = store.query("SELECT ?b WHERE { actor:isil kg:clashesWith ?b }").rows
    assert direct == [(actor_id("Peace Brigades"),)]


def test_a_renamed_actor_keeps_its_old_name_as_an_alias(store: Store) -> None:
    rename_actor(store, "ISIL", "Islamic State", **BY)
    assert ask(store, "fights").rows[0][0] == "Islamic State"
    assert ask(store, "links", {"actor": "ISIL"}).rows == ask(store, "links", {"actor": "Islamic State"}).rows


def test_a_rejected_statement_counts_nowhere_and_keeps_its_sentence(store: Store) -> None:
    rejected = first_statement(store)
    reject_statement(store, rejected, **BY)
    assert ask(store, "fights").dicts()[0]["sentences"] == 1
    assert rejected not in {row[-1] for row in ask(store, "timeline", {"actor": "ISIL"}).rows}
    asked = "SELECT ?evidence WHERE { ?s a kg:RejectedStatement ; kg:evidence ?evidence }"
    assert store.query(asked).rows == [("ISIL actual attacks Iraqi Army.",)]


def test_a_confirmed_statement_says_so(store: Store) -> None:
    confirm_statement(store, first_statement(store).rpartition("/")[2], **BY)
    assert len(store.query("SELECT ?s WHERE { ?s kg:confirmed true }")) == 1


def test_an_actor_is_split_in_one_document(store: Store) -> None:
    split_actor(store, "Iran", "Iran of the talks", document="talks.txt", **BY)
    assert {row[0] for row in ask(store, "allies").rows} == {"ISIL", "Iran of the talks"}
    assert ask(store, "supporters").rows[0][0] == "Iran"


def test_an_actor_is_split_by_the_name_it_is_called() -> None:
    with open_store("memory:") as store:
        store.add(make_reading("a", Said("United States", "arms", "Iraq"), Said("Iran", "accuses", "Iraq")))
        split_actor(store, "United States", "Washington state", name="Washington", **BY)
        assert ask(store, "supporters").rows[0][0] == "United States"
        assert "Washington state" in {row[0] for row in ask(store, "actors").rows}


@pytest.mark.parametrize("rebuild", ["again", "replaced", "removed"])
def test_corrections_last_through_every_rebuild(store: Store, rebuild: str) -> None:
    merge_actors(store, "JRTN", "Peace Brigades", **BY)
    reject_statement(store, first_statement(store), **BY)
    before = seen(store)
    for reading in known_graph():
        if rebuild == "removed":
            store.remove(reading.document.name)
        elif rebuild == "replaced":
            store.add(make_reading(reading.document.name, Said("A", "arms", "B")))
        store.add(reading)
    assert seen(store) == before


def test_nothing_extracted_is_lost_and_undoing_all_gives_it_back(store: Store) -> None:
    before, all_extracted = seen(store), extracted(store)
    merge_actors(store, "Iran", "Iraq", **BY)
    rename_actor(store, "Iraq", "Iraq and Iran", **BY)
    reject_statement(store, first_statement(store), **BY)
    split_actor(store, "ISIL", "Another ISIL", document="talks.txt", **BY)
    assert seen(store) != before
    assert extracted(store) == all_extracted
    for _ in range(4):
        undo(store)
    assert seen(store) == before
    assert [bool(one.undone) for one in store.corrections()] == [True] * 4


def test_one_correction_of_several_can_be_undone(store: Store) -> None:
    first, _ = merge_actors(store, "JRTN", "Peace Brigades", **BY)
    rename_actor(store, "Peace Brigades", "Brigades", **BY)
    undo(store, first.number)
    labels = {row[0] for row in ask(store, "actors").rows}
    assert {"JRTN", "Brigades"} <= labels


def test_corrections_are_listed_with_author_and_reason(store: Store) -> None:
    rename_actor(store, "ISIL", "IS", why="its own name since June", by="an analyst")
    row = ask(store, "corrections").dicts()[0]
    assert (row["kind"], row["into"], row["why"], row["by"]) == (
        "rename",
        "IS",
        "its own name since June",
        "an analyst",
    )


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (lambda s: merge_actors(s, "ISIL", "isil", **BY), "same actor already"),
        (lambda s: merge_actors(s, "Isill", "Iran", **BY), "nearest names"),
        (lambda s: merge_actors(s, "actor:nobody", "Iran", **BY), "No document"),
        (lambda s: rename_actor(s, "ISIL", "IS", why=" ", by="x"), "needs a reason"),
        (lambda s: rename_actor(s, "ISIL", "ISIL", **BY), "would change nothing"),
        (lambda s: reject_statement(s, "0123", **BY), "no statement"),
        (lambda s: reject_statement(s, "no such thing", **BY), "no statement"),
        (lambda s: split_actor(s, "ISIL", "X", **BY), "needs a name"),
        (lambda s: undo(s), "no correction that stands"),
        (lambda s: undo(s, 7), "no correction 7"),
    ],
)
def test_a_correction_that_cannot_be_made(store: Store, action: object, message: str) -> None:
    before = seen(store)
    with pytest.raises(QueryError, match=message):
        action(store)  # type: ignore[operator]
    assert seen(store) == before
    assert store.corrections() == []


ACTORS = st.sampled_from([actor_id(name) for name in ("ISIL", "Iran", "Iraq", "JRTN", "United States")])
CORRECTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), ACTORS, ACTORS, st.none()),
        st.tuples(st.just("split"), ACTORS, ACTORS, st.sampled_from([None, "ISIL", "America"])),
        st.tuples(st.just("rename"), ACTORS, st.none(), st.none()),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(CORRECTIONS, st.integers(0, 3))
def test_any_corrections_can_be_taken_out_of_a_graph_again(
    decisions: list[tuple[object, ...]], at: int
) -> None:
    quads = document_quads(known_graph()[at])
    kind = "https://actor-kg.example/ns#Group"
    corrections = [
        Correction(n, what, "", "", "", actor=actor, into=into, label=f"L{n}", type=kind, name=name)
        for n, (what, actor, into, name) in enumerate(decisions)
    ]
    corrected = as_seen(quads, corrections, base="https://actor-kg.example/")
    assert set(as_extracted(corrected)) == set(quads)
