"""Known persons under a title in, the state that the title means out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.pipeline import Reader
from kg.records import Document

HELD = [
    ("President Barack Obama spoke. The United States bombed Libya.", ("leads", "United States")),
    ("Chancellor Angela Merkel flew home. Germany armed Ukraine.", ("leads", "Germany")),
    ("Secretary of State John Kerry left. The United States armed Ukraine.", ("memberOf", "United States")),
]


@pytest.mark.parametrize(("text", "office"), HELD)
def test_title_means_the_state_that_the_document_speaks_of(
    text: str, office: tuple[str, str], rules: Reader, document: Callable[[str], Document]
) -> None:
    assert offices(rules, document(text)) == {office}


@pytest.mark.parametrize(
    "text",
    [
        "President Barack Obama spoke on Monday.",
        "Barack Obama spoke. The United States bombed Libya.",
        "President Peter Nobody spoke. The United States bombed Libya.",
    ],
    ids=["state not named", "no title", "person not known"],
)
def test_no_office_is_guessed(text: str, rules: Reader, document: Callable[[str], Document]) -> None:
    assert offices(rules, document(text)) == set()


def test_the_title_stands_for_the_state(rules: Reader, document: Callable[[str], Document]) -> None:
    reading = rules.read(document(HELD[0][0]))
    (held,) = [s for s in reading.statements if s.family == "leads"]
    assert held.object is not None
    assert (held.object.mention.text, held.status) == ("President", "actual")


def offices(rules: Reader, document: Document) -> set[tuple[str, str]]:
    statements = rules.read(document).statements
    return {(s.family, s.object.label) for s in statements if s.object and s.family in ("leads", "memberOf")}
