"""The treebanks in, spaCy's training files for syntax out."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from training.conllu import Sentence, read_conllu
from training.docs import group_sentences, sentences_doc

TREEBANKS = ("ewt", "gum")
KEPT_FEATS = {
    *("Case", "Definite", "Degree", "Gender", "Mood", "NumType", "Number", "Person"),
    *("Polarity", "Poss", "PronType", "Reflex", "Tense", "VerbForm", "Voice"),
}


def treebank(data: Path, part: str) -> Iterator[Sentence]:
    """The sentences of one part of both treebanks, with fewer morphological features."""
    for name in TREEBANKS:
        for sentence in read_conllu(data / f"{name}-{part}.conllu.gz"):
            rows = zip(sentence.feats, sentence.tags, strict=True)
            yield replace(sentence, feats=[simplify_feats(feats, tag) for feats, tag in rows])


def simplify_feats(feats: str, tag: str) -> str:
    """Drop what the word's form does not show, such as the person of "they came", and spelling notes."""
    kept = KEPT_FEATS - ({"Number", "Person"} if tag in {"VBD", "VBP", "VB", "MD"} else set())
    return "|".join(item for item in feats.split("|") if item.split("=")[0] in kept)


def vary_sentences(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Now and then write as headlines and hasty authors do: all small, all capitals, no final full stop."""
    draw = rng.random()
    if draw < 0.03:
        return [replace(sentence, words=[word.lower() for word in sentence.words]) for sentence in sentences]
    if draw < 0.045:
        return [replace(sentence, words=[word.upper() for word in sentence.words]) for sentence in sentences]
    if draw < 0.10 and len(sentences) == 1:
        return [drop_full_stop(sentences[0])]
    return sentences


def drop_full_stop(sentence: Sentence) -> Sentence:
    """The sentence without its last word if that is a full stop nothing depends on."""
    last = len(sentence.words) - 1
    if sentence.words[last] != "." or last == 0 or last in sentence.heads:
        return sentence
    columns = ("words", "spaces", "tags", "upos", "feats", "lemmas", "heads", "deps")
    return replace(sentence, **{column: getattr(sentence, column)[:-1] for column in columns}, names=None)


def build_syntax(data: Path, out: Path) -> None:
    """Write `ud-train.spacy`, `ud-finish.spacy` (other runs of the same corpus) and `ud-dev.spacy`."""
    vocab = spacy.blank("en").vocab
    train = list(treebank(data, "train"))
    write_docs(out / "ud-train.spacy", vocab, varied_runs(train, rounds=5, cut=0.55, seed=1))
    write_docs(out / "ud-finish.spacy", vocab, varied_runs(train, rounds=3, cut=0.45, seed=2))
    write_docs(out / "ud-dev.spacy", vocab, group_sentences(treebank(data, "dev"), by="document"))


def varied_runs(train: list[Sentence], *, rounds: int, cut: float, seed: int) -> Iterator[list[Sentence]]:
    """The corpus `rounds` times, each time in other runs of sentences."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for group in group_sentences(train, by="random", rng=rng, cut=cut):
            yield vary_sentences(group, rng)


def write_docs(
    path: Path, vocab: Vocab, groups: Iterable[list[Sentence]], *, names_only: bool = False
) -> None:
    """Write one Doc a group."""
    docs = (sentences_doc(vocab, group, names_only=names_only) for group in groups)
    DocBin(docs=docs).to_disk(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    build_syntax(given.data, given.out)
