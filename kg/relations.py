"""Parsed text, mentions and the ontology's phrases in, relations between mentions out.

The words stand in the ontology, the grammar in `grammar.py`; here the two meet: at every word that a phrase
is anchored on, the phrase's slots are filled from the roles around that word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.attribute_frames import AttributeFrames
from kg.event_frames import EventFrames
from kg.fillers import Filler, Fillers, Match, SupportWords
from kg.grammar import Tree
from kg.mentions import Mention
from kg.phrase_index import PhraseIndex
from kg.phrases import Pattern, Slot
from kg.role_frames import RoleFrames
from kg.verb_frames import VerbFrames

__all__ = ["Finder", "Relation", "SupportWords"]

SYMMETRIC = frozenset({"alliedWith", "talksWith"})
ATTRIBUTIVE = frozenset({"possessive", "compound", "participle", "prefix", "preposition"})
ANY: frozenset[str] = frozenset()
TYPES = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two mentions (indices into the list of mentions) in one sentence of a passage.

    `anchor` is the token that the phrase is anchored on. `certainty` is how directly the grammar gives both
    ends: 1.0 when both stand in the phrase's own slots, less when one was found inside another noun phrase.
    """

    passage: int
    anchor: int
    subject: int
    object: int | None
    relation: str
    family: str
    rule: str
    certainty: float
    denied: bool = False  # the phrase itself says "not": the text's negation is used up
    presupposed: bool = (
        False  # taken for granted ("Iraqi soldiers", "President Obama"), whatever the clause says
    )
    probability: float | None = None  # by the trained model; None where only rules speak
    types: tuple[frozenset[str], frozenset[str]] = (ANY, ANY)  # what a pronoun as subject or object may mean


class Finder:
    """Finds the relations of one passage; made once a passage."""

    def __init__(
        self,
        number: int,
        tree: Tree,
        mentions: Sequence[Mention],
        phrases: PhraseIndex,
        words: SupportWords,
    ) -> None:
        self.number = number
        self.tree = tree
        self.mentions = mentions
        self.phrases = phrases
        self.fillers = Fillers(number, tree, mentions, words)
        self.here = self.fillers.here
        verbs = VerbFrames(self.fillers)
        self.attributes = AttributeFrames(self.fillers, phrases.patterns)
        events, roles = EventFrames(self.fillers), RoleFrames(self.fillers, verbs, phrases.patterns)
        self.matchers: dict[str, Callable[[int, Pattern], Iterator[Match]]] = {
            "verb": verbs.match,
            "event": events.match,
            "role": roles.match,
            "participle": self.attributes.participle,
            "prefix": self.attributes.prefix,
            "preposition": self.attributes.preposition,
            "copula": self.attributes.copula,
        }
        # Most words of a phrase stand where it cannot match, whatever else it says: asked once a word.
        self.applies: dict[str, Callable[[int], bool]] = {
            "verb": verbs.applies,
            "event": events.applies,
            "role": roles.applies,
        }

    def find(self) -> Iterator[Relation]:
        tree, anchors = self.tree, self.phrases.patterns
        for i, pattern, a, b in self.attributes.adjacent():
            yield self._relation(i, pattern, a, b)
        for sentence in sorted({tree.sentence_of[self.mentions[k].head] for k in self.here}):
            begin, end = tree.sentences[sentence]
            words = {*tree.lemma[begin:end], *tree.lower[begin:end]}
            for i in range(begin, end):
                if tree.lemma[i] in anchors or tree.lower[i] in anchors or tree.tag[i] == "VBD":
                    candidates = self._candidates(i, words)
                    if candidates and not self._inside_name(i):
                        yield from self._best(i, candidates)

    def _candidates(self, i: int, words: set[str]) -> list[Pattern]:
        """The phrases anchored on token i that the words of its sentence allow."""
        lower, lemma = self.tree.lower[i], self.tree.lemma[i]
        if lower != lemma:
            forms: tuple[str, ...] = (lemma, lower)
        elif lemma.endswith("ed") and self.tree.tag[i] == "VBD":  # a verb that the tagger took for none
            forms = (lemma[:-2], lemma[:-1])
        else:
            forms = (lemma,)
        return [pattern for form in forms if form in self.phrases for pattern in self.phrases.at(form, words)]

    def _inside_name(self, i: int) -> bool:
        mention = self.fillers.covering.get(i)
        return mention is not None and self.mentions[mention].kind == "name"

    def _best(self, i: int, candidates: list[Pattern]) -> list[Relation]:
        """What the word i says: of several phrases that join one pair, the most special."""
        best: dict[tuple[int, int], tuple[tuple[float, int, int], Relation]] = {}
        able: dict[str, bool] = {}
        for pattern in candidates:
            kind = pattern.kind
            if kind not in able:
                able[kind] = kind not in self.applies or self.applies[kind](i)
            for a, b in self.matchers[kind](i, pattern) if able[kind] else ():
                if b is not None and a.mention == b.mention and pattern.family not in SYMMETRIC:
                    continue
                relation = self._relation(i, pattern, a, b)
                other = b.mention if b else -1
                pair = (min(a.mention, other), max(a.mention, other))
                rank = (relation.certainty, len(pattern.needs) + pattern.clause, _typed(pattern))
                if pair not in best or rank > best[pair][0]:
                    best[pair] = (rank, relation)
        found = [relation for _, relation in best.values()]
        return [*found, *self._joint(i, found)] if found else found

    def _joint(self, i: int, found: Sequence[Relation]) -> Iterator[Relation]:
        """Who attacks or takes a place together is allied ("Soldiers and militias launched an assault")."""
        tree = self.tree
        if not tree.is_verbal(i) and not (tree.dep[i] == "obj" and tree.is_verbal(tree.head[i])):
            return
        doers = sorted({r.subject for r in found if r.family in ("fights", "controls") and r.certainty > 0.8})
        joined = len(doers) > 1 and self._are_joined(doers)
        for n, first in enumerate(doers if joined else []):
            for second in doers[n + 1 :]:
                rule = "worksWith: A and B do one thing together"
                yield Relation(
                    self.number, self._main_verb(i), first, second, "worksWith", "alliedWith", rule, 0.8
                )

    def _are_joined(self, doers: Sequence[int]) -> bool:
        heads = {self.mentions[k].head for k in doers}
        if any(set(self.tree.conjuncts(h)) >= heads for h in heads):
            return True
        return any({first, *rest} >= set(doers) for first, rest in self.fillers.listed.items())

    def _main_verb(self, i: int) -> int:
        """ "A and B launched an offensive to retake the town": they act together whatever comes of it."""
        tree = self.tree
        while tree.dep[i] in ("advcl", "acl", "obj") and tree.head[i] != i:
            if tree.dep[i] != "obj" and "to" not in tree.markers(i):
                break
            i = tree.head[i]
        return i

    def _relation(self, i: int, pattern: Pattern, a: Filler, b: Filler | None) -> Relation:
        certainty = a.certainty * (b.certainty if b else 1.0)
        rule = _rule(pattern.relation, pattern.phrase)
        obj = b.mention if b else None
        denied = any(role == "not" for role, _ in pattern.needs)
        presupposed = pattern.kind in ATTRIBUTIVE or (pattern.kind == "role" and not self._is_predicate(i))
        return Relation(
            self.number,
            i,
            a.mention,
            obj,
            pattern.relation,
            pattern.family,
            rule,
            certainty,
            denied,
            presupposed,
            types=(self._meant(pattern.a, a), self._meant(pattern.b, b)),
        )

    def _meant(self, slot: Slot | None, filler: Filler | None) -> frozenset[str]:
        """The types that the phrase asks for, where only coreference will tell whether they are met."""
        pronoun = filler is not None and self.mentions[filler.mention].kind == "pronoun"
        return slot.types if slot is not None and pronoun else ANY

    def _is_predicate(self, i: int) -> bool:
        """Whether a role noun or adjective is what a clause says of its subject, not a name for it."""
        return self.tree.is_copular(i) or self.tree.dep[i] in ("xcomp", "ccomp", "obj", "obl", "ROOT", "root")


@cache
def _rule(relation: str, phrase: str) -> str:
    return f"{relation}: {TYPES.sub('', phrase)}"


def _typed(pattern: Pattern) -> int:
    """How narrowly the phrase names its actors' types."""
    return sum(8 - len(slot.types) for slot in (pattern.a, pattern.b) if slot and slot.types)
