"""Ruling phrases out by their fixed words leaves out none that would have matched."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from kg.documents import read_documents
from kg.phrase_index import PhraseIndex
from kg.phrases import Pattern, compile_phrase
from kg.pipeline import Reader
from kg.records import Document


class Everything(PhraseIndex):
    """Rules nothing out."""

    def at(self, anchor: str, words: Collection[str]) -> list[Pattern]:
        return list(self.patterns.get(anchor, ()))


def test_the_seeds_read_the_same_without_it(rules: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [d for d in read_documents(["seeds"]) if isinstance(d, Document)]
    short = list(rules.read_all(documents))
    monkeypatch.setattr(rules, "phrases", Everything(rules.phrases.patterns))
    assert list(rules.read_all(documents)) == short
    assert sum(len(reading.statements) for reading in short) > 100


@pytest.mark.parametrize(
    ("phrase", "words", "kept"),
    [
        ("A take control of B", {"take", "control", "of"}, True),
        ("A take control of B", {"take", "part", "in"}, False),
        ("A fight against B", {"fight", "against"}, True),
        ("A fight against B", {"fight"}, False),
        ("A meet with B", {"meet"}, True),  # "they met"
        ("A not attack B", {"attack", "n't"}, True),
        ("A not attack B", {"attack"}, False),
        ("A-backed B", {"backed"}, True),
    ],
)
def test_fixed_words(phrase: str, words: set[str], kept: bool) -> None:
    pattern = compile_phrase(phrase, relation="fights", family="fights")
    index = PhraseIndex({pattern.anchor: [pattern]})
    assert index.at(pattern.anchor, words) == ([pattern] if kept else [])
