"""Words that stand beside each other in ("US-led coalition"), the pairs of mentions that they join out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.fillers import Filler, Fillers, Match
from kg.grammar import QUANTITIES, Roles
from kg.phrases import Pattern

__all__ = ["AttributeFrames"]


class AttributeFrames:
    """Matches phrases without a verb or noun of their own; made once a passage."""

    def __init__(self, fillers: Fillers, patterns: Mapping[str, list[Pattern]]) -> None:
        self.fillers = fillers
        self.tree = fillers.tree
        self.mentions = fillers.mentions
        self.patterns = patterns

    def participle(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """ "the US-led coalition", "Iran-backed militias"."""
        if i < 2 or not self._is_hyphen(i - 1):
            return
        before = self.fillers.covering.get(i - 2, self.fillers.by_head.get(i - 2))
        if before is None:
            return
        after = self._modified(i)
        if after is None or self._is_some_place(after):
            return
        ends = {"hyphen": Filler(before, 1.0), "head": Filler(after, 1.0)}
        yield from self._both(pattern, ends)

    def _is_some_place(self, k: int) -> bool:
        """ "an ISIL-held building" tells nobody which."""
        return self.mentions[k].kind == "nominal" and self.mentions[k].type == "Place"

    def _is_hyphen(self, i: int) -> bool:
        """A dash between spaces is no hyphen."""
        doc = self.tree.doc
        return self.tree.lower[i] in ("-", "–") and not doc[i].whitespace_ and not doc[i - 1].whitespace_

    def prefix(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """ "anti-government protesters"."""
        tree = self.tree
        if i + 2 >= tree.size or not self._is_hyphen(i + 1):
            return
        after = self.fillers.covering.get(i + 2, self.fillers.by_head.get(i + 2))
        if after is None:
            return
        head = self._modified(self.mentions[after].end - 1)
        if head is None or head == after:
            return
        yield from self._both(pattern, {"after": Filler(after, 1.0), "head": Filler(head, 1.0)})

    def preposition(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """A preposition between two nouns ("officials from the ministry")."""
        tree = self.tree
        after = tree.head[i]
        if tree.dep[i] != "case" or tree.dep[after] != "nmod" or after < i:
            return
        if tree.lemma[tree.head[after]] in QUANTITIES:  # "thousands of fighters"
            return
        for head in self.fillers.fill([tree.head[after]], loose=False):
            for other in self.fillers.fill(tree.spread([after]), loose=False):
                yield from self._both(pattern, {"head": head, "after": other})

    def adjacent(self) -> Iterator[tuple[int, Pattern, Filler, Filler | None]]:
        """ "Iran's elite force", "Iraqi soldiers": who owns, or stands before, a mention's head."""
        tree = self.tree
        for kind in ("possessive", "compound"):
            patterns = self.patterns.get(f"<{kind}>", [])
            for k in self.fillers.here if patterns else []:
                m = self.mentions[k]
                if (
                    not tree.children[m.head]
                    or m.kind not in ("name", "nominal")
                    or tree.lemma[m.head] in self.fillers.words.relational
                ):
                    continue
                roles = tree.roles(m.head) if not tree.is_verbal(m.head) else Roles()
                before = self.fillers.fill(
                    roles.possessor if kind == "possessive" else roles.compound, loose=False
                )
                for other in before:
                    if other.mention == k or self.mentions[other.mention].head > m.head:
                        continue
                    if self.fillers.is_sect(other.mention) and m.type == "State":  # "an Islamic state"
                        continue
                    for pattern in patterns:
                        for a, b in self._both(pattern, {"before": other, "head": Filler(k, 1.0)}):
                            yield m.head, pattern, a, b

    def copula(self, i: int, pattern: Pattern) -> Iterator[Match]:
        """ "Graham is a Republican"."""
        tree = self.tree
        head = tree.head[i]
        if tree.dep[i] != "cop" or head not in self.fillers.by_head:
            return
        for subject in self.fillers.fill(tree.surface_subject(head), loose=False):
            yield from self._both(
                pattern, {"subject": subject, "head": Filler(self.fillers.by_head[head], 1.0)}
            )

    def _both(self, pattern: Pattern, ends: dict[str, Filler]) -> Iterator[Match]:
        assert pattern.a is not None and pattern.b is not None
        a, b = ends.get(pattern.a.role), ends.get(pattern.b.role)
        if a and b and a.mention != b.mention:
            yield from self.fillers.pairs(pattern, [a], [b])

    def _modified(self, i: int) -> int | None:
        """The mention that an attributive word modifies: up the tree, else the next head to the right."""
        tree = self.tree
        k = i
        while (
            tree.dep[k] in ("amod", "compound", "nmod:desc", "acl", "obl:unmarked", "nmod", "flat", "punct")
            and tree.head[k] > i
        ):
            k = tree.head[k]
            if k in self.fillers.by_head:
                return self.fillers.by_head[k]
        for k in range(i + 1, min(i + 5, tree.size)):
            if k in self.fillers.by_head and self.mentions[self.fillers.by_head[k]].kind != "demonym":
                return self.fillers.by_head[k]
            if tree.pos[k] not in ("ADJ", "NOUN", "PROPN", "VERB") and tree.lower[k] not in ("-", ","):
                return None
        return None
