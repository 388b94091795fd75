"""A parsed passage and the word that expresses a relation in, its status out: actual, possible or negated.

The status is read off the way from that word up to the main clause: auxiliaries, negations and conditions on
each clause, and what each governing word does to what it governs ("refused to", "may", "no sign of").
Which words do what stands in the ontology's word lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.grammar import QUANTITIES, Tree

__all__ = ["StatusReader", "Verdict"]

REGARDING = frozenset(
    {"see", "view", "regard", "describe", "consider", "treat", "know", "act", "serve", "portray"}
)
YEAR = re.compile(r"^(1[5-9]\d\d|20\d\d)s?$")
ARGUMENTS = frozenset({"obj", "obl", "nsubj", "nsubj:pass", "obl:agent", "iobj"})
STOPPING = frozenset(
    {
        "acl:relcl",
        "parataxis",
        "appos",
        "nmod:desc",
        "compound",
        "flat",
        "amod",
        "nmod:poss",
        "root",
        "ROOT",
        "list",
    }
)
TENSED = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(slots=True)
class Verdict:
    """How a relation stands. `deniers` are the denial verbs passed on the way up (tokens)."""

    negations: int = 0
    possible: bool = False
    past: bool = False
    deniers: list[int] = field(default_factory=list)

    @property
    def status(self) -> str:
        if self.negations % 2:
            return "negated"
        return "possible" if self.possible or self.negations else "actual"


class StatusReader:
    """Judges words of parsed passages; made once an ontology."""

    def __init__(self, word_lists: Mapping[str, frozenset[str]]) -> None:
        def words(*names: str) -> frozenset[str]:
            return frozenset().union(*(word_lists.get(n, frozenset()) for n in names))

        self.modals = words("possibilityModals")
        self.possible_words = words("possibilityAdverbs", "possibilityAdjectives")
        self.negators = words("negators")
        self.conditions = words("conditionalMarkers")
        self.possible_verbs = words("intentionVerbs", "callVerbs", "expectationVerbs") - words(
            "implicativeVerbs"
        )
        self.possible_nouns = words("intentionNouns")
        self.negating_verbs = words("refusalVerbs", "failureVerbs", "denialVerbs", "cessationVerbs")
        self.denials = words("denialVerbs")
        self.refusals = words("refusalVerbs", "failureVerbs")
        self.cessations = words("cessationVerbs")
        self.claims = words("claimNoun")
        self.disputes = words("disputeVerb", "denialVerbs")
        self.negating_nouns = words("negativePredicates")
        self.negating_adjectives = words("negativePredicates")
        self.actual_verbs = words("implicativeVerbs", "speechVerbs", "beliefVerbs", "causativeVerbs")
        self.speech = words("speechVerbs", "beliefVerbs") - words("expectationVerbs")
        self.implicative = words("implicativeVerbs")
        self.transparent = words("lightVerbs", "occurrenceVerbs", "implicativeVerbs", "speechVerbs")
        self.past_markers = words("pastMarkers")

    def judge(self, tree: Tree, anchor: int, published: date | None = None) -> Verdict:
        verdict = Verdict()
        below, k = anchor, anchor
        for _ in range(12):  # deeper chains are parse errors
            self._operators(tree, k, verdict, below)
            up = self._climb(tree, k, verdict)
            if up is None:
                break
            below, k = k, up
        if tree.head[k] == k and self._is_question(tree, k):
            verdict.possible = True
        verdict.past = self._is_past(tree, anchor, k, published)
        return verdict

    # ------------------------------------------------------------------ on the clause itself
    def _operators(self, tree: Tree, k: int, verdict: Verdict, below: int) -> None:
        """What stands at word k; `below` is the word climbed from, whose own "no" has been counted."""
        for c in tree.children[k]:
            dep, word, lemma = tree.dep[c], tree.lower[c], tree.lemma[c]
            if dep == "aux" and (lemma in self.modals or word in self.modals):
                verdict.possible = True
            elif dep in ("advmod", "det", "cc", "cc:preconj") and (
                word in self.negators or word in ("n't", "nt")
            ):
                verdict.negations += not self._not_only(tree, c)
            elif dep in ("advmod", "amod") and word in self.possible_words:
                verdict.possible = True
            elif dep == "det" and word == "any" and not tree.is_verbal(k):
                verdict.possible = True
            elif dep == "mark" and word in self.conditions:
                verdict.possible = True
            elif dep in ("mark", "case") and word == "without":
                verdict.negations += 1
            elif (
                c != below
                and dep in ("nsubj", "nsubj:pass", "obj")
                and self._has_no(tree, c)
                and tree.is_verbal(k)
            ):
                verdict.negations += 1

    def _has_no(self, tree: Tree, i: int) -> bool:
        return tree.lower[i] in ("nobody", "none", "nothing", "neither") or any(
            tree.dep[c] in ("det", "cc:preconj") and tree.lower[c] in ("no", "neither")
            for c in tree.children[i]
        )

    def _not_only(self, tree: Tree, i: int) -> bool:
        return i + 1 < tree.size and tree.lower[i + 1] in ("only", "just", "merely", "simply")

    def _is_question(self, tree: Tree, root: int) -> bool:
        end = tree.sentences[tree.sentence_of[root]][1]
        return "?" in tree.lower[max(root, end - 3) : end]

    # ------------------------------------------------------------------ what governs it
    def _climb(self, tree: Tree, k: int, verdict: Verdict) -> int | None:
        """The governing word to go on with, or None where what is above does not touch the status."""
        dep, g = tree.dep[k], tree.head[k]
        if g == k or dep in STOPPING:
            return None
        if dep == "conj":
            return self._joined(tree, k, g)
        if dep in ("ccomp", "xcomp", "csubj"):
            return self._complement(tree, k, g, verdict)
        if dep == "advcl":
            return self._adverbial(tree, k, g, verdict)
        if dep == "acl":
            return self._noun_clause(tree, k, g, verdict)
        if dep in ("nmod", "obl") and not tree.is_verbal(g):
            return self._under_noun(tree, g, verdict)
        if dep in ARGUMENTS and tree.is_verbal(g):
            return self._argument(tree, k, g, verdict)
        if dep == "nsubj" and tree.is_copular(g) and tree.pos[g] == "ADJ":  # "talks are possible"
            verdict.possible = verdict.possible or tree.lemma[g] in self.possible_words
            verdict.negations += tree.lemma[g] in self.negating_adjectives
            return g
        return None

    def _joined(self, tree: Tree, k: int, g: int) -> int | None:
        """ "may attack or seize": the second verb shares the first one's auxiliary."""
        if any(tree.dep[c] in ("nsubj", "nsubj:pass", "aux") for c in tree.children[k]):
            return None
        bare = tree.tag[k] in ("VB", "VBN", "VBG") or not tree.is_verbal(k)
        return g if bare else None

    def _complement(self, tree: Tree, k: int, g: int, verdict: Verdict) -> int | None:
        lemma, infinitive = tree.lemma[g], tree.tag[k] == "VB" or "to" in tree.markers(k)
        governs = tree.dep[k] != "csubj"  # "militants shelling the town withdrew": parsed as its subject
        if governs and (lemma in self.negating_verbs or self._rules_out(tree, g)):
            verdict.negations += 1
            if lemma in self.denials:
                verdict.deniers.append(g)
                return None
            return g
        if infinitive and any(tree.lower[c] == "yet" for c in tree.having(g, "advmod") if c > g):
            verdict.negations += 1  # "has yet to meet"
            return g
        if (
            lemma in self.speech
            and not infinitive
            and (tree.dep[k] == "ccomp" or lemma not in self.possible_verbs)
        ):
            return None
        asked = any(tree.lemma[c] in self.possible_nouns for c in tree.having(g, "obj"))
        if lemma in self.negating_adjectives:
            verdict.negations += 1
        elif asked or lemma in self.possible_verbs or (infinitive and lemma not in self.implicative):
            verdict.possible = True
        elif not tree.is_verbal(g) and infinitive:
            verdict.possible = True
        return g

    def _adverbial(self, tree: Tree, k: int, g: int, verdict: Verdict) -> int | None:
        stopped = k == g + 1 and tree.tag[k] == "VBG"  # "stopped arming", parsed as a circumstance
        if tree.lemma[g] in self.negating_verbs and (
            stopped or any(m in ("from", "of") for m in tree.markers(k))
        ):
            verdict.negations += 1
            return g
        if tree.tag[k] == "VBG" and any(
            m in ("about", "of", "on", "upon", "toward", "towards") for m in tree.markers(k)
        ):
            verdict.possible = verdict.possible or tree.lemma[g] in self.possible_verbs
            return g
        if tree.pos[g] == "ADJ" and "to" in tree.markers(k):  # "open to cooperating", "ready to help"
            verdict.possible = True
            return g
        if tree.tag[k] == "VB" and "to" in tree.markers(k):
            verdict.possible = True
        elif any(m in ("before", "until", "till") for m in tree.markers(k)):
            verdict.possible = verdict.possible or tree.tag[k] not in TENSED
        return None

    def _noun_clause(self, tree: Tree, k: int, g: int, verdict: Verdict) -> int | None:
        if tree.lemma[g] in self.negating_nouns:
            verdict.negations += 1
            return g
        if tree.lemma[g] in self.claims and tree.tag[k] != "VB":
            self._disputed(tree, g, verdict)
            return None
        if tree.is_copular(g):  # "is the fourth town to fall"
            return g
        if tree.tag[k] == "VB" or tree.lemma[g] in self.possible_nouns:
            verdict.possible = True
            return g if tree.dep[g] in ("obj", "nsubj:pass") or self._has_no(tree, g) else None
        return None

    def _disputed(self, tree: Tree, claim: int, verdict: Verdict) -> None:
        """ "rejected reports that it was arming ...": negated for the one who rejects."""
        g = tree.head[claim]
        if tree.dep[claim] in ("obj", "nsubj:pass") and tree.lemma[g] in self.disputes:
            verdict.negations += 1
            verdict.deniers.append(g)

    def _under_noun(self, tree: Tree, g: int, verdict: Verdict) -> int | None:
        lemma = tree.lemma[g]
        if lemma in self.negating_nouns:
            verdict.negations += 1
            return g
        if lemma in self.possible_nouns:
            verdict.possible = True
            return g
        return (
            g
            if lemma in QUANTITIES or lemma in ("round", "series", "wave", "kind", "form", "sort", "sign")
            else None
        )

    def _argument(self, tree: Tree, k: int, g: int, verdict: Verdict) -> int | None:
        lemma, dep = tree.lemma[g], tree.dep[k]
        if dep in ("obj", "obl", "nsubj:pass") and self._rules_out(tree, g):
            verdict.negations += 1
            return g
        if (
            dep in ("obj", "nsubj:pass", "obl")
            and lemma in self.negating_verbs
            and (lemma not in self.cessations or dep != "obl")
        ):
            verdict.negations += lemma not in self.cessations
            if lemma in self.denials:
                verdict.deniers.append(g)
                return None
            return g
        if dep in ("obj", "obl", "nsubj:pass", "iobj") and lemma in self.possible_verbs:
            verdict.possible = True
            return g
        seen = (
            dep == "obl" and lemma in REGARDING and tree.case(k) == "as"
        )  # "does not want to be seen as an ally"
        return g if seen or lemma in self.transparent else None

    def _rules_out(self, tree: Tree, g: int) -> bool:
        """Whether the verb with its particle negates what it governs ("ruled out", "called off")."""
        return any(f"{tree.lemma[g]} {tree.lower[c]}" in self.refusals for c in tree.children[g])

    # ------------------------------------------------------------------ time
    def _is_past(self, tree: Tree, anchor: int, top: int, published: date | None) -> bool:
        """History, as against the news: a year well before the report, "former", "once", "decades ago"."""
        horizon = published.year - 1 if published else 3000
        for i in {
            *tree.subtree(anchor),
            *tree.children[top],
            *(c for k in tree.children[top] for c in tree.children[k]),
        }:
            word = tree.lower[i]
            if (
                word[0].isdigit()
                and YEAR.match(word)
                and int(word[:4]) <= horizon
                and tree.dep[i] not in ("nummod", "acl:relcl")
            ):
                return True
            if word in self.past_markers and tree.head[i] in (anchor, top, tree.head[anchor]):
                return True
        return False
