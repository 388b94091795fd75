"""A parsed passage and the word that expresses a relation in, the token that names who says so out.

Read off the parse: the subject of the speech verb above ("said that ..."), beside ("..., X said") or the noun
after "according to"; in a quotation that runs over several sentences, the speaker of the sentence that opens
or closes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.grammar import Tree

__all__ = ["SpeakerReader"]

QUOTES = frozenset({'"', "“", "”", "''", "``", "„", "«", "»"})


class SpeakerReader:
    """Finds speakers; made once an ontology."""

    def __init__(self, word_lists: Mapping[str, frozenset[str]]) -> None:
        def words(*names: str) -> frozenset[str]:
            return frozenset().union(*(word_lists.get(n, frozenset()) for n in names))

        self.speech = words("speechVerbs", "denialVerbs", "beliefVerbs")
        self.disputes = words("disputeVerb", "denialVerbs")
        self.accusing = words("accusingVerbs") or frozenset({"accuse", "blame", "suspect", "charge"})
        self.nouns = words("claimNoun")
        self.phrases = words("attributionPhrases") or frozenset({"according to"})

    def speakers(self, tree: Tree, anchor: int) -> list[int]:
        """Tokens that name the speaker, innermost first (empty: the reporter)."""
        found = self._in_sentence(tree, anchor)
        if not found and self._in_quotation(tree, anchor):
            found = self._of_quotation(tree, anchor)
        return found

    def _in_sentence(self, tree: Tree, anchor: int) -> list[int]:
        k = anchor
        while True:
            beside = self._beside(tree, k, anchor)
            if beside:
                return beside
            g, dep = tree.head[k], tree.dep[k]
            if g == k:
                return []
            above = self._above(tree, k, dep, g)
            if above:
                return above
            k = g

    def _above(self, tree: Tree, k: int, dep: str, g: int) -> list[int]:
        lemma = tree.lemma[g]
        if (
            lemma in self.speech
            and tree.is_verbal(g)
            and dep in ("ccomp", "xcomp", "parataxis", "obj", "advcl")
        ):
            if (
                dep in ("obj", "advcl", "xcomp")
                and lemma not in self.accusing
                and not self._says_itself(tree, k, dep)
            ):
                return []
            return self._sayers(tree, g)
        if lemma in self.accusing and dep in ("advcl", "xcomp", "obl"):
            return self._sayers(tree, g)
        if lemma in self.nouns and dep in ("acl", "ccomp", "nmod", "acl:relcl"):
            verb = tree.head[g]
            if tree.lemma[verb] in self.disputes and tree.dep[g] in ("obj", "nsubj:pass"):
                return self._sayers(tree, verb)
            return tree.roles(g).possessor or tree.roles(g).preps.get("by", []) or tree.roles(g).compound
        return []

    def _says_itself(self, tree: Tree, k: int, dep: str) -> bool:
        return dep == "xcomp" or (dep == "obj" and not tree.is_verbal(k))

    def _sayers(self, tree: Tree, verb: int) -> list[int]:
        if self._is_inverted(tree, verb):
            return tree.spread([tree.having(verb, "obj")[0]])
        return tree.roles(verb).subject or [o for o in tree.having(verb, "obj", "iobj") if o > verb]

    def _is_inverted(self, tree: Tree, verb: int) -> bool:
        """ "..., said officials": parsed as one more thing that the subject did."""
        after_comma = verb > 0 and (tree.lower[verb - 1] == "," or tree.lower[verb - 1] in QUOTES)
        joined = tree.having(verb, "nsubj", "nsubj:pass", "cc")
        return after_comma and not joined and bool(tree.having(verb, "obj"))

    def _beside(self, tree: Tree, k: int, anchor: int) -> list[int]:
        for c in tree.children[k]:
            dep = tree.dep[c]
            beside = dep == "parataxis" and tree.having(c, "nsubj", "obl:agent")
            inverted = dep in ("parataxis", "conj") and self._is_inverted(tree, c)
            if tree.lemma[c] in self.speech and (beside or inverted):
                if c != anchor and anchor not in tree.subtree(c):
                    return self._sayers(tree, c)
            elif dep in ("obl", "nmod", "advmod", "advcl") and tree.case(c) in self.phrases:
                return tree.spread([c])
        return []

    # ------------------------------------------------------------------ quotations over several sentences
    def _in_quotation(self, tree: Tree, anchor: int) -> bool:
        marks = sum(1 for i in range(anchor) if tree.lower[i] in QUOTES)
        return marks % 2 == 1

    def _of_quotation(self, tree: Tree, anchor: int) -> list[int]:
        """The sayer in the nearest sentence that has one outside the quotation, earlier first."""
        sentence = tree.sentence_of[anchor]
        order = sorted(range(len(tree.sentences)), key=lambda n: (abs(n - sentence), n))
        for n in order:
            begin, end = tree.sentences[n]
            for i in range(begin, end):
                if tree.lemma[i] in self.speech and tree.is_verbal(i) and not self._in_quotation(tree, i):
                    sayers = self._sayers(tree, i)
                    if sayers:
                        return sayers
        return []
