"""A folder and settings come in; a Virtuoso of its own, on this machine alone, goes out (Linux only)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CONFIGURATION = """
[Database]
DatabaseFile = {folder}/data.db
ErrorLogFile = {folder}/data.log
LockFile = {folder}/data.lck
TransactionFile = {folder}/data.trx
xa_persistent_file = {folder}/data.pxa
FileExtend = {settings.pages}
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = {settings.checkpoints}
CaseMode = 2
DirsAllowed = {folder.parent}
MaxMemPoolSize = 200000000
NumberOfBuffers = {settings.buffers}
MaxDirtyBuffers = {settings.dirty}
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
ResultSetMaxRows = {settings.rows}
MaxQueryExecutionTime = {settings.seconds}
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between a server for tests and one for measuring; as it stands, that for tests.

    `pages` and `buffers` are of 8 KB: by how many its file grows, and how many are kept in memory. `rows` is
    the limit of an answer, as Debian has it. `checkpoints` are so many minutes apart, 0: none by itself.
    """

    pages: int = 200
    buffers: int = 4_000
    dirty: int = 3_000
    rows: int = 10_000
    seconds: int = 30
    checkpoints: int = 60


@dataclass(slots=True)
class Virtuoso:
    """A server that can be killed and started again with the data it had."""

    folder: Path
    settings: Settings = Settings()
    sql: int = field(default_factory=lambda: free_port())
    http: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}/sparql"

    def start(self) -> None:
        configuration = self.folder / "virtuoso.ini"
        ports = {"sql": self.sql, "http": self.http}
        configuration.write_text(CONFIGURATION.format(folder=self.folder, settings=self.settings, **ports))
        (self.folder / "data.lck").unlink(missing_ok=True)
        with (self.folder / "out.log").open("wb") as log:
            command = ["virtuoso-t", "+configfile", str(configuration), "+foreground"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        self._wait()

    def _wait(self) -> None:
        for _ in range(1200):
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

    def isql(self, line: str) -> None:
        """Run a line of SQL as the administrator of a new server."""
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"exec={line}"]
        subprocess.run(command, check=True, capture_output=True)

    def seconds(self) -> float:
        """Processor seconds of the server so far; /proc counts them in ticks of a hundredth."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
