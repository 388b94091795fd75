"""The server answers clients that nobody here wrote, only reads, and outlives whatever is sent to it."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import rdflib
from graphs import Said, known_graph, make_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.errors import StoreError
from kg.server import KgServer, make_server
from kg.store import open_store
from kg.workers import calls_out

COUNT = "PREFIX kg: <https://actor-kg.example/ns#> SELECT (COUNT(?s) AS ?n) WHERE { ?s a kg:Statement }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
CONSTRUCT = "CONSTRUCT { ?a a kg:Fighter } WHERE { ?a kg:fights ?b }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("served") / "store"
    with open_store(where) as store:
        for reading in known_graph():
            store.add(reading)
    return where


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[KgServer]:
    yield from running(make_server(folder, port=0, time_limit=6, max_rows=500, workers=2))


def running(server: KgServer) -> Iterator[KgServer]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def ask(server: KgServer, query: str, accept: str = "*/*", **more: str) -> tuple[int, str, bytes]:
    url = f"{server.url}sparql?{urlencode({'query': query, **more})}"
    return fetch(Request(url, headers={"Accept": accept}))


def fetch(request: Request | str) -> tuple[int, str, bytes]:
    try:
        with urlopen(request, timeout=60) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "part"),
    [
        (COUNT, "*/*", "application/sparql-results+json", b'"18"'),
        (COUNT, "application/json", "application/sparql-results+json", b'"18"'),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml", b">18</literal>"),
        (COUNT, "text/csv", "text/csv; charset=utf-8", b"n\r\n18\r\n"),
        (COUNT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?n\n18\n"),
        (COUNT, "text/html, text/csv;q=0.5, */*;q=0.1", "text/csv; charset=utf-8", b"18"),
        ("ASK { ?s ?p ?o }", "application/json", "application/sparql-results+json", b'"boolean": true'),
        ("ASK { ?s ?p ?o }", "text/csv", "text/csv; charset=utf-8", b"true"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8", b"actor:isil a kg:Fighter"),
        (CONSTRUCT, "application/n-triples", "application/n-triples", b"ns#Fighter> ."),
        (
            "DESCRIBE <https://actor-kg.example/actor/isil>",
            "application/rdf+xml",
            "application/rdf+xml",
            b"ISIL",
        ),
    ],
)
def test_results_come_in_the_format_asked_for(
    server: KgServer, query: str, accept: str, media_type: str, part: bytes
) -> None:
    status, given_type, content = ask(server, query, accept)
    assert (status, given_type) == (200, media_type)
    assert part in content


def test_a_query_can_be_posted_in_both_ways(server: KgServer) -> None:
    direct = Request(server.url + "sparql", COUNT.encode(), {"Content-Type": "application/sparql-query"})
    form = Request(server.url + "sparql", urlencode({"query": COUNT}).encode())
    assert fetch(direct)[2] == fetch(form)[2] == ask(server, COUNT)[2]


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("SELECT ?x WHERE { ?x", 400, b"line 1, column 21"),
        ("INSERT DATA { <a:b> <c:d> 1 }", 400, b"only read"),
        ("LOAD <http://127.0.0.1:9/x>", 400, b"only read"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } }", 400, b"SERVICE is not allowed"),
        ("SELECT * WHERE { sErViCe SILENT ?s { ?s ?p ?o } }", 400, b"SERVICE is not allowed"),
        ("SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } }", 400, b"SERVICE is not"),
        ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", 400, b"more than 500 rows"),
        ("SELECT * WHERE { " + "{ " * 20_000 + "} " * 20_000 + "}", 400, b""),
        ("SELECT * FROM <http://127.0.0.1:9/x> WHERE { ?s ?p ?o }", 200, b""),
    ],
)
def test_what_is_not_for_this_server_is_refused(
    server: KgServer, query: str, status: int, part: bytes
) -> None:
    form = Request(server.url + "sparql", urlencode({"query": query}).encode())
    given_status, _, content = fetch(form)
    assert given_status == status
    assert part in content
    assert ask(server, COUNT)[0] == 200


@pytest.mark.parametrize(
    ("sparql", "calls"),
    [
        ("SELECT ?service WHERE { ?service a <http://x/SERVICE> }", False),
        ("SELECT ?a WHERE { ?a ex:service 'SERVICE' # SERVICE\n }", False),
        ("SELECT ?a WHERE { ?a ?b 'x'@service }", False),
        ("SELECT ?a WHERE {SERVICE<http://x> { ?a ?b ?c } }", True),
        ("SELECT ?a WHERE { ?a ?b '''it's''' . Service ?x { ?a ?b ?c } }", True),
    ],
)
def test_service_is_found_where_it_is_a_keyword(sparql: str, calls: bool) -> None:
    assert calls_out(sparql) is calls


def test_a_query_that_takes_too_long_is_really_stopped(server: KgServer) -> None:
    began = time.monotonic()
    status, _, content = ask(server, ENDLESS)
    assert (status, b"stopped after 6 seconds" in content) == (503, True)
    assert time.monotonic() - began < 20
    assert ask(server, COUNT)[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/sparql", b"update=DROP+ALL", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
        ("POST", "/sparql", b"DROP ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"x", {"Content-Type": "text/plain"}, 415),
        ("POST", "/sparql", b"\xff\xfe", {"Content-Type": "application/sparql-query"}, 400),
        ("POST", "/sparql", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("POST", "/sparql", b"", {"Content-Length": "2000000"}, 413),
        ("POST", "/", b"x=1", {"Content-Type": "application/x-www-form-urlencoded"}, 405),
        ("DELETE", "/sparql", b"", {}, 501),
        ("GET", "/nothing", b"", {}, 404),
        ("GET", "/../../etc/passwd", b"", {}, 404),
        ("GET", "/questions/nonesuch", b"", {}, 400),
        ("GET", "/questions/links", b"", {}, 400),
        ("GET", "/sparql?query=%FF", b"", {}, 400),
        ("GET", "/sparql?query=a&query=b", b"", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D", b"", {"Accept": "image/png"}, 406),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a:b", b"", {}, 400),
        ("GET", "/", b"", {"Host": "evil.example"}, 403),
        ("GET", "/" + "x" * 70_000, b"", {}, 414),
    ],
)
def test_a_bad_request_gets_its_status(
    server: KgServer, method: str, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    connection.request(method, path, body or None, headers)
    assert connection.getresponse().status == status
    connection.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\n"]))
def test_noise_does_not_stop_the_server(server: KgServer, noise: bytes, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=10) as connection:
        connection.sendall(start + noise + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(200)
    assert b"Traceback" not in answer
    assert fetch(server.url)[0] == 200


def test_the_service_describes_itself(server: KgServer) -> None:
    status, media_type, content = fetch(server.url + "sparql")
    graph = rdflib.Graph().parse(data=content, format="turtle")
    assert (status, media_type) == (200, "text/turtle")
    endpoint = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert str(next(graph.objects(None, endpoint))) == server.url + "sparql"


def test_a_named_question_is_answered(server: KgServer) -> None:
    content = fetch(f"{server.url}questions/evidence?first=ISIL&second=iraqi+army")[2]
    assert len(json.loads(content)["results"]["bindings"]) == 2


def test_pages_need_no_other_host(server: KgServer) -> None:
    for path in ("", "graph"):
        status, media_type, content = fetch(server.url + path)
        assert (status, media_type) == (200, "text/html; charset=utf-8")
        assert b'src="http' not in content and b'href="http' not in content


def test_what_is_stored_while_it_runs_is_seen(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add(known_graph()[0])
    for server in running(make_server(tmp_path / "s", port=0, workers=1)):
        before = ask(server, COUNT)[2]
        with open_store(tmp_path / "s") as store:
            store.add(make_reading("new", Said("Iran", "arms", "Iraq")))
        after = ask(server, COUNT)[2]
    assert (b'"5"' in before, b'"6"' in after) == (True, True)


def test_cors_is_off_unless_asked_for(server: KgServer, folder: Path) -> None:
    with urlopen(server.url) as response:
        assert response.headers["Access-Control-Allow-Origin"] is None
    for open_server in running(make_server(folder, port=0, cors="*")):
        with urlopen(open_server.url) as response:
            assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_an_address_that_is_taken_is_told(server: KgServer, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="another --port"):
        make_server(folder, port=server.server_address[1])
    with pytest.raises(StoreError, match="no store there"):
        make_server(tmp_path / "none", port=0)


def test_sparqlwrapper_reads_the_endpoint(server: KgServer) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(server.url + "sparql")
    client.setQuery(COUNT)
    client.setReturnFormat(wrapper.JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "18"
    client.setQuery(CONSTRUCT)
    client.setMethod(wrapper.POST)
    client.setReturnFormat(wrapper.TURTLE)
    assert b"Fighter" in client.query().convert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_endpoint(server: KgServer, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.url + "sparql", method=method))
    assert [int(row.n) for row in graph.query(COUNT)] == [18]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_reads_the_endpoint(server: KgServer) -> None:
    command = [
        "curl",
        "-sS",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={COUNT}",
        server.url + "sparql",
    ]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"n\r\n18\r\n"
