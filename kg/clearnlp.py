"""A Doc with spaCy's own English labels (ClearNLP: dobj, pobj) in, the same with Universal Dependencies out.

The rules follow https://universaldependencies.org/en/ : content words are heads, so prepositions and the
copula change places with what they govern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span

CLEARNLP_LABELS = frozenset({"dobj", "pobj", "nsubjpass", "auxpass"})
RENAMED = {
    **{"dobj": "obj", "dative": "iobj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass"},
    **{"auxpass": "aux:pass", "poss": "nmod:poss", "relcl": "acl:relcl", "npadvmod": "obl", "neg": "advmod"},
    **{"prt": "compound:prt", "nn": "compound", "intj": "discourse", "meta": "dep", "predet": "det:predet"},
    **{"preconj": "cc:preconj", "quantmod": "advmod", "acomp": "xcomp", "attr": "xcomp", "oprd": "xcomp"},
    **{"prep": "advmod", "agent": "advmod", "pobj": "obl", "pcomp": "advcl"},
}
PREPOSITIONS = frozenset({"prep", "agent", "dative"})
CLAUSAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})
NAME_LABELS = {"PER": "PERSON", "PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}


@dataclass(slots=True)
class _Tree:
    """Heads and labels that may change while the Doc stays as it was."""

    doc: Doc
    heads: list[int]
    deps: list[str]

    def children(self, index: int, *labels: str) -> list[int]:
        found = [i for i in self._sentence(index) if self.heads[i] == index and i != index]
        return [i for i in found if not labels or self.deps[i] in labels]

    def _sentence(self, index: int) -> range:
        sentence = self.doc[index].sent
        return range(sentence.start, sentence.end)

    def attach(self, index: int, head: int, dep: str) -> None:
        self.heads[index], self.deps[index] = head, dep

    def replace(self, old: int, new: int, dep: str) -> None:
        """Put `new` where `old` stands in the tree, and `old` with all its children below `new`."""
        top = new if self.heads[old] == old else self.heads[old]
        for child in self.children(old):
            self.heads[child] = new
        self.attach(new, top, self.deps[old])
        self.attach(old, new, dep)


def to_universal(doc: Doc) -> Doc:
    """Change heads and labels in place; sentences stay as they are."""
    tree = _Tree(doc, [token.head.i for token in doc], [token.dep_ for token in doc])
    for step in (_turn_prepositions, _turn_copulas, _regroup_conjuncts, _rename):
        step(tree)
    offsets = [head - index for index, head in enumerate(tree.heads)]
    labels = [doc.vocab.strings.add(dep) for dep in tree.deps]
    values = [[offset % 2**64, label] for offset, label in zip(offsets, labels, strict=True)]
    if values:
        doc.from_array(["HEAD", "DEP"], numpy.asarray(values, dtype="uint64"))  # type: ignore[arg-type]
    return doc


def _turn_prepositions(tree: _Tree) -> None:
    """ "talks with Iran": Iran hangs on "talks", "with" on Iran."""
    for index in reversed(range(len(tree.doc))):
        if tree.deps[index] in PREPOSITIONS:
            _turn_preposition(tree, index)


def _turn_preposition(tree: _Tree, index: int) -> None:
    # The inner preposition of "according to officials" has been turned already: its noun bears the mark obl.
    objects = (
        tree.children(index, "pobj") or tree.children(index, "pcomp") or tree.children(index, "obl", "nmod")
    )
    if not objects:
        return
    target, label = objects[0], tree.deps[objects[0]]
    clausal = tree.doc[tree.heads[index]].pos_ in CLAUSAL
    kind, function = _governed(tree.deps[index], clausal, label)
    tree.deps[index] = kind
    tree.replace(index, target, function)


def _governed(preposition: str, clausal: bool, label: str) -> tuple[str, str]:
    if label == "pcomp":
        return ("advcl" if clausal else "acl"), "mark"
    if preposition == "agent":
        return "obl:agent", "case"
    return ("obl" if clausal else "nmod"), "case"


def _turn_copulas(tree: _Tree) -> None:
    """ "Maliki is an ally": "ally" is the head, "is" its copula; "there are troops" keeps its verb."""
    for index, token in enumerate(tree.doc):
        if token.lemma_ != "be" or tree.deps[index] in {"aux", "auxpass", "cop"}:
            continue
        predicates = tree.children(index, "attr", "acomp")
        if tree.children(index, "expl"):
            for predicate in predicates:
                tree.deps[predicate] = "nsubj"
            continue
        places = (
            [i for i in tree.children(index, "obl") if i > index] if tree.children(index, "nsubj") else []
        )
        if predicates or places:
            tree.replace(index, (predicates or places)[0], "cop")


def _regroup_conjuncts(tree: _Tree) -> None:
    """All conjuncts hang on the first one, each conjunction on the conjunct after it."""
    for index in range(len(tree.doc)):
        while tree.deps[index] == "conj" and tree.deps[tree.heads[index]] == "conj":
            tree.heads[index] = tree.heads[tree.heads[index]]
    for index in [i for i, dep in enumerate(tree.deps) if dep == "cc"]:
        head = tree.heads[index]
        first = tree.heads[head] if tree.deps[head] == "conj" else head
        later = [i for i in tree.children(first, "conj") if i > index]
        if later:
            tree.heads[index] = later[0]


def _rename(tree: _Tree) -> None:
    tree.deps = [RENAMED.get(dep, dep) for dep in tree.deps]


def _named_spans(doc: Doc) -> Iterator[Span]:
    for ent in doc.ents:
        if ent.label_ in NAME_LABELS:
            yield Span(doc, ent.start, ent.end, label=NAME_LABELS[ent.label_])


def keep_names(doc: Doc) -> Doc:
    """Call towns and states LOC as the packaged model does, and drop what names no actor (dates, sums)."""
    doc.set_ents(list(_named_spans(doc)))
    return doc


Language.component("kg_universal_labels", func=to_universal)
Language.component("kg_names", func=keep_names)
