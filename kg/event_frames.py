"""A noun for what happens and the phrases anchored on it in, the pairs of mentions that they join out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.fillers import Filler, Fillers, Match, without
from kg.grammar import Roles
from kg.phrases import Pattern, Slot

__all__ = ["EventFrames"]

SYMMETRIC = frozenset({"alliedWith", "talksWith"})
PATIENT = "<patient>"
DOER = "<doer>"
CARRIED_ON = frozenset({"fights", "supports", "opposes"})
# Where an event is said to be going on while its doer does something else ("spoke during talks with").
AMID = frozenset({"in", "during", "amid", "throughout", "through"})
ABOUT = AMID | {"at", "on", "after", "following"}
SUFFERING = frozenset({"die", "perish", "suffer", "fall"})


class EventFrames:
    """Matches phrases with an event noun; made once a passage."""

    def __init__(self, fillers: Fillers) -> None:
        self.fillers = fillers
        self.tree = fillers.tree
        self.mentions = fillers.mentions
        self._roles: dict[tuple[int, str], Roles] = {}

    def applies(self, i: int) -> bool:
        """Whether token i is a noun here, or a verb that may stand for one ("Fighting between")."""
        tree = self.tree
        if not tree.is_verbal(i):
            return True
        first = i == 0 or tree.sentence_of[i] != tree.sentence_of[i - 1]
        return (first or tree.lower[i].endswith("ing")) and not tree.having(i, "obj")  # "holding talks"

    def match(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """The pairs that a phrase joins at noun i, for which `applies` holds."""
        if not self.fillers.has_modifiers(i, pattern):
            return
        if (i, pattern.family) not in self._roles:
            self._roles[i, pattern.family] = self._event_roles(i, pattern.family)
        roles = self._roles[i, pattern.family]
        a, b = pattern.a, pattern.b
        assert a is not None
        if b is None:
            yield from self.fillers.pairs(pattern, self._agents(a, None, roles), [])
        elif a.role == b.role:
            yield from self._between(i, pattern, roles)
        elif self._is_agent(b, a):
            objects, subjects = self._agents(b, a, roles), self._patients(a, roles)
            yield from self.fillers.pairs(pattern, without(subjects, objects), objects)
        else:
            subjects, objects = self._agents(a, b, roles), self._patients(b, roles)
            if not objects and pattern.symmetric and len(subjects) > 1:
                yield from self.fillers.among(pattern, subjects)
            else:
                yield from self.fillers.pairs(pattern, subjects, without(objects, subjects))

    def _is_agent(self, slot: Slot, other: Slot) -> bool:
        """Whether the slot is where the doer stands: "by", else "of" or before the noun."""
        order = ("prep:by", "possessor", "compound", "prep:of", "prep:from")
        mine = order.index(slot.role) if slot.role in order else 9
        return mine < (order.index(other.role) if other.role in order else 9)

    def _event_roles(self, i: int, family: str) -> Roles:
        """The noun's roles with what a light verb has ("A launched an attack on B")."""
        tree, roles = self.tree, self.tree.roles(i)
        g, dep = tree.head[i], tree.dep[i]
        while dep == "conj" and not tree.is_verbal(g) and tree.head[g] != g:
            g, dep = tree.head[g], tree.dep[g]
        if dep == "obl" and tree.dep[g] == "xcomp" and tree.pos[g] == "ADJ":  # "remains firm in support of"
            g = tree.head[g]
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
            lent_by_clause = self._bystanders(i, g, verb, family)
            preps = {**roles.preps, **lent_by_clause}
            return Roles([], [], [], roles.possessor, roles.compound, preps, roles.clauses)
        lent = ("between", "with", "against", "among")
        borrowed = {p: tokens for p, tokens in verb.preps.items() if p in lent}
        return Roles([], [], [], roles.possessor, roles.compound, {**borrowed, **roles.preps}, roles.clauses)

    def _bystanders(self, i: int, g: int, verb: Roles, family: str) -> dict[str, list[int]]:
        """Who an event has from the clause that it is a circumstance of: "rose in support of the king",
        "spoke after talks with Iran" (doers), "died in an attack by rebels" (patients).
        """
        tree = self.tree
        case = tree.case(i)
        if verb.passive or tree.lemma[g] in SUFFERING:
            return {PATIENT: verb.subject} if family == "fights" and case in AMID else {}
        if family in SYMMETRIC and case in ABOUT:
            return {DOER: verb.subject}
        return {DOER: verb.subject} if family in CARRIED_ON and case in AMID else {}

    def _governor(self, i: int, g: int, dep: str) -> str:
        """What verb g does for event noun i: `light`, its subject does it; `inverse`, suffers it."""
        tree = self.tree
        lemma = tree.lemma[g]
        if dep == "obl":
            forms = {f"{lemma} {tree.case(i)}"}
        else:
            forms = {lemma, *(f"{lemma} {p}" for p in tree.roles(g).particles)}
        if forms & self.fillers.words.light or (dep == "obl" and lemma == "be"):
            return "light"
        if forms & self.fillers.words.inverse:
            return "inverse"
        return "light" if dep == "obj" and forms & self.fillers.words.attitude else ""

    def _patients(self, slot: Slot, roles: Roles) -> list[Filler]:
        if slot.role == "compound":
            return self.fillers.fill(roles.compound, loose=False)
        tokens = self.fillers.under(roles, slot.role.removeprefix("prep:"))
        if not tokens and slot.role == "prep:of" and roles.preps.get("by"):
            tokens = roles.possessor
        if not tokens:  # "an attack by A on B": what follows the doer hangs on the doer
            doers = [d for d in (*roles.preps.get("by", ()), *roles.subject) if not self.tree.is_verbal(d)]
            own = slot.role.removeprefix("prep:")
            tokens = (
                [t for d in doers for t in self.tree.roles(d).preps.get(own, [])]
                if own in ("on", "against")
                else []
            )
        found = self.fillers.fill(tokens or roles.preps.get(PATIENT, []), inside=slot.inside)
        return self.fillers.with_lists(found)

    def _agents(self, slot: Slot, other: Slot | None, roles: Roles) -> list[Filler]:
        """The doer of an event noun: "by A", "A's", "A ..." before it, or the subject of its light verb."""
        if slot.role not in ("prep:by", "prep:of", "possessor", "compound"):
            return self.fillers.fill(self.fillers.under(roles, slot.role.removeprefix("prep:")))
        of_is_free = other is None or other.role != "prep:of"
        groups = [roles.preps.get("by", []), roles.possessor, roles.compound, roles.subject]
        if of_is_free:
            groups.insert(1, roles.preps.get("of", []))
        for tokens in groups:
            found = self.fillers.fill(tokens, loose=tokens is not roles.compound)
            if found:
                return found
        lent = self.fillers.fill(roles.preps.get(DOER, []), loose=False)
        return [Filler(f.mention, 0.8 * f.certainty) for f in lent]

    def _between(self, i: int, pattern: Pattern, roles: Roles) -> Iterator[Match]:
        assert pattern.a is not None
        role = pattern.a.role
        parties = self.fillers.fill(
            self._joined_by(i, role.removeprefix("acl:"))
            if role.startswith("acl:")
            else self.fillers.under(roles, role[5:])
        )
        if len(parties) < 2 and role == "prep:between":
            parties = self._linear_between(i) or parties
        if len(parties) < 2:
            pair = roles.compound if self._are_paired(i, roles.compound) else []
            for tokens in (pair, roles.subject, roles.possessor):
                found = self.fillers.fill(tokens, loose=False)
                if len(found) > 1:
                    parties = found
                    break
        yield from self.fillers.among(pattern, parties)

    def _are_paired(self, i: int, tokens: Sequence[int]) -> bool:
        """ "the U.S.-Iran talks", not "a post-Taliban Afghan government", nor "the Iraqi and Kurdish
        governments", which are two.
        """
        if i in self.fillers.by_head and self.tree.tag[i] == "NNS":
            return False
        between = self.tree.lower[min(tokens) + 1 : max(tokens)] if tokens else []
        return any(word in ("-", "and", "/") for word in between)

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
        end = min(i + 15, tree.sentences[sentence][1])
        at = next((k for k in range(i + 1, end) if tree.lower[k] == "between"), None)
        if at is None:
            return []
        found: list[Filler] = []
        joined = False
        k = at + 1
        while k < min(at + 25, tree.size) and tree.sentence_of[k] == sentence and len(found) < 2:
            mention = self.fillers.mention_at(k)
            if mention is not None and self.mentions[mention].kind != "pronoun" and (not found or joined):
                found.append(Filler(mention, 0.9))
                k = max(k + 1, self.mentions[mention].end)
                continue
            joined = joined or tree.lower[k] == "and"
            k += 1
        return found if len(found) == 2 else []
