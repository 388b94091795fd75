"""A verb and the phrases anchored on it in, the pairs of mentions that they join out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.fillers import Filler, Fillers, Match
from kg.grammar import QUANTITIES, Roles
from kg.phrases import Need, Pattern, Slot

__all__ = ["VerbFrames"]

OF_NOUNS = frozenset({"of", "in", "at", "by"})  # that more often belong to a noun before them
RECIPROCAL = frozenset({("each", "other"), ("one", "another")})


class VerbFrames:
    """Matches phrases with a verb; made once a passage."""

    def __init__(self, fillers: Fillers) -> None:
        self.fillers = fillers
        self.tree = fillers.tree
        self.mentions = fillers.mentions
        self._other = "other" in self.tree.lower or "another" in self.tree.lower  # as in "each other"
        self._anchor = -1
        self._filled: dict[tuple[str, bool], list[Filler]] = {}  # slots of the anchor's own roles

    def applies(self, i: int) -> bool:
        """Whether token i is a verb here, not an adjective made of one ("a failed state")."""
        tree = self.tree
        bare = tree.dep[i] in ("amod", "compound") and tree.tag[i] == "VBN" and not tree.children[i]
        return tree.is_verbal(i) and not bare

    def match(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """The pairs that a phrase joins at verb i, for which `applies` holds."""
        roles = self.tree.roles(i)
        scope = self.scope(i, roles, pattern.needs)
        if scope is None or (pattern.clause and not roles.clauses and not roles.preps):
            return
        a, b = pattern.a, pattern.b
        assert a is not None
        subjects = self._own_slot(i, a, scope, roles) or self._nearby(i, a, roles)
        if b is None:
            yield from self.fillers.pairs(pattern, subjects, [])
        elif b.role == "joint":
            yield from self.fillers.among(pattern, subjects)
        elif subjects or self._other:
            objects = self._own_slot(i, b, scope, roles) or self._nearby(i, b, roles)
            if self._reciprocal(pattern, roles, objects):
                parties = subjects or objects
                if pattern.family != "fights" or not self.fillers.share_noun(parties):
                    yield from self.fillers.among(pattern, parties)
            else:
                yield from self.fillers.pairs(pattern, subjects, objects)

    def scope(self, i: int, roles: Roles, needs: Iterable[Need]) -> Roles | None:
        """The roles to fill slots from, or None when a fixed word of the phrase is missing."""
        scope = roles
        for role, words in needs:
            found = self._needed(i, scope, role, words)
            if found is None:
                return None
            scope = found
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
        tokens = scope.object if role == "object" else self.fillers.under(scope, role.removeprefix("prep:"))
        ways = (way for t in tokens for way in self._measured(t))
        found = next((w for w in ways if tree.lemma[w[-1]] in words or tree.lower[w[-1]] in words), None)
        for noun in found or ():
            scope = self._with_noun(scope, noun)
        return scope if found else None

    def _measured(self, i: int) -> Iterator[list[int]]:
        """The ways from a noun to what it measures: itself, "tons of aid", "part of the aid programme"."""
        yield [i]
        tree = self.tree
        measure = tree.lemma[i] in QUANTITIES or tree.lemma[i] in self.fillers.words.measures
        if measure and not tree.is_verbal(i):
            roles = tree.roles(i)
            yield from ([i, t] for t in roles.compound)
            yield from ([i, *way] for t in roles.preps.get("of", []) for way in self._measured(t))

    def _reach(self, role: str, scope: Roles) -> Iterable[int]:
        if role == "in clause":
            return (k for c in scope.clauses for k in self.tree.subtree(c))
        return [*scope.clauses, *scope.object] if role == "xcomp" else self.fillers.everything(scope)

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
        return bool(self.fillers.under(roles, word)) or any(
            word in self.tree.markers(c) for c in roles.clauses
        )

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

    def _own_slot(self, i: int, slot: Slot, scope: Roles, roles: Roles) -> list[Filler]:
        """A slot filled; many phrases share an anchor, and most of them its roles."""
        if scope is not roles:
            return self._slot(slot, scope)
        if i != self._anchor:
            self._anchor, self._filled = i, {}
        key = (slot.role, slot.inside)
        if key not in self._filled:
            self._filled[key] = self._slot(slot, roles)
        return self._filled[key]

    def _slot(self, slot: Slot, roles: Roles) -> list[Filler]:
        tokens = self._tokens(slot, roles)
        if slot.role in ("subject", "joint"):
            found = self.fillers.fill(tokens, loose=False)
            return self.fillers.with_lists(found) or [
                f for f in self.fillers.fill(tokens) if self.mentions[f.mention].kind != "pronoun"
            ]
        return self.fillers.with_lists(self.fillers.fill(tokens, inside=slot.inside))

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
        if preposition == "of" and any(
            self.fillers.mention_at(t) is not None for t in roles.preps.get("by", ())
        ):
            return []  # "condemned the bombing of a hospital by rebels": the rebels are condemned
        tokens = self.fillers.under(roles, preposition)
        if not tokens and preposition in roles.particles:
            return roles.object
        if not tokens and preposition == "of":
            return roles.possessor
        if not tokens and preposition == "to" and roles.indirect:
            return roles.indirect
        if not tokens and preposition not in ("of", "in", "against"):  # "conveyed a plan to B"
            tokens = [t for o in roles.object for t in self.tree.roles(o).preps.get(preposition, [])]
        return tokens

    def _reciprocal(self, pattern: Pattern, roles: Roles, objects: list[Filler]) -> bool:
        """ "A and B met", "A and B attacked each other"."""
        if self._other and self._each_other(roles):
            return True
        assert pattern.b is not None
        if objects or not roles.subject:
            return False
        joint = pattern.b.role in ("prep:with", "prep:on", "prep:to") and (
            pattern.symmetric or pattern.b.role == "prep:with"
        )
        if pattern.b.role == "prep:to" and roles.clauses:  # "both promised to help"
            return False
        if pattern.family == "fights" and {"for", "against", "alongside"} & roles.preps.keys():
            return False  # "Iran and Hezbollah fight for Assad"
        return joint and not pattern.needs[1:]

    def _each_other(self, roles: Roles) -> bool:
        lower = self.tree.lower
        tokens = [*roles.object, *(t for p in ("with", "to", "against") for t in roles.preps.get(p, []))]
        return any(tuple(lower[k : k + 2]) in RECIPROCAL for t in tokens for k in (t - 1, t) if k >= 0)

    def _nearby(self, i: int, slot: Slot, roles: Roles) -> list[Filler]:
        """Where the parse gives a role nothing: the mention beside the verb, or after the preposition."""
        if roles.passive and slot.role == "subject" and not roles.subject:
            return self._agent_of_event(roles)
        if slot.inside or roles.passive:
            return []
        if slot.role == "subject" and not roles.subject:
            return self.fillers.left_of(i)
        if slot.role == "clause subject":
            that = next(
                (k for k in range(i + 1, min(i + 5, self.tree.size)) if self.tree.lower[k] == "that"), None
            )
            return self.fillers.right_of(that + 1) if that is not None else []
        if slot.role == "object" and not roles.object and not roles.clauses:
            return self.fillers.right_of(i + 1)
        return self._after_preposition(i, slot.role[5:]) if slot.role.startswith("prep:") else []

    def _after_preposition(self, i: int, preposition: str) -> list[Filler]:
        """The mention after the next such preposition in the clause, wherever the parse has hung it."""
        tree = self.tree
        for k in range(i + 1, min(i + 7, tree.size)):
            if tree.lower[k] == preposition and tree.lower[k - 1] != "according":
                return self.fillers.right_of(k + 1)
            if tree.is_verbal(k) or tree.pos[k] in ("PUNCT", "SCONJ"):
                break
            if preposition in OF_NOUNS and tree.pos[k] == "NOUN":  # "believe the attack in X was"
                break
        return []

    def _agent_of_event(self, roles: Roles) -> list[Filler]:
        """ "He was killed in a raid by American forces": who raided killed."""
        tree = self.tree
        for preposition in ("in", "during", "after"):
            for event in roles.preps.get(preposition, []):
                agents = tree.roles(event).preps.get("by", []) if not tree.is_verbal(event) else []
                acts = [c for c in tree.having(event, "acl") if tree.is_passive(c)]
                doers = [*agents, *(t for c in acts for t in tree.roles(c).subject)]
                found = self.fillers.fill(doers, loose=False)
                if found:
                    return [Filler(f.mention, 0.9 * f.certainty) for f in found]
        return []
