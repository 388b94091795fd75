"""Whom a pronoun or a description means: one candidate, several that were counted, or nobody."""

from __future__ import annotations

import pytest
from parses import parsed

from kg.coreference import link_mentions
from kg.mentions import MentionFinder, find_mentions
from kg.ontology import Ontology

BERG_MET_REBELS = "Berg/PROPN/nsubj/2 met/VERB/root/0/meet rebels/NOUN/obj/2 ./PUNCT/punct/2"
ISIL_SEIZED = "ISIL/PROPN/nsubj/2 seized/VERB/root/0/seize Mosul/PROPN/obj/2 ./PUNCT/punct/2"
IRAN_AND_IRAQ = "Iran/PROPN/nsubj/4 and/CCONJ/cc/3 Iraq/PROPN/conj/1 talked/VERB/root/0/talk ./PUNCT/punct/4"


@pytest.fixture(scope="module")
def finder(ontology: Ontology) -> MentionFinder:
    return MentionFinder(ontology)


def links(finder: MentionFinder, *sentences: str, **names: str) -> dict[str, list[str]]:
    """What each mention that refers to others means, by their words."""
    document, passages = parsed(*sentences, names={n.replace("_", " "): label for n, label in names.items()})
    mentions = find_mentions(document, passages, finder)
    found = link_mentions(document, passages, mentions, finder)
    return {mentions[i].text: [mentions[t].text for t in targets] for i, targets in found.items()}


@pytest.mark.parametrize(
    ("second", "pronoun", "meant"),
    [
        ("He/PRON/nsubj/2 left/VERB/root/0/leave", "He", ["Berg"]),
        ("They/PRON/nsubj/2 left/VERB/root/0/leave", "They", ["rebels"]),
        ("It/PRON/nsubj/2 failed/VERB/root/0/fail", "It", None),
        ("His/PRON/nmod:poss/2 car/NOUN/nsubj/3 stopped/VERB/root/0/stop", "His", ["Berg"]),
        ("Shells/NOUN/nsubj/2 hit/VERB/root/0/hit them/PRON/obj/2", "them", ["rebels"]),
    ],
)
def test_a_pronoun_agrees_with_what_it_means(
    finder: MentionFinder, second: str, pronoun: str, meant: list[str] | None
) -> None:
    assert links(finder, BERG_MET_REBELS, second, Berg="PERSON").get(pronoun) == meant


def test_two_equal_candidates_are_none(finder: MentionFinder) -> None:
    first = "Berg/PROPN/nsubj/4 and/CCONJ/cc/3 Karo/PROPN/conj/1 talked/VERB/root/0/talk ./PUNCT/punct/4"
    found = links(finder, first, "He/PRON/nsubj/2 left/VERB/root/0/leave", Berg="PERSON", Karo="PERSON")
    assert "He" not in found


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("ISIL/PROPN/nsubj/2 attacked/VERB/root/0/attack it/PRON/obj/2", {}),
        ("ISIL/PROPN/nsubj/2 defended/VERB/root/0/defend itself/PRON/obj/2", {"itself": ["ISIL"]}),
    ],
)
def test_an_object_is_another_than_the_subject_unless_reflexive(
    finder: MentionFinder, sentence: str, meant: dict[str, list[str]]
) -> None:
    assert links(finder, sentence) == meant


IRAN_MET_IRAQ = "Iran/PROPN/nsubj/2 met/VERB/root/0/meet Iraq/PROPN/obj/2 ./PUNCT/punct/2"


@pytest.mark.parametrize(
    ("second", "pronoun", "meant"),
    [
        (
            "Iraq/PROPN/nsubj/2 said/VERB/root/0/say it/PRON/nsubj/4 won/VERB/ccomp/2/win",
            "it",
            ["Iraq"],
        ),
        (
            "Iraq/PROPN/nsubj/2 said/VERB/root/0/say it/PRON/nsubj/5 is/AUX/cop/5 clear/ADJ/ccomp/2 "
            "that/SCONJ/mark/8 Iran/PROPN/nsubj/8 won/VERB/csubj/5/win",
            "it",
            None,
        ),
        (
            "Iraq/PROPN/nsubj/2 wants/VERB/root/0/want to/PART/mark/4 attack/VERB/xcomp/2 it/PRON/obj/4",
            "it",
            ["Iran"],
        ),
    ],
    ids=["said that it", "it is clear that", "wants to attack it"],
)
def test_it_within_a_sentence(
    finder: MentionFinder, second: str, pronoun: str, meant: list[str] | None
) -> None:
    assert links(finder, IRAN_MET_IRAQ, second).get(pronoun) == meant


@pytest.mark.parametrize(("title", "meant"), [("Mrs./PROPN", None), ("Mr./PROPN", ["Berg"])])
def test_a_title_tells_men_from_women(finder: MentionFinder, title: str, meant: list[str] | None) -> None:
    first = f"{title}/nmod:desc/2 Berg/PROPN/nsubj/3 spoke/VERB/root/0/speak ./PUNCT/punct/3"
    second = "He/PRON/nsubj/2 left/VERB/root/0/leave"
    assert links(finder, first, second, Berg="PERSON").get("He") == meant


def test_they_are_the_speakers_rather_than_a_committee(finder: MentionFinder) -> None:
    first = (
        "ISIL/PROPN/nsubj/2 fled/VERB/root/0/flee according/VERB/case/5 to/ADP/fixed/3/to "
        "aides/NOUN/obl/2 ./PUNCT/punct/2"
    )
    assert links(finder, first, "They/PRON/nsubj/2 agreed/VERB/root/0/agree")["They"] == ["aides"]


def test_two_foes_are_those_who_take_part(finder: MentionFinder) -> None:
    sentence = (
        "Iran/PROPN/nsubj/2 opened/VERB/root/0/open talks/NOUN/obj/2/talk with/ADP/case/5 Iraq/PROPN/nmod/3 "
        "so/SCONJ/mark/10 the/DET/det/9 two/NUM/nummod/9 foes/NOUN/nsubj/10 beat/VERB/advcl/2/beat "
        "ISIL/PROPN/obj/10"
    )
    assert links(finder, sentence)["foes"] == ["Iran", "Iraq"]


def test_first_person_means_the_speaker(finder: MentionFinder) -> None:
    sentence = (
        "We/PRON/nsubj/3 will/AUX/aux/3 fight/VERB/ccomp/6/fight ,/PUNCT/punct/3 Berg/PROPN/nsubj/6 "
        "said/VERB/root/0/say ./PUNCT/punct/6"
    )
    assert links(finder, sentence, Berg="PERSON") == {"We": ["Berg"]}


@pytest.mark.parametrize(
    ("first", "second", "text", "meant"),
    [
        (
            ISIL_SEIZED,
            "The/DET/det/2 group/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "group",
            ["ISIL"],
        ),
        (
            IRAN_AND_IRAQ,
            "The/DET/det/3 two/NUM/nummod/3 countries/NOUN/nsubj/4 agreed/VERB/root/0/agree",
            "countries",
            ["Iran", "Iraq"],
        ),
        (
            IRAN_AND_IRAQ,
            "Both/DET/det/2 sides/NOUN/nsubj/3 agreed/VERB/root/0/agree",
            "sides",
            ["Iran", "Iraq"],
        ),
        (
            IRAN_AND_IRAQ,
            "The/DET/det/3 three/NUM/nummod/3 countries/NOUN/nsubj/4 agreed/VERB/root/0/agree",
            "countries",
            None,
        ),
        (
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "The/DET/det/2 militants/NOUN/nsubj/3 stopped/VERB/root/0/stop",
            "militants",
            ["Sunni militants"],
        ),
        (
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "Sunni/ADJ/amod/2 insurgents/NOUN/nsubj/3 stopped/VERB/root/0/stop",
            "Sunni insurgents",
            ["Sunni militants"],
        ),
        (
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "Shiite/ADJ/amod/2 militants/NOUN/nsubj/3 stopped/VERB/root/0/stop",
            "Shiite militants",
            None,
        ),
        (
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "insurgents/NOUN/nsubj/2 stopped/VERB/root/0/stop",
            "insurgents",
            ["Sunni militants"],
        ),
        (  # of two such, neither
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/6 and/CCONJ/cc/5 Shiite/ADJ/amod/5 militants/NOUN/conj/2 "
            "advanced/VERB/root/0/advance",
            "insurgents/NOUN/nsubj/2 stopped/VERB/root/0/stop",
            "insurgents",
            None,
        ),
        (  # nor rebels, who may be others
            "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 advanced/VERB/root/0/advance",
            "rebels/NOUN/nsubj/2 stopped/VERB/root/0/stop",
            "rebels",
            None,
        ),
    ],
)
def test_descriptions(
    finder: MentionFinder, first: str, second: str, text: str, meant: list[str] | None
) -> None:
    assert links(finder, first, second).get(text) == meant


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (
            "the/DET/det/2 envoy/NOUN/nsubj/6 ,/PUNCT/punct/4 Berg/PROPN/appos/2 ,/PUNCT/punct/4 "
            "left/VERB/root/0/leave",
            "envoy",
        ),
        (
            "Berg/PROPN/nsubj/6 ,/PUNCT/punct/4 an/DET/det/4 envoy/NOUN/appos/1 ,/PUNCT/punct/4 "
            "left/VERB/root/0/leave",
            "envoy",
        ),
        ("Berg/PROPN/nsubj/4 is/AUX/cop/4 an/DET/det/4 envoy/NOUN/root/0", "envoy"),
    ],
)
def test_what_a_sentence_says_is_the_same(finder: MentionFinder, sentence: str, text: str) -> None:
    assert links(finder, sentence, Berg="PERSON") == {text: ["Berg"]}


def test_another_name_after_or_stands_in_no_ones_way(finder: MentionFinder) -> None:
    sentence = (
        "the/DET/det/2 group/NOUN/nsubj/8 ,/PUNCT/punct/4 Hamas/PROPN/appos/2 ,/PUNCT/punct/7 or/CCONJ/cc/7 "
        "ISIL/PROPN/conj/4 fled/VERB/root/0/flee"
    )
    assert links(finder, sentence) == {"group": ["Hamas"]}


def test_a_denied_predicate_is_not_the_same(finder: MentionFinder) -> None:
    sentence = "Berg/PROPN/nsubj/5 is/AUX/cop/5 not/PART/advmod/5 an/DET/det/5 envoy/NOUN/root/0"
    assert links(finder, sentence, Berg="PERSON") == {}


def test_a_title_in_the_text_tells_who_holds_the_office(finder: MentionFinder) -> None:
    first = (
        "President/PROPN/compound/2 Berg/PROPN/nsubj/3 met/VERB/root/0/meet Karo/PROPN/obj/3 ./PUNCT/punct/3"
    )
    second = "The/DET/det/2 president/NOUN/nsubj/3 left/VERB/root/0/leave"
    assert links(finder, first, second, Berg="PERSON", Karo="PERSON")["president"] == ["Berg"]


def test_a_government_is_the_state_that_its_owner_heads(finder: MentionFinder) -> None:
    first = (
        "Iranian/ADJ/amod/2 President/PROPN/compound/3 Berg/PROPN/nsubj/4 spoke/VERB/root/0/speak "
        "./PUNCT/punct/4"
    )
    second = "His/PRON/nmod:poss/2 government/NOUN/nsubj/3 fell/VERB/root/0/fall"
    assert links(finder, first, second, Berg="PERSON")["government"] == ["Iranian"]


def test_joined_adjectives_name_both_states(finder: MentionFinder) -> None:
    sentence = (
        "American/ADJ/amod/4 and/CCONJ/cc/3 Russian/ADJ/conj/1 diplomats/NOUN/nsubj/5 talked/VERB/root/0/talk"
    )
    assert links(finder, sentence) == {"American and Russian diplomats": ["American", "Russian"]}


@pytest.mark.parametrize(
    "sentence",
    [
        "rebels/NOUN/nsubj/5 led/VERB/acl/1/lead by/ADP/case/4 ISIL/PROPN/obl/2 fled/VERB/root/0/flee",
        "rebels/NOUN/nsubj/4 from/ADP/case/3 ISIL/PROPN/nmod/1 fled/VERB/root/0/flee",
    ],
)
def test_a_group_named_in_the_description_is_meant(finder: MentionFinder, sentence: str) -> None:
    document, passages = parsed(sentence)
    mentions = find_mentions(document, passages, finder)
    rebels = next(i for i, m in enumerate(mentions) if m.text == "rebels")
    named = [mentions[t].text for t in link_mentions(document, passages, mentions, finder).get(rebels, ())]
    assert named == ["ISIL"] or mentions[rebels].known == next(m.known for m in mentions if m.text == "ISIL")


def test_the_first_person_without_a_speaker_stays_one(finder: MentionFinder) -> None:
    sentence = "I/PRON/nsubj/2 know/VERB/root/0 that/SCONJ/mark/5 I/PRON/nsubj/5 won/VERB/ccomp/2/win"
    document, passages = parsed(sentence)
    mentions = find_mentions(document, passages, finder)
    assert link_mentions(document, passages, mentions, finder) == {1: (0,)}
