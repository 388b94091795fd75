"""Parsed text, mentions and the ontology's phrases in, relations between mentions out.

The words stand in the ontology, the grammar in `grammar.py`; here the two meet: at every word that a phrase is
anchored on, the phrase's slots are filled from the roles around that word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.grammar import QUANTITIES, Roles, Tree
from kg.mentions import Mention
from kg.phrases import Pattern, Slot

__all__ = ["Finder", "Relation", "SupportWords"]

SYMMETRIC = frozenset({"alliedWith", "talksWith"})
BECOMING = frozenset(
    "become remain serve act work appoint name elect choose make call consider label declare pick select install "
    "nominate re-elect reelect designate swear stay see regard describe brand describe know".split()
)
EXEMPLIFYING = frozenset({"like", "such as", "including"})
GROUPS = frozenset({"ArmedGroup", "SecurityForce"})
ATTRIBUTIVE = frozenset({"possessive", "compound", "participle", "prefix", "preposition"})
TYPES = re.compile(r"\[[^\]]*\]")
PATIENT = "<patient>"
RECIPROCAL = frozenset({"other", "another"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two mentions (indices into the list of mentions) in one sentence of a passage.

    `anchor` is the token that the phrase is anchored on. `certainty` is how directly the grammar gives both ends:
    1.0 when both stand in the phrase's own slots, less when one was found inside another noun phrase.
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


@dataclass(frozen=True, slots=True)
class SupportWords:
    """Verbs that lend their subject to an event noun: as doer (`light`: launch an attack; `attitude`: seek talks,
    reject cooperation) or as the one it is done to (`inverse`: come under attack); and nouns (`relational`: ally, critic)
    whose possessor is no body that they belong to."""

    light: frozenset[str]
    inverse: frozenset[str]
    attitude: frozenset[str]
    relational: frozenset[str]

    @classmethod
    def of(cls, word_lists: Mapping[str, frozenset[str]]) -> SupportWords:
        def words(*names: str) -> frozenset[str]:
            return frozenset().union(*(word_lists.get(n, frozenset()) for n in names))

        attitude = words("intentionVerbs", "refusalVerbs", "callVerbs", "expectationVerbs", "failureVerbs")
        return cls(words("lightVerbs"), words("inverseLightVerbs"), attitude, words("relationalNouns"))


@dataclass(frozen=True, slots=True)
class Filler:
    mention: int
    certainty: float


class Finder:
    """Finds the relations of one passage; made once a passage."""

    def __init__(
        self,
        number: int,
        tree: Tree,
        mentions: Sequence[Mention],
        patterns: Mapping[str, list[Pattern]],
        verbs: SupportWords,
    ) -> None:
        self.number = number
        self.tree = tree
        self.verbs = verbs
        self.mentions = mentions
        self.patterns = patterns
        self.here = [k for k, m in enumerate(mentions) if m.passage == number]
        self.by_head: dict[int, int] = {}
        self.covering: dict[int, int] = {}
        self._longer: dict[tuple[int, str], bool] = {}
        for k in sorted(
            self.here, key=lambda k: (mentions[k].kind == "demonym", -(mentions[k].end - mentions[k].start))
        ):
            m = mentions[k]
            self.by_head.setdefault(m.head, k)
            for i in range(m.start, m.end):
                if m.kind != "nominal" or i == m.head:
                    self.covering[i] = k

    # ------------------------------------------------------------------ from tokens to mentions
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
        """Mentions for the head tokens of a slot; `loose` also looks inside noun phrases that are no actor."""
        fillers: list[Filler] = []
        for i in tokens:
            found = None if inside else self.mention_at(i)
            body = self._body_of(i, found)
            if body is not None:
                fillers.append(Filler(body, 1.0))
            elif found is not None:
                fillers.append(Filler(found, 1.0))
            elif self.tree.lemma[i] in QUANTITIES and not inside:
                fillers.extend(self.fill(self.tree.roles(i).preps.get("of", []), loose=loose))
            elif inside and self._is_actor(i):
                continue  # `*` stands for a thing, not for an actor
            elif inside or loose:
                fillers.extend(Filler(k, 0.9 if inside else 0.7) for k in self.inside(i))
        return fillers

    def _body_of(self, i: int, found: int | None) -> int | None:
        """ "fighters of the Free Syrian Army", "members of the security forces": the body is who acts."""
        if found is None or self.mentions[found].kind != "nominal":
            return None
        preps = self.tree.roles(i).preps if not self.tree.is_verbal(i) else {}
        for t in (*preps.get("of", ()), *preps.get("from", ())):
            body = self.by_head.get(t, self.covering.get(t))
            if body is not None and self.mentions[body].type in GROUPS and self._is_named(body):
                return body
        return None

    def _is_actor(self, i: int) -> bool:
        found = self.by_head.get(i)
        return found is not None and self.mentions[found].type not in (None, "Place")

    def _is_named(self, k: int) -> bool:
        return self.mentions[k].kind == "name" or self.mentions[k].known is not None

    def inside(self, i: int) -> list[int]:
        """Whose thing the noun i is: its possessor, a demonym or name before it, or what follows "of"."""
        roles = self.tree.roles(i) if not self.tree.is_verbal(i) else Roles()
        for tokens in (roles.possessor, roles.compound, roles.preps.get("of", []), roles.preps.get("by", [])):
            found = [
                k for k in (self.mention_at(t) for t in tokens) if k is not None and not self._is_sect(k)
            ]
            if found:
                return found
        before = self.covering.get(i - 1) if i else None
        if before is not None and self.tree.head[i - 1] == i and self.mentions[before].end == i:
            return [before]  # "rejected a US offer" with the name taken for a subject
        return []

    # ------------------------------------------------------------------ matching
    def find(self) -> Iterator[Relation]:
        tree, patterns = self.tree, self.patterns
        counts: dict[int, int] = {}
        for k in self.here:
            sentence = tree.sentence_of[self.mentions[k].head]
            counts[sentence] = counts.get(sentence, 0) + 1
        yield from self._adjacent()
        for i in range(tree.size):
            if not counts.get(tree.sentence_of[i]) or self._inside_name(i):
                continue
            candidates = patterns.get(tree.lemma[i], [])
            if tree.lower[i] != tree.lemma[i]:
                candidates = [*candidates, *patterns.get(tree.lower[i], [])]
            if candidates:
                yield from self._best(i, candidates)

    def _inside_name(self, i: int) -> bool:
        mention = self.covering.get(i)
        return mention is not None and self.mentions[mention].kind == "name"

    def _best(self, i: int, candidates: list[Pattern]) -> list[Relation]:
        """What the word i says: of several phrases that join one pair, the most special."""
        matchers: dict[str, Callable[[int, Pattern], Iterator[tuple[Filler, Filler | None]]]] = {
            "verb": self._verb,
            "event": self._event,
            "role": self._role,
            "participle": self._participle,
            "prefix": self._prefix,
            "preposition": self._preposition,
            "copula": self._copula,
        }
        best: dict[tuple[int, int], tuple[tuple[float, int, int], Relation]] = {}
        for pattern in candidates:
            for a, b in matchers[pattern.kind](i, pattern):
                if b is not None and a.mention == b.mention and pattern.family not in SYMMETRIC:
                    continue
                relation = self._relation(i, pattern, a, b)
                other = b.mention if b else -1
                pair = (min(a.mention, other), max(a.mention, other))
                rank = (relation.certainty, len(pattern.needs) + pattern.clause, _typed(pattern))
                if pair not in best or rank > best[pair][0]:
                    best[pair] = (rank, relation)
        found = [relation for _, relation in best.values()]
        return [*found, *self._joint(i, found)]

    def _joint(self, i: int, found: Sequence[Relation]) -> Iterator[Relation]:
        """ "Soldiers, tribesmen and militias launched an assault": who attacks or takes a place together is allied."""
        if not self.tree.is_verbal(i):
            return
        doers = sorted({r.subject for r in found if r.family in ("fights", "controls") and r.certainty > 0.8})
        conjuncts = {self.mentions[k].head for k in doers}
        joined = len(doers) > 1 and any(set(self.tree.conjuncts(h)) >= conjuncts for h in conjuncts)
        for n, first in enumerate(doers if joined else []):
            for second in doers[n + 1 :]:
                rule = "worksWith: A and B do one thing together"
                yield Relation(self.number, i, first, second, "worksWith", "alliedWith", rule, 0.8)

    def _relation(self, i: int, pattern: Pattern, a: Filler, b: Filler | None) -> Relation:
        certainty = a.certainty * (b.certainty if b else 1.0)
        rule = f"{pattern.relation}: {TYPES.sub('', pattern.phrase)}"
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
        )

    def _is_predicate(self, i: int) -> bool:
        """Whether a role noun or adjective is what a clause says of its subject, not how it names somebody."""
        return self.tree.is_copular(i) or self.tree.dep[i] in ("xcomp", "ccomp", "obj", "obl", "ROOT", "root")

    def _fits(self, filler: Filler, slot: Slot) -> bool:
        if not slot.types:
            return True
        mention = self.mentions[filler.mention]
        if mention.kind == "pronoun":
            return bool(slot.types & _pronoun_types(self.tree.lower[mention.head]))
        return mention.type in slot.types

    def _pairs(
        self, pattern: Pattern, subjects: list[Filler], objects: list[Filler]
    ) -> Iterator[tuple[Filler, Filler | None]]:
        a, b = pattern.a, pattern.b
        assert a is not None
        subjects = [f for f in subjects if self._fits(f, a)]
        if b is None:
            yield from ((f, None) for f in subjects)
            return
        objects = [f for f in objects if self._fits(f, b)]
        yield from ((s, o) for s in subjects for o in objects)

    # ------------------------------------------------------------------ verbs
    def _verb(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        tree = self.tree
        if not tree.is_verbal(i) or (
            tree.dep[i] in ("amod", "compound") and tree.tag[i] == "VBN" and not tree.children[i]
        ):
            return
        roles = tree.roles(i)
        scope = self._scope(i, roles, pattern)
        if scope is None:
            return
        a, b = pattern.a, pattern.b
        assert a is not None
        subjects = self._slot(a, scope) or self._nearby(i, a, roles)
        if b is None:
            yield from self._pairs(pattern, subjects, [])
        elif b.role == "joint":
            yield from self._among(pattern, subjects)
        else:
            objects = self._slot(b, scope) or self._nearby(i, b, roles)
            if self._reciprocal(pattern, roles, objects):
                yield from self._among(pattern, subjects or objects)
            else:
                yield from self._pairs(pattern, subjects, objects)

    def _scope(self, i: int, roles: Roles, pattern: Pattern) -> Roles | None:
        """The roles to fill slots from, or None when a fixed word of the phrase is missing."""
        scope: Roles | None = roles
        for role, words in pattern.needs:
            assert scope is not None
            scope = self._needed(i, scope, role, words)
            if scope is None:
                return None
        if pattern.clause and not roles.clauses and not roles.preps:
            return None
        return scope

    def _needed(self, i: int, scope: Roles, role: str, words: frozenset[str]) -> Roles | None:
        tree = self.tree
        if role in ("particle", "trailing"):
            given = any(self._has_particle(i, scope, w) for w in words)
            return (
                scope
                if given or (role == "trailing" and any(self._introduces(scope, w) for w in words))
                else None
            )
        if role == "not":
            negated = any(tree.lower[c] in ("not", "n't", "never") for c in tree.children[i])
            return scope if negated else None
        if role == "to":
            under = next((t for t in scope.preps.get("to", []) if tree.lemma[t] in words), None)
            if under is not None:
                return self._with_noun(scope, under)
            inner = next((c for c in scope.clauses if tree.lemma[c] in words or "*" in words), None)
            if inner is None:
                return None
            deep = tree.roles(inner)
            return Roles(
                scope.subject, deep.object, deep.indirect, [], [], deep.preps, deep.clauses, deep.particles
            )
        if role in ("in clause", "xcomp", "owned"):
            return scope if any(tree.lemma[k] in words for k in self._reach(role, scope)) else None
        if "oneself" in words:
            return scope if any(tree.lower[t].endswith(("self", "selves")) for t in scope.object) else None
        tokens = scope.object if role == "object" else self._under(scope, role.removeprefix("prep:"))
        noun = next((t for t in tokens if tree.lemma[t] in words or tree.lower[t] in words), None)
        return None if noun is None else self._with_noun(scope, noun)

    def _reach(self, role: str, scope: Roles) -> Iterable[int]:
        if role == "in clause":
            return (k for c in scope.clauses for k in self.tree.subtree(c))
        return [*scope.clauses, *scope.object] if role == "xcomp" else self._everything(scope)

    def _has_particle(self, i: int, roles: Roles, word: str) -> bool:
        tree = self.tree
        return (
            word in roles.particles
            or any(
                tree.lower[c] == word and tree.dep[c] in ("advmod", "compound:prt", "obl")
                for c in tree.children[i]
            )
            or any(p.startswith(word + " ") for p in roles.preps)
        )

    def _introduces(self, roles: Roles, word: str) -> bool:
        """Whether something stands under the preposition ("accuse B of ...")."""
        return bool(self._under(roles, word)) or any(word in self.tree.markers(c) for c in roles.clauses)

    def _everything(self, roles: Roles) -> list[int]:
        return [*roles.object, *(t for tokens in roles.preps.values() for t in tokens)]

    def _under(self, roles: Roles, preposition: str) -> list[int]:
        tokens = roles.preps.get(preposition, [])
        return tokens or [
            t for p, found in roles.preps.items() if p.endswith(" " + preposition) for t in found
        ]

    def _with_noun(self, roles: Roles, noun: int) -> Roles:
        """ "take control of B": the noun's prepositions count as the verb's."""
        own = self.tree.roles(noun)
        preps = {**roles.preps, **own.preps}
        rest = [t for t in roles.object if t != noun]
        owners = own.possessor + own.compound
        return Roles(
            roles.subject,
            rest,
            roles.indirect,
            owners,
            [],
            preps,
            roles.clauses + own.clauses,
            roles.particles,
        )

    def _slot(self, slot: Slot, roles: Roles) -> list[Filler]:
        tokens = self._tokens(slot, roles)
        if slot.role in ("subject", "joint"):
            found = self.fill(tokens, loose=False)
            return found or [f for f in self.fill(tokens) if self.mentions[f.mention].kind != "pronoun"]
        return self.fill(tokens, inside=slot.inside)

    def _tokens(self, slot: Slot, roles: Roles) -> list[int]:
        role = slot.role
        if role in ("subject", "joint"):
            return roles.subject
        if role == "object":
            return roles.indirect or roles.object or roles.possessor
        if role == "second":
            return roles.object[1:] or roles.indirect
        if role == "clause subject":
            return [t for c in roles.clauses for t in self.tree.surface_subject(c)]
        preposition = role.removeprefix("prep:")
        tokens = self._under(roles, preposition)
        if not tokens and preposition in roles.particles:
            return roles.object
        if not tokens and preposition == "of":
            return roles.possessor
        if not tokens and preposition == "to" and roles.indirect:
            return roles.indirect
        if not tokens and preposition not in ("of", "in"):  # "conveyed a plan to B": attached to the noun
            tokens = [t for o in roles.object for t in self.tree.roles(o).preps.get(preposition, [])]
        return tokens

    def _reciprocal(self, pattern: Pattern, roles: Roles, objects: list[Filler]) -> bool:
        """ "A and B met", "A and B attacked each other"."""
        tree = self.tree
        tokens = [*roles.object, *(t for p in ("with", "to", "against") for t in roles.preps.get(p, []))]
        if any(tree.lower[t] in RECIPROCAL and tree.lower[t - 1] in ("each", "one") for t in tokens if t):
            return True
        assert pattern.b is not None
        joint = pattern.b.role in ("prep:with", "prep:on", "prep:to") and (
            pattern.family in SYMMETRIC or pattern.b.role == "prep:with"
        )
        return joint and not objects and not pattern.needs[1:] and len(roles.subject) > 0

    def _among(self, pattern: Pattern, parties: list[Filler]) -> Iterator[tuple[Filler, Filler | None]]:
        for n, first in enumerate(parties):
            for second in parties[n + 1 :]:
                yield from self._pairs(pattern, [first], [second])
        if len(parties) == 1:  # "the two countries met": the mention may mean several actors
            yield parties[0], parties[0]

    def _nearby(self, i: int, slot: Slot, roles: Roles) -> list[Filler]:
        """Where the parse gives a role nothing: the mention right beside the verb, or right after the preposition."""
        if slot.inside or roles.passive:
            return []
        if slot.role == "subject" and not roles.subject:
            return self._left_of(i)
        if slot.role == "clause subject":
            that = next(
                (k for k in range(i + 1, min(i + 5, self.tree.size)) if self.tree.lower[k] == "that"), None
            )
            return self._right_of(that + 1) if that is not None else []
        if slot.role == "object" and not roles.object and not roles.clauses:
            return self._right_of(i + 1)
        if slot.role.startswith("prep:"):
            tree, preposition = self.tree, slot.role[5:]
            for k in range(i + 1, min(i + 7, tree.size)):
                if tree.lower[k] == preposition:
                    return self._right_of(k + 1)
                if tree.is_verbal(k) or tree.pos[k] in ("PUNCT", "SCONJ"):
                    break
        return []

    def _right_of(self, k: int) -> list[Filler]:
        """The mention that begins at token k, or after the words that a noun phrase may begin with."""
        tree = self.tree
        while k < tree.size and k not in self.covering and k not in self.by_head:
            if tree.pos[k] not in ("DET", "ADJ", "NUM", "ADV") or tree.lower[k] in ("not", "when", "where"):
                return []
            k += 1
        found = self.mention_at(k) if k < tree.size else None
        return [] if found is None else [Filler(found, 0.6)]

    def _left_of(self, i: int) -> list[Filler]:
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

    # ------------------------------------------------------------------ nouns for events
    def _event(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        tree = self.tree
        if not self._has_modifiers(i, pattern):
            return
        if tree.is_verbal(i) and not (
            i == 0 or tree.lower[i].endswith("ing") or tree.sentence_of[i] != tree.sentence_of[i - 1]
        ):
            return
        roles = self._event_roles(i)
        a, b = pattern.a, pattern.b
        assert a is not None
        if b is None:
            yield from self._pairs(pattern, self._agents(a, None, roles), [])
        elif a.role == b.role:
            yield from self._between(i, pattern, roles)
        elif self._is_agent(b, a):
            objects, subjects = self._agents(b, a, roles), self._patients(a, roles)
            yield from self._pairs(pattern, _other(subjects, objects), objects)
        else:
            subjects, objects = self._agents(a, b, roles), self._patients(b, roles)
            if not objects and pattern.family in SYMMETRIC and len(subjects) > 1:
                yield from self._among(pattern, subjects)
            else:
                yield from self._pairs(pattern, subjects, _other(objects, subjects))

    def _is_agent(self, slot: Slot, other: Slot) -> bool:
        """Whether the slot is where the doer stands: "by", else "of" or before the noun."""
        order = ("prep:by", "possessor", "compound", "prep:of", "prep:from")
        mine = order.index(slot.role) if slot.role in order else 9
        return mine < (order.index(other.role) if other.role in order else 9)

    def _event_roles(self, i: int) -> Roles:
        """The noun's roles with what a light verb has ("A launched an attack on B", "clashes broke out between")."""
        tree, roles = self.tree, self.tree.roles(i)
        g, dep = tree.head[i], tree.dep[i]
        while dep == "conj" and not tree.is_verbal(g) and tree.head[g] != g:
            g, dep = tree.head[g], tree.dep[g]
        if g == i or not tree.is_verbal(g) or dep not in ("obj", "nsubj:pass", "nsubj", "obl"):
            return roles
        verb = tree.roles(g)
        governor = self._governor(i, g, dep)
        if governor == "light":
            agents = verb.subject or (verb.object if dep == "obl" else [])
            preps = {**verb.preps, **roles.preps}
            return Roles(agents, [], [], roles.possessor, roles.compound, preps, roles.clauses)
        if governor == "inverse":
            preps = {**verb.preps, **roles.preps, PATIENT: verb.subject}
            return Roles([], [], [], roles.possessor, roles.compound, preps, roles.clauses)
        if dep == "obl":
            return roles
        lent = ("between", "with", "against", "among")
        borrowed = {p: tokens for p, tokens in verb.preps.items() if p in lent}
        return Roles([], [], [], roles.possessor, roles.compound, {**borrowed, **roles.preps}, roles.clauses)

    def _governor(self, i: int, g: int, dep: str) -> str:
        """What the verb g does for the event noun i: `light`, its subject is the doer; `inverse`, it is done to it."""
        tree = self.tree
        lemma = tree.lemma[g]
        if dep == "obl":
            forms = {f"{lemma} {tree.case(i)}"}
        else:
            forms = {lemma, *(f"{lemma} {p}" for p in tree.roles(g).particles)}
        if forms & self.verbs.light or (dep == "obl" and lemma == "be"):
            return "light"
        if forms & self.verbs.inverse:
            return "inverse"
        return "light" if dep == "obj" and forms & self.verbs.attitude else ""

    def _patients(self, slot: Slot, roles: Roles) -> list[Filler]:
        if slot.role == "compound":
            return self.fill(roles.compound, loose=False)
        tokens = self._under(roles, slot.role.removeprefix("prep:"))
        if not tokens and slot.role == "prep:of" and roles.preps.get("by"):
            tokens = roles.possessor
        return self.fill(tokens or roles.preps.get(PATIENT, []), inside=slot.inside)

    def _agents(self, slot: Slot, other: Slot | None, roles: Roles) -> list[Filler]:
        """The doer of an event noun: "by A", "A's", "A ..." before it, or the subject of its light verb."""
        if slot.role not in ("prep:by", "prep:of", "possessor", "compound"):
            return self.fill(self._under(roles, slot.role.removeprefix("prep:")))
        of_is_free = other is None or other.role != "prep:of"
        groups = [roles.preps.get("by", []), roles.possessor, roles.compound, roles.subject]
        if of_is_free:
            groups.insert(1, roles.preps.get("of", []))
        for tokens in groups:
            found = self.fill(tokens, loose=tokens is not roles.compound)
            if found:
                return found
        return []

    def _between(self, i: int, pattern: Pattern, roles: Roles) -> Iterator[tuple[Filler, Filler | None]]:
        assert pattern.a is not None
        role = pattern.a.role
        parties = self.fill(
            self._joined_by(i, role.removeprefix("acl:"))
            if role.startswith("acl:")
            else self._under(roles, role[5:])
        )
        if len(parties) < 2 and role == "prep:between":
            parties = self._linear_between(i) or parties
        if len(parties) < 2:
            for tokens in (roles.compound, roles.subject, roles.possessor):
                found = self.fill(tokens, loose=False)
                if len(found) > 1:
                    parties = found
                    break
        yield from self._among(pattern, parties)

    def _joined_by(self, i: int, verb: str) -> list[int]:
        """ "a coalition comprising A and B", "an alliance made up of A and B"."""
        tree = self.tree
        found = [c for c in tree.children[i] if tree.lemma[c] == verb]
        if verb == "make":
            found = [c for c in found if "up" in (tree.lower[k] for k in tree.children[c])]
        under = (t for c in found for t in (*tree.having(c, "obj"), *tree.roles(c).preps.get("of", [])))
        return [t for head in under for t in tree.conjuncts(head)]

    def _linear_between(self, i: int) -> list[Filler]:
        """ "clashes between X and Y" where the parse lost its way: the first two mentions after "between"."""
        tree = self.tree
        sentence = tree.sentence_of[i]
        at = next((k for k in range(i + 1, min(i + 6, tree.size)) if tree.lower[k] == "between"), None)
        if at is None or tree.sentence_of[at] != sentence:
            return []
        found: list[Filler] = []
        joined = False
        k = at + 1
        while k < min(at + 20, tree.size) and tree.sentence_of[k] == sentence and len(found) < 2:
            mention = self.mention_at(k)
            if mention is not None and (not found or joined):
                found.append(Filler(mention, 0.9))
                k = max(k + 1, self.mentions[mention].end)
                continue
            joined = joined or tree.lower[k] == "and"
            k += 1
        return found if len(found) == 2 else []

    def _has_modifiers(self, i: int, pattern: Pattern) -> bool:
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
                under = self._under(tree.roles(i), role.removeprefix("prep:"))
                if not any(tree.lemma[t] in words or tree.lower[t] in words for t in under):
                    return False
        return True

    # ------------------------------------------------------------------ nouns and adjectives for what somebody is
    def _role(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        tree = self.tree
        if (
            not self._has_modifiers(i, pattern)
            or self._longer_title(i, pattern)
            or (tree.is_verbal(i) and tree.tag[i] not in ("VBN", "VBG", "VBD"))
        ):
            return
        roles = tree.roles(i)
        a, b = pattern.a, pattern.b
        assert a is not None and b is not None
        holders = self._holders(i)
        if "joint" in (a.role, b.role):
            if not self._role_objects(i, Slot("prep:of"), roles):
                yield from self._among(pattern, holders)
            return
        scope = self._scope(
            i,
            roles,
            Pattern(
                "",
                "",
                "",
                "",
                "",
                None,
                None,
                tuple(n for n in pattern.needs if n[0] not in ("modifier", "case")),
            ),
        )
        if scope is None:
            return
        turned = b.role == "subject"
        others = _other(self._role_objects(i, a if turned else b, scope), holders)
        if not others and pattern.family in SYMMETRIC and tree.dep[i] == "amod":
            others = self._joined_before(tree.head[i])
        if not others and pattern.family in SYMMETRIC | {"opposes"} and len(holders) > 1:
            yield from self._among(pattern, holders)
        elif turned:
            yield from self._pairs(pattern, others, holders)
        else:
            yield from self._pairs(pattern, holders, others)

    def _joined_before(self, noun: int) -> list[Filler]:
        """ "ISIL and allied militants": those that the noun is joined to."""
        tree = self.tree
        if tree.dep[noun] != "conj":
            return []
        return self.fill([t for t in tree.conjuncts(tree.head[noun]) if t < noun], loose=False)

    def _longer_title(self, i: int, pattern: Pattern) -> bool:
        """Whether a longer title stands here ("vice president" is no president)."""
        if any(role == "modifier" for role, _ in pattern.needs):
            return False
        key = (i, pattern.anchor)
        if key not in self._longer:
            others = [
                p
                for p in self.patterns.get(pattern.anchor, [])
                if p.kind == "role" and p.needs and p.needs[0][0] == "modifier"
            ]
            self._longer[key] = any(self._has_modifiers(i, p) for p in others)
        return self._longer[key]

    def _role_objects(self, i: int, slot: Slot, roles: Roles) -> list[Filler]:
        tree = self.tree
        tokens = self._under(roles, slot.role.removeprefix("prep:"))
        if tokens:
            return self.fill(tokens, inside=slot.inside)
        if tree.pos[i] in ("ADJ", "VERB") or slot.role not in ("prep:of", "prep:to"):
            return []
        if roles.possessor:
            return self.fill(roles.possessor)
        found = self.fill(roles.compound, loose=False)
        before = self._just_before(i)
        if not found and before is not None:
            found = [Filler(before, 0.9)]
        return [f for f in found if not self._only_describes(f.mention)]

    def _only_describes(self, k: int) -> bool:
        """ "the Shiite prime minister" does not lead Shiites; a person before a title is no body to lead."""
        return self.mentions[k].type == "Person" or self._is_sect(k)

    def _is_sect(self, k: int) -> bool:
        return self.mentions[k].kind == "demonym" and self.mentions[k].type == "Group"

    def _just_before(self, i: int) -> int | None:
        """ "Iraqi Prime Minister", "the Senate Republican leader": a mention right before the noun and its modifiers."""
        tree = self.tree
        k = i - 1
        while k >= 0 and tree.sentence_of[k] == tree.sentence_of[i] and k > i - 6:
            mention = self.covering.get(k)
            if mention is None and k in self.by_head:
                mention = self.by_head[k]
            if mention is not None:
                return (
                    mention
                    if self.mentions[mention].kind in ("demonym", "name")
                    and self.mentions[mention].end == k + 1
                    else None
                )
            if tree.pos[k] not in ("ADJ", "NOUN", "PROPN") and tree.lower[k] not in ("-", "'s", "’s"):
                return None
            k -= 1
        return None

    def _holders(self, i: int) -> list[Filler]:
        """Who is said to be what the noun or adjective i says."""
        tree = self.tree
        dep, g = tree.dep[i], tree.head[i]
        for tokens in self._holder_tokens(i, dep, g):
            found = self.fill(tokens, loose=False)
            if found:
                return found
        after = self._after_comma(i)
        if after is not None:
            return [Filler(after, 0.9)]
        itself = self.by_head.get(i)
        return [Filler(itself, 0.9)] if itself is not None else []

    def _examples(self, i: int) -> list[int]:
        """ "allies like Jordan", "allies in Israel", "allies in countries such as Turkey"."""
        tree = self.tree
        named = [c for c in tree.having(i, "nmod", "obl") if tree.case(c) in EXEMPLIFYING]
        for c in tree.having(i, "nmod", "obl"):
            if tree.case(c) == "in" and tree.lemma[i] in self.verbs.relational:
                found = self.mention_at(c)
                if found is not None and self.mentions[found].kind == "name":
                    named.append(c)
                named += [k for k in tree.having(c, "nmod") if tree.case(k) in EXEMPLIFYING]
        return tree.spread(named)

    def _after_comma(self, i: int) -> int | None:
        """ "Iran's president, Hassan Rouhani": a person's name right after the noun and a comma."""
        tree = self.tree
        if i + 2 >= tree.size or tree.lower[i + 1] != ",":
            return None
        name = self.covering.get(i + 2)
        return name if name is not None and self.mentions[name].type == "Person" else None

    def _holder_tokens(self, i: int, dep: str, g: int) -> Iterator[list[int]]:
        tree = self.tree
        if tree.is_copular(i):
            yield tree.surface_subject(i)
        if dep in ("nmod:desc", "compound", "flat", "appos", "amod") and g != i:
            yield tree.spread([g]) if dep != "appos" else [g]
        yield [c for c in tree.children[i] if tree.dep[c] in ("appos", "flat", "nmod:desc") and c > i]
        yield self._examples(i)
        if dep == "conj" and (tree.dep[g] in ("appos", "nmod:desc") or tree.is_copular(g)):
            yield tree.surface_subject(g) if tree.is_copular(g) else [tree.head[g]]
        if dep in ("xcomp", "obj", "obl", "advcl") and tree.is_verbal(g) and tree.lemma[g] in BECOMING:
            if dep != "obl" or tree.case(i) == "as":
                others = [o for o in tree.roles(g).object if o != i]
                yield others or tree.surface_subject(g)
        if dep in ("xcomp",) and tree.is_verbal(g):
            yield tree.surface_subject(g)
        if dep in ("acl", "acl:relcl") and g != i:
            yield [g]
        right = i + 1
        if (
            right < tree.size
            and right in self.covering
            and self.mentions[self.covering[right]].kind == "name"
        ):
            yield [self.mentions[self.covering[right]].head]

    # ------------------------------------------------------------------ hyphens
    def _participle(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        """ "the US-led coalition", "Iran-backed militias"."""
        tree = self.tree
        if i < 2 or not self._is_hyphen(i - 1):
            return
        before = self.covering.get(i - 2, self.by_head.get(i - 2))
        if before is None:
            return
        after = self._modified(i)
        if after is None:
            return
        ends = {"hyphen": Filler(before, 1.0), "head": Filler(after, 1.0)}
        yield from self._both(pattern, ends)

    def _is_hyphen(self, i: int) -> bool:
        """A dash between spaces is no hyphen."""
        doc = self.tree.doc
        return self.tree.lower[i] in ("-", "–") and not doc[i].whitespace_ and not doc[i - 1].whitespace_

    def _prefix(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        """ "anti-government protesters"."""
        tree = self.tree
        if i + 2 >= tree.size or not self._is_hyphen(i + 1):
            return
        after = self.covering.get(i + 2, self.by_head.get(i + 2))
        if after is None:
            return
        head = self._modified(self.mentions[after].end - 1)
        if head is None or head == after:
            return
        yield from self._both(pattern, {"after": Filler(after, 1.0), "head": Filler(head, 1.0)})

    def _preposition(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        """ "militias under Iran's command", "officials from the ministry": a preposition between two nouns."""
        tree = self.tree
        after = tree.head[i]
        if tree.dep[i] != "case" or tree.dep[after] != "nmod" or after < i:
            return
        for head in self.fill([tree.head[after]], loose=False):
            for other in self.fill(tree.spread([after]), loose=False):
                yield from self._both(pattern, {"head": head, "after": other})

    def _adjacent(self) -> Iterator[Relation]:
        """ "Iran's elite force", "Iraqi soldiers": who owns, or stands before, a mention's head."""
        tree = self.tree
        for kind in ("possessive", "compound"):
            patterns = self.patterns.get(f"<{kind}>", [])
            for k in self.here if patterns else []:
                m = self.mentions[k]
                if m.kind not in ("name", "nominal") or tree.lemma[m.head] in self.verbs.relational:
                    continue
                roles = tree.roles(m.head) if not tree.is_verbal(m.head) else Roles()
                before = self.fill(roles.possessor if kind == "possessive" else roles.compound, loose=False)
                for other in before:
                    if other.mention == k or self.mentions[other.mention].head > m.head:
                        continue
                    for pattern in patterns:
                        for a, b in self._both(pattern, {"before": other, "head": Filler(k, 1.0)}):
                            yield self._relation(m.head, pattern, a, b)

    def _copula(self, i: int, pattern: Pattern) -> Iterator[tuple[Filler, Filler | None]]:
        """ "Graham is a Republican"."""
        tree = self.tree
        head = tree.head[i]
        if tree.dep[i] != "cop" or head not in self.by_head:
            return
        for subject in self.fill(tree.surface_subject(head), loose=False):
            yield from self._both(pattern, {"subject": subject, "head": Filler(self.by_head[head], 1.0)})

    def _both(self, pattern: Pattern, ends: dict[str, Filler]) -> Iterator[tuple[Filler, Filler | None]]:
        assert pattern.a is not None and pattern.b is not None
        a, b = ends.get(pattern.a.role), ends.get(pattern.b.role)
        if a and b and a.mention != b.mention:
            yield from self._pairs(pattern, [a], [b])

    def _modified(self, i: int) -> int | None:
        """The mention that an attributive word modifies: up the tree, else the next head to the right."""
        tree = self.tree
        k = i
        while (
            tree.dep[k] in ("amod", "compound", "nmod:desc", "acl", "obl:unmarked", "nmod", "flat", "punct")
            and tree.head[k] > i
        ):
            k = tree.head[k]
            if k in self.by_head:
                return self.by_head[k]
        for k in range(i + 1, min(i + 5, tree.size)):
            if k in self.by_head and self.mentions[self.by_head[k]].kind != "demonym":
                return self.by_head[k]
            if tree.pos[k] not in ("ADJ", "NOUN", "PROPN", "VERB") and tree.lower[k] not in ("-", ","):
                return None
        return None


def _typed(pattern: Pattern) -> int:
    """How narrowly the phrase names its actors' types."""
    return sum(8 - len(slot.types) for slot in (pattern.a, pattern.b) if slot and slot.types)


def _pronoun_types(word: str) -> frozenset[str]:
    if word in ("he", "him", "his", "she", "her", "hers", "i", "me", "my", "himself", "herself"):
        return frozenset({"Person"})
    bodies = frozenset({"State", "GovernmentBody", "SecurityForce", "ArmedGroup", "Organisation", "Group"})
    return bodies if word in ("it", "its", "itself") else bodies | {"Person"}


def _other(fillers: list[Filler], taken: list[Filler]) -> list[Filler]:
    mentions = {f.mention for f in taken}
    return [f for f in fillers if f.mention not in mentions]
