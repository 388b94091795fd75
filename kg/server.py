"""A store comes in; a read-only SPARQL 1.1 endpoint and pages, over HTTP on this machine, go out."""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from kg.errors import StoreError
from kg.queries import named_questions
from kg.results import choose, formats_for, write
from kg.store import open_store
from kg.tables import Table
from kg.terms import PREFIXES
from kg.workers import Answer, Task, Workers

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KgServer", "make_server"]

_LARGEST = 1_000_000
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "connect-src 'self'",
        "form-action 'none'",
    )
)
_SD = "http://www.w3.org/ns/sparql-service-description#"


def make_server(
    where: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8123,
    time_limit: float = 30,
    max_rows: int = 100_000,
    workers: int = 4,
    cors: str | None = None,
) -> KgServer:
    """A server for the store in a folder or at a URL, listening; `serve_forever` makes it answer.

    `port` 0 takes any free one. `time_limit` is in seconds a query, `max_rows` in rows an answer. `cors` is
    the origin that other pages may ask from, "*" for all. Raises StoreError if there is no store, or the
    address is taken.
    """
    with open_store(where, create=False, read_only=True):
        pass
    pool = Workers(where, count=workers, time_limit=time_limit, max_rows=max_rows)
    try:
        return KgServer((host, port), pool, cors=cors)
    except OSError as error:
        problem = error.strerror or str(error)
        raise StoreError(f"{host}:{port}: cannot be listened on ({problem}); give another --port.") from None


class KgServer(ThreadingHTTPServer):
    """The HTTP server; to be closed, best by `with`."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], workers: Workers, *, cors: str | None) -> None:
        self.workers = workers
        self.cors = cors
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """Where the pages are; the endpoint is `sparql` below it."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}/"

    def names(self) -> tuple[str, ...]:
        """What a request may call this server: other names would be another site's doing."""
        return (*_LOCAL_NAMES, str(self.server_address[0]))

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is no news; anything else is told as usual."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def server_close(self) -> None:
        """Stop listening, and all queries."""
        super().server_close()
        self.workers.close()


class _Refused(Exception):
    """A request that gets a status and a sentence instead of an answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer.problem(status, message)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "actor-kg"
    sys_version = ""
    timeout = 20
    server: KgServer

    def log_message(self, format: str, *arguments: object) -> None:
        """A query may hold what is nobody's business: nothing is logged."""

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def do_OPTIONS(self) -> None:
        self._send(Answer(204, "", b""))

    def _respond(self) -> None:
        try:
            answer = self._answer()
        except _Refused as refused:
            answer = refused.answer
            self.close_connection = True
        self._send(answer)

    def _answer(self) -> Answer:
        self._check_host()
        parts = urlsplit(self.path)
        fields: Mapping[str, list[str]] = _fields(parts.query)
        if self.command == "POST":
            fields = self._posted(fields)
        if parts.path == "/sparql":
            return self._sparql(fields)
        if self.command == "POST":
            raise _Refused(405, "Only /sparql takes POST.")
        if parts.path == "/":
            return Answer(200, "text/html; charset=utf-8", _query_page())
        if parts.path == "/graph":
            return self.server.workers.do(Task("page"))
        if parts.path.startswith("/questions/"):
            values = {name: given[0] for name, given in fields.items()}
            return self._do(Task("ask", unquote(parts.path.removeprefix("/questions/")), values))
        raise _Refused(404, "There is no such page; there are /, /graph, /sparql and /questions/NAME.")

    def _check_host(self) -> None:
        """A page of another site may be made to point its own name at this machine; its name betrays it."""
        host = re.sub(r":\d+$", "", self.headers.get("Host", ""))
        if host not in self.server.names():
            raise _Refused(403, "This server answers to this machine's own names only.")

    def _posted(self, fields: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            raise _Refused(411, "Send the request with its Content-Length.")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise _Refused(411, "Send the request with its Content-Length.")
        if int(length) > _LARGEST:
            raise _Refused(413, f"A request may have {_LARGEST:,} bytes at most.")
        try:
            text = self.rfile.read(int(length)).decode("utf-8")
        except UnicodeDecodeError:
            raise _Refused(400, "The request is not in UTF-8.") from None
        media_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type == "application/x-www-form-urlencoded":
            return {**fields, **_fields(text)}
        if media_type == "application/sparql-query":
            return {**fields, "query": [text]}
        if media_type == "application/sparql-update":
            raise _Refused(403, "This endpoint only reads; it takes no updates.")
        raise _Refused(415, "Send application/sparql-query or application/x-www-form-urlencoded.")

    def _sparql(self, fields: Mapping[str, list[str]]) -> Answer:
        if "update" in fields:
            raise _Refused(403, "This endpoint only reads; it takes no updates.")
        if not fields.get("query"):
            if self.command == "POST":
                raise _Refused(400, 'The request has no "query".')
            return self._description()
        if len(fields["query"]) > 1:
            raise _Refused(400, 'The request has more than one "query".')
        if fields.get("default-graph-uri") or fields.get("named-graph-uri"):
            raise _Refused(400, "Name graphs in the query, with GRAPH: the default graph is all of them.")
        return self._do(Task("query", fields["query"][0]))

    def _do(self, task: Task) -> Answer:
        accept = self.headers.get("Accept", "*/*")
        return self.server.workers.do(Task(task.kind, task.text, task.parameters, accept))

    def _description(self) -> Answer:
        form = choose(self.headers.get("Accept", "*/*"), formats_for("construct"))
        if form is None:
            raise _Refused(406, "The description of this service can be had as text/turtle.")
        return Answer(200, form.media_type, write(_description(self.server.url + "sparql"), form))

    def _send(self, answer: Answer) -> None:
        try:
            self.send_response(answer.status)
            if answer.media_type:
                self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.content)))
            self.send_header("X-Content-Type-Options", "nosniff")
            if answer.media_type.startswith("text/html") and urlsplit(self.path).path == "/":
                self.send_header("Content-Security-Policy", _POLICY)
            if self.server.cors:
                self.send_header("Access-Control-Allow-Origin", self.server.cors)
                self.send_header("Access-Control-Allow-Headers", "Accept, Content-Type")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


def _fields(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError:
        raise _Refused(400, "The fields of the request cannot be read.") from None


def _query_page() -> bytes:
    """The page with the named questions and a field for SPARQL; it asks nobody but this server."""
    questions = [
        {
            "name": question.name,
            "help": question.help,
            "parameters": [
                {"name": p.name, "kind": p.kind, "help": p.help, "required": p.required}
                for p in question.parameters
            ],
            "sparql": question.sparql,
        }
        for question in named_questions().values()
    ]
    page = files("kg").joinpath("pages", "query.html").read_text("utf-8")
    data = json.dumps({"questions": questions, "prefixes": PREFIXES}).replace("<", "\\u003c")
    return page.replace("{{ data }}", data).encode()


def _description(endpoint: str) -> Table:
    """What the endpoint can do, in the terms of SPARQL 1.1 Service Description."""
    from pyoxigraph import BlankNode, NamedNode

    service, a = BlankNode("service"), NamedNode(PREFIXES["rdf"] + "type")
    media = "http://www.w3.org/ns/formats/"
    results = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
    rows = [
        (service, a, NamedNode(_SD + "Service")),
        (service, NamedNode(_SD + "endpoint"), NamedNode(endpoint)),
        (service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        (service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")),
    ]
    for name in (*results, "Turtle", "N-Triples", "RDF_XML", "JSON-LD"):
        rows.append((service, NamedNode(_SD + "resultFormat"), NamedNode(media + name)))
    return Table(("subject", "predicate", "object"), tuple(rows), "construct")
