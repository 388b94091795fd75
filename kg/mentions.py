"""Parsed passages of a document in, every mention of somebody who can act out: names, descriptions,
pronouns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.grammar import Tree
from kg.names import NameFinder
from kg.nominals import NominalFinder
from kg.ontology_records import Ontology
from kg.person_names import KnownPersons, read_name
from kg.records import Document
from kg.spans import Span
from kg.titles import Titles
from kg.words import word_set

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["Mention", "MentionFinder", "find_mentions", "finder_of", "forget_trees", "tree_of"]

PRONOUNS = word_set(
    "i me my mine myself we us our ours ourselves you your he him his himself she her hers herself it "
    "its itself they them their theirs themselves"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[start:end)` of a passage that mean an actor; as characters `[begin:finish)` of the text.

    `kind` is name, nominal, demonym or pronoun. `type` is a top type of the ontology, None where the words do
    not tell. `known` is the IRI of the actor that the words themselves name ("U.S. officials": the United
    States). `head` is the token that the rest of the sentence holds on to.
    """

    passage: int
    start: int
    end: int
    head: int
    begin: int
    finish: int
    text: str
    kind: str
    type: str | None
    known: str | None


class MentionFinder:
    """The finders of one ontology, made once and used for many documents."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.titles = Titles(ontology)
        self.names = NameFinder(ontology, self.titles)
        self.nominals = NominalFinder(ontology, self.titles, self.names.gazetteer)
        self.persons = KnownPersons(ontology)

    def find(self, document: Document, passages: Sequence[Passage]) -> list[Mention]:
        """Mentions by passage and position, the longer first where one holds another."""
        found: list[Mention] = []
        unsure: dict[int, tuple[str, ...]] = {}
        for number, passage in enumerate(passages):
            tree = tree_of(passage)
            for span in sorted(set(self._spans(tree)), key=lambda s: (s.start, -s.end, s.kind)):
                if span.candidates:
                    unsure[len(found)] = span.candidates
                found.append(_mention(document, passage, number, span))
        for index, candidates in unsure.items():
            found[index] = replace(found[index], known=self._chosen(candidates, found))
        return _typed_alike(_surnames_as_persons(_typed_by_nouns(passages, found)))

    def _chosen(self, candidates: tuple[str, ...], found: Sequence[Mention]) -> str | None:
        """Which actor an ambiguous name means: the only one that the document names in full, or whose state
        it names.
        """
        known = {m.known for m in found if m.known}
        fitting = [c for c in candidates if c in known]
        if not fitting:
            fitting = [c for c in candidates if self.ontology.actors_by_id[c].home_state in known]
        return fitting[0] if len(fitting) == 1 else None

    def _spans(self, tree: Tree) -> Iterator[Span]:
        names = self.names.find(tree)
        yield from names
        yield from self.nominals.find(tree, names)
        taken = {i for s in names for i in range(s.start, s.end)}
        for i, word in enumerate(tree.lower):
            if (
                word in PRONOUNS
                and i not in taken
                and tree.pos[i] in ("PRON", "DET", "PROPN")
                and tree.dep[i] != "expl"
            ):
                yield Span(i, i + 1, "pronoun", None, None, i)


def find_mentions(
    document: Document, passages: Sequence[Passage], ontology: Ontology | MentionFinder
) -> list[Mention]:
    """Every mention in the passages of one document; hand in a `MentionFinder` when reading many."""
    return finder_of(ontology).find(document, passages)


def finder_of(ontology: Ontology | MentionFinder) -> MentionFinder:
    """What has been made ready of an ontology, or is made now."""
    return ontology if isinstance(ontology, MentionFinder) else MentionFinder(ontology)


def _typed_by_nouns(passages: Sequence[Passage], mentions: list[Mention]) -> list[Mention]:
    """ "the newspaper El Comercio": the noun right before a name tells better than the recogniser."""
    nouns = {(m.passage, m.end): m for m in mentions if m.kind == "nominal" and m.type}
    typed = []
    for m in mentions:
        noun = nouns.get((m.passage, m.start)) if _is_unknown_name(m) else None
        if noun is not None and noun.type != m.type:
            tree = tree_of(passages[m.passage])
            joined = tree.head[m.head] == noun.head and tree.dep[m.head] in ("appos", "flat", "nmod")
            if joined and tree.tag[noun.head] == "NN":
                typed.append(replace(m, type=noun.type))
                continue
        typed.append(m)
    return typed


def _surnames_as_persons(mentions: list[Mention]) -> list[Mention]:
    """ "McConnell" taken for a town, in a report that names Mitch McConnell: a person as well."""
    names = (read_name(m.text) for m in mentions if m.kind == "name" and m.type == "Person")
    full = {surname for given, surname in names if given}
    return [
        replace(m, type="Person")
        if m.kind == "name" and m.known is None and m.type in ("Place", "Organisation") and _alone(m) in full
        else m
        for m in mentions
    ]


def _typed_alike(mentions: list[Mention]) -> list[Mention]:
    """A name means one kind of actor in a document: what the recogniser took it for most often, in doubt a
    person.
    """
    kinds: dict[str, Counter[str]] = {}
    for m in mentions:
        if _is_unknown_name(m) and m.type:
            kinds.setdefault(m.text, Counter())[m.type] += 1
    usual = {text: _commonest(counts) for text, counts in kinds.items() if len(counts) > 1}
    return [
        replace(m, type=usual[m.text]) if _is_unknown_name(m) and m.text in usual else m for m in mentions
    ]


def _commonest(counts: Counter[str]) -> str:
    return max(counts, key=lambda kind: (counts[kind], kind == "Person", kind))


def _is_unknown_name(mention: Mention) -> bool:
    return mention.kind == "name" and mention.known is None


def _alone(mention: Mention) -> str:
    """The surname that a name of one word may be, else the empty string."""
    given, surname = read_name(mention.text)
    return "" if given else surname


def tree_of(passage: Passage) -> Tree:
    """The passage's parse as lists, made once and kept with the parsed text."""
    tree = passage.doc.user_data.get("kg_tree")
    if tree is None:
        tree = passage.doc.user_data["kg_tree"] = Tree(passage.doc)
    return tree


def forget_trees(passages: Sequence[Passage]) -> None:
    """Let go of the lists: parse and lists refer to each other, and would wait for a search for garbage."""
    for passage in passages:
        passage.doc.user_data.pop("kg_tree", None)


def _mention(document: Document, passage: Passage, number: int, span: Span) -> Mention:
    begin = passage.starts[span.start]
    finish = passage.starts[span.end - 1] + len(passage.doc[span.end - 1].text)
    text = document.text[begin:finish]
    return Mention(
        number, span.start, span.end, span.head, begin, finish, text, span.kind, span.type, span.known
    )
