"""Questions to a store come in; answers, or what went wrong, come out of processes that can be killed.

A query that runs in Oxigraph cannot be stopped from Python, so that each one runs in a process of its own
kept for it, which is killed when its time is over.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, QueryError
from kg.stores.opening import is_server

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["Answer", "Task", "Workers", "calls_out"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do with the store: "query" with SPARQL, "ask" a named question, or make the "page"."""

    kind: str
    text: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, the media type of the content, and the content."""

    status: int
    media_type: str
    content: bytes

    @classmethod
    def problem(cls, status: int, message: str) -> Answer:
        """An answer that says in a sentence what is wrong."""
        return cls(status, "text/plain; charset=utf-8", (message + "\n").encode())


class Workers:
    """So many processes, started when first needed, that look at one store."""

    def __init__(self, where: str | Path, *, count: int, time_limit: float, max_rows: int) -> None:
        self._where = where
        self._time_limit = time_limit
        self._max_rows = max_rows
        self._idle: queue.Queue[_Worker | None] = queue.Queue()
        for _ in range(count):
            self._idle.put(None)

    def do(self, task: Task) -> Answer:
        """Do a task within the time limit; 503 if the time is over, or all processes are busy for so long."""
        begun = time.monotonic()
        try:
            worker = self._idle.get(timeout=self._time_limit)
        except queue.Empty:
            return Answer.problem(503, "The server is busy with other queries; try again later.")
        try:
            if worker is None or not worker.process.is_alive():
                worker = _start(self._where, self._max_rows)
            left = self._time_limit - (time.monotonic() - begun)
            answer = worker.do(task, max(left, 0.1))
            if answer is None:
                worker.stop()
                worker = None
                answer = self._failed(time.monotonic() - begun)
            return answer
        finally:
            self._idle.put(worker)

    def _failed(self, seconds: float) -> Answer:
        if seconds >= self._time_limit:
            limit = f"{self._time_limit:g} seconds"
            return Answer.problem(503, f"The query was stopped after {limit}; ask for less, or add a LIMIT.")
        return Answer.problem(400, "The query is too deep or too large to be answered.")

    def close(self) -> None:
        """Stop all processes that are idle."""
        while not self._idle.empty():
            worker = self._idle.get()
            if worker is not None:
                worker.stop()


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection

    def do(self, task: Task, seconds: float) -> Answer | None:
        """None if the process needs more time, or has ended."""
        try:
            self.connection.send(task)
            if not self.connection.poll(seconds):
                return None
            answer: Answer = self.connection.recv()
        except (EOFError, OSError):
            return None
        return answer

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()


def _start(where: str | Path, max_rows: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, where, max_rows), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _work(connection: Connection, where: str | Path, max_rows: int) -> None:
    """What a process does: open the store anew whenever its files have changed, and answer."""
    seen: object = None
    store: Store | None = None
    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            state = _state(where)
            if store is None or state != seen:
                store, seen = _open(where), state
            answer = _answer(store, task, max_rows)
        except QueryError as error:
            answer = Answer.problem(400, str(error))
        except KgError as error:
            answer = Answer.problem(500, str(error))
        connection.send(answer)


def _open(where: str | Path) -> Store:
    """One that had to be put in order first, for which it is opened for writing, is given free at once."""
    from kg.store import open_store

    store = open_store(where, create=False, read_only=True)
    if store.read_only:
        return store
    store.close()
    return open_store(where, create=False, read_only=True)


def _state(where: str | Path) -> list[tuple[str, int, int]]:
    """The names, sizes and times of a store's files, its log aside; nothing of a server."""
    if is_server(where):
        return []
    entries = [entry for entry in os.scandir(where) if not entry.name.startswith("LO")]
    return sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries)


def _answer(store: Store, task: Task, max_rows: int) -> Answer:
    from kg.queries import ask
    from kg.results import choose, formats_for, write

    if task.kind == "page":
        return _page(store)
    if task.kind == "query":
        if calls_out(task.text):
            raise QueryError("SERVICE is not allowed here: this server asks no other.")
        table = store.query_limited(task.text, max_rows)
    else:
        table = ask(store, task.text, task.parameters)
        if len(table) > max_rows:
            raise QueryError(f"The answer has more than {max_rows:,} rows; ask in SPARQL, with a LIMIT.")
    form = choose(task.accept, formats_for(table.kind))
    if form is None:
        names = ", ".join(one.media_type for one in formats_for(table.kind))
        return Answer.problem(406, f"This answer can be had as {names}.")
    charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""
    return Answer(200, form.media_type + charset, write(table, form))


def _page(store: Store) -> Answer:
    from kg.network import load_network
    from kg.view import page_html

    return Answer(200, "text/html; charset=utf-8", page_html(load_network(store)).encode())


def calls_out(sparql: str) -> bool:
    """Whether SPARQL has the keyword SERVICE, in whatever capitals or escapes, outside strings and IRIs."""
    from kg.bindings import words

    def decoded(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else ""

    text = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", decoded, sparql)
    return any(word.upper() == "SERVICE" for word in words(text))
