"""The demo, built by the real command from the briefs in seeds/."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Demo

from kg.export import FORMATS
from kg.store import Store, open_store

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


@pytest.fixture(scope="module")
def store(demo: Demo) -> Iterator[Store]:
    with open_store(demo.store, create=False, read_only=True) as opened:
        yield opened


def test_every_brief_is_read(store: Store) -> None:
    briefs = {f"seeds/{path.name}" for path in SEEDS.iterdir() if path.stem != "README"}
    assert {one.name for one in store.documents()} == briefs
    assert all(one.title and one.published and one.actors and one.statements for one in store.documents())


def test_the_picture_and_every_export_are_written(demo: Demo) -> None:
    names = demo.said.partition(f"Exports in {demo.exports}: ")[2].splitlines()[0].split(", ")
    assert len(names) == len(FORMATS) + 1  # csv is two tables
    assert {path.name for path in demo.exports.iterdir()} == {"graph.html", *names}


def test_the_sentence_of_each_statement_stands_where_its_offsets_say(store: Store) -> None:
    asked = """SELECT ?name ?evidence ?begin ?end WHERE { ?statement kg:evidence ?evidence ; kg:begin ?begin ;
        kg:end ?end ; prov:wasDerivedFrom [ kg:name ?name ] FILTER(STRENDS(?name, ".txt")) }"""
    rows = store.query(asked).rows
    assert len(rows) > 20
    texts = {name: (SEEDS.parent / str(name)).read_bytes().decode() for name, *_ in rows}
    assert [row for row in rows if texts[row[0]][row[2] : row[3]] != row[1]] == []


def test_the_same_briefs_in_another_order_give_the_same_quads(demo: Demo, tmp_path: Path) -> None:
    names = sorted((f"seeds/{path.name}" for path in SEEDS.iterdir() if path.stem != "README"), reverse=True)
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        *names,
        "--store",
        str(tmp_path / "s"),
        "--out",
        str(tmp_path / "out"),
    ]
    subprocess.run(command, cwd=SEEDS.parent, check=True, capture_output=True)
    first, second = (folder / "graph.nq" for folder in (demo.exports, tmp_path / "out"))
    assert sorted(first.read_bytes().splitlines()) == sorted(second.read_bytes().splitlines())


NAMES = {
    "isil": ("ArmedGroup", "ISIL"),
    "jrtn": ("ArmedGroup", "JRTN"),
    "nouri_al_maliki": ("Person", "Maliki"),
    "iran": ("State", "Tehran"),
    "irgc": ("SecurityForce", "IRGC"),
    "united_states": ("State", "Washington"),
    "moqtada_al_sadr": ("Person", "Moqtada Sadr"),
    "peace_brigades": ("ArmedGroup", "Peace Brigades"),
    "iraq": ("State", "Baghdad"),
    "iraqi_security_forces": ("SecurityForce", "Iraqi security forces"),
    "barack_obama": ("Person", "Obama"),
    "john_kerry": ("Person", "Kerry"),
    "hassan_rouhani": ("Person", "Rouhani"),
}


@pytest.mark.parametrize("actor", NAMES)
def test_the_actors_have_their_types_and_names(store: Store, actor: str) -> None:
    kind, name = NAMES[actor]
    asked = f"""SELECT ?kind ?name WHERE {{ actor:{actor} kg:actorType ?kind .
        actor:{actor} rdfs:label|skos:altLabel ?name }}"""
    rows = store.query(asked).rows
    assert {str(row[0]).rpartition("#")[2] for row in rows} == {kind}
    assert name in {row[1] for row in rows}


STATED = {
    "ISIL fights Iraq's forces": (
        "VALUES (?a ?b) { (actor:isil actor:iraqi_army) (actor:isil actor:iraqi_security_forces) } "
        "{ ?a kg:fights ?b } UNION { ?b kg:fights ?a }"
    ),
    "ISIL and JRTN fought each other": (
        "{ actor:isil kg:fights actor:jrtn } UNION { actor:jrtn kg:fights actor:isil }"
    ),
    "though in one alliance": "actor:isil kg:alliedWith actor:jrtn",
    "the IRGC belongs to Iran": "actor:irgc kg:memberOf actor:iran",
    "the IRGC backs Shiite militias": "actor:irgc kg:supports actor:shiite_militias",
    "the US and Iran talk": "actor:united_states kg:talksWith actor:iran",
    "Maliki is allied with Iran": "actor:nouri_al_maliki kg:alliedWith actor:iran",
    "they may talk again": (
        "?s kg:family kg:talksWith ; kg:status kg:possible ; rdf:subject|rdf:object actor:iran ; "
        "rdf:subject|rdf:object actor:united_states"
    ),
    "Iran denies": "?s kg:family kg:denies ; rdf:subject actor:iran ; kg:claim ?claim",
    "what an official says that it did": (
        "?s rdf:subject actor:iran ; rdf:object actor:irgc ; kg:status kg:actual ; kg:evidence ?sentence"
    ),
}


@pytest.mark.parametrize("fact", STATED)
def test_the_demo_holds_what_an_analyst_looks_for_first(store: Store, fact: str) -> None:
    assert store.query(f"SELECT * WHERE {{ {STATED[fact]} }} LIMIT 1").rows
