"""Words in one string in, a set of them out: how closed classes of English stand in the code."""

from __future__ import annotations

__all__ = ["word_set"]


def word_set(words: str) -> frozenset[str]:
    """The words of a string, separated by blanks."""
    return frozenset(words.split())
