"""The mentions of a document as they come one after the other, with what it takes to find who a later one is.

Salience follows Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution"): subjects before
objects before the rest, names before descriptions, weights halved with every sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.enumerations import find_enumerations
from kg.gazetteer import pieces
from kg.genders import FEMALE, MALE, genders_of
from kg.grammar import Tree
from kg.mentions import Mention, MentionFinder, tree_of
from kg.person_names import PersonName, may_be_one, read_name

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
    **dict.fromkeys(("compound", "amod", "nmod:desc", "nmod:unmarked", "flat"), 10),
}
NAME_BONUS = 20
PARALLEL_BONUS = 20
FAVOUR_BONUS = 120
TITLE_SHARE = 0.5
COLLECTIVE_SHARE = 0.6  # "they" means the aides rather than the committee
MANY = frozenset(("they", "them", "their", "theirs", "themselves", "we", "us", "our"))
COLLECTIVE = frozenset(("people", "police", "troops", "forces", "personnel", "cattle"))


@dataclass(slots=True)
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
        self.genders: dict[int, str] = {}
        self._gender_of = genders_of(passages[0].doc.vocab) if passages else None
        self._offsets: list[int] = []
        self._names: dict[tuple[str, ...], int] = {}
        self._bearers: dict[str, dict[int, PersonName]] = {}
        self._at: dict[tuple[int, int], list[int]] = {}
        self._lists: dict[int, dict[int, list[int]]] = {}
        total = 0
        for tree, kind in zip(self.trees, self.kinds, strict=True):
            self._offsets.append(total)
            total += 0 if kind == "caption" else len(tree.sentences)
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
        return "nsubj" if tree.case(i) == "according to" else tree.dep[i]

    def is_plural(self, mention: Mention) -> bool:
        tree = self.tree(mention)
        if mention.kind == "pronoun":
            return tree.lower[mention.head] in MANY
        return tree.tag[mention.head] in ("NNS", "NNPS") or tree.lower[mention.head] in COLLECTIVE

    def at(self, passage: int, token: int) -> list[int]:
        """Indices of the mentions whose head is this token."""
        return self._at.get((passage, token), [])

    def are_listed(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions are members of one list ("A, B and C"), and so not the same."""
        if one.passage not in self._lists:
            here = [i for i, m in enumerate(self.mentions) if m.passage == one.passage]
            self._lists[one.passage] = find_enumerations(self.tree(one), self.mentions, here)
        lists = self._lists[one.passage]
        return any(
            {one, other} <= {self.mentions[i] for i in (first, *rest)} for first, rest in lists.items()
        )

    # ------------------------------------------------------------ keeping what was read
    def remember(self, index: int, found: tuple[int, ...]) -> None:
        """Take a mention in as read; `found` is what it was linked to."""
        mention = self.mentions[index]
        entity = self.entities.get(found[0], index) if len(found) == 1 else self._named_entity(index, mention)
        self.entities[index] = entity
        gender = self._gender(mention)
        if gender and self.genders.setdefault(entity, gender) != gender:
            self.genders[entity] = "?"
        tree = self.trees[mention.passage]
        sentence = self._offsets[mention.passage] + tree.sentence_of[mention.head]
        word, plural = tree.lower[mention.head], self.is_plural(mention)
        self.heard.append(Heard(index, mention, sentence, self.role(mention), word, plural, entity))

    def _gender(self, mention: Mention) -> str | None:
        """ "m" or "f", where the words of a mention of one person, or a title before them, tell."""
        tree = self.tree(mention)
        if mention.kind == "pronoun":
            word = tree.lower[mention.head]
            return "m" if word in MALE else "f" if word in FEMALE else None
        if mention.type != "Person" or self._gender_of is None:
            return None
        start = self.title_words.begin(tree, mention.start)
        words = tree.lower[mention.start : mention.end]
        told = self._gender_of.of_words([*tree.lower[start : mention.start], words[-1]])
        return told or (self._gender_of.of_name(words) if mention.kind == "name" else None)

    def _named_entity(self, index: int, mention: Mention) -> int:
        """The entity of an earlier mention with the same words, for a person of an agreeing name; else a
        new one.
        """
        if mention.kind == "pronoun":
            return index
        if mention.known:
            entity = self._names.setdefault((mention.known,), index)
        else:
            words = pieces(mention.text)
            found = self._bearer(mention) if mention.kind == "name" else None
            entity = self._names.setdefault((mention.kind, *words), index if found is None else found)
        if mention.type == "Person" and mention.kind == "name":
            given, surname = read_name(mention.text)
            if given:
                self._bearers.setdefault(surname, {}).setdefault(entity, (given, surname))
        return entity

    def _bearer(self, mention: Mention) -> int | None:
        """The one person named in full so far whose name agrees with a person's name or surname."""
        if mention.type not in ("Person", None):
            return None
        name = read_name(mention.text)
        near = self._bearers.get(name[1], {})
        if not near:  # "Norton ... Joshua Norton": the surname came first
            return self._names.get(("name", name[1]))
        fitting = [entity for entity, other in near.items() if may_be_one(name, other)]
        return fitting[0] if len(fitting) == 1 else None

    # ------------------------------------------------------------ choosing
    def before(self, mention: Mention) -> Iterator[Heard]:
        """What was read before the mention, the latest first; a picture's caption is no part of the story."""
        for one in reversed(self.heard):
            if one.mention.passage == mention.passage or self.kinds[one.mention.passage] != "caption":
                yield one

    def near(self, mention: Mention, reach: int) -> Iterator[Heard]:
        """What was read in the sentence of the mention and `reach` sentences before, the latest first."""
        now = self.sentence(mention)
        for one in self.before(mention):
            if now - one.sentence > reach:
                return
            yield one

    def _is_title(self, one: Heard) -> bool:
        return self.kinds[one.mention.passage] == "title"

    def is_adjective(self, one: Heard) -> bool:
        """Whether it is "Iraqi" rather than "Iraq" or "Iraqis"."""
        return one.mention.kind == "demonym" and self.tree(one.mention).pos[one.mention.head] == "ADJ"

    def heard_as(self, index: int) -> Heard | None:
        """What was kept of a mention, or None if it has not been read yet."""
        return next((one for one in reversed(self.heard) if one.index == index), None)

    def most_salient(
        self, candidates: Iterable[Heard], mention: Mention, margin: float, favoured: int | None = None
    ) -> tuple[int, ...]:
        """The last mention of the most salient entity; nothing when another comes within `margin` of it.

        `favoured` is the index of a candidate that the grammar of the sentence speaks for.
        """
        now, role, many = self.sentence(mention), self.role(mention), self.is_plural(mention)
        scores: dict[int, float] = {}
        latest: dict[int, Heard] = {}
        for one in candidates:
            weight = WEIGHTS.get(one.role, 30) + NAME_BONUS * (one.mention.kind == "name")
            weight += PARALLEL_BONUS * (one.role == role) + FAVOUR_BONUS * (one.index == favoured)
            share = TITLE_SHARE if self._is_title(one) and one.sentence < now else 1.0
            share *= COLLECTIVE_SHARE if many and not one.plural else 1.0
            scores[one.entity] = scores.get(one.entity, 0.0) + share * weight / 2 ** (now - one.sentence)
            latest.setdefault(one.entity, one)
        ranked = sorted(scores, key=lambda e: -scores[e])
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] < margin * scores[ranked[1]]):
            return ()
        return (latest[ranked[0]].index,)
