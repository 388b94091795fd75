"""Passages and mentions in, the state where the report plays out: whose army "the army" is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.mentions import Mention, tree_of

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["find_setting"]

INSIDE = frozenset(("in", "inside", "into", "across", "throughout", "within"))
MARGIN = 1.5
ENOUGH = 2.0


def find_setting(passages: Sequence[Passage], mentions: Sequence[Mention]) -> str | None:
    """The IRI of the state that things happen in by far most often ("in Iraq", "Iraq's Anbar province"), or
    None.
    """
    scores: dict[str, float] = {}
    trees = [tree_of(p) for p in passages]
    towns = {(m.passage, m.head) for m in mentions if m.type == "Place"}
    for m in mentions:
        if m.type != "State" or not m.known or m.kind not in ("name", "demonym"):
            continue
        tree = trees[m.passage]
        located = tree.case(m.head) in INSIDE or (m.passage, tree.head[m.head]) in towns
        scores[m.known] = scores.get(m.known, 0.0) + (1.0 if located else 0.1)
    ranked = sorted(scores, key=lambda s: (-scores[s], s))
    if not ranked or scores[ranked[0]] < ENOUGH:
        return None
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if scores[ranked[0]] >= MARGIN * second else None
