"""The trained relation model: its file, its probabilities, what it adds to the rules and takes away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.errors import KgError
from kg.language import parse_documents
from kg.mentions import find_mentions, tree_of
from kg.pipeline import Reader
from kg.records import Document, Statement
from kg.relation_context import LABELS, TURNED, label_of
from kg.relation_model import PACKAGED_WEIGHTS, RelationModel, Weights
from kg.relations import Finder

LARGEST = 4_000_000  # bytes
Make = Callable[[str], Document]


def told(reader: Reader, document: Document) -> dict[tuple[str, str, str], Statement]:
    return {
        (s.subject.mention.text, s.family, s.object.mention.text): s
        for s in reader.read(document).statements
        if s.object is not None
    }


def test_the_weights_are_small() -> None:
    assert 100_000 < PACKAGED_WEIGHTS.stat().st_size < LARGEST


def test_probabilities_lie_between_nought_and_one(reader: Reader, document: Make) -> None:
    text = "Iran attacked Iraq, and President Assad of Syria, an ally of Russia, met Turkish officials."
    [(read, passages)] = parse_documents(reader.nlp, [document(text)])
    mentions = find_mentions(read, passages, reader.mention_finder)
    tree = tree_of(passages[0])
    finder = Finder(0, tree, mentions, reader.phrases, reader.verbs)
    assert reader.model is not None
    pairs, probabilities = reader.model.predict(tree, mentions, finder.here, list(finder.find()))
    assert probabilities.shape == (len(pairs), len(LABELS))
    assert len(pairs) > 5
    assert 0 <= probabilities.min() < 0.1 and 0.6 < probabilities.max() <= 1


def test_no_pairs_no_relations(reader: Reader, document: Make) -> None:
    assert reader.read(document("It rained.")).statements == ()


# Sentences that no phrase of the ontology covers.
ADDED = [
    ("Peter Holm (Labour) spoke in Oslo.", ("Peter Holm", "memberOf", "Labour")),
    ("Anna Berg of the Centre Party lost badly.", ("Anna Berg", "memberOf", "Centre Party")),
]


@pytest.mark.parametrize(("text", "relation"), ADDED, ids=lambda value: str(value)[:30])
def test_the_model_adds_what_no_rule_says(
    text: str, relation: tuple[str, str, str], reader: Reader, rules: Reader, document: Make
) -> None:
    assert relation not in told(rules, document(text))
    statement = told(reader, document(text))[relation]
    assert statement.rule == "model"
    assert statement.relation == statement.family
    assert 0.2 < statement.confidence <= 1


def test_a_rule_keeps_its_name_and_takes_the_probability(
    reader: Reader, rules: Reader, document: Make
) -> None:
    text = "Turkish soldiers attacked Kurdish rebels near Mosul."
    key = ("Turkish soldiers", "fights", "Kurdish rebels")
    alone, both = told(rules, document(text))[key], told(reader, document(text))[key]
    assert both.rule == alone.rule != "model"
    assert both.relation == alone.relation
    assert both.confidence != alone.confidence


def test_a_model_that_believes_nothing_leaves_the_rules(
    reader: Reader, rules: Reader, document: Make
) -> None:
    assert reader.model is not None
    never = replace(reader.model.weights, alone=np.full(len(LABELS), 2.0))
    strict = Reader(reader.nlp, reader.ontology, model=None)
    strict.model = RelationModel(never, reader.phrases.patterns)
    text = document("Ahmed Khan, a Taliban commander, attacked Iraq on Monday.")
    assert set(told(strict, text)) == set(told(rules, text)) != set()


@pytest.mark.parametrize(
    ("family", "forward", "label"),
    [("fights", True, 2), ("fights", False, 3), ("alliedWith", False, 0), ("denies", True, None)],
)
def test_labels(family: str, forward: bool, label: int | None) -> None:
    assert label_of(family, forward) == label


def test_turning_twice_changes_nothing() -> None:
    assert (TURNED[TURNED] == np.arange(len(LABELS))).all()
    assert LABELS[TURNED[label_of("leads", True)]] == ("leads", False)


def test_weights_are_what_was_saved(tmp_path: Path) -> None:
    packaged = Weights.load(PACKAGED_WEIGHTS)
    packaged.save(tmp_path / "copy.npz")
    copy = Weights.load(tmp_path / "copy.npz")
    assert copy.features == packaged.features and copy.clusters == packaged.clusters
    assert (copy.table == packaged.table).all() and (copy.alone == packaged.alone).all()


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_broken_file_is_one_sentence(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KgError, match=r"weights\.npz cannot be read .*train it again"):
        Weights.load(path)
