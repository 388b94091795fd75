"""Parsed text and mentions in, denials out: who denies what, and whose claim or which actor it is about.

A denial is a verb of denial with its complement ("denied sending troops", "rejected reports that"), a refusal
to confirm ("could not confirm"), or an emphatic verb of speech over a negated clause ("insists that it is
not").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.grammar import Tree
from kg.mentions import Mention
from kg.relations import Finder
from kg.status import StatusReader

__all__ = ["Denial", "DenialFinder"]


@dataclass(frozen=True, slots=True)
class Denial:
    """Mention indices of who denies and whom the claim concerns; the claim is tokens `[begin:end)` of the
    passage.
    """

    passage: int
    anchor: int
    subject: int
    object: int | None
    begin: int
    end: int
    certainty: float


SUBORDINATE = frozenset({"advcl", "acl", "xcomp", "ccomp"})


class DenialFinder:
    """Finds denials; made once an ontology."""

    def __init__(self, word_lists: Mapping[str, frozenset[str]], status: StatusReader) -> None:
        self.denials = word_lists.get("denialVerbs", frozenset())
        self.disputes = word_lists.get("disputeVerb", frozenset()) | self.denials
        self.emphatic = word_lists.get("emphaticVerbs", frozenset())
        self.claims = word_lists.get("claimNoun", frozenset())
        self.speech = word_lists.get("speechVerbs", frozenset())
        self.status = status

    def find(self, finder: Finder, mentions: Sequence[Mention]) -> Iterator[Denial]:
        tree = finder.tree
        for i in range(tree.size):
            if not tree.is_verbal(i):
                continue
            for claim in self._claims(tree, i):
                yield from self._denial(finder, mentions, i, claim)

    def _claims(self, tree: Tree, i: int) -> list[int]:
        """Heads of what verb i denies (empty when it denies nothing)."""
        lemma = tree.lemma[i]
        if lemma not in self.disputes and lemma not in self.speech and lemma != "confirm":
            return []
        roles = tree.roles(i)
        if lemma in self.disputes and self._is_negated(tree, i):  # "has not denied"
            return []
        if lemma in self.disputes:
            objects = list(tree.having(i, "obj", "nsubj:pass"))
            clauses = [c for c in roles.clauses if tree.dep[c] in ("ccomp", "xcomp") and c > i]
            if lemma in self.denials and (clauses or lemma in ("deny", "refute")):
                withheld = roles.indirect or roles.preps.get("to")  # "denied access to inspectors"
                return clauses[:1] or [o for o in objects if not withheld or self._is_claim(tree, o)][:1]
            return [o for o in objects if self._is_claim(tree, o)][:1]
        if lemma == "confirm" and self._is_negated(tree, i):
            return (tree.having(i, "obj") or roles.clauses)[:1]
        if lemma in self.speech:
            return [c for c in roles.clauses if tree.dep[c] == "ccomp" and self._denied_clause(tree, i, c)][
                :1
            ]
        return []

    def _is_negated(self, tree: Tree, i: int) -> bool:
        return any(tree.lower[c] in ("not", "n't", "never") for c in tree.having(i, "advmod"))

    def _is_claim(self, tree: Tree, noun: int) -> bool:
        return tree.lemma[noun] in self.claims

    def _denied_clause(self, tree: Tree, verb: int, clause: int) -> bool:
        negated = self.status.judge(tree, clause).negations % 2 == 1
        if not negated:
            return any(tree.lemma[k] in ("untrue", "false", "baseless", "unfounded") for k in (clause,))
        such = any(tree.lower[k] == "such" for k in tree.subtree(clause))
        tensed = not any(
            tree.dep[c] == "aux"
            and tree.lower[c] in ("will", "would", "can", "could", "should", "must", "may", "'ll", "wo", "ca")
            for c in tree.children[clause]
        )
        return such or (tree.lemma[verb] in self.emphatic and tensed)

    def _denial(self, finder: Finder, mentions: Sequence[Mention], i: int, claim: int) -> Iterator[Denial]:
        tree = finder.tree
        inside = sorted(tree.subtree(claim))
        begin, end = inside[0], inside[-1] + 1
        subjects = finder.fillers.fill(tree.roles(i).subject, loose=False)
        about = self._concerned(finder, mentions, claim, inside)
        begin, end = self._spelled_out(tree, i, claim, begin, end)
        for subject in subjects:
            others = [k for k in about if k != subject.mention]
            yield Denial(
                finder.number,
                i,
                subject.mention,
                others[0] if others else None,
                begin,
                end,
                subject.certainty,
            )

    def _spelled_out(self, tree: Tree, i: int, claim: int, begin: int, end: int) -> tuple[int, int]:
        """What a pronoun as claim means: "seeking weapons, which it denies", the sentence before "denied
        it".
        """
        if end - begin > 1:
            return begin, end
        if tree.lower[claim] in ("it", "this", "that") and tree.sentence_of[claim]:
            return tree.sentences[tree.sentence_of[claim] - 1]
        meant = tree.antecedent(i, claim)
        if meant == claim:
            return begin, end
        verb = tree.head[meant]
        top = verb if tree.dep[meant] == "obj" and tree.dep[verb] in SUBORDINATE else meant
        aside = {k for c in tree.having(meant, "acl:relcl") for k in tree.subtree(c)}
        aside.update(tree.having(top, "mark", "case"))
        own = [k for k in tree.subtree(top) if k not in aside and tree.dep[k] != "punct"]
        return min(own), max(own) + 1

    def _concerned(
        self, finder: Finder, mentions: Sequence[Mention], claim: int, inside: list[int]
    ) -> list[int]:
        """Who made the claim, else the first actors that the claim names."""
        tree = finder.tree
        makers = finder.fillers.inside(claim) if not tree.is_verbal(claim) else []
        found = [finder.fillers.by_head[i] for i in inside if i in finder.fillers.by_head]
        named = sorted(
            (k for k in found if mentions[k].kind != "pronoun"),
            key=lambda k: ("name", "nominal", "demonym").index(mentions[k].kind),
        )
        return [*makers, *(k for k in named if k not in makers)]
