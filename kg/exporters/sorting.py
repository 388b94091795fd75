"""Lines in no order come in, in chunks; the same lines, sorted, go out in blocks, by way of the disk."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice

__all__ = ["sorted_blocks"]

_BLOCK = 20_000
"""Lines."""


def sorted_blocks(chunks: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    """Lines that end in a line feed, by merging sorted chunks; never more than one chunk is in memory."""
    chunks = iter(chunks)
    first, second = next(chunks, []), next(chunks, None)
    if second is None:
        if first:
            yield sorted(first)
        return
    with ExitStack() as stack:
        runs = []
        for chunk in chain((first, second), chunks):
            runs.append(stack.enter_context(tempfile.TemporaryFile()))
            runs[-1].writelines(sorted(chunk))
            runs[-1].seek(0)
        merged = heapq.merge(*runs)
        while block := list(islice(merged, _BLOCK)):
            yield block
