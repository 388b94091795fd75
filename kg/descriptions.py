"""A description ("the group", "the two countries", "the prime minister") in, the mentions that it means out, or none."""

from __future__ import annotations

from kg.discourse import Discourse, Heard
from kg.grammar import Tree
from kg.labels import is_definite
from kg.mentions import Mention
from kg.words import word_set

__all__ = ["describe_person", "resolve_description"]

COUNTED = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
STATE_NOUNS = word_set("countries nations states governments neighbours neighbors capitals powers")
SIDES = word_set("sides parties groups foes enemies rivals adversaries allies neighbours neighbors")
RESTRICTING = frozenset(("nmod", "acl", "acl:relcl", "amod"))
RELATIONAL = word_set(
    "neighbour neighbor ally enemy rival foe partner archenemy adversary nemesis sponsor backer patron counterpart"
)
DENIED = frozenset(("not", "n't", "never", "no", "neither"))
COUNTRY = frozenset(("country", "nation"))
BODIES = frozenset(("ArmedGroup", "SecurityForce", "Group", "Organisation", "State", "GovernmentBody"))
ORGANISED = frozenset(("ArmedGroup", "Organisation", "GovernmentBody", "SecurityForce"))
LEADING = frozenset(("leads", "heads", "commands"))
MARGIN = 1.2


def resolve_description(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """The indices of the earlier mentions meant: one, or as many as "two" or "both" says, or none."""
    found = (
        _apposition(discourse, mention)
        or _joined_states(discourse, mention)
        or _inner_group(discourse, mention)
    )
    if found or mention.known:
        return found
    found = _predicate(discourse, mention) if mention.type != "Place" else ()
    if found:
        return found
    if mention.type == "State":
        owner = _owner_state(discourse, mention)
        if owner:
            return owner
    definite = is_definite(discourse.tree(mention), mention)
    number = _count(discourse, mention)
    if number and definite:
        return _several(discourse, mention, number)
    if mention.type == "Person":
        return _person(discourse, mention) if definite else ()
    if mention.type == "ArmedGroup" and _are_fighters(discourse, mention):
        return _fighters(discourse, mention, definite)
    if not definite:
        return ()
    if mention.type == "State":
        return _state(discourse, mention)
    return (
        _same_noun(discourse, mention) or _by_word_of_name(discourse, mention) or _by_type(discourse, mention)
    )


# ---------------------------------------------------------------- what the phrase looks like
def _is_bare(discourse: Discourse, mention: Mention) -> bool:
    """A plural noun without article, number, owner or restriction: "militants said"."""
    tree = discourse.tree(mention)
    children = tree.children[mention.head]
    before = [c for c in children if c < mention.head and tree.dep[c] not in ("case", "mark", "cc", "punct")]
    return not before and discourse.is_plural(mention) and _is_complete(discourse, mention)


def _is_complete(discourse: Discourse, mention: Mention) -> bool:
    """Nothing after the noun says which is meant, as it does in "the rebellion against Assad"."""
    tree = discourse.tree(mention)
    return not any(c > mention.head and tree.dep[c] in RESTRICTING for c in tree.children[mention.head])


def _count(discourse: Discourse, mention: Mention) -> int:
    tree = discourse.tree(mention)
    return next((COUNTED[tree.lower[c]] for c in tree.children[mention.head] if tree.lower[c] in COUNTED), 0)


def _words(discourse: Discourse, mention: Mention) -> set[str]:
    return set(discourse.tree(mention).lower[mention.start : mention.end])


# ---------------------------------------------------------------- appositions
def _apposition(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "Iran's elite unit, the IRGC" and "the IRGC, an elite unit": the description means the name."""
    tree = discourse.tree(mention)
    beside = [c for c in tree.children[mention.head] if tree.dep[c] in ("appos", "flat") or c == mention.end]
    if mention.type == "Place":
        beside += [c for c in tree.children[mention.head] if tree.dep[c] == "nmod" and tree.case(c) == "of"]
    beside += [
        c
        for c in range(mention.end, tree.size)[1:3]
        if tree.dep[c] == "appos" and tree.lower[mention.end] == ","
    ]
    if tree.dep[mention.head] == "appos":
        beside.append(tree.head[mention.head])
        before = [h for h in discourse.heard[-3:] if h.mention.passage == mention.passage]
        beside += [h.mention.head for h in before if _comma_between(tree, h.mention.end, mention)]
    for token in beside:
        for index in discourse.at(mention.passage, token):
            name = discourse.mentions[index]
            listed = any(tree.dep[c] == "conj" for c in tree.children[name.head])
            if name.kind == "name" and not listed and _may_be(discourse, mention, name):
                return (index,)
    return ()


def _comma_between(tree: Tree, end: int, mention: Mention) -> bool:
    """ "NAME, the president": nothing but a comma and an article between."""
    between = tree.lower[end : mention.start]
    return bool(between) and between[0] == "," and all(w in ("the", "a", "an") for w in between[1:])


def _may_be(discourse: Discourse, description: Mention, name: Mention) -> bool:
    """Whether the kinds agree; "neighbour" and the like may be said of states as of persons."""
    if name.type is None or description.type == name.type:
        return True
    if description.type == "Person":
        return discourse.tree(description).lower[description.head] in RELATIONAL and name.type != "Place"
    return not {"Person", "State", "Place"} & {description.type, name.type}


def _predicate(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "Iran is an ally", "the two are enemies": who is said to be it, unless that is denied or doubted."""
    tree = discourse.tree(mention)
    if not tree.is_copular(mention.head):
        return ()
    children = tree.children[mention.head]
    if any(tree.lower[c] in DENIED or (tree.tag[c] == "MD") for c in children):
        return ()
    subjects = [k for c in tree.having(mention.head, "nsubj") for k in tree.conjuncts(c)]
    found = (i for k in subjects for i in discourse.at(mention.passage, k)[:1])
    return tuple(
        i for i in found if discourse.mentions[i].type != "Place" and discourse.mentions[i] != mention
    )


def _joined_states(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "American and Iranian diplomats": both states."""
    if mention.type != "State" or mention.known:
        return ()
    tokens = range(mention.start, mention.end)
    found = {
        discourse.mentions[i].known: i
        for t in tokens
        for i in discourse.at(mention.passage, t)
        if discourse.mentions[i].type == "State" and discourse.mentions[i].known
    }
    return tuple(found.values()) if len(found) > 1 else ()


def _inner_group(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "ISIS militants", "fighters of the Islamic State": the group, also where the ontology does not know it."""
    tree = discourse.tree(mention)
    if mention.type != "ArmedGroup":
        return ()
    tokens = [*range(mention.start, mention.end)]
    tokens += [
        c for c in tree.children[mention.head] if tree.dep[c] == "nmod" and tree.case(c) in ("of", "from")
    ]
    for i in (i for t in tokens for i in discourse.at(mention.passage, t)):
        other = discourse.mentions[i]
        if other.kind == "name" and other.type in ("ArmedGroup", "Organisation", None) and other != mention:
            return (i,)
    return ()


# ---------------------------------------------------------------- persons
def describe_person(discourse: Discourse, index: int) -> None:
    """Note the title that stands before a person's name or beside it, and the state named with the title."""
    mention, tree = discourse.mentions[index], discourse.tree(discourse.mentions[index])
    entity = discourse.entities[index]
    if mention.kind == "nominal":
        discourse.titles.setdefault(entity, set()).update(_words(discourse, mention))
        state = state_of_title(discourse, tree, mention.passage, mention.start, mention.head)
    else:
        start = discourse.title_words.begin(tree, mention.start)
        if start == mention.start:
            return
        discourse.titles.setdefault(entity, set()).update(tree.lower[start : mention.start])
        state = state_of_title(discourse, tree, mention.passage, start, mention.start - 1)
    if state:
        discourse.states.setdefault(entity, state)


def state_of_title(discourse: Discourse, tree: Tree, passage: int, start: int, head: int) -> str | None:
    """The state in "Iraqi Prime Minister", "Iran's president", "president of France"."""
    near = [
        start - 1,
        start,
        *(c for c in tree.children[head] if tree.dep[c] in ("nmod:poss", "nmod", "amod")),
    ]
    for token in near:
        for index in discourse.at(passage, token):
            m = discourse.mentions[index]
            if m.type == "State" and m.known and m.kind in ("name", "demonym"):
                return m.known
    return None


def _person(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    tree = discourse.tree(mention)
    if discourse.is_plural(mention):
        return ()
    word = tree.lower[mention.head]
    state = state_of_title(discourse, tree, mention.passage, mention.start, mention.head)
    for one in reversed(discourse.heard):
        if one.mention.type == "Person" and _bears(discourse, one, word, state):
            return (one.index,)
    if state or word not in discourse.ontology.collectives:
        return ()
    named = [
        h for h in discourse.near(mention, 1) if h.mention.type == "Person" and h.mention.kind != "nominal"
    ]
    before = [h for h in named if h.sentence < discourse.sentence(mention)]
    return discourse.most_salient(before, mention, MARGIN)


def _bears(discourse: Discourse, one: Heard, word: str, state: str | None) -> bool:
    """Whether a person has been given the title before, in the same state if one is named."""
    titles = discourse.titles.get(one.entity, set())
    own = discourse.states.get(one.entity)
    if state and own != state:
        return False
    if word == "leader" and state:
        known = discourse.ontology.titles
        return any(
            t in known and known[t].relation in LEADING
            for t in (*titles, " ".join(sorted(titles, reverse=True)))
        )
    return word in titles


# ---------------------------------------------------------------- states
def _state(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    tree = discourse.tree(mention)
    word = tree.lower[mention.head]
    if word in COUNTRY:
        states = [h for h in discourse.near(mention, 2) if h.mention.type == "State" and h.mention.known]
        return discourse.most_salient(states, mention, MARGIN)
    for one in discourse.near(mention, 5):
        m = one.mention
        if (
            m.type == "State"
            and m.kind == "nominal"
            and one.word == word
            and (m.known or one.entity != one.index)
        ):
            return (one.index,)
    return ()


def _owner_state(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "his government", "Maliki's regime": the state that the owner heads, or is."""
    tree = discourse.tree(mention)
    owners = [c for c in tree.children[mention.head] if tree.dep[c] == "nmod:poss"]
    for index in (i for c in owners for i in discourse.at(mention.passage, c)):
        entity = discourse.entities.get(index, index)
        state = discourse.states.get(entity)
        for one in reversed(discourse.heard):
            if one.mention.type == "State" and (
                one.entity == entity or (state and one.mention.known == state)
            ):
                return (one.index,)
    return ()


def _several(discourse: Discourse, mention: Mention, number: int) -> tuple[int, ...]:
    """The different actors of the kind, if exactly so many stand in one sentence before."""
    word = discourse.tree(mention).lower[mention.head]
    kinds: frozenset[str] = frozenset()
    if word in STATE_NOUNS:
        kinds = frozenset(("State",))
    elif word in SIDES:
        kinds = BODIES
    elif mention.type in ("Person", "ArmedGroup", "Organisation", "Group"):
        kinds = frozenset((mention.type, *(ORGANISED if mention.type == "Group" else ())))
    now = discourse.sentence(mention)
    for back in range(3):
        chosen: dict[int, int] = {}
        for one in discourse.heard:
            if one.sentence == now - back and one.mention.type in kinds and one.mention.kind != "pronoun":
                chosen.setdefault(one.entity, one.index)
        if len(chosen) == number:
            return tuple(chosen.values())
    return _as_before(discourse, mention, number)


def _as_before(discourse: Discourse, mention: Mention, number: int) -> tuple[int, ...]:
    """ "the two countries" once more: those of the last time."""
    word = discourse.tree(mention).lower[mention.head]
    for one in reversed(discourse.heard):
        if one.word == word and len(discourse.links.get(one.index, ())) == number:
            return discourse.links[one.index]
    return ()


# ---------------------------------------------------------------- groups, forces, organisations
def _same_noun(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the militants" after "Sunni militants": the nearest description by the same noun that says all it says."""
    own, word = _words(discourse, mention), discourse.tree(mention).lower[mention.head]
    for one in reversed(discourse.heard):
        if one.word == word and one.mention.kind == "nominal" and one.mention.type == mention.type:
            if own <= _words(discourse, one.mention):
                return (one.index,)
    return ()


def _by_word_of_name(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the party" after "the Labour Party"."""
    if mention.end - mention.start > 1:
        return ()
    word = discourse.tree(mention).lower[mention.head]
    for one in discourse.near(mention, 6):
        if one.mention.kind == "name" and word in _words(discourse, one.mention):
            return (one.index,)
    return ()


def _are_fighters(discourse: Discourse, mention: Mention) -> bool:
    """Whether the noun means armed people ("militants", "rebels"), not their body ("militia", "insurgency")."""
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
        for one in reversed(discourse.heard):
            m = one.mention
            alike = m.kind == "nominal" and m.type == "ArmedGroup" and _are_fighters(discourse, m)
            if alike and _words(discourse, m) - {one.word} == own:
                return (one.index,)
        return _same_noun(discourse, mention) if definite else ()
    if not definite and not _is_bare(discourse, mention):
        return ()
    found = _same_noun(discourse, mention)
    if found or not definite:
        return found
    near = [h for h in discourse.near(mention, 3) if h.mention.type == "ArmedGroup"]
    return (near[0].index,) if len({h.entity for h in near}) == 1 else ()


def _by_type(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    """ "the group" after "ISIL", "the fighters" after "Sunni insurgents": the one of its kind in the last sentences."""
    if mention.end - mention.start > 1 or mention.type in ("GovernmentBody", "SecurityForce", None):
        return ()
    word = discourse.tree(mention).lower[mention.head]
    if mention.type == "Group":
        return ()
    kinds = (
        {mention.type, "ArmedGroup"}
        if word in ("group", "groups", "organisation", "organization")
        else {mention.type}
    )
    only_names = mention.type != "ArmedGroup"
    near = [
        h
        for h in discourse.near(mention, 2 if mention.type == "Place" else 3)
        if h.mention.type in kinds
        and (h.mention.kind == "name" or (h.mention.kind == "nominal" and not only_names))
    ]
    return discourse.most_salient(near, mention, MARGIN)
