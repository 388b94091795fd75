"""The name of a spaCy pipeline and Documents in, parsed Passages with Universal Dependencies out."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.clearnlp import CLEARNLP_LABELS
from kg.errors import LanguageError
from kg.records import Block, Document

__all__ = ["Passage", "load_language", "parse_documents"]

PACKAGED_MODEL = Path(__file__).parent / "model"
# One character for one, so that offsets in the parser's text are offsets in the text as read.
PLAIN_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2212\u00ad", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\ufeff", " "),
    }
)
JOINING_DASH = re.compile(r"(?<=\w)\u2013(?=\w)")
# As what the parser sees a name that is spelled like a common word: one that it met often.
KNOWN_NAME = "iraq"
PROBE = "Rebels attacked the Iraqi army near Baghdad on Monday."
# What a parse must hold (spaCy's attribute) -> the component that usually gives it.
NEEDED = {
    "SENT_START": "sentence boundaries (parser or senter)",
    "POS": "parts of speech (tagger with attribute_ruler, or morphologizer)",
    "DEP": "dependencies (parser)",
    "LEMMA": "lemmas (lemmatizer)",
    "ENT_IOB": "named entities (ner)",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One parsed block of a Document.

    `starts[i]` is where token i begins in `Document.text`; it ends at `starts[i] + len(doc[i])`. White space
    is no token, and typographic quotes appear as plain ones in `doc` only.
    """

    doc: Doc
    starts: list[int]
    kind: str


@dataclass(slots=True)
class _Waiting:
    document: Document
    planned: list[tuple[list[int], str]]
    parsed: list[Passage] = field(default_factory=list)


def load_language(name: str | None = None) -> Language:
    """Load a spaCy pipeline whose Docs carry Universal Dependencies, lemmas and names (PERSON, ORG, LOC).

    `name` is an installed package or a folder; None means the environment's KG_MODEL, else the packaged
    model. A pipeline with spaCy's own English labels (dobj, pobj) gets a converter. Raises LanguageError if
    it cannot be loaded, is not English or lacks a component.
    """
    wanted = name or os.environ.get("KG_MODEL") or str(PACKAGED_MODEL)
    nlp = _load(wanted)
    if nlp.lang != "en":
        raise LanguageError(f"The pipeline {wanted} reads language '{nlp.lang}': give an English one.")
    _require_components(nlp, wanted)
    _harmonise(nlp, wanted)
    return nlp


def _load(wanted: str) -> Language:
    try:
        return spacy.load(wanted)
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        reason = str(error).split("\n")[0].strip(" .")
        raise LanguageError(
            f"The spaCy pipeline {wanted} cannot be loaded ({reason}): "
            "name an installed package or a folder that spaCy has written."
        ) from error


def _require_components(nlp: Language, wanted: str) -> None:
    """Parse one sentence and look, since components that give the same annotation bear many names."""
    try:
        doc = nlp(PROBE)
    except (ValueError, KeyError, TypeError) as error:
        reason = str(error).split("\n")[0].strip(" .")
        raise LanguageError(f"The spaCy pipeline {wanted} cannot parse a sentence ({reason}).") from error
    missing = [part for attribute, part in NEEDED.items() if not doc.has_annotation(attribute)]
    if missing:
        raise LanguageError(
            f"The spaCy pipeline {wanted} gives no {', no '.join(missing)}: add the component."
        )


def _harmonise(nlp: Language, wanted: str) -> None:
    labels = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, [])}
    if CLEARNLP_LABELS & labels:
        nlp.add_pipe("kg_universal_labels")
    elif labels and not {"obj", "obl"} <= labels:
        raise LanguageError(
            f"The parser of the spaCy pipeline {wanted} gives neither Universal Dependencies (obj, obl) "
            "nor spaCy's English labels (dobj, pobj): give another pipeline."
        )
    if {"GPE", "PER", "NORP"} & labels:
        nlp.add_pipe("kg_names")


def parse_documents(nlp: Language, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Passage]]]:
    """Yield each document with one Passage for each block to be read (all but `skipped` and blank ones).

    The blocks of all documents go through the pipeline as one stream, so that its batches are full.
    """
    waiting: deque[_Waiting] = deque()
    # Smaller than spaCy's own 1,000: no slower, and the first document is out after seconds.
    for doc in nlp.pipe(_planned_docs(nlp, documents, waiting), batch_size=128):
        while not waiting[0].planned:
            yield waiting.popleft().document, []
        first = waiting[0]
        starts, kind = first.planned[len(first.parsed)]
        first.parsed.append(Passage(doc, starts, kind))
        if len(first.parsed) == len(first.planned):
            yield waiting.popleft().document, first.parsed
    yield from ((empty.document, []) for empty in waiting)


def _planned_docs(nlp: Language, documents: Iterable[Document], waiting: deque[_Waiting]) -> Iterator[Doc]:
    for document in documents:
        docs = [(_block_doc(nlp, document.text, block), block) for block in document.blocks]
        read = [(doc, starts, block.kind) for (doc, starts), block in docs if len(doc)]
        waiting.append(_Waiting(document, [(starts, kind) for _, starts, kind in read]))
        yield from (doc for doc, _, _ in read)


def _block_doc(nlp: Language, text: str, block: Block) -> tuple[Doc, list[int]]:
    if block.kind == "skipped":
        return Doc(nlp.vocab), []
    plain = plain_text(text[block.begin : block.end])
    tokens = [token for token in nlp.tokenizer(plain) if not token.is_space]
    ends = [token.idx + len(token) for token in tokens]
    follows = [token.idx for token in tokens[1:]]
    spaces = [end < follow for end, follow in zip(ends, follows, strict=False)] + [False] * bool(tokens)
    doc = Doc(nlp.vocab, words=[token.text for token in tokens], spaces=spaces)
    _mark_acronyms(doc)
    return doc, [block.begin + token.idx for token in tokens]


def _mark_acronyms(doc: Doc) -> None:
    """Keep "IS" from being read as the verb where only names stand in capitals ("attacked by IS")."""
    for token in doc:
        if token.text == "IS" and not any(near.is_upper and near.is_alpha for near in _beside(token)):
            token.norm_ = KNOWN_NAME


def _beside(token: Token) -> Iterator[Token]:
    yield from (token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc))


def plain_text(text: str) -> str:
    """The text as the parser sees it: of the same length, with plain quotes, hyphens and blanks."""
    return JOINING_DASH.sub("-", text.translate(PLAIN_CHARACTERS))
