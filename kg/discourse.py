"""The mentions of a document as they come one after the other, with what it takes to find who a later one is.

Salience follows Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution"): subjects before
objects before the rest, names before descriptions, weights halved with every sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.gazetteer import pieces
from kg.grammar import Tree
from kg.mentions import Mention, MentionFinder, tree_of

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["Discourse", "Heard"]

WEIGHTS = {
    "nsubj": 80,
    "nsubj:pass": 75,
    "root": 70,
    "ROOT": 70,
    "obj": 50,
    "iobj": 50,
    "obl:agent": 60,
    "nmod:poss": 40,
    "obl": 40,
    "nmod": 30,
}
NAME_BONUS = 20
PARALLEL_BONUS = 20
COLLECTIVE = frozenset(("people", "police", "troops", "forces", "personnel", "cattle"))


@dataclass(frozen=True, slots=True)
class Heard:
    """A mention that has been read. `entity` is shared by mentions that are known to mean the same."""

    index: int
    mention: Mention
    sentence: int
    role: str
    word: str
    plural: bool
    entity: int


class Discourse:
    """What has been read of one document so far."""

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[Mention], finder: MentionFinder
    ) -> None:
        self.mentions, self.ontology = mentions, finder.ontology
        self.trees = [tree_of(p) for p in passages]
        self.kinds = [p.kind for p in passages]
        self.heard: list[Heard] = []
        self.entities: dict[int, int] = {}
        self.links: dict[int, tuple[int, ...]] = {}
        self.title_words = finder.titles
        self.titles: dict[int, set[str]] = {}
        self.states: dict[int, str] = {}
        self._offsets: list[int] = []
        self._names: dict[tuple[str, ...], int] = {}
        self._at: dict[tuple[int, int], list[int]] = {}
        total = 0
        for tree in self.trees:
            self._offsets.append(total)
            total += len(tree.sentences)
        for i, m in enumerate(mentions):
            self._at.setdefault((m.passage, m.head), []).append(i)

    # ------------------------------------------------------------ looking at the text
    def tree(self, mention: Mention) -> Tree:
        return self.trees[mention.passage]

    def sentence(self, mention: Mention) -> int:
        """Number of the mention's sentence in the document."""
        return self._offsets[mention.passage] + self.trees[mention.passage].sentence_of[mention.head]

    def role(self, mention: Mention) -> str:
        """The mention's grammatical role, that of the first where several are joined by "and"."""
        tree, i = self.tree(mention), mention.head
        while tree.dep[i] == "conj" and tree.head[i] != i:
            i = tree.head[i]
        return tree.dep[i]

    def is_plural(self, mention: Mention) -> bool:
        tree = self.tree(mention)
        if mention.kind == "pronoun":
            return tree.lower[mention.head] in (
                "they",
                "them",
                "their",
                "theirs",
                "themselves",
                "we",
                "us",
                "our",
            )
        return tree.tag[mention.head] in ("NNS", "NNPS") or tree.lower[mention.head] in COLLECTIVE

    def at(self, passage: int, token: int) -> list[int]:
        """Indices of the mentions whose head is this token."""
        return self._at.get((passage, token), [])

    # ------------------------------------------------------------ keeping what was read
    def remember(self, index: int, found: tuple[int, ...]) -> None:
        """Take a mention in as read; `found` is what it was linked to."""
        mention = self.mentions[index]
        entity = self.entities.get(found[0], index) if len(found) == 1 else self._named_entity(index, mention)
        self.entities[index] = entity
        tree = self.tree(mention)
        self.heard.append(
            Heard(
                index,
                mention,
                self.sentence(mention),
                self.role(mention),
                tree.lower[mention.head],
                self.is_plural(mention),
                entity,
            )
        )

    def _named_entity(self, index: int, mention: Mention) -> int:
        """The entity of an earlier mention with the same words, for a person the same surname; else a new
        one.
        """
        if mention.kind == "pronoun":
            return index
        if mention.known:
            return self._names.setdefault((mention.known,), index)
        words = pieces(mention.text)
        keys: list[tuple[str, ...]] = [(mention.kind, *words)]
        if mention.type in ("Person", None) and mention.kind == "name" and words:
            keys.append(("surname", words[-1]))
        entity = next((self._names[k] for k in keys if k in self._names), index)
        for key in keys if mention.type == "Person" else keys[:1]:
            self._names.setdefault(key, entity)
        return entity

    # ------------------------------------------------------------ choosing
    def near(self, mention: Mention, reach: int) -> Iterator[Heard]:
        """What was read in the sentence of the mention and `reach` sentences before, the latest first."""
        now = self.sentence(mention)
        for one in reversed(self.heard):
            if now - one.sentence > reach:
                return
            yield one

    def most_salient(self, candidates: Iterable[Heard], mention: Mention, margin: float) -> tuple[int, ...]:
        """The last mention of the most salient entity; nothing when another comes within `margin` of it."""
        now, role = self.sentence(mention), self.role(mention)
        scores: dict[int, float] = {}
        latest: dict[int, Heard] = {}
        for one in candidates:
            weight = WEIGHTS.get(one.role, 30) + NAME_BONUS * (one.mention.kind == "name")
            weight += PARALLEL_BONUS * (one.role == role)
            scores[one.entity] = scores.get(one.entity, 0.0) + weight / 2 ** (now - one.sentence)
            latest.setdefault(one.entity, one)
        ranked = sorted(scores, key=lambda e: -scores[e])
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] < margin * scores[ranked[1]]):
            return ()
        return (latest[ranked[0]].index,)
