"""Parsed text and its names in, unnamed actors out: "Sunni insurgents", "the prime minister", "U.S.
officials".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.gazetteer import Gazetteer
from kg.grammar import Tree
from kg.ontology_records import Ontology
from kg.spans import Span
from kg.titles import Titles
from kg.words import word_set

__all__ = ["NominalFinder", "is_own_name", "owners_of", "states_led"]

MODIFIERS = word_set(
    "amod compound nmod:desc nmod:unmarked flat punct advmod obl obl:unmarked nmod goeswith conj"
)
RELATED = frozenset(("splinter", "breakaway", "offshoot", "affiliate", "affiliated", "linked"))
PERSONNEL = frozenset(("personnel", "forces", "troops"))
COMMUNITY = frozenset(("community", "minority", "majority", "population", "people"))
WORD = re.compile(r"[\w.'&/-]+")
STOPS = frozenset(("POS", "PRP$", "WP$"))
STOP_POS = frozenset(("DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX"))
IDLE_TAGS = frozenset(("JJR", "JJS", "RB", "RBR", "RBS", "CD", "VBG", "VBN"))
BODIES = frozenset(("Organisation", "SecurityForce", "GovernmentBody"))
ARMED = frozenset(("ArmedGroup", "SecurityForce"))
DOERS = ARMED | BODIES | {"State"}
IDLE = word_set(
    "new old newly many several few some more most last first second third next big large small main "
    "own such same whole entire further fellow various numerous countless dead wounded certain "
    "additional recent overall sole monday tuesday wednesday thursday friday saturday sunday"
)


class NominalFinder:
    """Finds the noun phrases that stand for actors by the ontology's nouns of bodies, roles and titles."""

    def __init__(self, ontology: Ontology, titles: Titles, gazetteer: Gazetteer) -> None:
        self.actors = ontology.actors_by_id
        self.gazetteer = gazetteer
        self.collectives = ontology.collectives
        self.sizes: dict[str, list[int]] = {}
        for noun in sorted(self.collectives, key=lambda w: -len(w.split())):
            sizes = self.sizes.setdefault(noun.split()[-1], [])
            if len(noun.split()) > 1 and len(noun.split()) not in sizes:
                sizes.append(len(noun.split()))
        self.modifiers = ontology.modifiers
        lists = ontology.word_lists
        self.open_nouns = lists.get("openNouns", frozenset())
        self.doings = lists.get("doingNouns", frozenset())
        idle = (lists.get(name, frozenset()) for name in ("seniorityWords", "pastWords", "futureWords"))
        self.idle = IDLE.union(*idle) - lists.get("membershipWords", frozenset())
        self.titles = titles
        self.government_words = lists.get("governmentWords", frozenset()) - {"leader"}
        self.states_led = states_led(ontology)

    def find(self, tree: Tree, names: Sequence[Span]) -> Iterator[Span]:
        """Nominals whose head is a noun of the ontology and no part of a name."""
        named = {i: s for s in names if s.kind == "name" and s.type for i in range(s.start, s.end)}
        at = {i: s for s in names for i in range(s.start, s.end)} | named
        persons = [s.start for s in names if s.type == "Person"]
        titles = {i for start in persons for i in range(self.titles.begin(tree, start), start)}
        for i in range(tree.size):
            if tree.pos[i] not in ("NOUN", "PROPN", "ADJ") or i in named or i in titles:
                continue
            given = self._noun_type(tree, i)
            if given and not self._only_describes(tree, i, given):
                span = self._span(tree, self._start(tree, i, at), i, given, at)
                if not self._is_vague(tree, span, at):
                    yield span

    # ------------------------------------------------------------ what counts
    def _noun_type(self, tree: Tree, i: int) -> str | None:
        if tree.pos[i] == "ADJ" and not tree.tag[i].startswith("NN") and tree.dep[i] not in ("nsubj", "obj"):
            return None
        if tree.lower[i - 1] == "of" and self.titles.begin(tree, i + 1) < i - 1:  # "the secretary of state"
            return None
        for size in self.sizes.get(tree.lower[i], ()):
            given = self.collectives.get(" ".join(tree.lower[max(0, i + 1 - size) : i + 1]))
            if given:
                return given
        if i > 1 and tree.lower[i - 1] == "-":
            given = self.collectives.get("-".join((tree.lower[i - 2], tree.lower[i])))
            if given:
                return given
        if tree.dep[i] == "compound" and tree.lemma[tree.head[i]] in self.doings:  # "rebel attacks"
            return self.collectives.get(tree.lower[i] + "s") or self.collectives.get(tree.lower[i])
        return self.collectives.get(tree.lower[i]) or ("Person" if tree.lower[i] in self.titles else None)

    def _only_describes(self, tree: Tree, i: int, given: str) -> bool:
        """In "government forces", "rebel leader" the word describes the noun after it; in "party leader" it
        is a body, and in "rebel attack", "army positions" who does or has it.
        """
        describes = tree.dep[i] in ("compound", "nmod:desc", "amod", "flat", "nmod:unmarked")
        if not describes or tree.head[i] <= i:
            return False
        if given in DOERS and tree.lemma[tree.head[i]] in self.doings and tree.pos[i] != "ADJ":
            return False
        whose = self.collectives.get(tree.lower[tree.head[i]])
        return given not in BODIES or whose not in ("Person", "Group") or tree.pos[i] == "ADJ"

    def _is_vague(self, tree: Tree, span: Span, at: dict[int, Span]) -> bool:
        """ "a show of force", "a major force": a noun that leaves its kind open, with no more said."""
        if span.type not in ARMED or tree.tag[span.head] != "NN" or span.known:
            return False
        told = any(j in at or tree.lower[j] in self.modifiers for j in range(span.start, span.head))
        return tree.lower[span.head] in self.open_nouns - {"army"} and not told

    def _start(self, tree: Tree, i: int, at: dict[int, Span]) -> int:
        """The first word that belongs to the description, leaving out articles, numbers and opinions.

        With a noun for a government's people it reaches over "and" ("American and Iranian diplomats").
        """
        start, joined = i, tree.lower[i] in self.government_words
        while start > 0:
            over = 2 if joined and start > 1 and tree.lower[start - 1] == "and" else 1
            if start < over or not self._belongs(tree, start - over, i):
                break
            start -= over
        while start < i and start not in at and self._is_idle(tree, start):
            start += 1
        return start

    def _belongs(self, tree: Tree, j: int, i: int) -> bool:
        if (
            tree.tag[j] in STOPS
            or tree.pos[j] in STOP_POS
            or not (tree.lower[j] == "-" or WORD.fullmatch(tree.lower[j]))
        ):
            return False
        if tree.lower[j] == "-":  # between spaces it is a dash
            return not (tree.doc[j].whitespace_ or tree.doc[j - 1].whitespace_)
        while j != i:
            if tree.dep[j] not in MODIFIERS or tree.head[j] > i or tree.head[j] == j:
                return False
            j = tree.head[j]
        return True

    def _is_idle(self, tree: Tree, j: int) -> bool:
        if tree.lower[j] in self.modifiers or (j + 1 < tree.size and tree.lower[j + 1] == "-"):
            return False
        return (
            tree.lower[j] in self.idle
            or tree.pos[j] in ("NUM", "ADV", "PUNCT", "VERB")
            or tree.tag[j] in IDLE_TAGS
        )

    # ------------------------------------------------------------ what it is
    def _span(self, tree: Tree, start: int, i: int, given: str, at: dict[int, Span]) -> Span:
        inner = list(dict.fromkeys(at[j] for j in range(start, i) if j in at))
        kind = self._by_modifier(tree, start, i, given)
        if kind in ARMED:
            group = next((s for s in inner if self._is_own(tree, s, i)), None) or self._of_group(tree, i, at)
            if group:
                return Span(start, i + 1, "nominal", group.type, group.known, i)
        states = self._states(tree, i, inner, at)
        if kind == "State" and not states and any(s.kind == "name" and s.type in BODIES for s in inner):
            kind = "Person" if tree.tag[i] == "NN" else "Group"
        if kind == "State" or (states and tree.lower[i] in self.government_words):
            return Span(start, i + 1, "nominal", "State", states[0] if len(states) == 1 else None, i)
        known = self._same_body(tree, i, kind, inner)
        if known is None and kind == "SecurityForce" and len(states) == 1 and inner:
            known = self._force_of(states[0], tree.lower[start : i + 1])
        return Span(start, i + 1, "nominal", kind, known, i)

    def _is_own(self, tree: Tree, span: Span, i: int) -> bool:
        """ "ISIL-led fighters" are ISIL's, "al-Qaida-inspired fighters" need not be al-Qaida's."""
        return span.type == "ArmedGroup" and is_own_name(tree, span.end, i)

    def _same_body(self, tree: Tree, i: int, kind: str, inner: Sequence[Span]) -> str | None:
        """The known actor in "Iraqi military personnel", "the Sunni minority"."""
        word = tree.lower[i]
        wanted = "SecurityForce" if word in PERSONNEL else "Group" if word in COMMUNITY else None
        if kind not in ("SecurityForce", "Group") or wanted is None:
            return None
        return next((s.known for s in inner if s.type == wanted and s.known), None)

    def _force_of(self, state: str, words: Sequence[str]) -> str | None:
        """ "Iraqi Shiite soldiers": the known force that the noun and the state name."""
        nouns = words[-2:] if words[-1] == "personnel" else words[-1:]
        for demonym in self.actors[state].demonyms:
            for noun in nouns:
                found = self.gazetteer.lookup(f"{demonym} {noun}")
                if found and found[0].type == "SecurityForce":
                    return found[0].actor
        return None

    def _by_modifier(self, tree: Tree, start: int, i: int, given: str) -> str:
        """ "rebel forces" are no security force: a word before an open noun gives the type."""
        if tree.lower[i] not in self.open_nouns or given == "Person":
            return given
        described = "".join(
            tree.lower[j] + ("" if "-" in tree.lower[j : j + 2] else " ") for j in range(start, i)
        )
        for word in reversed(described.split()):
            kind = self.modifiers.get(word)
            if kind and (given in ARMED or self.collectives.get(word + "s") == kind):
                return kind
        return given

    def _of_group(self, tree: Tree, i: int, at: dict[int, Span]) -> Span | None:
        """ "fighters of the Islamic State", "militants from ISIL"."""
        for c in tree.children[i]:
            if (
                tree.dep[c] == "nmod"
                and tree.case(c) in ("of", "from")
                and c in at
                and at[c].type == "ArmedGroup"
            ):
                return at[c]
        return None

    def _states(self, tree: Tree, i: int, inner: Sequence[Span], at: dict[int, Span]) -> list[str]:
        """The states that "officials" or "government" belong to, as far as the phrase names them."""
        found: list[str] = []
        for owner in [*inner, *owners_of(tree, i, at)]:
            state = owner.known if owner.type == "State" else self.states_led.get(owner.known or "")
            if state and state not in found:
                found.append(state)
        return found if all(s.kind == "demonym" or s.type == "State" for s in inner) else found[:1]


def is_own_name(tree: Tree, end: int, head: int) -> bool:
    """Whether a name before a noun is that of the body: not in "X-inspired group", "X splinter group"."""
    hyphenated = end + 1 < tree.size and tree.lower[end] == "-" and tree.lower[end + 1] != "led"
    return not hyphenated and RELATED.isdisjoint(tree.lower[end:head])


def owners_of(tree: Tree, i: int, at: dict[int, Span]) -> list[Span]:
    """The names that own noun i: "Iraq's government", "the government of Iraq"."""
    return [
        at[c]
        for c in tree.children[i]
        if c in at and (tree.dep[c] == "nmod:poss" or (tree.dep[c] == "nmod" and tree.case(c) == "of"))
    ]


def states_led(ontology: Ontology) -> dict[str, str]:
    """The known persons who head or headed a state -> the state; the office named first counts."""
    led: dict[str, str] = {}
    for actor in ontology.known_actors:
        for office in actor.offices:
            title = ontology.titles.get(office.title.lower())
            body = ontology.actors_by_id.get(office.body)
            if title and title.relation in ("heads", "leads") and body and body.type == "State":
                led.setdefault(actor.id, body.id)
    return led
