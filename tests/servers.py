"""Real SPARQL servers for tests: Virtuoso on this machine alone, with a configuration and data of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

USER, PASSWORD = "analyst", "kept-secret-7d1"
CONFIGURATION = """
[Database]
DatabaseFile = {folder}/data.db
ErrorLogFile = {folder}/data.log
LockFile = {folder}/data.lck
TransactionFile = {folder}/data.trx
xa_persistent_file = {folder}/data.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 60
CaseMode = 2
MaxMemPoolSize = 200000000
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 6
MaxKeepAlives = 6
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 30
"""


@dataclass(slots=True)
class Virtuoso:
    """A server that can be killed and started again; the rows of an answer are limited as Debian has it."""

    folder: Path
    sql: int = field(default_factory=lambda: free_port())
    http: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}/sparql"

    @property
    def environment(self) -> dict[str, str]:
        """What tells `kg` where this server takes what, and from whom."""
        return {
            "KG_UPDATE_URL": self.url + "-auth",
            "KG_GRAPH_STORE_URL": self.url + "-graph-crud-auth",
            "KG_STORE_USER": USER,
            "KG_STORE_PASSWORD": PASSWORD,
        }

    def start(self) -> None:
        new = not (self.folder / "data.db").exists()
        settings = self.folder / "virtuoso.ini"
        settings.write_text(CONFIGURATION.format(folder=self.folder, sql=self.sql, http=self.http))
        (self.folder / "data.lck").unlink(missing_ok=True)
        with (self.folder / "out.log").open("wb") as log:
            command = ["virtuoso-t", "+configfile", str(settings), "+foreground"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        self._wait()
        if new:
            self.sparql_user()

    def _wait(self) -> None:
        for _ in range(600):
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}?query=ASK%7B%7D", timeout=60):
                    return
            except (URLError, ConnectionError):
                time.sleep(0.1)
        log = (self.folder / "data.log").read_text("utf-8", "replace")
        raise RuntimeError(f"Virtuoso did not start:\n{log[-2000:]}")

    def sparql_user(self) -> None:
        """One who may update, and nothing else; the administrator's password is changed too."""
        for line in (
            f"DB.DBA.USER_CREATE('{USER}', '{PASSWORD}');",
            f'GRANT SPARQL_UPDATE TO "{USER}";',
            f"SET PASSWORD dba {PASSWORD.replace('-', '_')};",
        ):
            command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"exec={line}"]
            subprocess.run(command, check=True, capture_output=True)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def running_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """The server, started once; skipped where it is not installed, but for CI, where it must be."""
    if shutil.which("virtuoso-t") is None and not os.environ.get("CI"):
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def virtuoso(running_virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> Virtuoso:
    """The server without any data of ours, and the environment that leads to it."""
    for name, value in running_virtuoso.environment.items():
        monkeypatch.setenv(name, value)
    empty(running_virtuoso.url)
    return running_virtuoso


def empty(url: str) -> None:
    """Drop every graph that a store can have."""
    from kg.store import open_store
    from kg.stores.journal import journal_graph
    from kg.stores.writers import writers_graph
    from kg.terms import DEFAULT_BASE, graph_iri

    with open_store(url) as store:
        names = [graph_iri(name, base=DEFAULT_BASE) for name in ("links", "ontology", "corrections")]
        names += [document.document for document in store.documents()]
        names += [journal_graph(DEFAULT_BASE), writers_graph(DEFAULT_BASE)]
        store._backend._drop(names)  # type: ignore[attr-defined]
