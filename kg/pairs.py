"""A parsed passage, its mentions and what the rules found in, the pairs of mentions worth judging out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.grammar import Tree
from kg.mentions import Mention
from kg.pair_features import PairFeatures
from kg.parse_paths import Path, first_joined, path_between
from kg.phrases import Pattern
from kg.relations import Relation

__all__ = ["Lexicon", "Pair", "find_pairs"]

LONGEST_PATH = (
    5,
    4,
    2,
)  # steps through the parse, by how many of the two ends are faint; beyond, few are related
FAINT = frozenset({"pronoun", "demonym"})
FARTHEST = 45  # tokens between the two heads


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions (indices) of one sentence, the first standing first.

    `lifted` are the heads of the lists that the two are joined to, `rules` what the rules say about them.
    `ends` are the features of either mention, which its other pairs share; `features` those of both together.
    """

    first: int
    second: int
    meeting: int
    lifted: tuple[int, int]
    ends: tuple[list[str], list[str]]
    features: list[str]
    rules: tuple[Relation, ...]

    def all_features(self) -> list[str]:
        return [*self.ends[0], *self.ends[1], *self.features]


class Lexicon:
    """What is known of a word beside its letters: the families of its phrases and its cluster."""

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]], clusters: Mapping[str, int]) -> None:
        self._tags = {word: tuple(sorted({p.family for p in found})) for word, found in patterns.items()}
        for word, cluster in clusters.items():
            self._tags[word] = (*self._tags.get(word, ()), f"C{cluster}")

    def tags(self, word: str) -> tuple[str, ...]:
        return self._tags.get(word, ())


def find_pairs(
    tree: Tree,
    mentions: Sequence[Mention],
    here: Sequence[int],
    fired: Sequence[Relation],
    lexicon: Lexicon,
    *,
    farther: int = 0,
) -> Iterator[Pair]:
    """Every pair near enough in the parse, and every pair that a rule has joined; `farther` adds steps."""
    order = sorted(here, key=lambda k: (mentions[k].head, k))
    if len(order) < 2:
        return
    rules = _by_pair(mentions, fired)
    lifted = {k: first_joined(tree, mentions[k].head) for k in order}
    features = PairFeatures(tree, mentions, order, lexicon.tags)
    for n, i in enumerate(order):
        for m in range(n + 1, len(order)):
            j = order[m]
            if tree.sentence_of[mentions[i].head] != tree.sentence_of[mentions[j].head]:
                break
            path = path_between(tree, mentions[i].head, mentions[j].head)
            joined = rules.get((i, j), ())
            if path is None or not (joined or _near(mentions[i], mentions[j], path, farther)):
                continue
            between = sum(mentions[k].head < mentions[j].start for k in order[n + 1 : m])
            described = features.of(i, j, path, joined, between)
            ends = features.own[i][0], features.own[j][1]
            yield Pair(i, j, path.meeting, (lifted[i], lifted[j]), ends, described, joined)


def _near(one: Mention, other: Mention, path: Path, farther: int) -> bool:
    steps, apart = len(path.up) + len(path.down) - farther, other.head - one.head
    return 0 < apart <= FARTHEST and steps <= LONGEST_PATH[_faint(one) + _faint(other)]


def _faint(mention: Mention) -> bool:
    return mention.kind in FAINT or mention.type == "Place"


def _by_pair(
    mentions: Sequence[Mention], fired: Sequence[Relation]
) -> dict[tuple[int, int], tuple[Relation, ...]]:
    rules: dict[tuple[int, int], tuple[Relation, ...]] = {}
    for relation in fired:
        if relation.object is not None and relation.object != relation.subject:
            ends = sorted((relation.subject, relation.object), key=lambda k: (mentions[k].head, k))
            rules[ends[0], ends[1]] = (*rules.get((ends[0], ends[1]), ()), relation)
    return rules
