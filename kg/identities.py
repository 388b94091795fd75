"""A description in, the mention that its own sentence says it is out: appositions, predicates, names inside
it.
"""

from __future__ import annotations

from kg.discourse import Discourse
from kg.grammar import Tree
from kg.mentions import Mention
from kg.words import word_set

__all__ = ["inner_group", "joined_states", "beside", "said_to_be"]

RELATIONAL = word_set(
    "neighbour neighbor ally enemy rival foe partner archenemy adversary nemesis sponsor backer patron "
    "counterpart"
)
DENIED = frozenset(("not", "n't", "never", "no", "neither"))


def beside(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "Iran's elite unit, the IRGC" and "the IRGC, an elite unit": the description means the name."""
    for token in _neighbours(discourse, mention):
        for index in discourse.at(mention.passage, token):
            name = discourse.mentions[index]
            if name.kind == "name" and _may_be(discourse, mention, name):
                return (index,)
    return ()


def _neighbours(discourse: Discourse, mention: Mention) -> list[int]:
    """Tokens that may be the head of a name in apposition."""
    tree, head = discourse.tree(mention), mention.head
    found = [c for c in tree.children[head] if tree.dep[c] in ("appos", "flat") or c == mention.end]
    if mention.type == "Place":
        found += [c for c in tree.children[head] if tree.dep[c] == "nmod" and tree.case(c) == "of"]
    if mention.end < tree.size and tree.lower[mention.end] == ",":
        found += [c for c in range(mention.end, tree.size)[1:3] if tree.dep[c] == "appos"]
    if tree.dep[head] == "appos":
        before = [h.mention for h in discourse.heard[-3:] if h.mention.passage == mention.passage]
        found += [tree.head[head], *(m.head for m in before if _comma_between(tree, m.end, mention))]
    return found


def _comma_between(tree: Tree, end: int, mention: Mention) -> bool:
    """ "NAME, the president": nothing but a comma and an article between."""
    between = tree.lower[end : mention.start]
    return bool(between) and between[0] == "," and all(w in ("the", "a", "an") for w in between[1:])


def _may_be(discourse: Discourse, description: Mention, name: Mention) -> bool:
    """Whether number and kind agree; "neighbour" and the like may be said of states as of persons."""
    tree = discourse.tree(name)
    if any(tree.dep[c] == "conj" for c in tree.children[name.head]):
        return False
    if discourse.is_plural(description) and not discourse.is_plural(name):
        return False
    if name.type is None or description.type == name.type:
        return True
    if description.type == "Person":
        return tree.lower[description.head] in RELATIONAL and name.type != "Place"
    return not {"Person", "State", "Place"} & {description.type, name.type}


def said_to_be(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "Iran is an ally", "the two are enemies": who is said to be it, unless that is denied or doubted."""
    tree = discourse.tree(mention)
    if mention.type == "Place" or not tree.is_copular(mention.head):
        return ()
    if any(tree.lower[c] in DENIED or tree.tag[c] == "MD" for c in tree.children[mention.head]):
        return ()
    subjects = [k for c in tree.having(mention.head, "nsubj") for k in tree.conjuncts(c)]
    found = [i for k in subjects for i in discourse.at(mention.passage, k)[:1]]
    return tuple(
        i for i in found if discourse.mentions[i] != mention and discourse.mentions[i].type != "Place"
    )


def joined_states(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "American and Iranian diplomats": both states."""
    if mention.type != "State" or mention.known:
        return ()
    found = {
        discourse.mentions[i].known: i
        for token in range(mention.start, mention.end)
        for i in discourse.at(mention.passage, token)
        if discourse.mentions[i].type == "State" and discourse.mentions[i].known
    }
    return tuple(found.values()) if len(found) > 1 else ()


def inner_group(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "ISIS militants", "fighters of the Islamic State": the group, also where the ontology has none of the
    name.
    """
    if mention.type != "ArmedGroup":
        return ()
    tree = discourse.tree(mention)
    after = [c for c in tree.having(mention.head, "nmod") if tree.case(c) in ("of", "from")]
    for token in [*range(mention.start, mention.end), *after]:
        for i in discourse.at(mention.passage, token):
            other = discourse.mentions[i]
            if (
                other.kind == "name"
                and other.type in ("ArmedGroup", "Organisation", None)
                and other != mention
            ):
                return (i,)
    return ()
