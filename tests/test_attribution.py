"""Who says so: the speaker that a text names for a statement, or nobody but the reporter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.pipeline import Reader
from kg.records import Document

SPEAKERS = [
    ("Israel attacked Hamas.", None),
    ("France said Israel attacked Hamas.", "France"),
    ("France said that Israel had attacked Hamas.", "France"),
    ("France told Egypt that Israel had attacked Hamas.", "France"),
    ("France warned that Israel might attack Hamas.", "France"),
    ("In a statement, France said Israel attacked Hamas.", "France"),
    ("According to France, Israel attacked Hamas.", "France"),
    ("Israel attacked Hamas, according to France.", "France"),
    ("Israel attacked Hamas, France said.", "France"),
    ("Israel attacked Hamas, said France.", "France"),
    ("Israel attacked Hamas, said Iranian officials.", "Iran"),
    ("Israel attacked Hamas, Iranian officials said.", "Iran"),
    ('"Israel attacked Hamas," France said.', "France"),
    ("France accused Israel of attacking Hamas.", "France"),
    ("France blamed Israel for attacking Hamas.", "France"),
    ("France suspects Israel of attacking Hamas.", "France"),
    ("Iran denied that Israel attacked Hamas.", "Iran"),
    ("France claimed that Iran believed that Israel attacked Hamas.", "Iran"),
    ("Israel, which says it wants peace, attacked Hamas.", None),
    ("Israel attacked Hamas and told France nothing.", None),
    ("The mayor said the road was open. Israel attacked Hamas.", None),
    ("France said the road was open. Israel attacked Hamas.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_speaker(text: str, speaker: str | None, rules: Reader, document: Callable[[str], Document]) -> None:
    assert speakers(rules, document(text)) == {speaker}


QUOTATIONS = [
    ('"The region is in flames," Barack Obama said. "Israel attacked Hamas."', "Barack Obama"),
    ('Barack Obama said: "The region is in flames. Israel attacked Hamas."', "Barack Obama"),
    ('"The region is in flames," Barack Obama said. Israel attacked Hamas.', None),
]


@pytest.mark.parametrize(("text", "speaker"), QUOTATIONS)
def test_quotation_over_two_sentences(
    text: str, speaker: str | None, rules: Reader, document: Callable[[str], Document]
) -> None:
    assert speakers(rules, document(text)) == {speaker}


def speakers(rules: Reader, document: Document) -> set[str | None]:
    """Labels of who says that Israel fights Hamas."""
    fights = [s for s in rules.read(document).statements if s.family == "fights"]
    return {s.attributed_to.label if s.attributed_to else None for s in fights}
