"""Denials: who denies what, and the statements that the denied claim was read as."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.pipeline import Reader
from kg.records import Document, Statement

DENIALS = [
    ("Iran denied attacking Hamas.", "Iran", "Hamas", "attacking Hamas"),
    ("Iran denied that it attacked Hamas.", "Iran", "Hamas", "that it attacked Hamas"),
    ("Iran denies that Israel attacked Hamas.", "Iran", "Israel", "that Israel attacked Hamas"),
    (
        "Turkey rejected reports that it was arming Hamas.",
        "Turkey", "Hamas", "reports that it was arming Hamas",
    ),
    (
        "Iran refuted a report that it was arming Hamas.",
        "Iran", "Hamas", "a report that it was arming Hamas",
    ),
    ("Iran insisted that it was not arming Hamas.", "Iran", "Hamas", "that it was not arming Hamas"),
    ("Iran could not confirm an attack by Israel.", "Iran", "Israel", "an attack by Israel"),
    ("Iran denied Israel's claims.", "Iran", "Israel", "Israel's claims"),
    ("Iran dismissed the allegations.", "Iran", None, "the allegations"),
    ("Iran denied the charges.", "Iran", None, "the charges"),
    (
        "Kenya accused Iran of seeking nuclear weapons, which Iran denies.",
        "Iran", None, "seeking nuclear weapons",
    ),
    ("The mayor spoke of a raid that Iran denied.", "Iran", None, "a raid"),
    (
        "A mayor said that troops had come. Iran denied it.",
        "Iran", None, "A mayor said that troops had come.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "subject", "object_", "claim"), DENIALS)
def test_denial(
    sentence: str,
    subject: str,
    object_: str | None,
    claim: str,
    rules: Reader,
    document: Callable[[str], Document],
) -> None:
    (denial,) = denials(rules, document(sentence))
    found = (denial.subject.label, denial.object.label if denial.object else None, denial.claim)
    assert found == (subject, object_, claim)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran rejected the plan.",
        "Iran confirmed an attack by Israel.",
        "Iran said it would not arm Hamas.",
        "Iran denied visas to Israeli athletes.",
        "Iran has not denied arming Hamas.",
        "Iran said that Israel attacked Hamas.",
    ],
)
def test_no_denial(sentence: str, rules: Reader, document: Callable[[str], Document]) -> None:
    assert denials(rules, document(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("Iran denied attacking Hamas.", ("Iran", "fights", "Hamas")),
        ("Iran denies that Israel attacked Hamas.", ("Israel", "fights", "Hamas")),
        ("Turkey rejected reports that it was arming Hamas.", ("Turkey", "supports", "Hamas")),
        ("Iran insisted that it was not arming Hamas.", ("Iran", "supports", "Hamas")),
    ],
)
def test_denied_statements_are_named(
    sentence: str, denied: tuple[str, str, str], rules: Reader, document: Callable[[str], Document]
) -> None:
    statements = {s.id: s for s in rules.read(document(sentence)).statements}
    (denial,) = [s for s in statements.values() if s.family == "denies"]
    (named,) = [statements[identity] for identity in denial.denied]
    assert named.object is not None
    assert (named.subject.label, named.family, named.object.label) == denied
    assert (named.status, named.attributed_to and named.attributed_to.label) == (
        "negated",
        denial.subject.label,
    )


def test_denial_stands_against_the_claim_of_another(
    rules: Reader, document: Callable[[str], Document]
) -> None:
    text = "Israel accused Iran of arming Hamas. Iran denied arming Hamas."
    arming = [s for s in rules.read(document(text)).statements if s.family == "supports"]
    said = {(s.status, s.attributed_to.label if s.attributed_to else None) for s in arming}
    assert said == {("actual", "Israel"), ("negated", "Iran")}


def denials(rules: Reader, document: Document) -> list[Statement]:
    return [s for s in rules.read(document).statements if s.family == "denies"]
