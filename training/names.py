"""Corpora with marked names in, spaCy's training and evaluation files for PERSON, ORG and LOC out."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokenizer import Tokenizer

from training.conllu import Sentence, read_conllu
from training.convert import write_docs
from training.docs import group_sentences
from training.gazetteer import Gazetteer, load_gazetteer
from training.tokenizer import adapt_tokenizer

UNER_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
CROSSNER_LABELS = {
    **{"politician": "PERSON", "person": "PERSON"},
    **{"politicalparty": "ORG", "organisation": "ORG", "country": "LOC", "location": "LOC"},
}


def read_bio(path: Path, *, word: int, tag: int, labels: dict[str, str]) -> Iterator[Sentence]:
    """Sentences of a tab-separated file with B-/I-/O tags; labels that are not listed count as no name."""
    rows: list[list[str]] = []
    starts = False
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        starts = starts or line.startswith("# newdoc")
        if line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif rows and not line:
            sentence = _bio_sentence([row[word] for row in rows], [row[tag] for row in rows], labels)
            yield replace(sentence, new_document=starts)
            rows, starts = [], False


def _bio_sentence(words: list[str], tags: list[str], labels: dict[str, str]) -> Sentence:
    names: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        label = labels.get(tag[2:])
        if label and (tag[0] == "B" or not names or names[-1][1] != index):
            names.append((index, index + 1, label))
        elif label:
            names[-1] = (names[-1][0], index + 1, label)
    return plain_sentence(words, names)


def plain_sentence(words: list[str], names: list[tuple[int, int, str]]) -> Sentence:
    """A sentence with names but without syntax; a space after every word but before closing punctuation."""
    spaces = [after not in {",", ".", "'s", ")", ":", ";", "?", "!", "n't"} for after in [*words[1:], "."]]
    return Sentence(words=words, spaces=spaces, names=names)


def split_hyphens(sentence: Sentence) -> Sentence:
    """Cut words as the tokenizer does ("al-Sadr": al, -, Sadr), where the corpus keeps them whole."""
    pieces = [[token.text for token in TOKENIZER(word)] for word in sentence.words]
    begins = [sum(map(len, pieces[:index])) for index in range(len(pieces) + 1)]
    words = [piece for parts in pieces for piece in parts]
    spaces = [
        space and last for parts, space in zip(pieces, sentence.spaces, strict=True) for last in _last(parts)
    ]
    names = [(begins[begin], begins[end], label) for begin, end, label in sentence.names or []]
    return replace(sentence, words=words, spaces=spaces, names=names)


def _last(parts: list[str]) -> list[bool]:
    return [index == len(parts) - 1 for index in range(len(parts))]


def _tokenizer() -> Tokenizer:
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    return nlp.tokenizer


TOKENIZER = _tokenizer()


def crossner(data: Path, part: str) -> Iterator[Sentence]:
    """CrossNER politics: sentences from Wikipedia on parties, elections and politicians."""
    path = data / f"crossner-politics-{part}.txt"
    return map(split_hyphens, read_bio(path, word=0, tag=1, labels=CROSSNER_LABELS))


def uner(data: Path, part: str) -> Iterator[Sentence]:
    """Universal NER: the dev or test part of EWT."""
    return read_bio(data / f"uner-{part}.iob2", word=1, tag=2, labels=UNER_LABELS)


def gum(data: Path, part: str) -> Iterator[Sentence]:
    """GUM's named mentions."""
    for sentence in read_conllu(data / f"gum-{part}.conllu.gz"):
        yield replace(sentence, names=sentence.names or [])


def swap_names(sentence: Sentence, draw: Callable[[str], list[str]], rng: random.Random) -> Sentence:
    """The same sentence about others: each name replaced by a drawn one of its kind."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[tuple[int, int, str]] = []
    drawn: dict[str, list[str]] = {}
    end = 0
    for begin, past, label in sentence.names or []:
        words += sentence.words[end:begin]
        spaces += sentence.spaces[end:begin]
        old = sentence.words[begin:past]
        new = drawn.setdefault(" ".join(old), draw(label) if rng.random() < 0.8 else old)
        names.append((len(words), len(words) + len(new), label))
        words += new
        spaces += [True] * (len(new) - 1) + [sentence.spaces[past - 1]]
        end = past
    words += sentence.words[end:]
    spaces += sentence.spaces[end:]
    return Sentence(words=words, spaces=spaces, names=names, new_document=sentence.new_document)


def build_names(data: Path, out: Path, *, seed: int = 1) -> None:
    """Write `ner-train.spacy` and the files `ner-dev.spacy` and `ner-uner-test.spacy` to measure on."""
    rng = random.Random(seed)
    gazetteer = load_gazetteer(rng)
    web = list(uner(data, "dev"))
    real = [*gum(data, "train"), *web, *crossner(data, "train"), *crossner(data, "test")]
    made_up = [*_swapped(real, gazetteer, rng), *gazetteer.sentences(4000)]
    rounds = [*real, *real, *web, *web, *made_up]  # web text twice more: it is a tenth of the whole
    groups = list(group_sentences(_shuffled_runs(rounds, rng), by="random", rng=rng))
    write_docs(out / "ner-train.spacy", TOKENIZER.vocab, groups, names_only=True)
    dev = [*crossner(data, "dev"), *gum(data, "dev")]
    write_docs(out / "ner-dev.spacy", TOKENIZER.vocab, ([s] for s in dev), names_only=True)
    test = uner(data, "test")
    write_docs(out / "ner-uner-test.spacy", TOKENIZER.vocab, ([s] for s in test), names_only=True)


def _swapped(real: list[Sentence], gazetteer: Gazetteer, rng: random.Random) -> Iterator[Sentence]:
    for sentence in real:
        if sentence.names:
            yield split_hyphens(swap_names(sentence, gazetteer.draw, rng))


def _shuffled_runs(sentences: Iterable[Sentence], rng: random.Random) -> list[Sentence]:
    """Runs of ten neighbours in random order, so that made-up and real text mix in every batch."""
    listed = list(sentences)
    runs = [listed[start : start + 10] for start in range(0, len(listed), 10)]
    rng.shuffle(runs)
    return [sentence for run in runs for sentence in run]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    build_names(given.data, given.out)
