"""The scores of all pairs of a passage in, what each pair's neighbours say about it out.

A pair is judged better beside the others: members of one list share their relations, and who has a nearer
leader or party hardly has a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.mentions import Mention

if TYPE_CHECKING:
    from kg.pairs import Pair

__all__ = ["LABELS", "context_of"]

FAMILIES = ("alliedWith", "talksWith", "fights", "supports", "opposes", "leads", "memberOf", "controls")
SYMMETRIC = 2  # the first two of them
# family, and whether the mention that stands first is the subject
LABELS = tuple((f, True) for f in FAMILIES[:SYMMETRIC]) + tuple(
    (f, forward) for f in FAMILIES[SYMMETRIC:] for forward in (True, False)
)
INDEX = {label: n for n, label in enumerate(LABELS)}
TURNED = np.array([INDEX.get((f, not forward), n) for n, (f, forward) in enumerate(LABELS)])
NOTHING = -8.0  # the score of what is not there
KINDS = ("name", "nominal", "demonym", "pronoun")

Scores = NDArray[np.float32]


def context_of(pairs: Sequence[Pair], mentions: Sequence[Mention], scores: Scores) -> Scores:
    """Features [pair, label, feature] from the log odds [pair, label] of the pairs of one passage."""
    wide = [
        scores,
        *_joined(pairs, scores),
        *_competitors(pairs, scores),
        _best_other(scores),
        scores[:, TURNED],
        _rules(pairs),
    ]
    narrow = [scores.max(1), *_of_pairs(pairs, mentions)]
    columns = [*wide, *(np.repeat(column[:, None], len(LABELS), 1) for column in narrow)]
    stacked = np.stack(columns, 2)
    own = np.broadcast_to(np.eye(len(LABELS), dtype=np.float32), (len(pairs), len(LABELS), len(LABELS)))
    return np.concatenate([stacked, own], 2).astype(np.float32)


def _joined(pairs: Sequence[Pair], scores: Scores) -> tuple[Scores, Scores, Scores]:
    """Mean and maximum over the pairs of the same two lists, and how many these are."""
    groups: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for n, pair in enumerate(pairs):
        low, high = sorted(pair.lifted)
        groups.setdefault((low, high), []).append((n, pair.lifted[0] <= pair.lifted[1]))
    mean, most = scores.copy(), scores.copy()
    size = np.zeros(len(pairs), np.float32)
    for members in groups.values():
        if len(members) > 1:
            rows = np.stack([scores[n] if straight else scores[n][TURNED] for n, straight in members])
            middle, top = rows.mean(0), rows.max(0)
            for n, straight in members:
                mean[n], most[n] = (middle, top) if straight else (middle[TURNED], top[TURNED])
        size[[n for n, _ in members]] = np.log1p(len(members))
    return mean, most, np.repeat(size[:, None], len(LABELS), 1)


def _competitors(pairs: Sequence[Pair], scores: Scores) -> list[Scores]:
    """For either mention: the best score of the same label in its other pairs, and how many beat this one."""
    count = len(pairs)
    best = np.full((2, count, len(LABELS)), NOTHING, np.float32)
    rank = np.zeros((2, count, len(LABELS)), np.float32)
    turned = scores[:, TURNED]
    for members in _by_mention(pairs).values():
        if len(members) < 2:
            continue
        rows = np.stack([scores[n] if side == 0 else turned[n] for n, side in members])
        beaten = (rows[None] > rows[:, None]).sum(1)
        ordered = np.sort(rows, 0)
        others = np.where(rows == ordered[-1], ordered[-2], ordered[-1])
        for row, (n, side) in enumerate(members):
            way = slice(None) if side == 0 else TURNED
            best[side, n], rank[side, n] = others[row][way], beaten[row][way]
    return [best[0], best[1], rank[0], rank[1]]


def _by_mention(pairs: Sequence[Pair]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for n, pair in enumerate(pairs):
        found.setdefault(pair.first, []).append((n, 0))
        found.setdefault(pair.second, []).append((n, 1))
    return found


def _best_other(scores: Scores) -> Scores:
    """The best score among the other labels of the same pair."""
    ordered = np.sort(scores, 1)
    return np.where(scores == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])


def _rules(pairs: Sequence[Pair]) -> Scores:
    sure = np.zeros((len(pairs), len(LABELS)), np.float32)
    for n, pair in enumerate(pairs):
        for relation in pair.rules:
            label = label_of(relation.family, relation.subject == pair.first)
            if label is not None:
                sure[n, label] = max(sure[n, label], relation.certainty)
    return sure


def label_of(family: str, forward: bool) -> int | None:
    """The number of the label, None for `denies`, which rules alone find."""
    return INDEX.get((family, forward), INDEX.get((family, True)))


def _of_pairs(pairs: Sequence[Pair], mentions: Sequence[Mention]) -> Iterable[Scores]:
    ends = [(mentions[p.first], mentions[p.second]) for p in pairs]
    yield np.array([bool(p.rules) for p in pairs], np.float32)
    yield np.log1p(np.array([max(0, b.begin - a.finish) for a, b in ends], np.float32))
    for side in (0, 1):
        for kind in KINDS:
            yield np.array([end[side].kind == kind for end in ends], np.float32)
