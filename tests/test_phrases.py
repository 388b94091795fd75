"""A phrase of the ontology in, the pattern it compiles to out."""

from __future__ import annotations

import pytest

from kg.ontology import Ontology
from kg.phrases import Pattern, Slot, compile_phrase, compile_phrases, expand_phrase


def compiled(phrase: str, family: str = "fights") -> Pattern:
    return compile_phrase(phrase, relation="attacks", family=family)


def slot(text: str) -> Slot:
    """ "prep:with", or with "+" before it where the actor stands inside that role's noun phrase."""
    return Slot(text.removeprefix("+"), inside=text.startswith("+"))


FORMS = [
    ("A attack B", "verb", "attack", "subject", "object"),
    ("A meet with B", "verb", "meet", "subject", "prep:with"),
    ("A fight for B in *", "verb", "fight", "subject", "prep:for"),
    ("A prop up B", "verb", "prop", "subject", "prep:up"),
    ("A tell B that", "verb", "tell", "subject", "object"),
    ("A demand that B", "verb", "demand", "subject", "clause subject"),
    ("A demand * of B", "verb", "demand", "subject", "+object"),
    ("A reject B's *", "verb", "reject", "subject", "+object"),
    ("A and B meet", "verb", "meet", "subject", "joint"),
    ("B fall to A", "verb", "fall", "prep:to", "subject"),
    ("A be ally of B", "role", "ally", "subject", "prep:of"),
    ("A be B's ally", "role", "ally", "subject", "prep:of"),
    ("A and B be ally", "role", "ally", "subject", "joint"),
    ("A's ally B", "role", "ally", "prep:of", "subject"),
    ("B leader A", "role", "leader", "subject", "prep:of"),
    ("B be led by A", "verb", "led", "subject", "object"),
    ("clash between A and B", "event", "clash", "prep:between", "prep:between"),
    ("attack by A on B", "event", "attack", "prep:by", "prep:on"),
    ("coalition comprising A and B", "event", "coalition", "acl:comprise", "acl:comprise"),
    ("A-backed B", "participle", "backed", "hyphen", "head"),
    ("anti-B A", "prefix", "anti", "head", "after"),
    ("B under A", "preposition", "under", "after", "head"),
    ("B be under A", "preposition", "under", "after", "head"),
    ("B's A", "possessive", "<possessive>", "head", "before"),
    ("B A", "compound", "<compound>", "head", "before"),
    ("A be B", "copula", "be", "subject", "head"),
]


@pytest.mark.parametrize(("phrase", "kind", "anchor", "a", "b"), FORMS, ids=[f[0] for f in FORMS])
def test_form(phrase: str, kind: str, anchor: str, a: str, b: str) -> None:
    pattern = compiled(phrase)
    assert (pattern.kind, pattern.anchor, pattern.a, pattern.b) == (kind, anchor, slot(a), slot(b))


NEEDS = [
    ("A attack B", []),
    ("A take control of B", [("object", "control")]),
    ("A cut off fund to B", [("particle", "off"), ("object", "fund")]),
    ("A provide B with weapon", [("prep:with", "weapon")]),
    ("A accuse B of", [("trailing", "of")]),
    ("A not recognize B", [("not", "not")]),
    ("A refuse to meet B", [("to", "meet")]),
    ("A threaten to * B", [("to", "*")]),
    ("A be arch enemy of B", [("modifier", "arch")]),
    ("A be at war with B", [("case", "at")]),
    ("peace talk between A and B", [("modifier", "peace")]),
]


@pytest.mark.parametrize(("phrase", "needs"), NEEDS, ids=[n[0] for n in NEEDS])
def test_fixed_words_are_needed(phrase: str, needs: list[tuple[str, str]]) -> None:
    assert compiled(phrase).needs == tuple((role, frozenset({word})) for role, word in needs)


@pytest.mark.parametrize("phrase", ["A tell B that", "A demand that B", "A urge B to"])
def test_phrase_that_ends_open_needs_a_clause(phrase: str) -> None:
    assert compiled(phrase).clause and not compiled("A tell B").clause


def test_types_narrow_a_slot() -> None:
    pattern = compiled("A capture B[Place|State]")
    assert pattern.a == Slot("subject")
    assert pattern.b == Slot("object", types=frozenset({"Place", "State"}))


def test_denial_may_do_without_an_object() -> None:
    assert compiled("A deny", family="denies").b is None


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("A attack", "needs both A and B"),
        ("of A B", "no word to match"),
        ("B's A ally", "after a possessive"),
        ("A attack; B", "'attack;' is neither a word nor A or B"),
    ],
)
def test_phrase_of_no_known_form(phrase: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        compiled(phrase)


def test_alternatives_and_word_lists_are_written_out() -> None:
    lists = {"cutVerb": ["halt", "cut off"]}
    assert expand_phrase("A <cutVerb> aid {to, for} B", lists) == [
        "A cut off aid to B",
        "A cut off aid for B",
        "A halt aid to B",
        "A halt aid for B",
    ]


def test_empty_alternative_leaves_the_word_out() -> None:
    assert expand_phrase("A seize {all of,} B", {}) == ["A seize all of B", "A seize B"]


def test_unknown_word_list() -> None:
    with pytest.raises(KeyError, match="noSuchList"):
        expand_phrase("A <noSuchList> B", {})


def test_phrases_that_differ_in_one_word_become_one_pattern(ontology: Ontology) -> None:
    arms = [p for p in compile_phrases(ontology)["send"] if p.phrase == "A <giveVerb> <weaponNoun> to B"]
    assert len(arms) == 1
    assert {"weapon", "missile", "tank"} <= arms[0].needs[0][1]


def test_every_phrase_of_the_ontology_is_indexed_by_its_anchor(ontology: Ontology) -> None:
    index = compile_phrases(ontology)
    assert all(pattern.anchor == word for word, patterns in index.items() for pattern in patterns)
    assert {p.relation for patterns in index.values() for p in patterns} <= ontology.relation_types.keys()
