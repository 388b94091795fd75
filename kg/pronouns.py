"""A pronoun and what was read before it in, the mention that it means out, or none."""

from __future__ import annotations

from collections.abc import Iterator

from kg.discourse import Discourse, Heard
from kg.genders import FEMALE, MALE
from kg.grammar import Tree
from kg.mentions import Mention
from kg.pleonasm import is_pleonastic
from kg.words import word_set

__all__ = ["FIRST", "resolve_pronoun"]

THING = frozenset(["it", "its", "itself"])
MANY = frozenset(["they", "them", "their", "theirs", "themselves"])
SINGLE = word_set("i me my mine myself")
PLURAL = word_set("we us our ours ourselves")
FIRST = SINGLE | PLURAL
REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
CLASSES = (MALE, FEMALE, THING, MANY, FIRST)
REACH = {**dict.fromkeys(MALE | FEMALE, 3), **dict.fromkeys(THING, 1), **dict.fromkeys(MANY, 2)}
BODIES = frozenset(("ArmedGroup", "SecurityForce", "Group", "Organisation", "GovernmentBody"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
MARGIN = 1.1
THING_MARGIN = 1.4


def resolve_pronoun(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """The index of the mention meant. "I" and "we" mean who says the sentence, where that is said."""
    tree = discourse.tree(mention)
    word = tree.lower[mention.head]
    if word in FIRST:
        return _speaker(discourse, mention) or _same_speaker(discourse, mention, word)
    if word not in REACH or (word == "it" and is_pleonastic(tree, mention.head)):
        return ()
    if word in REFLEXIVE:
        return _own_subject(discourse, mention, word)
    if word in THING and _means_a_thing(discourse, mention):
        return ()
    near = [one for one in discourse.near(mention, REACH[word]) if _agrees(discourse, one, word)]
    others = {one.entity for one in near if not _is_free(discourse, one, mention)}
    candidates = [one for one in near if one.entity not in others]
    # One that could not be told does not stand in the way of the next one.
    candidates = [c for c in candidates if discourse.mentions[c.entity].kind != "pronoun"] or candidates
    margin = THING_MARGIN if word in THING else MARGIN
    return discourse.most_salient(candidates, mention, margin, _commanding(discourse, mention, candidates))


def _agrees(discourse: Discourse, one: Heard, word: str) -> bool:
    m = one.mention
    if m.kind == "pronoun":
        return any({one.word, word} <= group for group in CLASSES)
    if word in MALE or word in FEMALE:
        other = "f" if word in MALE else "m"
        return m.type == "Person" and not one.plural and discourse.genders.get(one.entity) != other
    if m.type == "Person" and not one.plural:
        return False
    if discourse.is_adjective(one):
        return False
    if word in THING:
        return not one.plural and m.type is not None and (m.type != "Place" or m.kind == "name")
    return one.plural or m.type in BODIES


def _means_a_thing(discourse: Discourse, mention: Mention) -> bool:
    """ "Any campaign that helped X might fail. It might anger Y": subject after subject, the campaign."""
    tree, i = discourse.tree(mention), mention.head
    begin = tree.sentences[tree.sentence_of[i]][0]
    if tree.dep[i] != "nsubj" or i != begin or not begin:
        return False
    first, end = tree.sentences[tree.sentence_of[i] - 1]
    root = next((k for k in range(first, end) if tree.head[k] == k), first)
    clauses = (root, *(c for c in tree.having(root, "ccomp") if c < root))  # "..., officials warned"
    subject = min((k for c in clauses for k in tree.having(c, "nsubj", "nsubj:pass")), default=root)
    return tree.tag[subject] == "NN" and subject < root and not discourse.at(mention.passage, subject)


# ---------------------------------------------------------------- within the sentence
def _is_free(discourse: Discourse, one: Heard, mention: Mention) -> bool:
    """Binding: in "ISIL attacked it", "ISIL is said to have attacked it" another is meant."""
    m = one.mention
    if m.passage != mention.passage:
        return True
    if m.start <= mention.head < m.end:
        return False
    tree, i = discourse.tree(m), mention.head
    if i in tree.children[m.head] or m.head == tree.head[i]:
        return False
    same_clause = tree.head[m.head] == tree.head[i]
    if tree.dep[i] == "nmod:poss":
        return not same_clause
    verb = _predicate(tree, i)
    if verb is None or tree.dep[i] in SUBJECTS:
        return not same_clause
    return not same_clause and m.head not in tree.surface_subject(verb)


def _predicate(tree: Tree, i: int) -> int | None:
    """The verb or adjective that token i is an argument of, also by way of "and"."""
    while tree.dep[i] == "conj" and tree.head[i] != i:
        i = tree.head[i]
    verb = tree.head[i]
    return verb if tree.is_verbal(verb) or tree.is_copular(verb) else None


def _own_subject(discourse: Discourse, mention: Mention, word: str) -> tuple[int, ...]:
    """ "X, who proclaimed himself ...": the subject of the clause, else nobody."""
    tree = discourse.tree(mention)
    for verb in tree.ancestors(mention.head):
        if tree.is_verbal(verb) or tree.is_copular(verb):
            for token in tree.surface_subject(verb):
                for index in discourse.at(mention.passage, token):
                    one = discourse.heard_as(index)
                    if one and _agrees(discourse, one, word):
                        return (index,)
            return ()
    return ()


def _commanding(discourse: Discourse, mention: Mention, candidates: list[Heard]) -> int | None:
    """Of the candidates the subject of the innermost clause around the pronoun ("X said that he", "X lost
    his")."""
    here = {one.mention.head: one.index for one in candidates if one.mention.passage == mention.passage}
    for token in _subjects_around(discourse.tree(mention), mention.head):
        if token in here:
            return here[token]
    return None


def _subjects_around(tree: Tree, i: int) -> Iterator[int]:
    below = i
    for verb in tree.ancestors(i):
        if (tree.is_verbal(verb) or tree.is_copular(verb)) and tree.dep[below] not in (*SUBJECTS, "conj"):
            yield from tree.surface_subject(verb)
        below = verb


# ---------------------------------------------------------------- who speaks
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
