"""The addresses of a SPARQL server come in; its answers to requests, or one clear error, go out."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import StoreError

__all__ = ["Addresses", "Endpoint", "Refused", "find_addresses"]

# Seconds to wait for a connection, and between two parts of an answer.
_TIMES = (10, 300)
# Virtuoso looks for the best order of joins, of more than ten for a minute; ours are written in a good one.
_IN_ORDER = 'define sql:select-option "order"\n'
_GRAPH, _JSON = "application/n-triples", "application/sparql-results+json"


class Refused(StoreError):
    """The server was reached and says no: `status` is HTTP's, `answer` its first line in words."""

    def __init__(self, message: str, status: int, answer: str) -> None:
        super().__init__(message)
        self.status = status
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes queries, updates and, if it does, whole graphs."""

    query: str
    update: str
    graphs: str | None


def find_addresses(query: str) -> Addresses:
    """The addresses of a store: that for queries as given, the others from the environment.

    KG_UPDATE_URL (or else the address for queries) takes updates, KG_GRAPH_STORE_URL whole graphs. Raises
    StoreError for an address that has a password in it, or is none.
    """
    update = os.environ.get("KG_UPDATE_URL") or query
    graphs = os.environ.get("KG_GRAPH_STORE_URL") or None
    for name, url in (("--store", query), ("KG_UPDATE_URL", update), ("KG_GRAPH_STORE_URL", graphs)):
        if url:
            _check(name, url)
    return Addresses(query, update, graphs)


def _check(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise StoreError(f"{name}: not the address of a server; it looks like http://HOST:PORT/sparql.")
    if "@" in parts.netloc:
        raise StoreError(
            f"{name}: user and password do not belong in the address of {host}; "
            "give them as KG_STORE_USER and KG_STORE_PASSWORD in the environment."
        )


@dataclass(slots=True)
class Endpoint:
    """A connection to one server. User and password come from the environment, and are shown nowhere."""

    where: str
    _virtuoso: bool = False
    _session: requests.Session = field(default_factory=requests.Session, repr=False)
    _logins: dict[str, AuthBase] = field(default_factory=dict, repr=False)

    def query(self, url: str, sparql: str, *, graph: bool) -> requests.Response:
        """Put a query; the answer is N-Triples for a `graph`, or else JSON."""
        address, fields = _apart(url)
        wanted = _GRAPH if graph else _JSON
        text = _IN_ORDER + sparql if self._virtuoso else sparql
        answer = self._send("POST", address, {"query": text, **fields}, {"Accept": wanted})
        self._virtuoso = answer.headers.get("Server", "").startswith("Virtuoso")
        return answer

    def update(self, url: str, sparql: str) -> None:
        """Put an update."""
        address, fields = _apart(url)
        body = sparql.encode()
        headers = {"Content-Type": "application/sparql-update; charset=utf-8", "Accept": "*/*"}
        self._send("POST", address, body, headers, fields)

    def load(self, url: str, graph: str, ntriples: bytes) -> None:
        """Add triples to a graph by the Graph Store protocol."""
        headers = {"Content-Type": _GRAPH, "Accept": "*/*"}
        self._send("POST", url, ntriples, headers, {"graph": graph})

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | Mapping[str, str],
        headers: Mapping[str, str],
        parameters: Mapping[str, str] | None = None,
    ) -> requests.Response:
        request = requests.Request(method, url, dict(headers), data=body, params=parameters)
        answer = self._answer(request, url)
        if answer.status_code == 401 and url not in self._logins:
            login = _login(answer.headers.get("WWW-Authenticate", ""))
            if login is not None:
                self._logins[url] = login
                answer = self._answer(request, url)
        if answer.status_code >= 300:
            raise self._refusal(answer, url)
        return answer

    def _answer(self, request: requests.Request, url: str) -> requests.Response:
        """An idle connection may have been closed meanwhile; everything that is sent may be sent twice."""
        request.auth = self._logins.get(url, _no_login)
        for attempt in (1, 2):
            try:
                prepared = self._session.prepare_request(request)
                settings = self._session.merge_environment_settings(url, {}, None, None, None)
                settings["allow_redirects"] = False
                return self._session.send(prepared, timeout=_TIMES, **settings)
            except requests.exceptions.RequestException as error:
                if attempt == 2 or not _was_cut(error):
                    raise StoreError(self._spoken(error, url)) from None
        raise AssertionError

    def _spoken(self, error: requests.exceptions.RequestException, url: str) -> str:
        if isinstance(error, requests.exceptions.ReadTimeout):
            return f"{url}: the server has not answered for {_TIMES[1]} seconds; ask for less, or try later."
        if isinstance(error, requests.exceptions.SSLError):
            return f"{url}: the server's certificate is not trusted, or it does not speak https."
        reason = _reason(error)
        return f"{url}: the server cannot be reached ({reason}); start it, then run the same command again."

    def _refusal(self, answer: requests.Response, url: str) -> Refused:
        said = _first_line(answer)
        status = answer.status_code
        if status < 400:
            problem = f"the server points to {_plain(answer.headers.get('Location', ''))}; give that address"
        elif status == 401 and url in self._logins:
            problem = (
                "the server does not accept the user and password of KG_STORE_USER and KG_STORE_PASSWORD"
            )
        elif status == 401:
            problem = "the server wants a user and a password; set KG_STORE_USER and KG_STORE_PASSWORD"
        elif status == 404:
            problem = "nothing there speaks SPARQL; look up the server's address for queries"
        else:
            problem = f"the server refused ({status}: {said})"
        return Refused(f"{url}: {problem}.", status, said)


def _apart(url: str) -> tuple[str, dict[str, str]]:
    """An address and the fields that it has after its question mark."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="")), dict(parse_qsl(parts.query))


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps `requests` from looking for a password in ~/.netrc."""
    return request


def _login(challenge: str) -> AuthBase | None:
    """What answers the server's challenge; None without a user, or for a challenge that is not known."""
    user, password = os.environ.get("KG_STORE_USER"), os.environ.get("KG_STORE_PASSWORD", "")
    if not user:
        return None
    if re.search(r"\bdigest\b", challenge, re.IGNORECASE):
        return HTTPDigestAuth(user, password)
    if re.search(r"\bbasic\b", challenge, re.IGNORECASE):
        return HTTPBasicAuth(user.encode(), password.encode())
    return None


def _was_cut(error: requests.exceptions.RequestException) -> bool:
    text = repr(error)
    return any(sign in text for sign in ("RemoteDisconnected", "ConnectionResetError", "BrokenPipe"))


def _reason(error: requests.exceptions.RequestException) -> str:
    """The operating system's words for it, out of the several wrappings."""
    found: Sequence[str] = re.findall(r"\[Errno -?\d+\] ([A-Z][^'\")\]]+)", str(error))
    if found:
        return found[-1].strip()
    return "it did not answer" if isinstance(error, requests.exceptions.Timeout) else "the connection broke"


def _first_line(answer: requests.Response) -> str:
    """What a server says of an error, without its markup and without the query it repeats."""
    text = answer.content[:4000].decode("utf-8", "replace")
    if "html" in answer.headers.get("Content-Type", ""):
        text = re.sub(r"(?s)<(head|style|script)\b.*?</\1>|<[^>]*>", " ", text).strip()
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return _plain(line.rstrip("."))[:200] or answer.reason or "no reason given"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"//[^/@\s]*@", "//", text).split())
