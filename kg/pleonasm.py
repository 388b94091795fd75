"""A sentence and an "it" of it in, whether that stands for nobody out ("it is unclear whether")."""

from __future__ import annotations

from kg.grammar import Tree
from kg.words import word_set

__all__ = ["is_pleonastic"]

# Said of somebody: "it is ready to fight"; with other adjectives it is the clause that is meant.
PERSONAL = word_set(
    "able unable ready willing unwilling eager reluctant keen determined prepared set sure certain bound "
    "free committed confident aware unaware afraid worried concerned convinced hopeful optimistic due "
    "responsible proud glad happy sorry desperate quick slow loath careful"
)
TOLD = frozenset(("tell", "inform", "assure", "warn", "convince", "persuade"))
SEEMING = frozenset(("seem", "appear", "happen", "turn", "matter", "emerge", "follow"))
CLAUSES = ("csubj", "csubj:pass", "ccomp", "xcomp", "advcl", "advcl:relcl", "acl", "acl:relcl")


def is_pleonastic(tree: Tree, i: int) -> bool:
    """Whether "it" only holds the place of a clause that follows, or of the weather or the time."""
    verb = tree.head[i]
    if tree.dep[i] == "expl":
        return True
    if tree.dep[i] not in ("nsubj", "nsubj:pass") or verb == i:
        return False
    clauses = [c for c in tree.having(verb, *CLAUSES) if c > verb]
    if any(tree.dep[c].startswith("csubj") for c in clauses):
        return True
    if tree.is_copular(verb):
        return _is_assessment(tree, verb, clauses)
    whole = [c for c in clauses if tree.dep[c] == "ccomp" and not tree.is_passive(c)] if clauses else []
    if tree.dep[i] == "nsubj:pass":
        told = tree.lemma[verb] in TOLD
        return not told and any(tree.dep[c] in ("ccomp", "advcl") and _is_content(tree, c) for c in clauses)
    return tree.lemma[verb] in SEEMING and bool(whole)


def _is_assessment(tree: Tree, head: int, clauses: list[int]) -> bool:
    """ "it is hard for us to", "it is time that": an adjective or noun with a clause that it is said of."""
    if tree.pos[head] not in ("ADJ", "NOUN", "VERB") or tree.lower[head] in PERSONAL:
        return False
    if tree.pos[head] == "NOUN":
        return any(tree.dep[c] in ("ccomp", "csubj") for c in clauses)
    return any(_is_content(tree, c) or "to" in tree.markers(c) for c in clauses)


def _is_content(tree: Tree, c: int) -> bool:
    """ "that ...", "when ...", "what ...": a clause that tells something."""
    first = min(tree.subtree(c))
    return tree.lower[first] in (
        "that",
        "whether",
        "if",
        "how",
        "when",
        "where",
        "why",
        "what",
        "who",
        "which",
    )
