"""What a sentence says of a relation: that it is, that it may be, or that it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.grammar import Tree
from kg.ontology import Ontology
from kg.pipeline import Reader
from kg.records import Document, Statement
from kg.status import StatusReader
from tests.parses import parsed

SAID = [
    ("Israel attacked Hamas.", "actual"),
    ("Israel has attacked Hamas.", "actual"),
    ("Israel managed to attack Hamas.", "actual"),
    ("Israel continued to attack Hamas.", "actual"),
    ("Israel not only attacked Hamas but defeated it.", "actual"),
    ("Israel attacked Hamas without warning.", "actual"),
    ("Crossing the border, Israel attacked Hamas.", "actual"),
    ("France said that Israel attacked Hamas.", "actual"),
    ("Israel may attack Hamas.", "possible"),
    ("Israel could attack Hamas.", "possible"),
    ("Israel would attack Hamas.", "possible"),
    ("Israel may surround or attack Hamas.", "possible"),
    ("If Israel attacks Hamas, prices will rise.", "possible"),
    ("Jordan will stay neutral unless Israel attacks Hamas.", "possible"),
    ("Israel moved tanks to the border to attack Hamas.", "possible"),
    ("Israel intends to attack Hamas.", "possible"),
    ("Israel offered to attack Hamas.", "possible"),
    ("Israel threatened to attack Hamas.", "possible"),
    ("Israel considered attacking Hamas.", "possible"),
    ("Israel is ready to attack Hamas.", "possible"),
    ("France urged Israel to attack Hamas.", "possible"),
    ("France warned that Israel might attack Hamas.", "possible"),
    ("Will Israel attack Hamas?", "possible"),
    ("Did Israel attack Hamas?", "possible"),
    ("Israel did not attack Hamas.", "negated"),
    ("Israel never attacked Hamas.", "negated"),
    ("Israel cannot attack Hamas.", "negated"),
    ("Israel will not attack Hamas.", "negated"),
    ("Israel refused to attack Hamas.", "negated"),
    ("Israel failed to attack Hamas.", "negated"),
    ("Israel ruled out attacking Hamas.", "negated"),
    ("Israel is weighing sanctions but has ruled out attacking Hamas.", "negated"),
    ("Israel stopped attacking Hamas.", "negated"),
    ("Israel was prevented from attacking Hamas.", "negated"),
    ("Israel is unable to attack Hamas.", "negated"),
    ("Israel has yet to attack Hamas.", "negated"),
    ("Neither Israel nor Turkey attacked Hamas.", "negated"),
    ("Israel denied attacking Hamas.", "negated"),
    ("Israel denied that it attacked Hamas.", "negated"),
    ("Israel rejected reports that it was attacking Hamas.", "negated"),
]


@pytest.mark.parametrize(("sentence", "status"), SAID)
def test_status_of_an_attack(
    sentence: str, status: str, rules: Reader, document: Callable[[str], Document]
) -> None:
    assert statuses(rules, document(sentence), "fights") == {status}


TALKS = [
    ("Israel held talks with Hamas.", "actual"),
    ("Talks between Israel and Hamas are possible.", "possible"),
    ("Talks between Israel and Hamas are unthinkable.", "negated"),
    ("France called for talks between Israel and Hamas.", "possible"),
    ("Israel held no talks with Hamas.", "negated"),
    ("There were no talks between Israel and Hamas.", "negated"),
    ("Israel rejected talks with Hamas.", "negated"),
    ("Israel ruled out talks with Hamas.", "negated"),
    ("Israel and Hamas failed to reach an agreement.", "negated"),
]


@pytest.mark.parametrize(("sentence", "status"), TALKS)
def test_status_of_talks(
    sentence: str, status: str, rules: Reader, document: Callable[[str], Document]
) -> None:
    assert statuses(rules, document(sentence), "talksWith") == {status}


@pytest.mark.parametrize("verb", ["did not attack", "may attack", "refused to attack"])
def test_title_is_taken_for_granted(verb: str, rules: Reader, document: Callable[[str], Document]) -> None:
    text = f"Iraqi Prime Minister Nouri al-Maliki {verb} Syria."
    assert statuses(rules, document(text), "leads") == {"actual"}


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("Israel attacked Egypt in 1967.", True),
        ("Israel once attacked Egypt.", True),
        ("Israel attacked Egypt decades ago.", True),
        ("Israel attacked Egypt on Friday.", False),
        ("Israel attacked Egypt.", False),
    ],
)
def test_history_is_told_from_news(
    sentence: str, past: bool, rules: Reader, document: Callable[[str], Document]
) -> None:
    assert {s.past for s in of_family(rules, document(sentence), "fights")} == {past}


# Parses written by hand: the verdict hangs on nothing but the tree.
JUDGED = [
    ("actual", 2, "Foes/NOUN/nsubj/2 met/VERB/root/0/meet"),
    ("possible", 3, "Foes/NOUN/nsubj/3 may/AUX/aux/3 meet/VERB/root/0"),
    ("negated", 3, "Foes/NOUN/nsubj/3 never/ADV/advmod/3 met/VERB/root/0/meet"),
    ("negated", 3, "No/DET/det/2 foes/NOUN/nsubj/3 met/VERB/root/0/meet"),
    ("actual", 5, "Foes/NOUN/nsubj/2 fled/VERB/root/0 ;/PUNCT/punct/5 they/PRON/nsubj/5 met/VERB/conj/2"),
    ("negated", 4, "Foes/NOUN/nsubj/2 refused/VERB/root/0/refuse to/PART/mark/4 meet/VERB/xcomp/2"),
    ("possible", 4, "Foes/NOUN/nsubj/2 hoped/VERB/root/0/hope to/PART/mark/4 meet/VERB/xcomp/2"),
    ("actual", 4, "Foes/NOUN/nsubj/2 managed/VERB/root/0/manage to/PART/mark/4 meet/VERB/xcomp/2"),
    (
        "possible", 6,
        "We/PRON/nsubj/4 did/AUX/aux/4 not/PART/advmod/4 refuse/VERB/root/0 to/PART/mark/6 meet/VERB/xcomp/4",
    ),
    ("actual", 4, "Kings/NOUN/nsubj/2 said/VERB/root/0/say foes/NOUN/nsubj/4 met/VERB/ccomp/2/meet"),
    ("negated", 4, "Kings/NOUN/nsubj/2 denied/VERB/root/0/deny foes/NOUN/nsubj/4 met/VERB/ccomp/2/meet"),
    ("actual", 3, "Foes/NOUN/nsubj/4 who/PRON/nsubj/3 met/VERB/acl:relcl/1 may/AUX/aux/5 flee/VERB/root/0"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "anchor", "sentence"), JUDGED, ids=[j[2] for j in JUDGED])
def test_verdict_on_a_tree(status: str, anchor: int, sentence: str, ontology: Ontology) -> None:
    tree = Tree(parsed(sentence)[1][0].doc)
    assert StatusReader(ontology.word_lists).judge(tree, anchor - 1).status == status


def of_family(rules: Reader, document: Document, family: str) -> list[Statement]:
    return [s for s in rules.read(document).statements if s.family == family]


def statuses(rules: Reader, document: Document, family: str) -> set[str]:
    return {s.status for s in of_family(rules, document, family)}
