"""A description in, the mention that its own sentence says it is out: appositions, predicates, names inside
it.
"""

from __future__ import annotations

from kg.discourse import Discourse
from kg.grammar import Tree
from kg.labels import full_description
from kg.mentions import Mention
from kg.nominals import is_own_name
from kg.words import word_set

__all__ = ["inner_group", "joined_states", "beside", "said_to_be"]

RELATIONAL = word_set(
    "neighbour neighbor ally enemy rival foe partner archenemy adversary nemesis sponsor backer patron "
    "counterpart"
)
NAMED_BODIES = frozenset(("group", "movement", "organisation", "organization", "network", "militia"))
ASIDE = frozenset(
    ("appos", "conj", "nmod", "parataxis", "dep", "list", "nmod:unmarked", "obl:unmarked", "ROOT")
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
    if tree.dep[head] == "appos":
        found.append(tree.head[head])
    end = full_description(tree, mention)[1]
    if end < tree.size and tree.lower[end] == "," and not _is_whose(discourse, mention):
        found += [c for c in range(end, tree.size)[1:4] if _stands_aside(tree, c)]
    before = [h.mention for h in discourse.heard[-3:] if h.mention.passage == mention.passage]
    for m in before:
        if _comma_between(tree, m.end, mention) and (
            _stands_aside(tree, head) or _stands_aside(tree, m.head)
        ):
            found.append(m.head)
    return found


def _is_whose(discourse: Discourse, mention: Mention) -> bool:
    """ "an adviser to the leader, NAME": the leader only tells whose adviser it is who has the name."""
    tree, head = discourse.tree(mention), mention.head
    if mention.type != "Person" or tree.dep[head] != "nmod" or not tree.case(head):
        return False
    around = [discourse.mentions[i] for i in discourse.at(mention.passage, tree.head[head])]
    return any(m.kind == "nominal" and m.type == "Person" for m in around)


def _stands_aside(tree: Tree, i: int) -> bool:
    """Whether a noun after a comma may be an apposition, also where the parser calls it otherwise."""
    joined = any(tree.dep[c] in ("cc", "case", "cop", "nsubj") for c in tree.children[i])
    return tree.dep[i] in ASIDE and not joined


def _comma_between(tree: Tree, end: int, mention: Mention) -> bool:
    """ "NAME, the former president": nothing but a comma and words that belong to the noun between."""
    end += end < mention.start and tree.lower[end] == ")"
    between = range(end + 1, mention.start)
    comma = end < mention.start and tree.lower[end] == ","
    return comma and all(tree.head[t] == mention.head for t in between)


def _may_be(discourse: Discourse, description: Mention, name: Mention) -> bool:
    """Whether number and kind agree; "neighbour" and the like may be said of states as of persons."""
    tree = discourse.tree(name)
    if any(_is_another(tree, c, name) for c in tree.having(name.head, "conj")):
        return False
    if discourse.is_plural(description) and not discourse.is_plural(name):
        return False
    if description.passage == name.passage and discourse.are_listed(description, name):
        return False
    if name.type is None or description.type == name.type:
        return True
    if description.type == "Person":
        return tree.lower[description.head] in RELATIONAL and name.type != "Place"
    return not {"Person", "State", "Place"} & {description.type, name.type}


def _is_another(tree: Tree, i: int, name: Mention) -> bool:
    """Whether a joined noun means somebody else: "X and Y", but not "the Islamic State, or ISIL"."""
    return not name.start <= i < name.end and not any(tree.lower[c] == "or" for c in tree.having(i, "cc"))


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
    """ "ISIS militants", "fighters of ISIL", "rebels led by the FSA", "the Fatah movement": the group."""
    tree = discourse.tree(mention)
    if mention.type not in ("ArmedGroup", "Organisation"):
        return ()
    tokens = list(range(mention.start, mention.end)) if _may_be_named(tree, mention) else []
    if mention.type == "ArmedGroup":
        tokens += [c for c in tree.having(mention.head, "nmod") if tree.case(c) in ("of", "from")]
        led = [c for c in tree.having(mention.head, "acl") if tree.lemma[c] == "lead"]
        tokens += [k for c in led for k in tree.having(c, "obl:agent", "obl") if tree.case(k) == "by"]
    for token in tokens:
        for i in discourse.at(mention.passage, token):
            other = discourse.mentions[i]
            if _is_group(other) and other != mention and is_own_name(tree, other.end, mention.head):
                return (i,)
    return _bracketed(discourse, mention)


def _may_be_named(tree: Tree, mention: Mention) -> bool:
    """Whether a name before the noun is that of the body: "the Fatah movement", not "the UN agency"."""
    return mention.type == "ArmedGroup" or tree.lower[mention.head] in NAMED_BODIES


def _bracketed(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the Islamic State (ISIL) jihadist group"."""
    tree = discourse.tree(mention)
    if tree.lower[mention.head] not in NAMED_BODIES:
        return ()
    ends = (mention.start, mention.start - 1) if tree.lower[mention.start - 1] == ")" else (mention.start,)
    for one in discourse.heard[-3:]:
        m = one.mention
        if m.passage == mention.passage and m.end in ends and _is_group(m) and tree.head[m.head] != m.head:
            return (one.index,)
    return ()


def _is_group(mention: Mention) -> bool:
    return mention.kind == "name" and mention.type in ("ArmedGroup", "Organisation", None)
