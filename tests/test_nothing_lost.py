"""A build that is killed at any moment leaves whole documents, and the next one makes the graph complete."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from builds import OLDER, REPORTS, build, start_build, write_reports
from graphs import generated_readings, known_graph
from virtuosos import Virtuoso

from kg.editing import merge_actors
from kg.statements import document_quads
from kg.store import Store, open_store
from kg.terms import KG

HERE = Path(__file__).parent
TEXTS = ({**REPORTS, **OLDER}, REPORTS)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a build of either version of the reports gives undisturbed, and how long it takes."""

    quads: tuple[list[str], list[str]]
    exports: tuple[dict[str, bytes], dict[str, bytes]]
    seconds: float

    def documents(self) -> dict[str, list[list[str]]]:
        """The lines of each document's graph, in either version."""
        return {
            graph: [[line for line in lines if line.endswith(f" <{graph}>")] for lines in self.quads]
            for graph in {line.rsplit(" <", 1)[1][:-1] for line in self.quads[0]}
            if "/document/" in graph
        }


def content(where: Path | str) -> list[str]:
    with open_store(where) as store:
        return lines_of(store)


def lines_of(store: Store, graph: str | None = None) -> list[str]:
    return sorted(str(quad) for quad in store.quads(graph))


def exported(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("exports/graph*"))}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    quads, exports, seconds = [], [], 0.0
    for texts in TEXTS:
        write_reports(folder / "reports", texts)
        began = time.monotonic()
        assert build(folder, "store")[0] == 0
        seconds = time.monotonic() - began
        quads.append(content(folder / "store"))
        exports.append(exported(folder))
    assert quads[0] != quads[1]
    return Undisturbed((quads[0], quads[1]), (exports[0], exports[1]), seconds)


def is_through(store: Store, undisturbed: Undisturbed, version: int) -> bool:
    """Whether all documents are there in this version; each is in one of the two, or not there at all."""
    versions = undisturbed.documents()
    found = {document.document: lines_of(store, document.document) for document in store.documents()}
    assert all(lines in versions[graph] for graph, lines in found.items())
    assert store.is_settled()
    return found == {graph: both[version] for graph, both in versions.items()}


@pytest.mark.parametrize(("kind", "kills"), [("folder", 30), ("virtuoso", 5)])
def test_a_build_may_be_killed_at_any_moment(
    request: pytest.FixtureRequest, tmp_path: Path, undisturbed: Undisturbed, kind: str, kills: int
) -> None:
    """Killed builds go on from each other; when one was through, the other version of the reports is next."""
    where = request.getfixturevalue("virtuoso").url if kind == "virtuoso" else str(tmp_path / "store")
    seed = random.randrange(1_000_000)
    sys.stdout.write(f"seed {seed}\n")
    dice, version, ended = random.Random(seed), 0, 0
    write_reports(tmp_path / "reports", TEXTS[0])
    for _ in range(kills):
        child = start_build(tmp_path, where)
        time.sleep(undisturbed.seconds * dice.random() ** 3)  # most of it goes to the exports
        child.kill()
        child.join()
        ended += child.exitcode == 0
        with open_store(where) as store:
            through = is_through(store, undisturbed, version)
            assert not through or lines_of(store) == undisturbed.quads[version]
        if through:
            found = exported(tmp_path).items()
            assert found <= undisturbed.exports[version].items() | undisturbed.exports[1 - version].items()
            version = 1 - version
            write_reports(tmp_path / "reports", TEXTS[version])
    assert build(tmp_path, where)[0] == 0
    assert content(where) == undisturbed.quads[version]
    assert exported(tmp_path) == undisturbed.exports[version]
    assert ended < kills, "every kill came after all the work"


def test_a_server_that_goes_away_is_told_and_the_same_command_goes_on(
    virtuoso: Virtuoso, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    write_reports(tmp_path / "reports", TEXTS[0])
    child = start_build(tmp_path, virtuoso.url)
    while not holds_a_document(virtuoso.url) and child.is_alive():
        time.sleep(0.005)
    virtuoso.kill()
    child.join()
    said = (tmp_path / "said").read_text("utf-8")
    virtuoso.start()
    assert (child.exitcode, "the server cannot be reached" in said, "Traceback" in said) == (1, True, False)
    assert documents_at(virtuoso.url) < len(REPORTS)
    assert build(tmp_path, virtuoso.url)[0] == 0
    assert content(virtuoso.url) == undisturbed.quads[0]


def holds_a_document(url: str) -> bool:
    """Asked without a store of ours, which takes longer to open than the rest of the reports to write."""
    query = {"query": f"ASK {{ GRAPH ?document {{ ?document a <{KG}Document> }} }}"}
    request = Request(f"{url}?{urlencode(query)}", headers={"Accept": "application/sparql-results+json"})
    with urlopen(request, timeout=30) as answer:
        return bool(json.load(answer)["boolean"])


def documents_at(url: str) -> int:
    with open_store(url, read_only=True) as store:
        return len(store.documents())


def test_a_second_writer_is_told_and_disturbs_nothing(tmp_path: Path) -> None:
    write_reports(tmp_path / "reports", {})
    with open_store(tmp_path / "store") as store:
        store.add(known_graph()[0])
        code, said = build(tmp_path, "store")
        assert (code, "in use by another process; wait" in said, len(said.splitlines())) == (1, True, 1)
        assert [document.name for document in store.documents()] == ["mosul.txt"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, for root; no room for the store's logs of a build."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root, where it may mount, can make a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def test_a_full_disk_is_told_and_the_same_command_goes_on(
    small_disk: Path, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    write_reports(tmp_path / "reports", TEXTS[0])
    store = small_disk / "store"
    code, said = build(tmp_path, str(store))
    assert (code, "the disk is full; make room" in said, "Traceback" in said) == (1, True, False)
    remount(small_disk, "size=200m")
    assert build(tmp_path, str(store))[0] == 0
    assert content(store) == undisturbed.quads[0]


def test_a_folder_that_cannot_be_written_is_told(small_disk: Path, tmp_path: Path) -> None:
    remount(small_disk, "size=200m")
    with open_store(small_disk / "store") as store:
        store.add(known_graph()[0])
    remount(small_disk, "ro")
    write_reports(tmp_path / "reports", {})
    code, said = build(tmp_path, str(small_disk / "store"))
    assert (code, "the store cannot be written; allow writing" in said, "Traceback" in said) == (
        1,
        True,
        False,
    )
    with open_store(small_disk / "store", read_only=True) as store:
        assert [document.name for document in store.documents()] == ["mosul.txt"]


BULK = """
import sys
from graphs import generated_readings
from kg.store import open_store
readings = list(generated_readings(1200, each=30))
print("ready", flush=True)
with open_store(sys.argv[1]) as store:
    for _ in store.add_all(readings):
        pass
"""


def start_bulk(folder: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    child = subprocess.Popen(
        [sys.executable, "-c", BULK, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "ready\n"
    return child


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


def test_a_bulk_load_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    child = start_bulk(tmp_path / "undisturbed")
    began = time.monotonic()
    assert child.wait() == 0
    seconds = time.monotonic() - began
    expected = content(tmp_path / "undisturbed")
    seed = random.randrange(1_000_000)
    sys.stdout.write(f"seed {seed}\n")
    dice, found = random.Random(seed), []
    for number in range(8):
        folder = tmp_path / str(number)
        child = start_bulk(folder)
        time.sleep(dice.random() * seconds * 0.7)
        child.send_signal(signal.SIGKILL)
        child.wait()
        found.append(whole_documents(folder) if folder.exists() else 0)
        if found[-1] == 40:
            assert content(folder) == expected
    child = start_bulk(folder)
    assert child.wait() == 0
    assert content(folder) == expected


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
