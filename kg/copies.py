"""A document comes in, a short signature of its text goes out; from signatures, which documents are copies.

Newspapers print an agency's report with another dateline, another headline, a paragraph cut. Two texts are
near copies if they share half of all their runs of five words (the Jaccard coefficient), which MinHash
(Broder 1997) estimates from 128 numbers a text, to about 0.04. Candidates are pairs that agree in one of 32
bands of four numbers: of pairs that share 0.5, 0.6 and 0.7 of their runs that finds 87, 99 and all but one
in 4,000. Both depend on the two signatures alone, so that neither order nor number of runs plays a part.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kg.records import Document

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.uint64]

__all__ = ["THRESHOLD", "Signed", "find_copies", "sign_text"]

THRESHOLD = 0.5
_RUN = 5
_SIZE, _BANDS = 128, 32
_PORTION = 4096  # runs of words that are hashed at a time


@dataclass(frozen=True, slots=True)
class Signed:
    """A stored document, by IRI, with what decides of which it is a copy; `issued` is an ISO date."""

    document: str
    name: str
    issued: str | None
    signature: str


def sign_text(document: Document) -> str | None:
    """The signature of the body of a document's text, as base64; None for a text without a word.

    Only the words count: no capitals, no punctuation, no headline, nothing that surrounds the report.
    """
    import numpy

    body = [document.text[block.begin : block.end] for block in document.blocks if block.kind == "body"]
    words = re.findall(r"\w+", " ".join(body or [document.text]).casefold())
    if not words:
        return None
    runs, least = _runs(words), numpy.full(_SIZE, 2**32 - 1, dtype=numpy.uint32)
    factors, summands = _random(1, _SIZE)[:, None] | numpy.uint64(1), _random(2, _SIZE)[:, None]
    for start in range(0, len(runs), _PORTION):
        hashed = (factors * runs[start : start + _PORTION] + summands) >> numpy.uint64(32)
        least = numpy.minimum(least, hashed.min(axis=1).astype(numpy.uint32))
    return b64encode(least.astype("<u4").tobytes()).decode()


def _runs(words: Sequence[str]) -> Numbers:
    """A number for each different run of words; a text shorter than a run is one run."""
    import numpy

    known = {
        word: int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
        for word in set(words)
    }
    numbers = numpy.fromiter((known[word] for word in words), numpy.uint64, len(words))
    length = min(_RUN, len(words))
    total = numpy.zeros(len(words) - length + 1, numpy.uint64)
    for place, factor in enumerate(_random(3, length)):
        total += numbers[place : place + len(total)] * (factor | numpy.uint64(1))
    return numpy.unique(_mixed(total))


def _random(seed: int, count: int) -> Numbers:
    """The same numbers on every machine and with every version of every library."""
    import numpy

    return _mixed(numpy.arange(1, count + 1, dtype=numpy.uint64) + numpy.uint64(seed << 32))


def _mixed(numbers: Numbers) -> Numbers:
    """The last step of SplitMix64 (Steele, Lea and Flood 2014), which spreads what differs over all bits."""
    import numpy

    mixed = numbers * numpy.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> numpy.uint64(31))


def find_copies(documents: Iterable[Signed]) -> dict[str, str]:
    """The original of each document that is a copy, by IRI.

    Copies of copies are of one group; its original is the earliest, those without a date coming last, and of
    equals the first by name. The answer depends on the set of documents alone.
    """
    ordered = sorted(documents, key=lambda one: (one.issued or "~", one.name, one.document))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(ordered):
        places[one.signature].append(place)
    same = list(places.values())
    groups = _Groups(len(ordered))
    for first, *others in same:
        for other in others:
            groups.join(first, other)
    if len(same) > 1:
        _join_near(_matrix(list(places)), [found[0] for found in same], groups)
    found = ((one, ordered[groups.first(place)]) for place, one in enumerate(ordered))
    return {one.document: original.document for one, original in found if one is not original}


class _Groups:
    """Which places belong together; the first of a group stands for it."""

    __slots__ = ("_above",)

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def first(self, place: int) -> int:
        above = self._above
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low


def _matrix(signatures: Sequence[str]) -> NDArray[numpy.uint32]:
    import numpy

    joined = b"".join(b64decode(one) for one in signatures)
    return numpy.frombuffer(joined, "<u4").reshape(len(signatures), _SIZE)


def _join_near(matrix: NDArray[numpy.uint32], places: Sequence[int], groups: _Groups) -> None:
    import numpy

    for band in numpy.split(matrix, _BANDS, axis=1):
        _, inverse = numpy.unique(band, axis=0, return_inverse=True)
        order = numpy.argsort(inverse, kind="stable")
        ends = numpy.flatnonzero(numpy.diff(inverse[order])) + 1
        for bucket in numpy.split(order, ends):
            if len(bucket) > 1:
                _join_bucket(matrix, bucket, places, groups)


def _join_bucket(matrix: NDArray[numpy.uint32], bucket: Any, places: Sequence[int], groups: _Groups) -> None:
    """Compare what is not joined yet, each with those after it: a thousand copies cost a thousand steps."""
    rest = [int(row) for row in bucket]
    while len(rest) > 1:
        row, *rest = rest
        here = groups.first(places[row])
        others = [other for other in rest if groups.first(places[other]) != here]
        if not others:
            return
        agreeing = (matrix[others] == matrix[row]).mean(axis=1)
        for other, share in zip(others, agreeing, strict=True):
            if share >= THRESHOLD:
                groups.join(places[row], places[other])
