"""Persons and the offices that the text or the ontology gives them in, who "the prime minister" is out."""

from __future__ import annotations

from kg.discourse import Discourse, Heard
from kg.grammar import Tree
from kg.labels import is_complete
from kg.mentions import Mention

__all__ = ["learn_office", "resolve_office", "state_of_owner"]

LEADING = frozenset(("leads", "heads", "commands"))
REACH = 8
MARGIN = 1.2


def learn_office(discourse: Discourse, index: int) -> None:
    """Note the title before a person's name or in apposition to it, the state named with it, and known
    offices.
    """
    mention = discourse.mentions[index]
    tree, entity = discourse.tree(mention), discourse.entities[index]
    if mention.kind == "nominal":
        _learn(discourse, entity, tree.lower[mention.start : mention.end])
        state = _state_of_title(discourse, tree, mention.passage, mention.start, mention.head)
    else:
        start = discourse.title_words.begin(tree, mention.start)
        _learn(discourse, entity, tree.lower[start : mention.start])
        state = _state_of_title(discourse, tree, mention.passage, start, mention.start - 1)
    if state:
        discourse.states.setdefault(entity, state)
    _learn_known(discourse, entity, mention)


def _learn(discourse: Discourse, entity: int, words: list[str]) -> None:
    discourse.titles.setdefault(entity, set()).update((*words, " ".join(words)))


def _learn_known(discourse: Discourse, entity: int, mention: Mention) -> None:
    actor = discourse.ontology.actors_by_id.get(mention.known or "")
    for office in actor.offices if actor else ():
        _learn(discourse, entity, office.title.lower().split())
        body = discourse.ontology.actors_by_id.get(office.body)
        if body and body.type == "State":
            discourse.states.setdefault(entity, body.id)


def _state_of_title(discourse: Discourse, tree: Tree, passage: int, start: int, head: int) -> str | None:
    """The state in "Iraqi Prime Minister", "Iran's president", "president of France"."""
    owners = [c for c in tree.children[head] if tree.dep[c] in ("nmod:poss", "nmod", "amod")]
    for token in (start - 1, start, *owners):
        for index in discourse.at(passage, token):
            m = discourse.mentions[index]
            if m.type == "State" and m.known and m.kind in ("name", "demonym"):
                return m.known
    return None


def resolve_office(discourse: Discourse, mention: Mention, *, definite: bool) -> tuple[int, ...]:
    """Who was given the title before ("the president"); else the one person of the sentence before ("the
    aide").
    """
    tree = discourse.tree(mention)
    state = _state_of_title(discourse, tree, mention.passage, mention.start, mention.head)
    if discourse.is_plural(mention) or not (definite or state):
        return ()
    word = tree.lower[mention.head]
    persons = [h for h in discourse.near(mention, REACH) if h.mention.type == "Person"]
    holders = [h for h in persons if _holds(discourse, h, word, state)]
    if holders or state or not is_complete(tree, mention):
        return discourse.most_salient(holders, mention, MARGIN)
    known = discourse.ontology.titles.get(word)
    if known and known.relation in LEADING:  # "the president" is not merely who was spoken of last
        return ()
    now = discourse.sentence(mention)
    before = [h for h in persons if h.sentence == now - 1 and h.mention.kind != "nominal"]
    return discourse.most_salient(before, mention, MARGIN)


def _holds(discourse: Discourse, one: Heard, word: str, state: str | None) -> bool:
    """Whether a person has been given the title, in the same state if one is named."""
    titles = discourse.titles.get(one.entity, set())
    if state and discourse.states.get(one.entity) != state:
        return False
    if word in titles:
        return True
    known = discourse.ontology.titles
    return (
        bool(state) and word == "leader" and any(t in known and known[t].relation in LEADING for t in titles)
    )


def state_of_owner(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "his government", "Maliki's regime": the state that the owner is or heads."""
    tree = discourse.tree(mention)
    owners = tree.having(mention.head, "nmod:poss")
    for index in (i for c in owners for i in discourse.at(mention.passage, c)):
        entity = discourse.entities.get(index, index)
        state = discourse.states.get(entity)
        for one in reversed(discourse.heard):
            same = one.entity == entity or (state is not None and one.mention.known == state)
            if one.mention.type == "State" and same:
                return (one.index,)
    return ()
