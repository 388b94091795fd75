"""Sentences in, spaCy Docs with gold annotation out, several sentences to a Doc as in running text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training.conllu import Sentence


def sentences_doc(vocab: Vocab, sentences: list[Sentence], *, names_only: bool = False) -> Doc:
    """One Doc of consecutive sentences; a space is put between them where the source had a line end."""
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list[str]] = {"tags": [], "pos": [], "morphs": [], "lemmas": [], "deps": []}
    heads: list[int] = []
    starts: list[bool] = []
    names: list[tuple[int, int, str]] = []
    for sentence in sentences:
        shift = len(words)
        words += sentence.words
        spaces += [*sentence.spaces[:-1], True]
        starts += [index == 0 for index in range(len(sentence.words))]
        heads += [head + shift for head in sentence.heads]
        for key, column in zip(
            columns,
            (sentence.tags, sentence.upos, sentence.feats, sentence.lemmas, sentence.deps),
            strict=True,
        ):
            columns[key] += column
        names += [(begin + shift, end + shift, label) for begin, end, label in sentence.names or []]
    if names_only:
        doc = Doc(vocab, words=words, spaces=spaces)
    else:
        doc = Doc(vocab, words=words, spaces=spaces, heads=heads, **columns)
    if all(sentence.names is not None for sentence in sentences):
        doc.set_ents([Span(doc, *name) for name in names])
    else:
        doc.set_ents([], default="missing")
    return doc


def group_sentences(
    sentences: Iterable[Sentence], *, by: str, rng: random.Random | None = None, cut: float = 0.7
) -> Iterator[list[Sentence]]:
    """Split a corpus: one group a `document`, one a `paragraph`, or `random` runs of 1 to 8 sentences.

    A random run ends with its paragraph with the probability `cut`: text without paragraphs is read, too.
    """
    group: list[Sentence] = []
    limit = 1
    for sentence in sentences:
        ended = sentence.new_document or (by == "paragraph" and sentence.new_paragraph)
        if by == "random" and rng is not None:
            ended = ended or len(group) >= limit or (sentence.new_paragraph and rng.random() < cut)
        if ended and group:
            yield group
            group = []
        if not group and rng is not None:
            limit = rng.choice([1, 2, 3, 4, 6, 8])
        group.append(sentence)
    if group:
        yield group
