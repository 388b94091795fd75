"""The compiled phrases in, those whose fixed words stand in a sentence out.

Most phrases that share an anchor ("take control of", "take part in") differ in their other words. To look for
these in a set first costs a fraction of walking the parse for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from kg.phrases import Pattern

__all__ = ["PhraseIndex"]

NEGATIONS = frozenset({"not", "n't", "never"})
WALKED = frozenset({"verb", "event", "role"})
# A verb's slot with one of these is filled without the word, too ("they met", "his killing", "gave them").
UNSPOKEN = frozenset({"with", "on", "to", "of"})


class PhraseIndex:
    """The phrases by anchor, each with the sets of words of which it needs one; made once."""

    def __init__(self, patterns: Mapping[str, list[Pattern]]) -> None:
        self.patterns = patterns
        self._entries = {
            anchor: [(pattern, *_first_and_rest(_wanted(pattern))) for pattern in listed]
            for anchor, listed in patterns.items()
        }

    def __contains__(self, anchor: str) -> bool:
        return anchor in self._entries

    def at(self, anchor: str, words: Collection[str]) -> list[Pattern]:
        """The phrases anchored on a word that `words`, the sentence's forms and lemmas, do not rule out."""
        found = []
        for pattern, first, rest in self._entries.get(anchor, ()):
            if first is not None and first.isdisjoint(words):
                continue
            if not rest or not any(choice.isdisjoint(words) for choice in rest):
                found.append(pattern)
        return found


def _first_and_rest(
    wanted: Iterable[frozenset[str]],
) -> tuple[frozenset[str] | None, tuple[frozenset[str], ...]]:
    """Most phrases want one word at most: that one is kept ready to hand."""
    listed = tuple(wanted)
    return (listed[0] if listed else None), listed[1:]


def _wanted(pattern: Pattern) -> Iterator[frozenset[str]]:
    if pattern.kind not in WALKED:
        return
    for role, words in pattern.needs:
        if role == "not":
            yield NEGATIONS
        elif not words & {"*", "oneself"} and not any(" " in word for word in words):
            yield words
    for slot in (pattern.a, pattern.b):
        if pattern.kind == "verb" and slot is not None and slot.role.startswith("prep:"):
            preposition = slot.role.removeprefix("prep:")
            if preposition not in UNSPOKEN and " " not in preposition:
                yield frozenset({preposition})
