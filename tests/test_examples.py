"""The ontology's own examples, read by the real reader; and that a reading which differs is told."""

from __future__ import annotations

from pathlib import Path

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
