"""A described actor's mention in its sentence in, the words that tell it from others of its kind out."""

from __future__ import annotations

from kg.grammar import Tree
from kg.mentions import Mention

__all__ = ["full_description", "is_complete", "is_definite"]

AFTER = frozenset(("nmod", "acl", "amod", "compound", "flat"))
DEFINITE = frozenset(("the", "this", "these", "those", "that", "both"))
RESTRICTING = frozenset(("nmod", "acl", "acl:relcl", "amod"))
BREAKS = frozenset((":", ";", "--"))
EXEMPLIFYING = frozenset(("such as", "including", "like"))
LONGEST = 14


def full_description(tree: Tree, mention: Mention) -> tuple[int, int]:
    """Tokens `[start:end)` of a description and what restricts it: "members (of parliament)".

    Relative clauses and appositions, which tell something more, are left out, and so are owners that are
    pronouns.
    """
    start, end = mention.start, mention.end
    for child in tree.children[mention.head]:
        if tree.dep[child] == "nmod:poss" and child < start and tree.pos[child] == "PROPN":
            start = min(start, *tree.subtree(child))
            while start > 1 and tree.lower[start] == "-":  # "al-Assad's forces", cut by the parser
                start -= 1
        elif child >= end and tree.dep[child] in AFTER:
            reach = list(tree.subtree(child))
            if (
                "to" in tree.markers(child)
                or min(reach) != end
                or max(reach) - mention.start >= LONGEST
                or not BREAKS.isdisjoint(tree.lower[end : max(reach) + 1])
                or tree.case(child) in EXEMPLIFYING
            ):
                break
            end = max(reach) + 1
    return start, end


def is_definite(tree: Tree, mention: Mention) -> bool:
    """Whether an article or demonstrative before the noun says that it is known which one is meant."""
    return any(tree.lower[c] in DEFINITE for c in tree.children[mention.head] if c < mention.head)


def is_complete(tree: Tree, mention: Mention) -> bool:
    """Whether nothing after the noun says which is meant, as it does in "the rebellion against Assad"."""
    return not any(c > mention.head and tree.dep[c] in RESTRICTING for c in tree.children[mention.head])
