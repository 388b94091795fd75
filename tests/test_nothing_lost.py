"""A build that is killed at any moment leaves whole documents, and the next one makes the graph complete."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from graphs import generated_readings, known_graph

from kg.editing import merge_actors
from kg.statements import document_quads
from kg.store import open_store

HERE = Path(__file__).parent
KILLS = 30
CODE = """
import sys
from graphs import generated_readings
from kg.editing import merge_actors
from kg.store import open_store
readings = list(generated_readings(1200, each=30))
print("ready", flush=True)
with open_store(sys.argv[1]) as store:
    if sys.argv[2] == "bulk":
        for _ in store.add_all(readings):
            pass
    else:
        for number, reading in enumerate(readings):
            store.add(reading)
            if number % 10 == 9:
                store.settle()
"""


def start(folder: Path, way: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    child = subprocess.Popen(
        [sys.executable, "-c", CODE, str(folder), way],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "ready\n"
    return child


def content(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return sorted(str(quad) for quad in store.quads())


def whole_documents(folder: Path) -> int:
    """How many documents there are; each must be whole, and nothing there that belongs to none of them."""
    expected = {
        quad.graph_name.value: {str(one) for one in quads}
        for quads in (document_quads(reading) for reading in generated_readings(1200, each=30))
        for quad in quads[:1]
    }
    with open_store(folder) as store:
        names = [document.document for document in store.documents()]
        for name in names:
            stored = {str(quad) for quad in store.quads(name) if not quad.predicate.value.endswith("#digest")}
            assert stored == expected[name]
        graphs = {quad.graph_name.value for quad in store.quads()}
        assert graphs <= {*names, "https://actor-kg.example/graph/links"}
        assert store.is_settled()
    return len(names)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], float]:
    folder = tmp_path_factory.mktemp("undisturbed") / "store"
    child = start(folder, "one by one")
    began = time.monotonic()
    assert child.wait() == 0
    return content(folder), time.monotonic() - began


@pytest.mark.parametrize("way", ["one by one", "bulk"])
def test_a_build_may_be_killed_at_any_moment(
    tmp_path: Path, undisturbed: tuple[list[str], float], way: str
) -> None:
    expected, seconds = undisturbed
    dice = random.Random(way)
    found, folder = [], tmp_path / "0"
    for number in range(KILLS // 2):
        child = start(folder, way)
        time.sleep(dice.random() * seconds * (0.7 if way == "bulk" else 0.4))
        child.send_signal(signal.SIGKILL)
        child.wait()
        found.append(whole_documents(folder) if folder.exists() else 0)
        if found[-1] == 40:
            assert content(folder) == expected
            folder = tmp_path / str(number + 1)
    child = start(folder, way)
    assert child.wait() == 0
    assert content(folder) == expected
    assert len(set(found)) > 1, "every kill came before or after all the work"


def test_a_correction_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """The correction and every document that it changes are written in one transaction."""
    with open_store(tmp_path / "s") as store:
        for reading in known_graph():
            store.add(reading)
        store.settle()
        writes: list[int] = []
        write = store._backend.write
        store._backend.write = lambda **what: (writes.append(1), write(**what))[1]  # type: ignore[method-assign]
        merge_actors(store, "JRTN", "ISIL", why="a test", by="tester")
        assert len(writes) == 1


def test_a_full_disk_is_told_and_leaves_the_store_whole(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk that is full."""
    code = (
        "import resource, signal, sys\n"
        "from graphs import generated_readings\n"
        "from kg.errors import StoreError\n"
        "from kg.store import open_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_store(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))\n"
        "try:\n"
        "    for reading in generated_readings(1200, each=30): store.add(reading)\n"
        "except StoreError as error: print(error); sys.exit(1)\n"
    )
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "s")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert 0 < whole_documents(tmp_path / "s") < 40
