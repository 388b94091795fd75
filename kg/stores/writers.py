"""Notes of who writes to a server come in; leave to write, or who has it, goes out.

A server has no lock. A writer notes itself in a graph first and looks for others after, so that of two at
once at least one sees the other; both may step back, never both go on.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.terms import KG, PREFIXES, graph_iri

__all__ = ["Writer", "new_writer", "read_writers", "writer_quads", "writers_graph"]

# A writer on another machine that was not seen for so long has ended; one notes itself again when it writes.
LEASE = timedelta(minutes=15)
RENEWAL = timedelta(minutes=1)
_HOST, _PROCESS, _SEEN = (NamedNode(KG + name) for name in ("writerHost", "writerProcess", "writerSeen"))
_DATETIME = NamedNode(PREFIXES["xsd"] + "dateTime")
_open: set[str] = set()


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an IRI of its own, the machine, the process there, and when it last said so."""

    iri: str
    host: str
    process: str
    seen: datetime

    @property
    def lives(self) -> bool:
        """Whether it may still write: certain on this machine, on another one told by its lease."""
        if self.host != _host():
            return datetime.now(UTC) - self.seen < LEASE
        if self.process == _process(os.getpid()):
            return self.iri in _open
        number = self.process.partition(" ")[0]
        return number.isdecimal() and self.process == _process(int(number))

    def opened(self) -> None:
        """From now on it lives, as far as this process is concerned."""
        _open.add(self.iri)

    def closed(self) -> None:
        """It has ended."""
        _open.discard(self.iri)


def writers_graph(base: str) -> str:
    """The IRI of the graph in which writers note themselves."""
    return graph_iri("writers", base=base)


def new_writer(*, base: str, iri: str | None = None) -> Writer:
    """This process as a writer, seen now."""
    name = iri or f"{base}writer/{secrets.token_hex(12)}"
    return Writer(name, _host(), _process(os.getpid()) or str(os.getpid()), datetime.now(UTC))


def writer_quads(writer: Writer, *, base: str) -> list[Quad]:
    """A writer's note."""
    graph, node = NamedNode(writers_graph(base)), NamedNode(writer.iri)
    seen = Literal(writer.seen.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=_DATETIME)
    values = ((_HOST, Literal(writer.host)), (_PROCESS, Literal(writer.process)), (_SEEN, seen))
    return [Quad(node, name, value, graph) for name, value in values]


def read_writers(quads: Iterable[Quad]) -> list[Writer]:
    """All writers that are noted; one that has just renewed its note is taken as it was seen last."""
    notes: dict[str, dict[NamedNode, str]] = {}
    for quad in quads:
        node = notes.setdefault(str(getattr(quad.subject, "value", "")), {})
        value = str(getattr(quad.object, "value", ""))
        node[quad.predicate] = max(value, node.get(quad.predicate, ""))
    return [
        Writer(iri, node.get(_HOST, ""), node.get(_PROCESS, ""), _time(node.get(_SEEN, "")))
        for iri, node in sorted(notes.items())
    ]


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _host() -> str:
    """This machine as processes know it that can see each other: containers may share a name."""
    try:
        space = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return socket.gethostname()
    return f"{socket.gethostname()} {space}"


def _process(number: int) -> str | None:
    """A running process by number and time of start, as numbers are used again; None if there is none."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    try:
        status = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return str(number)
    return None if status[0] == "Z" else f"{number} {status[19]}"
