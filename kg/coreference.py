"""Mentions of one document in, the earlier mention (or mentions) that each pronoun and description means out.

A candidate must agree in number and kind and stand near; among those left the most salient wins, after Lappin and
Leass (1994, "An algorithm for pronominal anaphora resolution"): subjects before objects before the rest, names before
descriptions, weights halved with every sentence. Where the two best are about equal there is no link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.gazetteer import fold
from kg.grammar import Tree
from kg.mentions import Mention, tree_of
from kg.ontology_records import Ontology
from kg.records import Document

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["link_mentions"]

MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())
THING = frozenset("it its itself".split())
MANY = frozenset("they them their theirs themselves".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
REFLEXIVE = frozenset("himself herself itself themselves".split())
WEIGHTS = {
    "nsubj": 80,
    "nsubj:pass": 75,
    "root": 70,
    "ROOT": 70,
    "obj": 50,
    "iobj": 50,
    "obl:agent": 50,
    "nmod:poss": 40,
    "obl": 40,
    "nmod": 30,
}
MARGIN = 1.15
MANY_TYPES = frozenset(("ArmedGroup", "SecurityForce", "Group", "Organisation", "State", "GovernmentBody"))
COUNTED = {"both": 2, "two": 2, "three": 3, "four": 4}
STATE_NOUNS = frozenset("countries nations states governments neighbours neighbors capitals".split())
SIDES = frozenset("sides parties".split())


@dataclass(slots=True)
class _Seen:
    """A mention that has been read, with what agreement and salience need of it."""

    index: int
    mention: Mention
    sentence: int
    role: str
    plural: bool
    entity: int


class _Linker:
    """Reads one document's mentions in order and keeps those seen so far."""

    def __init__(
        self, document: Document, passages: Sequence[Passage], mentions: Sequence[Mention], ontology: Ontology
    ):
        self.document, self.mentions, self.ontology = document, mentions, ontology
        self.trees = [tree_of(p) for p in passages]
        self.first_sentence = self._count_sentences()
        self.seen: list[_Seen] = []
        self.links: dict[int, tuple[int, ...]] = {}
        self.women: set[str] = set()

    def _count_sentences(self) -> list[int]:
        counts, total = [], 0
        for tree in self.trees:
            counts.append(total)
            total += len(tree.sentences)
        return counts

    def run(self) -> dict[int, tuple[int, ...]]:
        for index, mention in enumerate(self.mentions):
            found = self._antecedents(index, mention)
            if found:
                self.links[index] = found
            self._remember(index, mention, found)
        return self.links

    def _antecedents(self, index: int, mention: Mention) -> tuple[int, ...]:
        if mention.kind == "pronoun":
            return self._pronoun(mention)
        if mention.kind == "nominal" and mention.known is None:
            return self._apposition(mention) or self._description(mention)
        return ()

    def _remember(self, index: int, mention: Mention, found: tuple[int, ...]) -> None:
        tree = self.trees[mention.passage]
        entity = index
        if len(found) == 1:
            entity = next((s.entity for s in self.seen if s.index == found[0]), index)
        else:
            entity = self._same_name(mention, index)
        self.seen.append(
            _Seen(
                index,
                mention,
                self._sentence(mention),
                tree.dep[mention.head],
                self._is_plural(mention),
                entity,
            )
        )

    def _same_name(self, mention: Mention, index: int) -> int:
        """The entity of an earlier mention that has the same words, or for a person the same last word."""
        if mention.kind == "pronoun":
            return index
        last = fold(mention.text.split()[-1])
        for s in reversed(self.seen):
            if mention.known and s.mention.known == mention.known:
                return s.entity
            if s.mention.kind == mention.kind and s.mention.type == mention.type:
                if fold(s.mention.text) == fold(mention.text):
                    return s.entity
                if (
                    mention.type == "Person"
                    and mention.kind == "name"
                    and fold(s.mention.text.split()[-1]) == last
                ):
                    return s.entity
        return index

    def _sentence(self, mention: Mention) -> int:
        return self.first_sentence[mention.passage] + self.trees[mention.passage].sentence_of[mention.head]

    def _is_plural(self, mention: Mention) -> bool:
        tree = self.trees[mention.passage]
        return tree.tag[mention.head] in ("NNS", "NNPS") or tree.lower[mention.head] in (
            "people",
            "police",
            "troops",
        )

    # ------------------------------------------------------------ pronouns
    def _pronoun(self, mention: Mention) -> tuple[int, ...]:
        word = self.trees[mention.passage].lower[mention.head]
        if word in FIRST:
            return self._speaker(mention)
        if word not in MALE | FEMALE | THING | MANY:
            return ()
        reach = 1 if word in THING else 3
        candidates = [
            s for s in self._near(mention, reach) if self._agrees(s, word) and self._allowed(s, mention, word)
        ]
        return self._best(candidates, mention)

    def _agrees(self, seen: _Seen, word: str) -> bool:
        m = seen.mention
        if m.kind == "pronoun":
            own = self.trees[m.passage].lower[m.head]
            if seen.entity != seen.index or seen.index in self.links:
                return any({own, word} <= group for group in (MALE, FEMALE, THING, MANY))
            return False
        if word in MALE or word in FEMALE:
            return m.type == "Person" and not seen.plural
        if m.type in ("Person", "Place") and not seen.plural:
            return False
        if m.kind == "demonym" and self.trees[m.passage].pos[m.head] == "ADJ":
            return False
        if word in THING:
            return not seen.plural and m.type is not None
        return seen.plural or (m.type in MANY_TYPES and m.type != "State")

    def _allowed(self, seen: _Seen, mention: Mention, word: str) -> bool:
        """Binding: "ISIL attacked it": not ISIL; "its allies attacked ISIL" may wait for nobody after it."""
        m = seen.mention
        if m.passage != mention.passage:
            return word not in REFLEXIVE
        tree = self.trees[m.passage]
        if mention.start <= m.head < mention.end or m.start <= mention.head < m.end:
            return False
        same_governor = tree.head[m.head] == tree.head[mention.head]
        if tree.dep[mention.head] == "nmod:poss":
            return tree.head[mention.head] != m.head and not (tree.head[m.head] == tree.head[mention.head])
        if word in REFLEXIVE:
            return same_governor or self._sentence(m) == self._sentence(mention)
        return not same_governor or tree.dep[m.head] not in (
            "nsubj",
            "nsubj:pass",
            "obj",
            "iobj",
            "obl",
            "obl:agent",
        )

    def _near(self, mention: Mention, reach: int) -> Iterator[_Seen]:
        now = self._sentence(mention)
        for s in reversed(self.seen):
            if now - s.sentence > reach:
                return
            yield s

    def _best(self, candidates: list[_Seen], mention: Mention) -> tuple[int, ...]:
        """The most salient entity's last mention, when no other comes close."""
        now = self._sentence(mention)
        scores: dict[int, float] = {}
        latest: dict[int, _Seen] = {}
        for s in candidates:
            weight = WEIGHTS.get(s.role, 30) + 20 * (s.mention.kind == "name")
            if s.role == self.trees[mention.passage].dep[mention.head]:
                weight += 20
            scores[s.entity] = scores.get(s.entity, 0.0) + weight / 2 ** (now - s.sentence)
            latest.setdefault(s.entity, s)
        ranked = sorted(scores, key=lambda e: -scores[e])
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] < MARGIN * scores[ranked[1]]):
            return ()
        return (latest[ranked[0]].index,)

    # ------------------------------------------------------------ speakers of quotations
    def _speaker(self, mention: Mention) -> tuple[int, ...]:
        """ "We will fight", the general said: the subject of the verb that introduces the words."""
        tree = self.trees[mention.passage]
        for i in [mention.head, *tree.ancestors(mention.head)]:
            verb = tree.head[i]
            if tree.dep[i] in ("ccomp", "parataxis", "advcl", "ccomp:speech") and self._is_speech(tree, verb):
                return self._subject_of(mention.passage, verb)
            for c in tree.having(i, "parataxis", "ccomp"):
                if self._is_speech(tree, c) and tree.having(c, "nsubj"):
                    return self._subject_of(mention.passage, c)
        return ()

    def _is_speech(self, tree: Tree, verb: int) -> bool:
        return tree.lemma[verb] in self.ontology.word_lists.get("speechVerbs", frozenset())

    def _subject_of(self, passage: int, verb: int) -> tuple[int, ...]:
        subjects = self.trees[passage].having(verb, "nsubj")
        return tuple(
            i
            for i, m in enumerate(self.mentions)
            if m.passage == passage and subjects and m.head == subjects[-1] and m.kind != "pronoun"
        )[:1]

    # ------------------------------------------------------------ descriptions
    def _apposition(self, mention: Mention) -> tuple[int, ...]:
        """ "Iran's elite unit, the IRGC" and "the IRGC, an elite unit": the description means the name."""
        tree = self.trees[mention.passage]
        for i, m in enumerate(self.mentions):
            if m.passage != mention.passage or m.kind != "name" or m.type == "Place":
                continue
            linked = (tree.dep[m.head] == "appos" and tree.head[m.head] == mention.head) or (
                tree.dep[mention.head] == "appos" and tree.head[mention.head] == m.head
            )
            if linked and self._kinds_agree(mention, m):
                return (i,)
        return ()

    def _kinds_agree(self, one: Mention, other: Mention) -> bool:
        if one.type == "Person" or other.type == "Person":
            return one.type == other.type
        return True

    def _description(self, mention: Mention) -> tuple[int, ...]:
        if not self._is_definite(mention):
            return ()
        tree = self.trees[mention.passage]
        word = tree.lower[mention.head]
        number = self._count(tree, mention)
        if word in STATE_NOUNS and number:
            return self._several(mention, number, ("State",))
        if word in SIDES and number:
            return self._several(mention, number, tuple(MANY_TYPES))
        return self._same_head(mention) or self._by_type(mention)

    def _is_definite(self, mention: Mention) -> bool:
        tree = self.trees[mention.passage]
        return any(
            tree.lower[c] in ("the", "this", "these", "those", "both", "that")
            for c in tree.children[mention.head]
        )

    def _count(self, tree: Tree, mention: Mention) -> int:
        return next(
            (COUNTED[tree.lower[c]] for c in tree.children[mention.head] if tree.lower[c] in COUNTED), 0
        )

    def _several(self, mention: Mention, number: int, types: tuple[str, ...]) -> tuple[int, ...]:
        """The last `number` different actors of the kind, if that many stand in one earlier sentence."""
        now = self._sentence(mention)
        for back in range(3):
            chosen: dict[int, int] = {}
            for s in self.seen:
                if s.sentence == now - back and s.mention.type in types and s.mention.kind != "pronoun":
                    chosen.setdefault(s.entity, s.index)
            if len(chosen) == number:
                return tuple(chosen.values())
        return ()

    def _same_head(self, mention: Mention) -> tuple[int, ...]:
        """ "the militants" after "Sunni militants": the nearest description with the same noun that has no other words."""
        tree = self.trees[mention.passage]
        own = set(tree.lower[mention.start : mention.end])
        for s in reversed(self.seen):
            m = s.mention
            if m.kind == "nominal" and m.type == mention.type:
                other = self.trees[m.passage]
                if other.lower[m.head] == tree.lower[mention.head] and own <= set(
                    other.lower[m.start : m.end]
                ):
                    return (s.index,)
        return ()

    def _by_type(self, mention: Mention) -> tuple[int, ...]:
        """ "the group" after "ISIL": the only actor of the kind in the last sentences."""
        if mention.end - mention.start > 1 or mention.type in (None, "State", "Place", "Person"):
            return ()
        kinds = {mention.type} if mention.type != "Group" else {"ArmedGroup", "Organisation", "Group"}
        near = [s for s in self._near(mention, 3) if s.mention.type in kinds and s.mention.kind == "name"]
        if len({s.entity for s in near}) == 1:
            return (near[0].index,)
        return ()


def link_mentions(
    document: Document, passages: Sequence[Passage], mentions: Sequence[Mention], ontology: Ontology
) -> dict[int, tuple[int, ...]]:
    """For each mention that refers back, the index of the one it means; several for "the two countries"."""
    return _Linker(document, passages, mentions, ontology).run()
