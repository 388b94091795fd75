"""A write of several steps comes in; a note of it that survives a break, and the write read back, go out.

Few servers make all of a write or nothing of it, so it is noted whole in a graph of its own before it begins.
Each step can be done twice, so that a write which was cut is done again from the note; a note that was cut
itself is dropped: then the write had not begun.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.terms import KG, graph_iri

__all__ = ["Write", "journal_graph", "note_quads", "read_notes"]

_PIECE = NamedNode(KG + "journalPiece")
# Characters of one literal: some servers take no more than a few megabytes, one fails at twenty.
_LENGTH = 400_000


@dataclass(frozen=True, slots=True)
class Write:
    """Drop graphs, then remove quads, then add quads."""

    add: Sequence[Quad] = ()
    remove: Sequence[Quad] = ()
    drop: Sequence[str] = ()


def journal_graph(base: str) -> str:
    """The IRI of the graph in which writes are noted."""
    return graph_iri("journal", base=base)


def note_quads(write: Write, writer: str, *, base: str) -> list[Quad]:
    """The note of a write, in as many quads as it has pieces; each says how many there are."""
    plain = json.dumps({"add": _text(write.add), "remove": _text(write.remove), "drop": list(write.drop)})
    packed = base64.b64encode(zlib.compress(plain.encode(), 3)).decode()
    digest = hashlib.sha256(packed.encode()).hexdigest()
    pieces = [packed[start : start + _LENGTH] for start in range(0, len(packed), _LENGTH)]
    graph = NamedNode(journal_graph(base))
    heads = (f"{number} {len(pieces)} {digest}" for number in range(len(pieces)))
    texts = (Literal(f"{head} {piece}") for head, piece in zip(heads, pieces, strict=True))
    return [Quad(NamedNode(writer), _PIECE, text, graph) for text in texts]


def read_notes(quads: Iterable[Quad]) -> Iterator[tuple[str, Write | None]]:
    """Each writer that has notes, with its write; None where the note is not whole."""
    pieces: dict[str, list[str]] = {}
    for quad in quads:
        if quad.predicate == _PIECE and isinstance(quad.object, Literal):
            pieces.setdefault(str(getattr(quad.subject, "value", "")), []).append(quad.object.value)
    for writer, found in pieces.items():
        yield writer, _read(found)


def _read(pieces: Sequence[str]) -> Write | None:
    split = sorted((piece.split(" ", 3) for piece in pieces), key=lambda parts: int(parts[0]))
    packed = "".join(parts[3] for parts in split)
    if hashlib.sha256(packed.encode()).hexdigest() != split[0][2]:
        return None
    plain = json.loads(zlib.decompress(base64.b64decode(packed)))
    return Write(_quads(plain["add"]), _quads(plain["remove"]), plain["drop"])


def _text(quads: Sequence[Quad]) -> str:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()


def _quads(text: str) -> list[Quad]:
    return list(parse(text.encode(), format=RdfFormat.N_QUADS))
