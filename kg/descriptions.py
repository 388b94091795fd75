"""A description ("the group", "the two countries") in, the mentions that it means out, or none."""

from __future__ import annotations

from kg.discourse import Discourse, Heard
from kg.identities import beside, inner_group, joined_states, said_to_be
from kg.labels import is_complete, is_definite
from kg.mentions import Mention
from kg.office_holders import resolve_office, state_of_owner
from kg.words import word_set

__all__ = ["resolve_description"]

COUNTED = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
STATE_NOUNS = word_set("countries nations states governments neighbours neighbors capitals powers")
SIDES = word_set("sides parties groups foes enemies rivals adversaries allies neighbours neighbors")
COUNTRY = frozenset(("country", "nation"))
ANY_BODY = word_set("group organisation organization movement network party outfit body agency company firm")
BODIES = frozenset(("ArmedGroup", "SecurityForce", "Group", "Organisation", "State", "GovernmentBody"))
ORGANISED = frozenset(("ArmedGroup", "Organisation", "GovernmentBody", "SecurityForce"))
WIDE = word_set("region area zone place site territory front border part north south east west")
# Reports change between these for one and the same; not so "rebels", who fight others besides.
INSURGENTS = word_set("insurgents militants jihadists jihadis extremists")
MARGIN = 1.2
LOOSE_REACH, WIDE_REACH = 3, 40


def resolve_description(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """The indices of the mentions meant: one, or as many as "two" or "both" says, or none."""
    found = beside(discourse, mention) or joined_states(discourse, mention) or inner_group(discourse, mention)
    if found or mention.known:
        return found
    found = said_to_be(discourse, mention)
    if found:
        return found
    definite, number = is_definite(discourse.tree(mention), mention), _count(discourse, mention)
    if number and definite:
        return _several(discourse, mention, number)
    if mention.type == "Person":
        return resolve_office(discourse, mention, definite=definite)
    if mention.type == "ArmedGroup" and _are_fighters(discourse, mention):
        return _fighters(discourse, mention, definite)
    if mention.type == "State":
        return state_of_owner(discourse, mention) or (_state(discourse, mention) if definite else ())
    return _body(discourse, mention) if definite else ()


# ---------------------------------------------------------------- what the phrase looks like
def _is_bare(discourse: Discourse, mention: Mention) -> bool:
    """A plural noun without article, number, owner or restriction: "militants said"."""
    return _begins_bare(discourse, mention) and is_complete(discourse.tree(mention), mention)


def _begins_bare(discourse: Discourse, mention: Mention) -> bool:
    tree = discourse.tree(mention)
    children = tree.children[mention.head]
    before = [c for c in children if c < mention.head and tree.dep[c] not in ("case", "mark", "cc", "punct")]
    return not before and discourse.is_plural(mention)


def _count(discourse: Discourse, mention: Mention) -> int:
    tree = discourse.tree(mention)
    return next((COUNTED[tree.lower[c]] for c in tree.children[mention.head] if tree.lower[c] in COUNTED), 0)


def _words(discourse: Discourse, mention: Mention) -> set[str]:
    return set(discourse.tree(mention).lower[mention.start : mention.end])


# ---------------------------------------------------------------- states, and several at once
def _state(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the country": the state spoken of; "the government": that of the last time."""
    word = discourse.tree(mention).lower[mention.head]
    if word in COUNTRY:
        near = (h for h in discourse.near(mention, 2) if h.mention.type == "State" and h.mention.known)
        states = [h for h in near if not discourse.is_adjective(h)]
        return discourse.most_salient(states, mention, MARGIN)
    for one in discourse.near(mention, 5):
        described = one.mention.type == "State" and one.mention.kind == "nominal" and one.word == word
        if described and (one.mention.known or one.entity != one.index):
            return (one.index,)
    return ()


def _several(discourse: Discourse, mention: Mention, number: int) -> tuple[int, ...]:
    """The different actors of the kind: those of the last time, else exactly so many of one sentence."""
    word = discourse.tree(mention).lower[mention.head]
    kinds: frozenset[str] = frozenset()
    if word in STATE_NOUNS:
        kinds = frozenset(("State",))
    elif word in SIDES:
        kinds = BODIES
    elif mention.type in ("Person", "ArmedGroup", "Organisation", "Group"):
        kinds = frozenset((mention.type, *(ORGANISED if mention.type == "Group" else ())))
    return (
        _parties(discourse, mention, number, kinds)
        or _as_before(discourse, mention, number)
        or _in_one_sentence(discourse, mention, number, kinds)
    )


def _parties(discourse: Discourse, mention: Mention, number: int, kinds: frozenset[str]) -> tuple[int, ...]:
    """ "X opened talks with Y on how the two can ...": those who take part in what the sentence is about."""
    tree = discourse.tree(mention)
    for i in tree.ancestors(mention.head):
        chosen: dict[int, int] = {}
        roles = tree.roles(i)
        within = [tokens for o in roles.object for tokens in tree.roles(o).preps.values()]
        taking_part = [roles.subject, roles.object, roles.possessor, *roles.preps.values(), *within]
        for token in (t for tokens in taking_part for t in tokens if t < mention.head):
            for index in discourse.at(mention.passage, token):
                one = discourse.heard_as(index)
                if one and _is_kind(discourse, one, kinds):
                    chosen.setdefault(one.entity, index)
        if len(chosen) == number:
            return tuple(sorted(chosen.values()))
    return ()


def _in_one_sentence(
    discourse: Discourse, mention: Mention, number: int, kinds: frozenset[str]
) -> tuple[int, ...]:
    """The actors of the kind in this sentence or one of the two before, if they are so many."""
    now = discourse.sentence(mention)
    for back in range(3):
        chosen: dict[int, int] = {}
        for one in [*discourse.before(mention)][::-1]:
            here = one.sentence == now - back and one.mention.kind != "pronoun"
            if here and _is_kind(discourse, one, kinds):
                chosen.setdefault(one.entity, one.index)
        if len(chosen) == number:
            return tuple(chosen.values())
    return ()


def _is_kind(discourse: Discourse, one: Heard, kinds: frozenset[str]) -> bool:
    kind = discourse.mentions[one.entity].type if one.mention.kind == "pronoun" else one.mention.type
    return kind in kinds and not (kinds == BODIES and discourse.is_adjective(one))


def _as_before(discourse: Discourse, mention: Mention, number: int) -> tuple[int, ...]:
    """ "the two countries" once more: those of the last time."""
    word = discourse.tree(mention).lower[mention.head]
    for one in discourse.before(mention):
        if one.word == word and len(discourse.links.get(one.index, ())) == number:
            return discourse.links[one.index]
    return ()


# ---------------------------------------------------------------- groups, forces, organisations
def _body(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    if not is_complete(discourse.tree(mention), mention):
        return ()
    found = _same_noun(discourse, mention)
    if found or mention.end - mention.start > 1:
        return found
    return _by_word_of_name(discourse, mention) or _by_type(discourse, mention)


def _same_noun(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the militants" after "Sunni militants": the nearest description by the same noun that says all it
    says.
    """
    own, word = _words(discourse, mention), discourse.tree(mention).lower[mention.head]
    for one in discourse.near(mention, LOOSE_REACH if mention.type == "Group" else WIDE_REACH):
        alike = one.word == word and one.mention.kind == "nominal" and one.mention.type == mention.type
        if alike and own <= _words(discourse, one.mention):
            return (one.index,)
    return ()


def _by_word_of_name(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the party" after "the Labour Party"."""
    word = discourse.tree(mention).lower[mention.head]
    for one in discourse.near(mention, 6):
        if one.mention.kind == "name" and word in _words(discourse, one.mention):
            return (one.index,)
    return ()


def _are_fighters(discourse: Discourse, mention: Mention) -> bool:
    """Whether the noun means armed people ("militants", "rebels"), not their body ("militia",
    "insurgency").
    """
    tree = discourse.tree(mention)
    nouns = discourse.ontology.collectives
    return (
        nouns.get(tree.lemma[mention.head]) == "Person"
        and nouns.get(tree.lower[mention.head]) == "ArmedGroup"
    )


def _fighters(discourse: Discourse, mention: Mention, definite: bool) -> tuple[int, ...]:
    """ "Sunni insurgents" after "Sunni militants"; "the fighters" after the only armed people near."""
    tree = discourse.tree(mention)
    own = set(tree.lower[mention.start : mention.end - 1])
    if own:
        for one in discourse.before(mention):
            m = one.mention
            alike = m.kind == "nominal" and m.type == "ArmedGroup" and _are_fighters(discourse, m)
            if alike and _words(discourse, m) - {one.word} == own:
                return (one.index,)
        found = _same_noun(discourse, mention) if definite else ()
        return found or _one_insurgency(discourse, mention, own)
    if not definite and not _is_bare(discourse, mention):
        return _one_insurgency(discourse, mention, own) if _begins_bare(discourse, mention) else ()
    found = _same_noun(discourse, mention) or _one_insurgency(discourse, mention, own)
    if found or not definite or not is_complete(tree, mention):
        return found
    near = [h for h in discourse.near(mention, 3) if h.mention.type == "ArmedGroup"]
    return (near[0].index,) if len({h.entity for h in near}) == 1 else ()


def _one_insurgency(discourse: Discourse, mention: Mention, own: set[str]) -> tuple[int, ...]:
    """ "insurgents" after "Sunni militants": the only such people of whom the report has spoken so far."""
    if discourse.tree(mention).lower[mention.head] not in INSURGENTS:
        return ()
    latest: dict[int, Heard] = {}
    for one in discourse.heard:
        meant = (one.entity, *discourse.links.get(one.index, ()))  # "ISIS militants" are ISIS
        unnamed = all(discourse.mentions[k].kind == "nominal" for k in (one.index, *meant))
        if unnamed and one.word in INSURGENTS and one.mention.type == "ArmedGroup":
            latest[one.entity] = one
    if len(latest) != 1:
        return ()
    (one,) = latest.values()
    other = _words(discourse, discourse.mentions[one.entity]) - INSURGENTS
    return (one.index,) if not own or not other or own == other else ()


def _by_type(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the group" after "ISIL", "the town" after "Tal Afar": the one of its kind in the last sentences."""
    word = discourse.tree(mention).lower[mention.head]
    if mention.type not in ("ArmedGroup", "Organisation", "Place") or word in WIDE:
        return ()
    if mention.type == "Organisation" and word not in ANY_BODY:
        return ()
    kinds = {mention.type, "ArmedGroup"} if word in ANY_BODY else {mention.type}
    reach = 2 if mention.type == "Place" else 3
    near = [h for h in discourse.near(mention, reach) if h.mention.type in kinds and h.mention.kind == "name"]
    return discourse.most_salient(near, mention, MARGIN)
