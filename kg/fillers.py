"""The mentions of a parsed passage in, the fillers of a phrase's slots out: from head tokens to mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.enumerations import find_enumerations
from kg.grammar import QUANTITIES, Roles, Tree
from kg.mentions import Mention
from kg.phrases import Pattern, Slot

__all__ = ["Filler", "Fillers", "Match", "SupportWords", "without"]

GROUPS = frozenset({"ArmedGroup", "SecurityForce"})
HYPHENS = frozenset({"-", "–"})
AGAINST = frozenset({"anti", "counter", "non", "post", "pre"})
REASONS = frozenset(
    {"according to", "due to", "owing to", "thanks to", "prior to", "because of", "regardless of"}
)
EXEMPLIFYING = frozenset({"like", "such as", "including"})


@dataclass(frozen=True, slots=True)
class SupportWords:
    """Verbs that lend their subject to an event noun, and nouns whose possessor is no body to belong to.

    `light`: launch an attack; `attitude`: seek talks; `inverse`: come under attack; `relational`: ally,
    critic.
    """

    light: frozenset[str]
    inverse: frozenset[str]
    attitude: frozenset[str]
    relational: frozenset[str]
    measures: frozenset[str]
    doings: frozenset[str]

    @classmethod
    def of(cls, word_lists: Mapping[str, frozenset[str]]) -> SupportWords:
        def words(*names: str) -> frozenset[str]:
            return frozenset().union(*(word_lists.get(n, frozenset()) for n in names))

        attitude = words("intentionVerbs", "refusalVerbs", "callVerbs", "expectationVerbs", "failureVerbs")
        return cls(
            words("lightVerbs"),
            words("inverseLightVerbs"),
            attitude,
            words("relationalNouns"),
            words("measureNouns"),
            words("doingNouns"),
        )


class Filler(NamedTuple):  # made by the thousand: three times as fast as a frozen dataclass
    """A mention (index) for a slot; `certainty` is 1.0 when it stands there itself, else less."""

    mention: int
    certainty: float


Match = tuple[Filler, Filler | None]


class Fillers:
    """The mentions of one passage by token, and what may fill a slot; made once a passage."""

    def __init__(self, number: int, tree: Tree, mentions: Sequence[Mention], words: SupportWords) -> None:
        self.tree = tree
        self.mentions = mentions
        self.words = words
        self.here = [k for k, m in enumerate(mentions) if m.passage == number]
        self.by_head: dict[int, int] = {}
        self.covering: dict[int, int] = {}
        for k in sorted(
            self.here, key=lambda k: (mentions[k].kind == "demonym", -(mentions[k].end - mentions[k].start))
        ):
            m = mentions[k]
            self.by_head.setdefault(m.head, k)
            for i in range(m.start, m.end):
                if m.kind != "nominal" or i == m.head:
                    self.covering[i] = k
        self.listed = find_enumerations(tree, mentions, self.here)

    def mention_at(self, i: int) -> int | None:
        """The mention whose head is token i, or the name that token i is part of."""
        found = self.by_head.get(i)
        if found is None:
            found = self.covering.get(i)
        if found is None:  # "with President Obama", the title taken for the head
            tree = self.tree
            named = [
                self.covering[c]
                for c in tree.children[i]
                if tree.dep[c] in ("flat", "appos") and c in self.covering
            ]
            found = next((k for k in named if self.mentions[k].kind == "name"), None)
        return found

    def fill(self, tokens: Sequence[int], *, inside: bool = False, loose: bool = True) -> list[Filler]:
        """Mentions for the head tokens of a slot; `loose` also looks inside phrases that are no actor."""
        fillers: list[Filler] = []
        for i in tokens:
            found = None if inside else self._actor_at(i)
            body = self.body_of(i, found)
            if body is not None:
                fillers.append(Filler(body, 1.0))
            elif found is not None:
                fillers.append(Filler(found, 1.0))
            elif self.tree.lemma[i] in QUANTITIES and not inside:
                fillers.extend(self.fill(self.tree.roles(i).preps.get("of", []), loose=loose))
            elif inside and self.is_actor(i):
                continue  # `*` stands for a thing, not for an actor
            elif inside or loose:
                fillers.extend(Filler(k, 0.9 if inside else 0.7) for k in self.inside(i))
            if not inside and (found is None or self.mentions[found].kind == "nominal"):
                fillers.extend(self.examples(i))
        return fillers

    def _actor_at(self, i: int) -> int | None:
        """The mention at token i, but in "bombed ISIL's bases" no place: ISIL is bombed."""
        found = self.mention_at(i)
        if found is None or self.mentions[found].kind != "nominal" or self.mentions[found].type != "Place":
            return found
        owned = self.tree.lower[i].removesuffix("s") in self.words.doings and self.inside(i)
        return None if owned else found

    def examples(self, i: int) -> list[Filler]:
        """ "parties such as A and B": who stands for the noun i, with the whole of their list."""
        tree = self.tree
        named = [c for c in tree.having(i, "nmod", "appos") if self._exemplifies(c)]
        if not named:
            return []
        found = (self.mention_at(t) for t in tree.spread(named))
        return self.with_lists([Filler(k, 0.9) for k in found if k is not None])

    def _exemplifies(self, c: int) -> bool:
        tree = self.tree
        before = tree.lower[c - 1] if c and tree.dep[c] == "appos" else ""
        return tree.case(c) in EXEMPLIFYING or before in ("notably", "especially", "particularly")

    def with_lists(self, fillers: list[Filler]) -> list[Filler]:
        """With a filler, the rest of the list that it begins, wherever the parse has put that."""
        if not self.listed:
            return fillers
        known = {f.mention for f in fillers}
        more = {k: 0.9 * f.certainty for f in fillers for k in self.listed.get(f.mention, ())}
        return [*fillers, *(Filler(k, certainty) for k, certainty in more.items() if k not in known)]

    def body_of(self, i: int, found: int | None) -> int | None:
        """ "fighters of the Free Syrian Army", "members of the security forces": the body is who acts."""
        if found is None or self.mentions[found].kind != "nominal":
            return None
        preps = self.tree.roles(i).preps if not self.tree.is_verbal(i) else {}
        for t in (*preps.get("of", ()), *preps.get("from", ())):
            body = self.by_head.get(t, self.covering.get(t))
            if body is not None and self.mentions[body].type in GROUPS and self.is_named(body):
                return body
        return None

    def is_actor(self, i: int) -> bool:
        found = self.by_head.get(i)
        return found is not None and self.mentions[found].type not in (None, "Place")

    def is_named(self, k: int) -> bool:
        return self.mentions[k].kind == "name" or self.mentions[k].known is not None

    def inside(self, i: int) -> list[int]:
        """Whose thing the noun i is: its possessor, a demonym or name before it, or what follows "of"."""
        roles = self.tree.roles(i) if not self.tree.is_verbal(i) else Roles()
        under = (roles.preps.get(preposition, []) for preposition in ("by", "of", "from"))
        for tokens in (roles.possessor, roles.compound, *under, self._doers(i)):
            found = [k for k in (self.mention_at(t) for t in tokens) if k is not None and self._may_own(k)]
            if found:
                return found
        before = self.covering.get(i - 1) if i else None
        if before is not None and self.tree.head[i - 1] == i and self.mentions[before].end == i:
            return [before]  # "rejected a US offer" with the name taken for a subject
        return []

    def _doers(self, i: int) -> list[int]:
        """ "an attack carried out by A", "bombings claimed by A"."""
        tree = self.tree
        acts = [c for c in tree.having(i, "acl", "acl:relcl", "advcl") if tree.is_passive(c) and c > i]
        return [t for c in acts for t in tree.roles(c).subject]

    def _may_own(self, k: int) -> bool:
        """Not in "Sunni villages", nor in "anti-ISIL operations", which are others' operations."""
        start = self.mentions[k].start
        opposed = (
            start > 1 and self.tree.lower[start - 1] in HYPHENS and self.tree.lower[start - 2] in AGAINST
        )
        return not opposed and not self.is_sect(k)

    def share_noun(self, fillers: Sequence[Filler]) -> bool:
        """ "U.S. and Iraqi forces fought": on one side, as nothing says that it was against each other."""
        if len(fillers) != 2:
            return False
        one, other = sorted((self.mentions[f.mention] for f in fillers), key=lambda m: m.start)
        own = range(other.start, other.head)
        inner = any(self.mentions[self.by_head[i]].type == "State" for i in own if i in self.by_head)
        return one.type == "State" and self.tree.lower[one.end : other.start] == ["and"] and inner

    def is_sect(self, k: int) -> bool:
        """ "Sunni" in "Sunni villages": who believes or descends, not a body that owns or acts."""
        m = self.mentions[k]
        return m.type == "Group" and (m.kind == "demonym" or self.tree.pos[m.head] == "ADJ")

    def fits(self, filler: Filler, slot: Slot) -> bool:
        if not slot.types:
            return True
        mention = self.mentions[filler.mention]
        if mention.kind == "pronoun":
            return bool(slot.types & _pronoun_types(self.tree.lower[mention.head]))
        return mention.type in slot.types

    def pairs(self, pattern: Pattern, subjects: list[Filler], objects: list[Filler]) -> Iterator[Match]:
        a, b = pattern.a, pattern.b
        assert a is not None
        subjects = [f for f in subjects if self.fits(f, a)]
        if b is None:
            yield from ((f, None) for f in subjects)
        if b is None or not subjects or not objects:
            return
        objects = [f for f in objects if self.fits(f, b)]
        yield from ((s, o) for s in subjects for o in objects)

    def among(self, pattern: Pattern, parties: list[Filler]) -> Iterator[Match]:
        for n, first in enumerate(parties):
            for second in parties[n + 1 :]:
                yield from self.pairs(pattern, [first], [second])
        if len(parties) == 1:  # "the two countries met": the mention may mean several actors
            yield parties[0], parties[0]

    def under(self, roles: Roles, preposition: str) -> list[int]:
        preps = roles.preps
        if not preps or preposition in preps:
            return preps.get(preposition, [])
        longer = " " + preposition
        return [t for p, found in preps.items() if p.endswith(longer) and p not in REASONS for t in found]

    def everything(self, roles: Roles) -> list[int]:
        return [*roles.object, *(t for tokens in roles.preps.values() for t in tokens)]

    def has_modifiers(self, i: int, pattern: Pattern) -> bool:
        tree = self.tree
        for role, words in pattern.needs:
            if role == "modifier":
                window = [*tree.children[i], *range(max(0, i - 3), i)]
                if not any(tree.lemma[c] in words or tree.lower[c] in words for c in window):
                    return False
            elif role == "case":
                if tree.case(i) not in words:
                    return False
            elif pattern.kind == "event":
                under = self.under(tree.roles(i), role.removeprefix("prep:"))
                if not any(tree.lemma[t] in words or tree.lower[t] in words for t in under):
                    return False
        return True

    def right_of(self, k: int) -> list[Filler]:
        """The mention that begins at token k, or after the words that a noun phrase may begin with."""
        tree = self.tree
        while k < tree.size and k not in self.covering and k not in self.by_head:
            if tree.pos[k] not in ("DET", "ADJ", "NUM", "ADV") or tree.lower[k] in ("not", "when", "where"):
                return []
            k += 1
        found = self.mention_at(k) if k < tree.size else None
        return [] if found is None else [Filler(found, 0.6)]

    def left_of(self, i: int) -> list[Filler]:
        """The nearest mention before the verb with no clause boundary between."""
        tree = self.tree
        for k in range(i - 1, max(-1, i - 7), -1):
            if tree.sentence_of[k] != tree.sentence_of[i] or tree.is_verbal(k) and tree.pos[k] != "AUX":
                return []
            if tree.pos[k] in ("SCONJ", "ADP", "CCONJ") or tree.lower[k] in (",", ";", ":", '"', "to"):
                return []
            found = self.mention_at(k)
            if found is not None and self.mentions[found].kind != "demonym":
                return [Filler(found, 0.6)]
        return []


def _pronoun_types(word: str) -> frozenset[str]:
    if word in ("he", "him", "his", "she", "her", "hers", "i", "me", "my", "himself", "herself"):
        return frozenset({"Person"})
    bodies = frozenset({"State", "GovernmentBody", "SecurityForce", "ArmedGroup", "Organisation", "Group"})
    return bodies if word in ("it", "its", "itself") else bodies | {"Person"}


def without(fillers: list[Filler], taken: list[Filler]) -> list[Filler]:
    if not fillers:
        return fillers
    mentions = {f.mention for f in taken}
    return [f for f in fillers if f.mention not in mentions]
