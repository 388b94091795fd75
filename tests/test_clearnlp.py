"""Hand-built parses with spaCy's own English labels, and the Universal Dependencies they become."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.clearnlp import keep_names, to_universal
from kg.language import load_language

# word/POS/label/head: 0 is the root's own, else the head's number from 1.
CASES = {
    "passive": (
        "Troops/NOUN/nsubjpass/3 were/AUX/auxpass/3 attacked/VERB/ROOT/0 by/ADP/agent/3 rebels/NOUN/pobj/4 "
        "./PUNCT/punct/3",
        "Troops nsubj:pass attacked|were aux:pass attacked|rebels obl:agent attacked|by case rebels",
    ),
    "object and places": (
        "Rebels/NOUN/nsubj/2 took/VERB/ROOT/0 towns/NOUN/dobj/2 in/ADP/prep/3 Iraq/PROPN/pobj/4 "
        "on/ADP/prep/2 Monday/PROPN/pobj/6",
        "towns obj took|Iraq nmod towns|in case Iraq|Monday obl took|on case Monday",
    ),
    "copula": (
        "Iran/PROPN/nsubj/2 is/AUX/ROOT/0 not/PART/neg/2 an/DET/det/5 ally/NOUN/attr/2 of/ADP/prep/5 "
        "theirs/PRON/pobj/6",
        "ally ROOT ally|Iran nsubj ally|is cop ally|not advmod ally|theirs nmod ally",
    ),
    "copula in a subordinate clause": (
        "He/PRON/nsubj/2 said/VERB/ROOT/0 she/PRON/nsubj/4 was/AUX/ccomp/2 ready/ADJ/acomp/4",
        "ready ccomp said|was cop ready|she nsubj ready",
    ),
    "place as predicate": (
        "Troops/NOUN/nsubj/2 are/AUX/ROOT/0 in/ADP/prep/2 Mosul/PROPN/pobj/3",
        "Mosul ROOT Mosul|are cop Mosul|in case Mosul|Troops nsubj Mosul",
    ),
    "existential": (
        "There/PRON/expl/2 were/AUX/ROOT/0 clashes/NOUN/attr/2 in/ADP/prep/2 Kut/PROPN/pobj/4",
        "were ROOT were|clashes nsubj were|Kut obl were",
    ),
    "relative clause and possessive": (
        "Iran/PROPN/poss/3 's/PART/case/1 men/NOUN/ROOT/0 who/PRON/nsubj/5 fled/VERB/relcl/3",
        "Iran nmod:poss men|'s case Iran|fled acl:relcl men",
    ),
    "conjuncts": (
        "Iran/PROPN/nsubj/6 ,/PUNCT/punct/1 Iraq/PROPN/conj/1 and/CCONJ/cc/3 Qatar/PROPN/conj/3 "
        "met/VERB/ROOT/0",
        "Iraq conj Iran|Qatar conj Iran|and cc Qatar",
    ),
    "recipient and particle": (
        "They/PRON/nsubj/2 handed/VERB/ROOT/0 over/ADP/prt/2 arms/NOUN/dobj/2 "
        "to/ADP/dative/2 him/PRON/pobj/5",
        "over compound:prt handed|him obl handed|to case him",
    ),
    "clause after a preposition": (
        "They/PRON/nsubj/2 left/VERB/ROOT/0 after/ADP/prep/2 losing/VERB/pcomp/3 Kut/PROPN/dobj/4",
        "losing advcl left|after mark losing|Kut obj losing",
    ),
    "preposition of two words": (
        "He/PRON/nsubj/2 fled/VERB/ROOT/0 according/VERB/prep/2 to/ADP/prep/3 aides/NOUN/pobj/4",
        "aides obl fled|according case aides|to case aides",
    ),
}


def build_doc(words: str) -> Doc:
    rows = [item.rsplit("/", 3) for item in words.split()]
    heads = [int(row[3]) - 1 if row[3] != "0" else index for index, row in enumerate(rows)]
    lemmas = ["be" if row[1] == "AUX" else row[0].lower() for row in rows]
    texts, pos, deps = ([row[column] for row in rows] for column in range(3))
    return Doc(Vocab(), words=texts, pos=pos, deps=deps, heads=heads, lemmas=lemmas)


@pytest.mark.parametrize("case", CASES)
def test_english_labels_become_universal(case: str) -> None:
    words, expected = CASES[case]
    doc = to_universal(build_doc(words))
    found = {f"{token.text} {token.dep_} {token.head.text}" for token in doc}
    assert set(expected.split("|")) <= found
    assert len(list(doc.sents)) == 1


def test_an_empty_doc_stays_empty() -> None:
    assert len(to_universal(Doc(Vocab()))) == 0


def test_states_and_towns_are_called_loc() -> None:
    doc = Doc(Vocab(), words=["Iraq", "'s", "Sunni", "leader", "Adel", "left", "Monday"])
    kinds = [(0, 1, "GPE"), (2, 3, "NORP"), (4, 5, "PERSON"), (6, 7, "DATE")]
    doc.set_ents([Span(doc, *kind) for kind in kinds])
    assert [(ent.text, ent.label_) for ent in keep_names(doc).ents] == [("Iraq", "LOC"), ("Adel", "PERSON")]


def test_a_pipeline_with_english_labels_gets_the_converter(tmp_path: Path) -> None:
    words, _ = CASES["passive"]
    train_tiny_pipeline(build_doc(words), tmp_path)
    nlp = load_language(str(tmp_path))
    doc = nlp("Troops were attacked by rebels .")
    assert {"nsubj:pass", "aux:pass", "obl:agent", "case"} <= {token.dep_ for token in doc}


def train_tiny_pipeline(doc: Doc, out: Path) -> None:
    """A real pipeline in the manner of en_core_web that has learnt one sentence by heart."""
    from spacy.training import Example

    nlp = spacy.blank("en")
    rare = {"trainable_lemmatizer": {"min_tree_freq": 1}, "parser": {"min_action_freq": 1}}
    for name in ("tagger", "morphologizer", "parser", "trainable_lemmatizer", "ner"):
        nlp.add_pipe(name, config=rare.get(name, {}))
    columns = {"pos": [t.pos_ for t in doc], "deps": [t.dep_ for t in doc], "lemmas": [t.lemma_ for t in doc]}
    words, heads = [t.text for t in doc], [t.head.i for t in doc]
    reference = Doc(
        nlp.vocab, words=words, heads=heads, tags=columns["pos"], ents=["B-ORG", *"OOOOO"], **columns
    )
    example = Example(nlp.make_doc(" ".join(words)), reference)
    optimizer = nlp.initialize(lambda: [example] * 10)
    for _ in range(25):
        nlp.update([example] * 4, sgd=optimizer)
    nlp.to_disk(out)
