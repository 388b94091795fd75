"""What the rules found in a passage in, what rules and trained model together hold for true out.

The weights are learned by `training/relations.py`. A first linear layer scores each pair of mentions by its
features, a second one corrects the score by those of the pair's neighbours and gives probabilities that
held-out text bears out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.grammar import Tree
from kg.mentions import Mention
from kg.pairs import Lexicon, Pair, find_pairs
from kg.phrases import Pattern
from kg.relation_context import LABELS, context_of, label_of
from kg.relations import Relation

__all__ = ["PACKAGED_WEIGHTS", "RULE", "RelationModel", "Weights"]

PACKAGED_WEIGHTS = Path(__file__).parent / "model" / "relations" / "weights.npz"
RULE = "model"
HOPELESS = -3.5  # log odds
# How sure a rule's statement is: so much by itself, and so much of the model's probability on top. On the dev
# sentences, statements that the model gave 0.0 to 0.2 were right in 25 of 100 cases, at 0.9 in 75.
TRUST, SHARE = 0.25, 0.55
PRECISION = 2  # decimals of a confidence


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` [feature, label], `context` [context feature], and what goes with them.

    `alone` is the least probability, by label, of what only the model says. `clusters` numbers words of like
    meaning alike.
    """

    features: tuple[str, ...]
    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    context: NDArray[np.float32]
    offset: float
    alone: NDArray[np.float32]
    clusters: Mapping[str, int]

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            features=_packed(self.features),
            table=self.table.astype(np.float16),
            bias=self.bias,
            context=self.context,
            offset=np.float32(self.offset),
            alone=self.alone,
            words=_packed(self.clusters),
            clusters=np.array(list(self.clusters.values()), np.uint8),
        )

    @classmethod
    def load(cls, path: Path) -> Weights:
        try:
            with np.load(path, allow_pickle=False) as stored:
                clusters = dict(zip(_unpacked(stored["words"]), stored["clusters"].tolist(), strict=True))
                return cls(
                    _unpacked(stored["features"]),
                    stored["table"].astype(np.float32),
                    stored["bias"],
                    stored["context"],
                    float(stored["offset"]),
                    stored["alone"],
                    clusters,
                )
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise KgError(
                f"The relation model {path} cannot be read ({error}): train it again with training.relations."
            ) from error


class RelationModel:
    """Judges the pairs of a passage; made once, used for many."""

    def __init__(self, weights: Weights, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self.weights = weights
        self.lexicon = Lexicon(patterns, weights.clusters)
        self.rows = {feature: row for row, feature in enumerate(weights.features)}
        self.nothing = len(self.rows)  # a row of noughts, so that no sum is empty
        self.table = np.vstack([weights.table, np.zeros((1, len(LABELS)), np.float32)])

    @classmethod
    def load(cls, path: Path, patterns: Mapping[str, Sequence[Pattern]]) -> RelationModel:
        """The model in the file, for the ontology's compiled phrases. Raises KgError if it cannot be read."""
        return cls(Weights.load(path), patterns)

    def predict(
        self, tree: Tree, mentions: Sequence[Mention], here: Sequence[int], fired: Sequence[Relation]
    ) -> tuple[list[Pair], NDArray[np.float32]]:
        """The pairs of the passage and the probability [pair, label] of each relation of `LABELS`."""
        pairs = list(find_pairs(tree, mentions, here, fired, self.lexicon))
        if not pairs:
            return [], np.zeros((0, len(LABELS)), np.float32)
        pairs, scores = _hopeful(pairs, self.scores(pairs))
        if not pairs:
            return [], scores
        context = context_of(pairs, mentions, scores)
        odds = context @ self.weights.context + self.weights.offset
        return pairs, 1 / (1 + np.exp(-odds))

    def scores(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """The first layer: log odds [pair, label] from the pairs' own features."""
        known: list[int] = []
        starts: list[int] = []
        places: dict[int, int] = {}  # the features of a mention are one list, shared by all its pairs
        parts: list[tuple[int, int, int]] = []
        for pair in pairs:
            for features in (pair.features, *pair.ends):
                if id(features) not in places:
                    places[id(features)] = len(starts)
                    starts.append(len(known))
                    known.append(self.nothing)
                    known.extend({self.rows[f] for f in features if f in self.rows})
            parts.append((places[id(pair.features)], places[id(pair.ends[0])], places[id(pair.ends[1])]))
        sums = np.add.reduceat(self.table[known], starts, axis=0)
        scores: NDArray[np.float32] = sums[np.array(parts)].sum(1) + self.weights.bias
        return scores

    def relations(
        self,
        number: int,
        tree: Tree,
        mentions: Sequence[Mention],
        here: Sequence[int],
        fired: Sequence[Relation],
    ) -> Iterator[Relation]:
        """What rules and model together hold for true, with the probability where the model judged it."""
        yield from (r for r in fired if r.object is None or r.object == r.subject)
        pairs, probabilities = self.predict(tree, mentions, here, fired)
        for pair, row in zip(pairs, probabilities, strict=True):
            told = list(self._told(pair, row))
            yield from told or self._alone(number, tree, mentions, pair, row)
        judged = {(p.first, p.second) for p in pairs}
        yield from (
            r for r in fired if r.object is not None and r.object != r.subject and not judged & _ways(r)
        )

    def _told(self, pair: Pair, row: NDArray[np.float32]) -> Iterator[Relation]:
        """What the rules say of the pair. It stands: on news, what the model doubts is as often right."""
        for relation in pair.rules:
            label = label_of(relation.family, relation.subject == pair.first)
            if label is None:
                yield relation
            else:
                p = TRUST * relation.certainty + SHARE * float(row[label])
                yield replace(relation, probability=round(p, PRECISION))

    def _alone(
        self, number: int, tree: Tree, mentions: Sequence[Mention], pair: Pair, row: NDArray[np.float32]
    ) -> Iterator[Relation]:
        label = int(np.argmax(row - self.weights.alone))
        family, forward = LABELS[label]
        told = any(label_of(r.family, r.subject == pair.first) == label for r in pair.rules)
        if row[label] < self.weights.alone[label] or told:
            return
        ends = (pair.first, pair.second) if forward else (pair.second, pair.first)
        p = round(float(row[label]), PRECISION)
        granted = _granted(tree, pair.meeting, mentions, ends)
        yield Relation(
            number, pair.meeting, *ends, family, family, RULE, p, presupposed=granted, probability=p
        )


def _granted(tree: Tree, meeting: int, mentions: Sequence[Mention], ends: tuple[int, int]) -> bool:
    """Whether the clause takes it for granted ("Iraqi soldiers did not"): one end depends on the other."""
    heads = {mentions[k].head for k in ends}
    return meeting in heads and not tree.is_verbal(meeting) and not tree.is_copular(meeting)


def _hopeful(pairs: Sequence[Pair], scores: NDArray[np.float32]) -> tuple[list[Pair], NDArray[np.float32]]:
    """The pairs that the second layer can still lift over a threshold, and all of which a rule speaks."""
    kept = [n for n, top in enumerate(scores.max(1)) if top > HOPELESS or pairs[n].rules]
    return [pairs[n] for n in kept], scores[kept]


def _ways(relation: Relation) -> set[tuple[int, int]]:
    assert relation.object is not None
    return {(relation.subject, relation.object), (relation.object, relation.subject)}


def _packed(words: Sequence[str] | Mapping[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(stored: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(stored.tobytes().decode().split("\n"))
