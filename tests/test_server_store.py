"""A store at a real SPARQL server is as whole, as private and as plainly told of as one in a folder."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from traceback import format_exception
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from graphs import Said, known_graph, make_reading
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from servers import PASSWORD, USER
from virtuosos import Virtuoso

from kg.cli import run
from kg.errors import QueryError, StoreError
from kg.queries import ask, named_questions
from kg.server import KgServer, make_server
from kg.store import Store, open_store
from kg.stores.backend import update_text
from kg.stores.journal import Write, note_quads
from kg.stores.loading import exact
from kg.stores.writers import new_writer, writer_quads
from kg.terms import DEFAULT_BASE, KG, document_iri, graph_iri

VALUES = {
    "actor": "Iran",
    "first": "ISIL",
    "second": "Iraqi Army",
    "since": "2014-06-15",
    "until": "2014-07-03",
}
TEXT = NamedNode(KG + "note")
LINKS = NamedNode(graph_iri("links", base=DEFAULT_BASE))
BEHIND = Quad(LINKS, NamedNode(KG + "stale"), Literal(True), LINKS)  # the first of several writes says so


def fill(store: Store) -> None:
    for reading in known_graph():
        store.add(reading)


def lines(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("kept") / "store"
    with open_store(where) as store:
        fill(store)
    return where


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[KgServer]:
    """Our own `kg serve`, which only reads."""
    yield from serving(make_server(folder, port=0, workers=1))


def serving(server: KgServer) -> Iterator[KgServer]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["virtuoso", "kg serve"])
def url(request: pytest.FixtureRequest) -> str:
    """A server with the known graph."""
    if request.param == "kg serve":
        server: KgServer = request.getfixturevalue("served")
        return server.url + "sparql"
    virtuoso: Virtuoso = request.getfixturevalue("virtuoso")
    with open_store(virtuoso.url) as store:
        fill(store)
    return virtuoso.url


def test_every_question_has_the_same_answer_as_in_a_folder(url: str, folder: Path) -> None:
    with open_store(url, read_only=True) as there, open_store(folder, read_only=True) as here:
        assert lines(there) == lines(here)
        for name, question in named_questions().items():
            given = {p.name: VALUES[p.name] for p in question.parameters if p.required}
            assert ask(there, name, given).rows == ask(here, name, given).rows, name


@pytest.mark.parametrize("form", ["nquads", "turtle", "graphml", "jsonld"])
def test_every_export_is_the_same_file(url: str, folder: Path, tmp_path: Path, form: str) -> None:
    for where, name in ((url, "there"), (str(folder), "here")):
        assert run(["export", form, "--store", where, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()


def test_every_reading_command_works(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["documents", "--store", url]) == 0
    assert run(["query", "SELECT ?b { actor:isil kg:attacks ?b }", "--store", url]) == 0
    assert run(["explain", "ISIL", "--store", url]) == 0
    assert run(["check", "--no-examples", "--store", url]) == 0
    assert run(["view", "--store", url, "--out", str(tmp_path / "page.html")]) == 0
    said = capsys.readouterr()
    assert "mosul.txt" in said.out
    assert "actor/iraqi-army" in said.out
    assert "Found no fault" in said.err


@pytest.fixture
def relayed(url: str) -> Iterator[KgServer]:
    """Our own `kg serve` before a server."""
    yield from serving(make_server(url, port=0, workers=1, max_rows=50))


def fetch(address: str, **fields: str) -> tuple[int, str]:
    try:
        with urlopen(f"{address}?{urlencode(fields)}", timeout=60) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("SELECT ?b { actor:isil kg:attacks ?b }", 200, "actor/iraqi-army"),
        ("CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:meets ?b }", 200, "actor:united-states kg:met actor:iran"),
        ("SELECT * { ?s ?p ?o }", 400, "more than 50 rows"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE is not allowed"),
        ("INSERT DATA { actor:isil kg:meets actor:iran }", 400, "queries only read"),
        ('define get:soft "soft" SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }', 400, "cannot be read"),
    ],
)
def test_a_server_is_served(relayed: KgServer, query: str, status: int, part: str) -> None:
    given, content = fetch(relayed.url + "sparql", query=query)
    assert (given, part in content) == (status, True), content


def test_questions_and_the_page_of_a_server_are_served(relayed: KgServer) -> None:
    assert "Iraqi Army" in fetch(relayed.url + "questions/fights")[1]
    assert "Nouri al-Maliki" in fetch(relayed.url + "graph")[1]


def test_a_server_that_only_reads_says_so(served: KgServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["remove", "mosul.txt", "--store", served.url + "sparql"]) == 1
    assert "takes no updates there (This endpoint only reads" in capsys.readouterr().err


def test_graphs_in_bulk_and_answers_beyond_the_servers_limit(virtuoso: Virtuoso) -> None:
    graph = NamedNode(document_iri("large", base=DEFAULT_BASE))
    quads = [Quad(graph, TEXT, Literal(f"{number}"), graph) for number in range(10_500)]
    with open_store(virtuoso.url) as store:
        store._backend.bulk(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        asked = "SELECT ?document ?text WHERE { ?document kg:note ?text }"
        assert {row[1] for row in store.query(asked).rows} == {str(number) for number in range(10_500)}
        ordered = [row[0] for row in store.query("SELECT ?t { ?d kg:note ?t } ORDER BY DESC(?t)").rows]
        assert ordered == sorted((str(number) for number in range(10_500)), reverse=True)
        assert set(store.quads(graph.value)) == set(quads)
        store._backend.write(drop=[graph.value])


@pytest.mark.parametrize(
    "value",
    [
        Literal(True),
        Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        Literal("2014-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")),
        Literal('"quoted" \\ back\n\r\ttab \u0007 é 😀 \u2028'),
        Literal("long " * 30_000),
        Literal("", language="en"),
    ],
    ids=["boolean", "decimal", "month", "signs", "long", "language"],
)
@pytest.mark.parametrize("way", ["write", "bulk"])
def test_a_value_comes_back_as_it_was(virtuoso: Virtuoso, value: Literal, way: str) -> None:
    graph = NamedNode(document_iri("values", base=DEFAULT_BASE))
    others = [Quad(graph, TEXT, Literal(number), graph) for number in range(60)]
    quads = [*others, Quad(graph, NamedNode(KG + "value"), value, graph)]
    with open_store(virtuoso.url) as store:
        if way == "bulk":
            store._backend.bulk(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        else:
            store._backend.write(add=quads)
        assert set(store.quads(graph.value)) == set(quads)
        store._backend.write(remove=quads[-1:])
        assert set(store.quads(graph.value)) == set(others)
        store._backend.write(drop=[graph.value])


def test_a_server_is_written_to_without_the_graph_store_protocol(
    virtuoso: Virtuoso, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_GRAPH_STORE_URL")
    with open_store(virtuoso.url) as store, open_store(folder, read_only=True) as here:
        fill(store)
        assert lines(store) == lines(here)


def test_only_one_process_writes(virtuoso: Virtuoso) -> None:
    with open_store(virtuoso.url) as first:
        with pytest.raises(StoreError, match=rf"in use by another process \({os.getpid()} on "):
            open_store(virtuoso.url)
        first.add(known_graph()[0])
        with open_store(virtuoso.url, read_only=True) as reader:
            assert [one.name for one in reader.documents()] == ["mosul.txt"]
    open_store(virtuoso.url).close()


def test_a_writer_whose_note_is_gone_writes_no_more(virtuoso: Virtuoso) -> None:
    store = open_store(virtuoso.url)
    store._backend._drop([graph_iri("writers", base=DEFAULT_BASE)])  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="took the store over"):
        store.add(known_graph()[0])
    store._backend.close()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_write_that_broke_off_is_done_by_the_next_writer_or_not_at_all(
    virtuoso: Virtuoso, whole: bool, done: int
) -> None:
    """What a killed process leaves: its note of itself, that of the write, and some of the write's steps."""
    old, new = (
        make_reading("a", Said("Iran", "arms", "Iraq")),
        make_reading("a", Said("Iran", "meets", "Iraq")),
    )
    with open_store(virtuoso.url) as store, open_store("memory:") as after:
        store.add(old)
        after.add(new if whole else old)
        expected = lines(after)
        with open_store("memory:") as other:
            other.add(new)
            graph = document_iri("a", base=DEFAULT_BASE)
            write = Write([*other.quads(graph), BEHIND], drop=[graph])
    with open_store(virtuoso.url) as store:
        if whole:
            leave_behind(store, write, steps=done)
        else:
            leave_half_a_note(store, write)
    with open_store(virtuoso.url, read_only=True) as store:
        assert lines(store) == expected


def leave_behind(store: Store, write: Write, *, steps: int) -> None:
    backend = store._backend
    ended = dead_writer()
    note = note_quads(write, ended, base=DEFAULT_BASE)
    for quads in (note_of(ended), note):
        backend._update(update_text(add=quads, remove=(), drop=()))  # type: ignore[attr-defined]
    if steps > 0:
        backend._drop(write.drop)  # type: ignore[attr-defined]
    if steps > 1:
        half = [exact(quad) for quad in write.add[::2]]
        backend._update(update_text(add=half, remove=(), drop=()))  # type: ignore[attr-defined]


def leave_half_a_note(store: Store, write: Write) -> None:
    ended = dead_writer()
    note = note_quads(write, ended, base=DEFAULT_BASE)
    cut = Quad(note[0].subject, note[0].predicate, Literal(note[0].object.value[:-40]), note[0].graph_name)
    quads = [*note_of(ended), cut]
    store._backend._update(update_text(add=quads, remove=(), drop=()))  # type: ignore[attr-defined]


def dead_writer() -> str:
    return f"{DEFAULT_BASE}writer/dead"


def note_of(writer: str) -> list[Quad]:
    """As a process of this machine that has ended left it."""
    return writer_quads(new_writer(base=DEFAULT_BASE, iri=writer), base=DEFAULT_BASE)


@pytest.mark.parametrize("name", ["--store", "KG_UPDATE_URL", "KG_GRAPH_STORE_URL"])
def test_a_password_in_an_address_is_refused_and_not_repeated(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, store = f"http://{USER}:{PASSWORD}@localhost:1/sparql", "http://localhost:1/sparql"
    if name == "--store":
        store = bad
    else:
        monkeypatch.setenv(name, bad)
    assert run(["documents", "--store", store]) == 1
    said = capsys.readouterr().err
    assert f"kg: {name}: user and password do not belong in the address" in said
    assert PASSWORD not in said


def test_the_password_is_in_no_log_message_or_repr(
    virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with open_store(virtuoso.url) as store:
        store.add(known_graph()[0])
        backend = store._backend
        shown = repr(store) + repr(backend) + repr(backend._endpoint)  # type: ignore[attr-defined]
    monkeypatch.setenv("KG_STORE_PASSWORD", "wrong-one")
    with pytest.raises(StoreError, match="does not accept the user and password") as error:
        open_store(virtuoso.url)
    for secret in (PASSWORD, "wrong-one"):
        assert secret not in caplog.text + shown + "".join(format_exception(error.value))
    assert caplog.text


def test_a_missing_user_is_asked_for(virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE_USER")
    with pytest.raises(StoreError, match="wants a user and a password; set KG_STORE_USER"):
        open_store(virtuoso.url)


def test_a_server_that_is_not_there_or_speaks_no_sparql(
    served: KgServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert run(["documents", "--store", f"http://127.0.0.1:{port}/sparql"]) == 1
    assert "the server cannot be reached (Connection refused)" in capsys.readouterr().err
    assert run(["documents", "--store", served.url + "nothing"]) == 1
    assert "kg: " + served.url + "nothing: " in capsys.readouterr().err
    assert run(["documents", "--store", "http://"]) == 1
    assert "not the address of a server" in capsys.readouterr().err


def test_a_query_never_updates(virtuoso: Virtuoso) -> None:
    with open_store(virtuoso.url) as store:
        for text in ("DROP ALL", "define input:default-graph-uri <a:b> DELETE WHERE { ?a ?b ?c }"):
            with pytest.raises(QueryError):
                store.query(text)
