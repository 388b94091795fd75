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
