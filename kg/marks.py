"""Statements come in, the oldest first; which are contested, and which are another source's, goes out."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

__all__ = ["Marks"]


class Marks:
    """What can be told of a statement only once all have been seen; some hundred bytes for each.

    Contested is what one text states and another (or the same) says is not so, or what somebody denies.
    The same sentence in a second document is an agency's copy, and no second source; nor is what a near copy
    of a document says, in whatever words, where the document says the like.
    """

    __slots__ = ("_actual", "_denied", "_first", "_negated")

    def __init__(self) -> None:
        self._actual: set[bytes] = set()
        self._negated: set[bytes] = set()
        self._denied: set[str] = set()
        self._first: dict[bytes, str] = {}

    def see(self, subject: str, target: str, facts: Mapping[str, Any]) -> bool:
        """Take in one statement; whether its document is the first to say this."""
        if facts["status"] == "actual":
            self._actual.add(_what_is_said(subject, target, facts))
            self._denied.update(facts["denied"])
        elif facts["status"] == "negated":
            self._negated.add(_what_is_said(subject, target, facts))
        document = facts["document"]
        sentence = " ".join(facts["evidence"].split()).casefold()
        same = _digest(subject, target, facts["relation"], facts["status"], sentence)
        like = _digest(
            *_ends(subject, target, facts), facts["family"], facts["status"], facts["original"] or document
        )
        first = [self._first.setdefault(what, document) for what in (same, like)]
        return first == [document, document]

    def is_contested(self, subject: str, target: str, statement: str, facts: Mapping[str, Any]) -> bool:
        """Whether anything seen contradicts or denies this one."""
        if statement in self._denied:
            return True
        said = (
            _what_is_said(subject, target, facts) if facts["status"] != "possible" and self._negated else b""
        )
        return said in self._negated and said in self._actual


def _what_is_said(subject: str, target: str, facts: Mapping[str, Any]) -> bytes:
    return _digest(facts["relation"], *_ends(subject, target, facts))


def _ends(subject: str, target: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    turned = facts["symmetric"] and target < subject
    return (target, subject) if turned else (subject, target)


def _digest(*parts: str) -> bytes:
    """Sixteen bytes that stand for some texts, so that these need not be kept."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
