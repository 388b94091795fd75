"""N-Quads and SPARQL come in; the processor seconds that Virtuoso takes over them go out (Linux only)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from kg.terms import PREFIXES

CONFIGURATION = """
[Database]
DatabaseFile = {folder}/data.db
ErrorLogFile = {folder}/data.log
LockFile = {folder}/data.lck
TransactionFile = {folder}/data.trx
xa_persistent_file = {folder}/data.pxa
FileExtend = 2000
MaxCheckpointRemap = 20000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {above}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 60
"""


class Virtuoso:
    """A server with data of its own, on this machine alone, from `with` to its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sql, self._http = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir()
        settings = self.folder / "virtuoso.ini"
        names = {"folder": self.folder, "above": self.folder.parent, "sql": self._sql, "http": self._http}
        settings.write_text(CONFIGURATION.format(**names), "utf-8")
        command = ["virtuoso-t", "+configfile", str(settings), "+foreground"]
        with (self.folder / "out.log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def load(self, file: Path) -> float:
        """Processor seconds of its bulk loader."""
        begun = self._seconds()
        self._isql(f"ld_dir('{file.parent}', '{file.name}', 'urn:none');")
        self._isql("rdf_loader_run();")
        self._isql("checkpoint;")
        return self._seconds() - begun

    def ask(self, sparql: str) -> float:
        """Processor seconds for a query, its answer as JSON read to the end; not a number if it fails.

        The mean of the second to the fifth time, for the clock counts hundredths of a second.
        """
        first = self._asked(sparql)
        return first if first > 1 else sum(self._asked(sparql) for _ in range(4)) / 4

    def _asked(self, sparql: str) -> float:
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        data = urlencode({"query": prefixes + sparql, "format": "application/sparql-results+json"})
        begun = self._seconds()
        try:
            with urlopen(
                Request(f"http://127.0.0.1:{self._http}/sparql", data.encode()), timeout=900
            ) as answer:
                answer.read()
        except HTTPError:
            return float("nan")
        return self._seconds() - begun

    def _wait(self) -> None:
        for _ in range(1200):
            try:
                with urlopen(f"http://127.0.0.1:{self._http}/sparql?query=ASK%7B%7D", timeout=60):
                    return
            except (URLError, ConnectionError):
                time.sleep(0.2)
        raise SystemExit(f"Virtuoso did not start; see {self.folder}/data.log.")

    def _isql(self, line: str) -> None:
        command = ["isql-vt", f"127.0.0.1:{self._sql}", "dba", "dba", f"exec={line}"]
        subprocess.run(command, check=True, capture_output=True)

    def _seconds(self) -> float:
        """Processor seconds of the server so far; /proc counts them in ticks of a hundredth."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
