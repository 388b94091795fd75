"""A noun or adjective for what somebody is and its phrases in, the pairs of mentions that they join out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.fillers import EXEMPLIFYING, Filler, Fillers, Match, without
from kg.grammar import Roles
from kg.phrases import Pattern, Slot
from kg.verb_frames import VerbFrames

__all__ = ["RoleFrames"]

BECOMING = frozenset(
    "become remain serve act work appoint name elect choose make call consider label declare pick select "
    "install "
    "nominate re-elect reelect designate swear stay see regard describe brand know".split()
)


class RoleFrames:
    """Matches phrases with a role noun or adjective; made once a passage."""

    def __init__(self, fillers: Fillers, verbs: VerbFrames, patterns: Mapping[str, list[Pattern]]) -> None:
        self.fillers = fillers
        self.tree = fillers.tree
        self.mentions = fillers.mentions
        self.verbs = verbs
        self.patterns = patterns
        self._longer: dict[tuple[int, str], bool] = {}
        self._held: dict[int, list[Filler]] = {}
        self._owners: dict[
            tuple[int, str, bool], list[Filler]
        ] = {}  # what fills a slot of a noun's own roles

    def applies(self, i: int) -> bool:
        """Whether anybody is said to be what token i says."""
        tree = self.tree
        if i not in self._held:
            finite = tree.is_verbal(i) and tree.tag[i] not in ("VBN", "VBG", "VBD")
            self._held[i] = [] if finite else self._holders(i)
        return bool(self._held[i])

    def match(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """The pairs that a phrase joins at noun or adjective i, for which `applies` holds."""
        tree, holders = self.tree, self._held[i]
        if not self.fillers.has_modifiers(i, pattern) or self._longer_title(i, pattern):
            return
        roles = tree.roles(i)
        a, b = pattern.a, pattern.b
        assert a is not None and b is not None
        if "joint" in (a.role, b.role):
            if not self._role_objects(i, Slot("prep:of"), roles):
                yield from self.fillers.among(pattern, holders)
            return
        scope = self.verbs.scope(i, roles, [n for n in pattern.needs if n[0] not in ("modifier", "case")])
        if scope is None:
            return
        turned = b.role == "subject"
        slot = a if turned else b
        key = (i, slot.role, slot.inside)
        if scope is not roles:
            others = without(self._role_objects(i, slot, scope), holders)
        else:
            if key not in self._owners:
                self._owners[key] = without(self._role_objects(i, slot, roles), holders)
            others = self._owners[key]
        if not others and pattern.symmetric and tree.dep[i] == "amod":
            others = self._joined_before(tree.head[i])
        mutual = pattern.symmetric or (pattern.family == "opposes" and tree.tag[i] == "NNS")  # "rivals"
        if not others and mutual and len(holders) > 1:
            yield from self.fillers.among(pattern, holders)
        elif turned:
            yield from self.fillers.pairs(pattern, others, holders)
        else:
            yield from self.fillers.pairs(pattern, holders, others)

    def _joined_before(self, noun: int) -> list[Filler]:
        """ "ISIL and allied militants": those that the noun is joined to."""
        tree = self.tree
        if tree.dep[noun] != "conj":
            return []
        return self.fillers.fill([t for t in tree.conjuncts(tree.head[noun]) if t < noun], loose=False)

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
            self._longer[key] = any(self.fillers.has_modifiers(i, p) for p in others)
        return self._longer[key]

    def _role_objects(self, i: int, slot: Slot, roles: Roles) -> list[Filler]:
        tree = self.tree
        tokens = self.fillers.under(roles, slot.role.removeprefix("prep:"))
        if tokens:
            return self.fillers.with_lists(self.fillers.fill(tokens, inside=slot.inside))
        if tree.pos[i] in ("ADJ", "VERB") or slot.role not in ("prep:of", "prep:to"):
            return []
        if roles.possessor:
            return self.fillers.fill(roles.possessor)
        found = self.fillers.fill(roles.compound, loose=False)
        before = self._just_before(i)
        if not found and before is not None:
            found = [Filler(before, 0.9)]
        return [f for f in found if not self._only_describes(f.mention)]

    def _only_describes(self, k: int) -> bool:
        """ "the Shiite prime minister" does not lead Shiites; a person before a title is no body to lead."""
        return self.mentions[k].type == "Person" or self.fillers.is_sect(k)

    def _just_before(self, i: int) -> int | None:
        """A mention right before the noun and its modifiers ("Iraqi Prime Minister")."""
        tree = self.tree
        k = i - 1
        while k >= 0 and tree.sentence_of[k] == tree.sentence_of[i] and k > i - 6:
            mention = self.fillers.covering.get(k)
            if mention is None and k in self.fillers.by_head:
                mention = self.fillers.by_head[k]
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
            found = self.fillers.fill(tokens, loose=False)
            if found:
                return found
        after = self._after_comma(i)
        if after is not None:
            return [Filler(after, 0.9)]
        itself = self.fillers.by_head.get(i)
        return [Filler(itself, 0.9)] if itself is not None else []

    def _apposed(self, i: int) -> list[int]:
        """ "the leader, John Roe"; in "an adviser to the leader, John Roe", it is the adviser's name."""
        tree = self.tree
        if self._is_whose(i):
            return []
        inner = [c for c in tree.having(i, "nmod") if c > i and self._is_whose(c)]
        return [
            c
            for noun in (i, *inner)
            for c in tree.children[noun]
            if tree.dep[c] in ("appos", "flat", "nmod:desc") and c > i
        ]

    def _is_whose(self, i: int) -> bool:
        """Whether a person is named only to tell whose somebody else is ("adviser to the leader")."""
        tree = self.tree
        return (
            tree.dep[i] == "nmod"
            and bool(tree.case(i))
            and self._is_person(i)
            and self._is_person(tree.head[i])
        )

    def _is_person(self, i: int) -> bool:
        k = self.fillers.by_head.get(i)
        return k is not None and self.mentions[k].kind == "nominal" and self.mentions[k].type == "Person"

    def _examples(self, i: int) -> list[int]:
        """ "allies like Jordan", "allies in Israel", "allies in countries such as Turkey"."""
        tree = self.tree
        named = [c for c in tree.having(i, "nmod", "obl") if tree.case(c) in EXEMPLIFYING]
        for c in tree.having(i, "nmod", "obl"):
            if tree.case(c) == "in" and tree.lemma[i] in self.fillers.words.relational:
                found = self.fillers.mention_at(c)
                if found is not None and self.mentions[found].kind == "name":
                    named.append(c)
                named += [k for k in tree.having(c, "nmod") if tree.case(k) in EXEMPLIFYING]
        return tree.spread(named)

    def _after_comma(self, i: int) -> int | None:
        """ "Iran's president, Hassan Rouhani": a person's name right after the noun and a comma."""
        tree = self.tree
        if i + 2 >= tree.size or tree.lower[i + 1] != ",":
            return None
        name = self.fillers.covering.get(i + 2) if not self._is_whose(i) else None
        return name if name is not None and self.mentions[name].type == "Person" else None

    def _holder_tokens(self, i: int, dep: str, g: int) -> Iterator[list[int]]:
        tree = self.tree
        passive = tree.tag[i] == "VBN" and tree.having(i, "aux:pass") and not tree.having(i, "obl:agent")
        if tree.is_copular(i) or passive:  # "is allied with", parsed as a passive
            yield tree.surface_subject(i)
        if dep in ("nmod:desc", "compound", "flat", "appos", "amod") and g != i:
            # "Prime Minister X and his supporters" names one prime minister, "ministers X and Y" two.
            yield tree.spread([g]) if dep != "appos" and tree.tag[i] != "NNP" else [g]
        yield self._apposed(i)
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
            yield tree.surface_subject(i) if tree.having(i, "nsubj", "nsubj:pass") else [g]
        right = i + 1
        if (
            right < tree.size
            and right in self.fillers.covering
            and self.mentions[self.fillers.covering[right]].kind == "name"
        ):
            yield [self.mentions[self.fillers.covering[right]].head]
