"""Training files in, Examples with sentence starts already set out, as the parser will find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example


@spacy.registry.readers("kg.SentencedCorpus.v1")
def sentenced_corpus(path: Path) -> Callable[[Language], Iterator[Example]]:
    """The parser never learns to cut sentences itself: a component before it does that."""

    def read(nlp: Language) -> Iterator[Example]:
        for reference in DocBin().from_disk(path).get_docs(nlp.vocab):
            yield Example(_sentenced(reference), reference)

    return read


def _sentenced(reference: Doc) -> Doc:
    words = [token.text for token in reference]
    spaces = [bool(token.whitespace_) for token in reference]
    starts = [bool(token.is_sent_start) for token in reference]
    return Doc(reference.vocab, words=words, spaces=spaces, sent_starts=starts)
