"""A pronoun and what was read before it in, the mention that it means out, or none."""

from __future__ import annotations

from kg.discourse import Discourse, Heard
from kg.grammar import Tree
from kg.mentions import Mention
from kg.words import word_set

__all__ = ["resolve_pronoun"]

MALE = frozenset(["he", "him", "his", "himself"])
FEMALE = frozenset(["she", "her", "hers", "herself"])
THING = frozenset(["it", "its", "itself"])
MANY = frozenset(["they", "them", "their", "theirs", "themselves"])
SINGLE = word_set("i me my mine myself")
PLURAL = word_set("we us our ours ourselves")
FIRST = SINGLE | PLURAL
REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
CLASSES = (MALE, FEMALE, THING, MANY, FIRST)
REACH = {**dict.fromkeys(MALE | FEMALE, 3), **dict.fromkeys(THING, 1), **dict.fromkeys(MANY, 2)}
BODIES = frozenset(("ArmedGroup", "SecurityForce", "Group", "Organisation", "GovernmentBody"))
ARGUMENTS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"))
MARGIN = 1.1
THING_MARGIN = 1.4


def resolve_pronoun(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """The index of the mention meant. "I" and "we" mean who says the sentence, where that is said."""
    word = discourse.tree(mention).lower[mention.head]
    if word in FIRST:
        return _speaker(discourse, mention) or _same_speaker(discourse, mention, word)
    if word not in REACH:
        return ()
    candidates = [
        one
        for one in discourse.near(mention, REACH[word])
        if _agrees(discourse, one, word) and _is_free(discourse, one, mention, word)
    ]
    return discourse.most_salient(candidates, mention, THING_MARGIN if word in THING else MARGIN)


def _agrees(discourse: Discourse, one: Heard, word: str) -> bool:
    m = one.mention
    if m.kind == "pronoun":
        return any({one.word, word} <= group for group in CLASSES)
    if word in MALE or word in FEMALE:
        return m.type == "Person" and not one.plural
    if m.type == "Person" and not one.plural:
        return False
    if m.kind == "demonym" and discourse.tree(m).pos[m.head] == "ADJ":
        return False
    if word in THING:
        return not one.plural and m.type is not None and (m.type != "Place" or m.kind == "name")
    return one.plural or m.type in BODIES


def _is_free(discourse: Discourse, one: Heard, mention: Mention, word: str) -> bool:
    """Binding: in "ISIL attacked it" another is meant, in "defended itself" the same."""
    m = one.mention
    if m.passage != mention.passage:
        return word not in REFLEXIVE
    if m.start <= mention.head < m.end:
        return False
    tree = discourse.tree(m)
    if mention.head in tree.children[m.head] or m.head == tree.head[mention.head]:
        return False
    same_clause = tree.head[m.head] == tree.head[mention.head]
    if word in REFLEXIVE:
        return same_clause
    if tree.dep[mention.head] == "nmod:poss":
        return not same_clause
    return not (same_clause and tree.dep[m.head] in ARGUMENTS)


def _speaker(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "We will fight", the general said: the subject of the verb that introduces the words."""
    tree = discourse.tree(mention)
    for i in [mention.head, *tree.ancestors(mention.head)]:
        verb = tree.head[i]
        if tree.dep[i] in ("ccomp", "parataxis", "advcl") and _is_speech(discourse, tree, verb):
            found = _subject(discourse, mention.passage, verb)
            if found:
                return found
        for c in tree.having(i, "parataxis", "ccomp"):
            if _is_speech(discourse, tree, c) and c != mention.head:
                found = _subject(discourse, mention.passage, c)
                if found and found[0] != mention.head:
                    return found
    return ()


def _same_speaker(discourse: Discourse, mention: Mention, word: str) -> tuple[int, ...]:
    """The nearest "I" (or "we") before, when nothing says who speaks."""
    own = next(group for group in (SINGLE, PLURAL) if word in group)
    for one in discourse.near(mention, 2):
        if one.word in own and one.mention.passage == mention.passage:
            return (one.index,)
    return ()


def _is_speech(discourse: Discourse, tree: Tree, verb: int) -> bool:
    return tree.lemma[verb] in discourse.ontology.word_lists.get("speechVerbs", frozenset())


def _subject(discourse: Discourse, passage: int, verb: int) -> tuple[int, ...]:
    for subject in discourse.trees[passage].having(verb, "nsubj"):
        for index in discourse.at(passage, subject):
            m = discourse.mentions[index]
            if m.kind != "pronoun" and m.type not in ("Place", None):
                return (index,)
    return ()
