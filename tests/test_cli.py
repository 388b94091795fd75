"""The command line as a user meets it: what it prints where, its exit codes, what it says of bad input."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import kg as command_group
from kg.cli import run
from kg.documents import LIMIT
from kg.errors import StoreError
from kg.ontology import ontology_file
from kg.store import StoredDocument, open_store

REPORT = "Government forces attacked Boko Haram fighters near Maiduguri on Friday.\n"


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its exit code, and what it wrote to the two streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def kg(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Run]:
    """Runs the command line within this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Run:
        code = run(arguments)
        printed = capsys.readouterr()
        return Run(code, printed.out, printed.err)

    return call


def start(*arguments: str, folder: Path, **options: object) -> subprocess.Popen[str]:
    """Starts the command line as a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments], cwd=folder, text=True, **{**pipes, **options}
    )


def test_help_names_every_command_and_teaches(kg: Callable[..., Run]) -> None:
    shown = kg("--help")
    assert shown.code == 0
    assert all(f"\n  {name} " in shown.out for name in command_group.commands)
    assert "kg build reports/" in shown.out


@pytest.mark.parametrize("name", sorted(command_group.commands))
def test_each_help_has_an_example(name: str, kg: Callable[..., Run]) -> None:
    shown = kg(name, "--help")
    assert shown.code == 0
    assert f"Example:\n  kg {name}" in shown.out.replace("    kg", "  kg").replace("  Example", "Example")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("paint",),
        ("build",),
        ("query",),
        ("export", "docx"),
        ("query", "links", "ISIL"),
        ("build", "--wrong", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], kg: Callable[..., Run]) -> None:
    ended = kg(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "Usage: kg" in ended.err


BROKEN_TURTLE = "kg:fights a kg:RelationType ; ."
FAULTY_TURTLE = """
@prefix kg: <https://actor-kg.example/ns#> .
@prefix actor: <https://actor-kg.example/actor/> .
actor:nobody a kg:NoSuchKind .
"""

# name -> (its bytes, words of the one line that is said of it)
BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "broken.pdf": (b"%PDF-1.7\nnothing of a PDF follows\n", "PDF"),
    "large.txt": (b"One line. " * (LIMIT // 10 + 1), "larger than"),
    "table.xlsx": (b"PK\x03\x04 and so on", "not read"),
    "lines.jsonl": (b"{not json}\n", "lines.jsonl"),
}


@pytest.mark.parametrize(
    ("name", "content", "words"), [(k, *v) for k, v in BAD_FILES.items()], ids=list(BAD_FILES)
)
def test_a_bad_file_gets_one_line_and_exit_code_1(
    name: str, content: bytes, words: str, kg: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    ended = kg("extract", name)
    said = [line for line in ended.err.splitlines() if line.startswith("kg: ")]
    assert (ended.code, ended.out, len(said)) == (1, "", 1)
    assert name in said[0] and words in said[0]
    assert "Traceback" not in ended.err


def test_a_missing_path_is_said(kg: Callable[..., Run]) -> None:
    ended = kg("build", "nowhere/june.txt")
    assert ended.code == 1
    assert "kg: nowhere/june.txt: no such file or folder" in ended.err


@pytest.fixture
def spoiled(tmp_path: Path) -> dict[str, tuple[tuple[str, ...], str]]:
    """Command lines that cannot work, by name, and words of what must be said."""
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "broken.ttl").write_text(BROKEN_TURTLE, encoding="utf-8")
    (tmp_path / "faulty.ttl").write_text(FAULTY_TURTLE, encoding="utf-8")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"\xff\xd8\xff")
    return {
        "no store": (("query", "actors", "--store", "none"), "none: no store there"),
        "no store folder": (
            ("documents", "--store", "photos"),
            "photos: the folder has other files and no store",
        ),
        "store is a file": (("build", "report.txt", "--store", "report.txt"), "report.txt: not a folder"),
        "broken ontology": (("build", "report.txt", "--ontology", "broken.ttl"), "broken.ttl"),
        "faulty ontology": (("check", "--ontology", "faulty.ttl"), "nobody"),
        "no ontology": (("build", "report.txt", "--ontology", "none.ttl"), "none.ttl"),
        "no model": (("extract", "report.txt", "--model", "no_such_pipeline"), "no_such_pipeline"),
        "model is no pipeline": (("extract", "report.txt", "--model", "photos"), "photos"),
    }


@pytest.mark.parametrize(
    "case",
    ["no store", "no store folder", "store is a file", "broken ontology", "faulty ontology", "no ontology",
     "no model", "model is no pipeline"],
)  # fmt: skip
def test_what_cannot_work_is_said_in_one_message(
    case: str, spoiled: dict[str, tuple[tuple[str, ...], str]], kg: Callable[..., Run]
) -> None:
    arguments, words = spoiled[case]
    ended = kg(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert sum(line.startswith("kg: ") for line in ended.err.splitlines()) == 1
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (("SELECT ?a WHERE { ?a ",), "SPARQL"),
        (("SELECT ?a { ?a nope:x ?b }",), "prefix"),
        (("DELETE WHERE { ?s ?p ?o }",), "update"),
        (("alies",), "allies"),
        (("links",), "actor"),
        (("links", "actor=Atlantis"), "Atlantis"),
        (("links", "actor=Atlantis", "colour=red"), "colour"),
    ],
)
def test_a_bad_question_is_explained(
    question: tuple[str, ...], words: str, kg: Callable[..., Run], empty_store: Path
) -> None:
    ended = kg("query", *question, "--store", str(empty_store))
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err and ended.err.count("\n") == 1


def test_a_store_in_use_is_said(kg: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    with open_store(tmp_path / "store"):
        held = start("build", "report.txt", "--store", "store", folder=tmp_path)
        _, said = held.communicate(timeout=60)
    assert held.returncode == 1
    assert (
        said == "kg: store: the store is in use by another process; wait until that has ended, or stop it.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good documents, a bad one between them, and a file of another kind."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(REPORT, encoding="utf-8")
    (reports / "b.txt").write_bytes(b"")
    (reports / "c.txt").write_bytes(b"Caf\xe9 owners in Abuja said that Nigeria and Cameroon held talks.\n")
    (reports / "notes.docx").write_bytes(b"PK")
    return reports


def test_a_batch_goes_on_past_a_bad_file(kg: Callable[..., Run], folder: Path) -> None:
    ended = kg("build", "reports")
    assert ended.code == 1
    assert "kg: reports/b.txt: empty" in ended.err
    assert "Read 2 documents into .kg (2 added)." in ended.err
    assert "notes.docx" in ended.err
    listed = kg("documents")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()[2:]] == ["reports/a.txt", "reports/c.txt"]


def test_every_export_is_written(kg: Callable[..., Run], folder: Path, tmp_path: Path) -> None:
    from kg.export import FORMATS

    said = kg("build", "reports", "--out", "pictures").err
    names = said.partition("Exports in pictures: ")[2].splitlines()[0].split(", ")
    assert len(names) == len(FORMATS) + 1  # csv is two tables
    assert all((tmp_path / "pictures" / name).stat().st_size for name in ["graph.html", *names])


def test_building_twice_reads_nothing_again_and_changes_nothing(kg: Callable[..., Run], folder: Path) -> None:
    kg("build", "reports")
    before = kg("export", "nquads", "--out", "-").out
    again = kg("build", "reports")
    assert "(2 unchanged)" in again.err
    assert kg("export", "nquads", "--out", "-").out == before


def test_the_page_in_the_folder_that_is_read_is_no_report(kg: Callable[..., Run], folder: Path) -> None:
    kg("build", "reports", "--out", "reports")
    assert "Read 2 documents" in kg("build", "reports", "--out", "reports").err


def test_check_finds_no_fault_in_what_was_built(kg: Callable[..., Run], folder: Path) -> None:
    kg("build", "reports")
    ended = kg("check", "--no-examples")
    assert (ended.code, ended.out) == (0, "")
    assert "Found no fault." in ended.err


def test_view_writes_the_page_or_prints_it(kg: Callable[..., Run], folder: Path, tmp_path: Path) -> None:
    kg("build", "reports")
    assert kg("view", "--out", "page.html", "--title", "Two reports").code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<title>Two reports</title>" in page
    assert kg("view", "--out", "-", "--title", "Two reports").out.rstrip("\n") == page.rstrip("\n")


def test_explain_tells_names_documents_and_reasons(kg: Callable[..., Run], tmp_path: Path) -> None:
    text = (
        "The Lord's Resistance Army (LRA) crossed into Uganda. The LRA burned two villages, witnesses said.\n"
    )
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    kg("build", "report.txt")
    told = kg("explain", "LRA").out
    assert "Lord's Resistance Army" in told.splitlines()[0]
    assert "report.txt: 2 mentions" in told or "report.txt: 3 mentions" in told
    assert "\n  - " in told, "a reason for taking both names for one actor"


def test_a_correction_is_made_listed_and_taken_back(kg: Callable[..., Run], folder: Path) -> None:
    kg("build", "reports")
    made = kg("rename", "Boko Haram", "Jama'atu Ahlis Sunna", "--why", "its own name", "--by", "Ada")
    assert (made.code, made.out) == (0, "")
    assert "Jama'atu Ahlis Sunna" in kg("query", "actors").out
    assert "its own name" in kg("query", "corrections").out
    assert kg("undo").code == 0
    assert "Jama'atu Ahlis Sunna" not in kg("query", "actors").out


def test_a_changed_document_replaces_itself_and_one_can_be_removed(
    kg: Callable[..., Run], folder: Path
) -> None:
    kg("build", "reports")
    (folder / "a.txt").write_text("Nigeria and Chad signed an agreement.\n", encoding="utf-8")
    assert "(1 replaced, 1 unchanged)" in kg("build", "reports").err
    assert kg("remove", "reports/a.txt").code == 0
    assert "reports/a.txt" not in kg("documents").out
    assert kg("remove", "reports/a.txt").code == 1


def test_a_document_without_actors_is_stored_and_said(kg: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text("It rained all day, and nothing happened.\n", encoding="utf-8")
    ended = kg("build", "quiet.txt")
    assert ended.code == 0
    assert "Graph: 0 actors, 0 statements." in ended.err


def test_extract_prints_one_object_a_document_in_the_order_given(
    kg: Callable[..., Run], folder: Path
) -> None:
    ended = kg("extract", "reports/c.txt", "reports/a.txt")
    records = [json.loads(line) for line in ended.out.splitlines()]
    assert [record["document"] for record in records] == ["reports/c.txt", "reports/a.txt"]
    assert {"title", "published", "source", "actors", "statements"} <= records[0].keys()


def test_several_workers_print_the_same(kg: Callable[..., Run], folder: Path) -> None:
    alone = kg("extract", "reports")
    assert kg("extract", "reports", "--workers", "2") == alone
    assert alone.out.count("\n") == 2


def test_a_fault_in_a_worker_is_said_in_one_line(kg: Callable[..., Run], folder: Path) -> None:
    ended = kg("extract", "reports", "--workers", "2", "--model", "no_such_pipeline")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("kg: The spaCy pipeline no_such_pipeline cannot be loaded")


def test_extract_gives_offsets_of_the_text_as_read(kg: Callable[..., Run], folder: Path) -> None:
    record = json.loads(kg("extract", "reports/a.txt").out)
    mentions = [mention for actor in record["actors"] for mention in actor["mentions"]]
    assert mentions
    assert all(REPORT[mention["begin"] : mention["end"]] == mention["text"] for mention in mentions)


def test_a_dash_is_standard_input(kg: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))
    record = json.loads(kg("extract", "-").out)
    assert record["document"] == "-"
    assert record["actors"]


def test_a_query_comes_as_table_csv_and_json(kg: Callable[..., Run], empty_store: Path) -> None:
    question = ("query", "SELECT ?n { VALUES ?n { 1 2 } }", "--store", str(empty_store), "--format")
    assert kg(*question, "csv").out == "n\r\n1\r\n2\r\n"
    assert [row["n"]["value"] for row in json.loads(kg(*question, "json").out)["results"]["bindings"]] == [
        "1",
        "2",
    ]
    assert [line.strip() for line in kg(*question, "table").out.splitlines()[2:]] == ["1", "2"]


def test_no_control_character_reaches_the_table(kg: Callable[..., Run], empty_store: Path) -> None:
    question = 'SELECT ?x { VALUES ?x { "a\\u001b[31mred\\nb" } }'
    assert "\x1b" not in kg("query", question, "--store", str(empty_store)).out


@pytest.mark.parametrize(
    "arguments", [("export", "nquads", "--out", "-"), ("query", "SELECT * { ?s ?p ?o }")]
)
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        store.set_ontology([ontology_file()])
    with start(*arguments, "--store", "store", folder=tmp_path) as printing:
        assert printing.stdout is not None and printing.stderr is not None
        assert printing.stdout.readline()
        printing.stdout.close()
        assert printing.stderr.read() == ""


def test_serve_answers_until_ctrl_c(empty_store: Path, tmp_path: Path) -> None:
    with start("serve", "--store", str(empty_store), "--port", "0", folder=tmp_path) as serving:
        assert serving.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", serving.stderr.readline())
        assert address
        with urllib.request.urlopen(f"{address[0]}sparql?query=ASK%20%7B%7D", timeout=30) as answer:
            assert json.load(answer)["boolean"] is True
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=30) == 0


def test_ctrl_c_leaves_the_store_whole(tmp_path: Path) -> None:
    """Each document that was stored is there with all it gave, and the same command goes on."""
    for number in range(500):
        (tmp_path / f"{number:03}.txt").write_text(REPORT * 3 + f"Number {number}.\n", encoding="utf-8")
    with start("build", ".", "--store", "store", folder=tmp_path) as building:
        while building.poll() is None and not stored(tmp_path / "store"):
            time.sleep(0.2)
        building.send_signal(signal.SIGINT)
        _, said = building.communicate(timeout=60)
    assert building.returncode == 130, said
    assert "the store is whole" in said and "Traceback" not in said
    assert all(one.actors for one in stored(tmp_path / "store"))


def stored(folder: Path) -> list[StoredDocument]:
    """What a store holds at this moment, also while it is being written; nothing while it is being made."""
    try:
        with open_store(folder, create=False, read_only=True) as store:
            return store.documents()
    except StoreError:
        return []
