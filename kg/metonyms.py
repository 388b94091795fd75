"""A capital's name in a sentence in, whether it stands for the government or for the town out."""

from __future__ import annotations

from kg.grammar import Tree
from kg.ontology_records import Ontology
from kg.words import word_set

__all__ = ["LOCATIVE", "stands_for_state"]

LOCATIVE = word_set(
    "in near at outside around inside through across into toward towards beyond along within over above "
    "throughout off via"
)
RELATIONAL = word_set("between with against by among per")


def stands_for_state(tree: Tree, i: int, ontology: Ontology) -> bool:
    """ "Washington says", "talks with Tehran", "told Baghdad": the state; "in Tehran", "seized Baghdad": the
    town.
    """
    dep, governor = tree.dep[i], tree.head[i]
    if dep == "conj" and governor != i:
        return stands_for_state(tree, governor, ontology)
    if dep in ("appos", "flat", "root", "ROOT", "nmod:unmarked", "dep", "list", "parataxis"):
        return False
    if dep in ("nsubj", "nsubj:pass"):
        return _acts(tree, governor, ontology) if dep == "nsubj" else _is_addressed(tree, governor, ontology)
    if dep == "nmod:poss":
        return True
    if dep in ("obj", "iobj"):
        return dep == "iobj" or _is_addressed(tree, governor, ontology)
    preposition = tree.case(i)
    if preposition:
        return _by_preposition(tree, i, preposition, ontology)
    return dep in ("compound", "amod", "nmod:desc") and tree.lower[governor] not in ontology.word_lists.get(
        "townNouns", frozenset()
    )


def _by_preposition(tree: Tree, i: int, preposition: str, ontology: Ontology) -> bool:
    if preposition in LOCATIVE:
        return False
    if preposition in RELATIONAL:
        return True
    governor = tree.head[i]
    if preposition in ("to", "from"):
        motion = ontology.word_lists.get("motionVerbs", frozenset())
        return tree.lemma[governor] not in motion and tree.pos[governor] != "ADV"
    if preposition == "of":
        return tree.lower[governor] in ontology.word_lists.get(
            "relationalNouns", frozenset(("ally", "enemy", "allies"))
        )
    return preposition in ("on", "for", "according to", "like", "than")


def _acts(tree: Tree, verb: int, ontology: Ontology) -> bool:
    """A town "falls", "lies" or "is" something; whatever else has it for subject means the government."""
    if tree.is_copular(verb):
        return tree.pos[verb] in ("ADJ", "VERB")
    return tree.lemma[verb] not in ("fall", "lie", "become", "remain")


def _is_addressed(tree: Tree, verb: int, ontology: Ontology) -> bool:
    """ "urged Tehran", "Baghdad was told": a verb of speech or of dealing, not of taking a place."""
    lists = ontology.word_lists
    return any(
        tree.lemma[verb] in lists.get(name, ()) for name in ("speechVerbs", "addressVerbs", "denialVerbs")
    )
