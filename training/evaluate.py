"""A pipeline and the treebanks' test parts in, the figures of its accuracy on raw text out (printed).

Documents go through `kg.language` as reports do: untokenized, one passage a document, as
the first try was measured. A paragraph a passage, as the product reads, gives better sentences: printed too.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.training import Example

from kg.language import load_language, parse_documents, plain_text
from kg.records import Block, Document
from training.conllu import Sentence
from training.convert import treebank
from training.docs import group_sentences, sentences_doc
from training.names import crossner, gum, uner

SYNTAX = {
    **{"tag_acc": "XPOS", "pos_acc": "UPOS", "dep_uas": "UAS", "dep_las": "LAS"},
    **{"sents_f": "sentences F1", "lemma_acc": "lemma"},
}
NAMES = {"ents_p": "precision", "ents_r": "recall", "ents_f": "F1"}


def examples(
    nlp: Language, groups: Iterable[list[Sentence]], *, names_only: bool = False
) -> Iterator[Example]:
    """Parse each group's raw text and pair it with its gold annotation."""
    plain = [_plain(group) for group in groups]
    gold = [sentences_doc(nlp.vocab, group, names_only=names_only) for group in plain]
    documents = [Document(str(i), doc.text, (Block("body", 0, len(doc.text)),)) for i, doc in enumerate(gold)]
    for reference, (_, passages) in zip(gold, parse_documents(nlp, documents), strict=True):
        yield Example(passages[0].doc, reference)


def _plain(group: list[Sentence]) -> list[Sentence]:
    """The same sentences with quotes and dashes as the parser sees them, so that the two can be aligned."""
    blanks = [[" " * space for space in [*sentence.spaces[:-1], True]] for sentence in group]
    words = [
        word + blank
        for s, b in zip(group, blanks, strict=True)
        for word, blank in zip(s.words, b, strict=True)
    ]
    rest = iter(plain_text("".join(words)))
    cut = ["".join(islice(rest, len(word))).rstrip() for word in words]
    flat = iter(cut)
    return [replace(sentence, words=list(islice(flat, len(sentence.words)))) for sentence in group]


def syntax_figures(nlp: Language, data: Path, part: str, by: str) -> dict[str, float]:
    """Percentages on one part of both treebanks."""
    pairs = list(examples(nlp, group_sentences(treebank(data, part), by=by)))
    scores = {}
    for name in ("senter", "tagger", "morphologizer", "parser", "lemmatizer", "trainable_lemmatizer"):
        if name in nlp.pipe_names:
            scores.update(nlp.get_pipe(name).score(pairs))
    scores.update(
        Scorer.score_spans(pairs, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START"))
    )
    return {label: 100 * scores[key] for key, label in SYNTAX.items() if scores.get(key) is not None}


def names_figures(nlp: Language, sentences: Iterable[Sentence], by: str) -> dict[str, float]:
    """Precision, recall and F1 of exact names with their kind."""
    pairs = list(examples(nlp, group_sentences(sentences, by=by), names_only=True))
    scores = Scorer.score_spans(pairs, "ents")
    kinds = {kind: 100 * values["f"] for kind, values in sorted(scores["ents_per_type"].items())}
    return {label: 100 * scores[key] for key, label in NAMES.items()} | kinds


def alone(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Each sentence as a document of its own."""
    return (replace(sentence, new_document=True) for sentence in sentences)


def print_figures(model: str | None, data: Path) -> None:
    """Print one line for each part."""
    nlp = load_language(model)
    for part in ("test", "dev"):
        for by in ("document", "paragraph"):
            _print_line(f"{part}, a {by} a passage", syntax_figures(nlp, data, part, by))
    _print_line("names, UNER test, a document a passage", names_figures(nlp, uner(data, "test"), "document"))
    _print_line(
        "names, UNER test, a sentence a passage", names_figures(nlp, alone(uner(data, "test")), "document")
    )
    mixed = [*crossner(data, "dev"), *gum(data, "dev")]
    _print_line("names, CrossNER dev + GUM dev", names_figures(nlp, alone(mixed), "document"))


def _print_line(title: str, figures: dict[str, float]) -> None:
    print(f"{title}: " + ", ".join(f"{label} {value:.1f}" for label, value in figures.items()), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", help="a folder or package; without it the packaged model")
    given = parser.parse_args()
    warnings.filterwarnings("ignore", category=UserWarning, module="spacy")
    print_figures(given.model, given.data)
