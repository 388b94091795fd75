"""The ontology's own examples, read by the real reader; and that a reading which differs is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.examples import example_documents, example_faults
from kg.ontology import Ontology, load_ontology
from kg.pipeline import Reader

OTHERWISE = """
@prefix kg: <https://actor-kg.example/ns#> .
kg:fights kg:example [ kg:text "Peru signed a treaty with Chile." ; kg:subject "Peru" ; kg:object "Chile" ] ;
    kg:counterExample [ kg:text "Rebels attacked government troops near the bridge." ] .
"""


def test_every_relation_type_has_examples(ontology: Ontology) -> None:
    shown = {relation.name for _, relation, _ in example_documents(ontology)}
    assert shown == set(ontology.relation_types)


def test_the_examples_are_read_as_they_say(reader: Reader) -> None:
    assert list(example_faults(reader)) == []


def test_an_example_that_is_read_otherwise_is_told(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(OTHERWISE, encoding="utf-8")
    faults = list(example_faults(Reader(reader.nlp, load_ontology(extra=[tmp_path / "mine.ttl"]))))
    assert (
        sum('"Peru signed' in fault and "should be read as Peru fights Chile" in fault for fault in faults)
        == 1
    )
    assert sum('"Rebels attacked' in fault and "a counter-example" in fault for fault in faults) == 1


# What the ontology's phrases ought to bring and the reader does not yet: once one is read, its line fails
# here and belongs among the ontology's examples.
NOT_YET_READ = [
    (
        "coalitionWith",
        "The Kurdistan Democratic Party shares power with the Patriotic Union of Kurdistan.",
        "Kurdistan Democratic Party",
        "Patriotic Union of Kurdistan",
    ),
    (
        "mergesWith",
        "The merger of the Liberal Party with the Democratic Party was sealed in May.",
        "Liberal Party",
        "Democratic Party",
    ),
    ("advises", "A retired general advised Karzai on the plan.", "general", "Karzai"),
    ("opposes", "Tension between Sudan and South Sudan is rising.", "Sudan", "South Sudan"),
    ("leads", "The general oversees the border police from a villa.", "general", "border police"),
    ("memberOf", "The preacher studied at the University of Cairo.", "preacher", "University of Cairo"),
    ("worksFor", "The interpreter worked for the United Nations.", "interpreter", "United Nations"),
    ("holds", "Rebel-held Taiz was without power.", "Rebel", "Taiz"),
]


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="not read yet")
@pytest.mark.parametrize(("relation", "text", "subject", "object_"), NOT_YET_READ)
def test_what_is_not_read_yet(
    reader: Reader, tmp_path: Path, relation: str, text: str, subject: str, object_: str
) -> None:
    (tmp_path / "mine.ttl").write_text(
        "@prefix kg: <https://actor-kg.example/ns#> .\n"
        f'kg:{relation} kg:example [ kg:text "{text}" ; kg:subject "{subject}" ; kg:object "{object_}" ] .\n',
        encoding="utf-8",
    )
    with_it = Reader(reader.nlp, load_ontology(extra=[tmp_path / "mine.ttl"]))
    assert not [fault for fault in example_faults(with_it) if text in fault]
