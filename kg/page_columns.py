"""A network comes in; its statements as columns, those of one drawn edge one after the other, go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.network import Network

__all__ = ["Columns"]

Numbers = NDArray[np.int64]


# What a page shows of a statement; `title`, `published` and `source` are its document's.
_FACTS = (
    "family", "status", "symmetric", "published", "document", "begin", "relation", "speaker", "speaker_label",
    "past", "contested", "independent", "confidence", "evidence", "rule", "denied", "claim", "time", "end",
    "subject_begin", "subject_end", "object_begin", "object_end", "title", "source",
)  # fmt: skip
_facts = itemgetter(*_FACTS)

Row = tuple[Any, ...]


class Columns:
    """All statements of a network in the page's order; `starts` tells where each drawn edge begins, `counts`
    how many statements it has.

    What has one pair of actors, one family and one status is one edge; the two ways round of a symmetric
    relation are one pair. Within an edge the oldest statement comes first.
    """

    __slots__ = ("_columns", "_numbers", "counts", "first", "iris", "second", "starts")

    def __init__(self, network: Network, index: Mapping[str, int]) -> None:
        iris, rows, first, second = _gather(network, index)
        edges = _edge_keys(rows, first, second, len(index))
        begins = np.fromiter(map(itemgetter(_FACTS.index("begin")), rows), np.int64, len(rows))
        order = np.lexsort((begins, _ages(rows), edges))
        places = order.tolist()
        self.iris = list(map(iris.__getitem__, places))
        values = zip(*map(rows.__getitem__, places), strict=True)
        self._columns: dict[str, Sequence[Any]] = dict(zip(_FACTS, values, strict=False))
        self._numbers: dict[str, dict[Any, int]] = {}
        self.first, self.second = first[order], second[order]
        self.starts = np.flatnonzero(np.diff(edges[order], prepend=-1))
        self.counts = np.diff(self.starts, append=len(places))

    def __getitem__(self, name: str) -> Sequence[Any]:
        """One fact of every statement."""
        return self._columns.get(name, ())

    def words(self, name: str) -> dict[Any, int]:
        """Every value of a fact, with its number, in the order in which they are met."""
        if name not in self._numbers:
            self._numbers[name] = _numbered(dict.fromkeys(self[name]))
        return self._numbers[name]

    def numbers(self, name: str) -> list[int]:
        """One fact of every statement, as the numbers that `words` gives."""
        return list(map(self.words(name).__getitem__, self[name]))

    def at_starts(self, name: str) -> list[Any]:
        """One fact of the first statement of every edge."""
        return list(map(self[name].__getitem__, self.starts.tolist()))

    def shared(self, name: str, *others: str) -> dict[Any, Row]:
        """For each value of one fact those of others, which all statements with that value share."""
        rows = zip(*(self[other] for other in others), strict=True)
        return dict(zip(self[name], rows, strict=True))


def _gather(network: Network, index: Mapping[str, int]) -> tuple[list[str], list[Row], Numbers, Numbers]:
    """Row by row, for the facts of a statement lie together and those of the next far off."""
    iris: list[str] = []
    rows: list[Row] = []
    first: list[int] = []
    second: list[int] = []
    for subject, targets in network.adjacency():
        before = len(iris)
        for target, statements in targets.items():
            iris += statements
            rows += map(_facts, statements.values())
            second += repeat(index[target], len(statements))
        first += repeat(index[subject], len(iris) - before)
    return iris, rows, np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)


def _edge_keys(rows: Sequence[Row], first: Numbers, second: Numbers, actors: int) -> Numbers:
    """One number for each drawn edge; turns symmetric ones so that the weightier actor comes first."""
    symmetric = np.fromiter(map(itemgetter(_FACTS.index("symmetric")), rows), bool, len(rows))
    turned = symmetric & (second < first)
    first[turned], second[turned] = second[turned], first[turned]
    kinds = _ranks(list(map(itemgetter(_FACTS.index("family"), _FACTS.index("status")), rows)))
    return (first * actors + second) * (int(kinds.max(initial=0)) + 1) + kinds


def _ages(rows: Sequence[Row]) -> Numbers:
    """The rank of each statement's document, by date and name; undated ones come last."""
    dated = map(itemgetter(_FACTS.index("published"), _FACTS.index("document")), rows)
    return _ranks(list(dated), key=lambda pair: (pair[0] or "~", pair[1]))


def _ranks(column: Sequence[Any], key: Callable[[Any], Any] | None = None) -> Numbers:
    rank = _numbered(sorted(set(column), key=key))
    return np.fromiter(map(rank.__getitem__, column), np.int64, len(column))


def _numbered(words: Iterable[Any]) -> dict[Any, int]:
    return {word: place for place, word in enumerate(words)}
