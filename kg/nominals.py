"""Parsed text and its names in, unnamed actors out: "Sunni insurgents", "the prime minister", "U.S. officials"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.gazetteer import fold
from kg.grammar import Tree
from kg.names import Span
from kg.ontology_records import Ontology

__all__ = ["NominalFinder", "possessor_of"]

MODIFIERS = (
    "amod",
    "compound",
    "nmod:desc",
    "nmod",
    "nmod:unmarked",
    "flat",
    "punct",
    "advmod",
    "obl",
    "obl:unmarked",
)
BODIES_IN_ARMS = ("ArmedGroup", "SecurityForce")
EVALUATIVE = frozenset(
    "new old newly senior top leading many several few some other more most last first second third next largest "
    "biggest big large small powerful influential key major former current late present unnamed unidentified alleged "
    "suspected same such own whole entire further fellow various advancing dead wounded captured remaining certain "
    "own additional numerous countless local fractious fugitive notorious so-called self-styled recent then- "
    "chief main then".split()
)


class NominalFinder:
    """Finds the noun phrases that stand for actors by the ontology's nouns of bodies, roles and titles."""

    def __init__(self, ontology: Ontology) -> None:
        self.collectives = ontology.collectives
        self.modifiers = ontology.modifiers
        self.titles = {fold(title) for title in ontology.titles}
        self.title_heads = {title.split()[-1] for title in self.titles}
        self.speaks_for_state = {fold(t) for t, title in ontology.titles.items() if title.speaks_for_state}
        self.states_led = {
            actor.id: office.body
            for actor in ontology.known_actors
            for office in reversed(actor.offices)
            if _leads(ontology, office.title) and ontology.actors_by_id[office.body].type == "State"
        }

    def find(self, tree: Tree, names: Sequence[Span]) -> Iterator[Span]:
        """Nominals whose head is a noun of the ontology and no part of a name."""
        named = {i: s for s in names if s.kind == "name" for i in range(s.start, s.end)}
        at = {i: s for s in names for i in range(s.start, s.end)}
        at.update(named)
        for i in range(tree.size):
            if tree.pos[i] not in ("NOUN", "PROPN", "ADJ") or i in named:
                continue
            given = self._noun_type(tree, i)
            if given is None or self._is_modifier(tree, i, named):
                continue
            start = self._start(tree, i, at)
            yield self._span(tree, start, i, given, at)

    # ------------------------------------------------------------ what counts
    def _noun_type(self, tree: Tree, i: int) -> str | None:
        word = tree.lower[i]
        if tree.pos[i] == "ADJ" and not (tree.tag[i].startswith("NN") or tree.dep[i] in ("nsubj", "obj")):
            return None
        given = self.collectives.get(word) or self.collectives.get(tree.lemma[i])
        if given is None and word in self.title_heads:
            given = "Person"
        if given is None and tree.lemma[i] in self.title_heads and word != tree.lemma[i]:
            given = "Group"
        return given

    def _is_modifier(self, tree: Tree, i: int, named: dict[int, Span]) -> bool:
        """ "government forces", "rebel leader", "President Obama": the word only describes the noun or name after it."""
        governor = tree.head[i]
        if tree.dep[i] in ("compound", "nmod:desc", "amod", "flat", "nmod:unmarked") and governor > i:
            return True
        following = named.get(i + 1)
        return following is not None and following.type == "Person" and following.start == i + 1

    def _start(self, tree: Tree, i: int, at: dict[int, Span]) -> int:
        """The first word that belongs to the description, leaving out articles and opinions."""
        start = i
        while start > 0 and self._belongs(tree, start - 1, i):
            start -= 1
        while start < i and self._is_idle(tree, start, at):
            start += 1
        return start

    def _belongs(self, tree: Tree, j: int, i: int) -> bool:
        if tree.tag[j] in ("POS", "PRP$", "WP$") or tree.pos[j] in (
            "DET",
            "PRON",
            "ADP",
            "CCONJ",
            "SCONJ",
            "AUX",
        ):
            return False
        if tree.lower[j] in (",", "(", ")", '"', "'", ":", ";", "--", "``", "''"):
            return False
        hops = j
        while hops != i:
            if (
                tree.dep[hops] not in MODIFIERS
                or tree.head[hops] <= j - (tree.dep[hops] == "punct")
                and hops == j
            ):
                return False
            if tree.head[hops] == hops or not j <= tree.head[hops] <= i:
                return False
            hops = tree.head[hops]
        return True

    def _is_idle(self, tree: Tree, j: int, at: dict[int, Span]) -> bool:
        if j in at:
            return False
        if tree.pos[j] in ("NUM", "ADV", "PUNCT", "VERB") or tree.tag[j] in (
            "JJR",
            "JJS",
            "RB",
            "RBS",
            "CD",
            "VBG",
            "VBN",
        ):
            return tree.lower[j] not in ("armed",) and not (j + 1 < tree.size and tree.lower[j + 1] == "-")
        return tree.lower[j] in EVALUATIVE

    # ------------------------------------------------------------ what it is
    def _span(self, tree: Tree, start: int, i: int, given: str, at: dict[int, Span]) -> Span:
        inner = list(dict.fromkeys(at[j] for j in range(start, i) if j in at))
        kind = self._by_modifier(tree, start, i, given)
        if kind in BODIES_IN_ARMS:
            group = next((s for s in inner if s.type == "ArmedGroup"), None) or self._of_group(tree, i, at)
            if group:
                return Span(start, i + 1, "nominal", group.type, group.known, i)
        if kind == "State" or self._speaks(tree, start, i):
            return Span(start, i + 1, "nominal", "State", self._state(tree, i, inner, at), i)
        return Span(start, i + 1, "nominal", kind, None, i)

    def _by_modifier(self, tree: Tree, start: int, i: int, given: str) -> str:
        if given in ("SecurityForce", "Group", "ArmedGroup"):
            for j in range(start, i):
                given = self.modifiers.get(tree.lower[j], given)
        return given

    def _speaks(self, tree: Tree, start: int, i: int) -> bool:
        return any(
            fold(" ".join(tree.lower[j : i + 1])) in self.speaks_for_state for j in range(start, i + 1)
        )

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

    def _state(self, tree: Tree, i: int, inner: Sequence[Span], at: dict[int, Span]) -> str | None:
        """The state that "officials", "government" or "administration" belong to, when the phrase names it."""
        owners = [*inner, *possessor_of(tree, i, at)]
        for owner in owners:
            if owner.known and owner.type == "State":
                return owner.known
            if owner.known in self.states_led:
                return self.states_led[owner.known]
        return None


def possessor_of(tree: Tree, i: int, at: dict[int, Span]) -> list[Span]:
    """The names that own noun i: "Iraq's government", "the government of Iraq"."""
    return [
        at[c]
        for c in tree.children[i]
        if c in at and (tree.dep[c] == "nmod:poss" or (tree.dep[c] == "nmod" and tree.case(c) == "of"))
    ]


def _leads(ontology: Ontology, title: str) -> bool:
    known = ontology.titles.get(title) or ontology.titles.get(title.lower())
    return known is not None and known.relation == "leads"
