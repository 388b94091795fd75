"""A store comes in; its graph, with the statements in a temporary file instead of memory, goes out."""

from __future__ import annotations

import marshal
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, Protocol

from kg.errors import KgError
from kg.marks import Marks
from kg.network import claim_facts, claim_node, is_symmetric, speaker_label
from kg.stored import Actors, Part, Readable, read_parts, read_vocabulary, statement_facts

__all__ = ["Drawn", "Edge", "Spool", "spooled"]

Edge = tuple[str, str, str, dict[str, Any]]


class Drawn(Protocol):
    """What an exporter reads: a networkx graph as `load_network` makes it, or a spool."""

    def nodes(self, *, data: bool) -> Iterable[tuple[str, dict[str, Any]]]: ...

    def edges(self, *, keys: bool, data: bool) -> Iterable[Edge]: ...


@contextmanager
def spooled(store: Readable) -> Iterator[Spool]:
    """The graph of `store`, read once; its temporary file is gone afterwards.

    Raises KgError where that file cannot be made or the disk is full.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.TemporaryFile())
            spool = Spool(store, file)
            file.flush()
        except OSError as error:
            where, why = tempfile.gettempdir(), error.strerror or error
            message = f"Cannot write a temporary file in {where}: {why}; make room, or set TMPDIR."
            raise KgError(message) from error
        yield spool


class Spool:
    """The nodes and edges of a store, as its network has them, document by document, the oldest first.

    In memory are the actors, and what tells contested statements and reprints, some hundred bytes for each.
    """

    __slots__ = ("_actors", "_file", "_lengths", "_marks", "_symmetric")

    def __init__(self, store: Readable, file: BinaryIO) -> None:
        self._file = file
        self._lengths: list[int] = []
        self._marks = Marks()
        relations = read_vocabulary(store).relations
        self._symmetric = {name for name in relations if is_symmetric(relations, name)}
        seen, weights, claims = Actors(), Counter[str](), {}
        counted = seen.count(store)
        for part in read_parts(store, appearances=not counted):
            if not counted:
                seen.see(part)
            edges = [self._edge(*statement, part) for statement in part.statements]
            for subject, target, statement, facts in edges:
                weights.update((subject, target))
                if target == claim_node(statement):
                    claims[target] = claim_facts(facts["claim"])
            self._put(edges)
        self._actors = _nodes(seen, weights, claims)

    def _edge(self, statement: str, stored: Any, part: Part) -> Edge:
        subject, object, facts = statement_facts(stored, part.document)
        target = claim_node(statement) if object is None else object
        facts["symmetric"] = facts["family"] in self._symmetric
        facts["independent"] = self._marks.see(subject, target, facts)
        return subject, target, statement, facts

    def _put(self, edges: list[Edge]) -> None:
        packed = marshal.dumps(edges)
        self._lengths.append(len(packed))
        self._file.write(packed)

    def nodes(self, *, data: bool = True) -> Iterable[tuple[str, dict[str, Any]]]:
        """Actors and denied claims, by IRI."""
        return self._actors.items()

    def edges(self, *, keys: bool = True, data: bool = True) -> Iterator[Edge]:
        """One edge a statement; only one document's are in memory. One such iteration at a time."""
        self._file.seek(0)
        for length in self._lengths:
            for subject, target, statement, facts in marshal.loads(self._file.read(length)):
                facts["speaker_label"] = speaker_label(self._actors, facts["speaker"])
                facts["contested"] = self._marks.is_contested(subject, target, statement, facts)
                yield subject, target, statement, facts


def _nodes(
    seen: Actors, weights: Counter[str], claims: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    found = dict(seen.found())
    for iri in weights.keys() - found.keys() - claims.keys():
        found[iri] = seen.unnamed(iri)
    for facts in found.values():
        facts["aliases"] = sorted(facts["aliases"] - {facts["label"]})
        facts["claim"] = False
    found.update(claims)
    for iri, facts in found.items():
        facts["weight"] = weights[iri]
    return dict(sorted(found.items()))
