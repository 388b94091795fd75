"""The mentions of a passage and its words in, the lists that the mentions stand in out ("A, B (BB) and C").

A small parser loses its way in long lists, and what follows the second comma hangs anywhere. Commas and the
closing "and" tell the list without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.grammar import Tree
from kg.mentions import Mention

__all__ = ["find_enumerations"]

SHORTEST = 3
CLOSING = frozenset({"and", "or", "&"})
SEPARATORS = CLOSING | {",", ";"}
FORERUNNERS = frozenset({"DET", "ADJ", "NUM", "ADV"})  # what a noun phrase may begin with
ATTRIBUTES = frozenset({"amod", "compound", "nmod:desc"})
COMPLEMENTS = frozenset({"of", "in", "from"})


def find_enumerations(tree: Tree, mentions: Sequence[Mention], here: Iterable[int]) -> dict[int, list[int]]:
    """For each mention (an index into `mentions`) that begins a closed list of three or more: the rest."""
    ordered = sorted(here, key=lambda k: (mentions[k].start, -mentions[k].end))
    runs = _runs(tree, mentions, [k for k in ordered if _can_be_listed(tree, mentions[k])])
    return {members[0]: members[1:] for members in runs if len(members) >= SHORTEST}


def _can_be_listed(tree: Tree, mention: Mention) -> bool:
    """Not "the lawyer", which rather tells who its neighbour in the list is."""
    return mention.kind in ("name", "demonym") or (
        mention.kind == "nominal" and tree.tag[mention.head] == "NNS"
    )


def _runs(tree: Tree, mentions: Sequence[Mention], ordered: Sequence[int]) -> Iterator[list[int]]:
    members: list[int] = []
    end = 0  # of the list so far, with what belongs to its last member ("Fine Gael of Ireland")
    for k in ordered:
        m = mentions[k]
        if members and m.start < end:
            continue
        link = _link(tree, end, m.start) if members else None
        end = m.end
        if link == "complement":
            continue
        members = [*members, k] if link else [k]
        if link == "closing":
            yield members
            members = [k]


def _link(tree: Tree, end: int, start: int) -> str | None:
    """How the words between two mentions join them: `comma`, `closing`, the second a `complement`, or not."""
    words = tree.lower[end:start]
    if words and words[0] == "(" and ")" not in words:
        return "complement"
    if ")" in words and words[0] in "()":
        words = words[words.index(")") + 1 :]
    if words and words[0] in COMPLEMENTS and all(w in ("the", *COMPLEMENTS) for w in words):
        return "complement"
    at = len(words)
    while at and _may_lead(tree, start - (len(words) - at) - 1):
        at -= 1
    signs = words[:at]
    if not signs or not set(signs) <= SEPARATORS or tree.sentence_of[end] != tree.sentence_of[start]:
        return None
    return "closing" if CLOSING & set(signs) else "comma"


def _may_lead(tree: Tree, i: int) -> bool:
    return tree.pos[i] in FORERUNNERS or tree.dep[i] in ATTRIBUTES
