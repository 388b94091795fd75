"""Sentences written with their parse in, passages as the pipeline gives them out; no model is needed."""

from __future__ import annotations

from spacy.lang.en import English
from spacy.tokens import Doc, Span

from kg.language import Passage
from kg.records import Block, Document

TAGS = {
    "NOUN": "NN",
    "PROPN": "NNP",
    "ADJ": "JJ",
    "PRON": "PRP",
    "VERB": "VBD",
    "AUX": "VBD",
    "ADP": "IN",
    "DET": "DT",
    "NUM": "CD",
    "CCONJ": "CC",
    "PUNCT": ",",
    "ADV": "RB",
    "PART": "TO",
}
VOCAB = English().vocab


def parsed(*sentences: str, names: dict[str, str] | None = None) -> tuple[Document, list[Passage]]:
    """A document of one passage, its sentences written as "word/POS/dep/head word/POS/dep/head/lemma ...".

    Heads count from 1 within the sentence, 0 is the root. `names` are what the recogniser finds, with labels.
    """
    rows = [[token.split("/") for token in sentence.split()] for sentence in sentences]
    words = [r[0] for sentence in rows for r in sentence]
    offsets = [sum(len(s) for s in rows[:n]) for n in range(len(rows))]
    heads = [
        offset + (int(r[3]) - 1 if r[3] != "0" else i)
        for offset, sentence in zip(offsets, rows, strict=True)
        for i, r in enumerate(sentence)
    ]
    flat = [r for sentence in rows for r in sentence]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=["-" not in pair for pair in zip(words, [*words[1:], ""], strict=True)],
        heads=heads,
        deps=[r[2] for r in flat],
        pos=[r[1] for r in flat],
        tags=[_tag(r) for r in flat],
        lemmas=[r[4] if len(r) > 4 else _lemma(r) for r in flat],
        sent_starts=[i in offsets for i in range(len(words))],
    )
    doc.ents = [_named(doc, name.split(), label) for name, label in (names or {}).items()]
    passage = Passage(doc, [token.idx for token in doc], "body")
    return Document("parsed.txt", doc.text, (Block("body", 0, len(doc.text)),)), [passage]


def _tag(row: list[str]) -> str:
    if row[0] == "'s":
        return "POS"
    if row[1] == "PRON" and row[2] == "nmod:poss":
        return "PRP$"
    plural = row[1] in ("NOUN", "PROPN") and row[0].endswith("s") and row[0].islower()
    return TAGS.get(row[1], "XX") + ("S" if plural else "")


def _lemma(row: list[str]) -> str:
    plural = row[1] == "NOUN" and row[0].endswith("s")
    return row[0].lower().removesuffix("s") if plural else row[0].lower()


def _named(doc: Doc, words: list[str], label: str) -> Span:
    texts = [t.text for t in doc]
    start = next(i for i in range(len(texts)) if texts[i : i + len(words)] == words)
    return Span(doc, start, start + len(words), label=label)
