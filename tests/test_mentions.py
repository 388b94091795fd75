"""Who can act in a sentence: names, descriptions, adjectives of nations, pronouns, and what they are."""

from __future__ import annotations

import pytest
from parses import parsed

from kg.gazetteer import Gazetteer
from kg.mentions import Mention, MentionFinder, find_mentions
from kg.ontology import Ontology


@pytest.fixture(scope="module")
def finder(ontology: Ontology) -> MentionFinder:
    return MentionFinder(ontology)


def local(mention: Mention) -> str | None:
    return mention.known and mention.known.rsplit("/", 1)[1]


def seen(finder: MentionFinder, sentence: str, **names: str) -> dict[str, tuple[str, str | None, str | None]]:
    spoken = {name.replace("_", " "): label for name, label in names.items()}
    document, passages = parsed(sentence, names=spoken)
    return {m.text: (m.kind, m.type, local(m)) for m in find_mentions(document, passages, finder)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the US warned", ["united_states"]),
        ("they told us", []),
        ("U.S. troops", ["us_military"]),
        ("roast turkey", []),
        ("ISIS and Isis", ["isil", "isil"]),
        ("al - Qaida", ["al_qaida"]),
        ("Nouri al - Maliki", ["nouri_al_maliki"]),
        ("Nouri Al-Maliki", ["nouri_al_maliki"]),
        ("Kata’ib Hezbollah", ["kataib_hezbollah"]),
    ],
)
def test_names_are_found_however_typed(ontology: Ontology, words: str, expected: list[str]) -> None:
    known = [m.entries[0].actor.rsplit("/", 1)[1] for m in Gazetteer(ontology).find(words.split())]
    assert known == expected


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Washington/PROPN/nsubj/2 warned/VERB/root/0/warn rebels/NOUN/obj/2", "State"),
        ("Envoys/NOUN/nsubj/2 gathered/VERB/root/0/gather in/ADP/case/4 Tehran/PROPN/obl/2", "Place"),
        ("talks/NOUN/root/0 with/ADP/case/3 Tehran/PROPN/nmod/1", "State"),
        ("Rebels/NOUN/nsubj/2 shelled/VERB/root/0/shell Baghdad/PROPN/obj/2", "Place"),
        ("Tehran/PROPN/nmod:poss/3 's/PART/case/1 envoy/NOUN/nsubj/4 left/VERB/root/0/leave", "State"),
        (
            "ties/NOUN/root/0 between/ADP/case/3 Paris/PROPN/nmod/1 and/CCONJ/cc/5 Moscow/PROPN/conj/3",
            "State",
        ),
    ],
)
def test_a_capital_is_a_government_or_a_town(finder: MentionFinder, sentence: str, kind: str) -> None:
    found = seen(finder, sentence)
    capitals = [
        value for text, value in found.items() if text in ("Washington", "Tehran", "Baghdad", "Moscow")
    ]
    assert [c[1] for c in capitals] == [kind]
    assert bool(capitals[0][2]) == (kind == "State")


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        (
            "Sunni/ADJ/amod/2 insurgents/NOUN/nsubj/3 attacked/VERB/root/0/attack",
            "Sunni insurgents",
            ("nominal", "ArmedGroup", None),
        ),
        (
            "senior/ADJ/amod/3 Iranian/ADJ/amod/3 officials/NOUN/nsubj/4 spoke/VERB/root/0/speak",
            "Iranian officials",
            ("nominal", "State", "iran"),
        ),
        (
            "the/DET/det/3 Obama/PROPN/compound/3 administration/NOUN/nsubj/4 spoke/VERB/root/0/speak",
            "Obama administration",
            ("nominal", "State", "united_states"),
        ),
        ("officials/NOUN/nsubj/2 spoke/VERB/root/0/speak", "officials", ("nominal", "State", None)),
        (
            "ISIL/PROPN/compound/2 fighters/NOUN/nsubj/3 fled/VERB/root/0/flee",
            "ISIL fighters",
            ("nominal", "ArmedGroup", "isil"),
        ),
        (
            "fighters/NOUN/nsubj/4 of/ADP/case/3 ISIL/PROPN/nmod/1 fled/VERB/root/0/flee",
            "fighters",
            ("nominal", "ArmedGroup", "isil"),
        ),
        (
            "rebel/NOUN/compound/2 forces/NOUN/nsubj/3 fled/VERB/root/0/flee",
            "rebel forces",
            ("nominal", "ArmedGroup", None),
        ),
        (
            "anti/X/compound/3 -/PUNCT/punct/1 government/NOUN/compound/4 fighters/NOUN/nsubj/5 "
            "fled/VERB/root/0/flee",
            "anti-government fighters",
            ("nominal", "ArmedGroup", None),
        ),
        (
            "American/ADJ/amod/4 and/CCONJ/cc/3 Russian/ADJ/conj/1 diplomats/NOUN/nsubj/5 "
            "met/VERB/root/0/meet",
            "American and Russian diplomats",
            ("nominal", "State", None),
        ),
        (
            "al/PROPN/obl/5 -/PUNCT/punct/1 Qaida/PROPN/flat/1 -/PUNCT/punct/5 inspired/VERB/amod/6 "
            "fighters/NOUN/nsubj/7 fled/VERB/root/0/flee",
            "al-Qaida-inspired fighters",
            ("nominal", "ArmedGroup", None),
        ),
        (
            "ISIL/PROPN/compound/3 splinter/NOUN/compound/3 fighters/NOUN/nsubj/4 fled/VERB/root/0/flee",
            "ISIL splinter fighters",
            ("nominal", "ArmedGroup", None),
        ),
        (
            "the/DET/det/3 Sunni/ADJ/amod/3 minority/NOUN/nsubj/4 fled/VERB/root/0/flee",
            "Sunni minority",
            ("name", "Group", "sunnis"),
        ),
        (
            "Iraqi/ADJ/amod/3 exhausted/ADJ/amod/3 soldiers/NOUN/nsubj/4 fled/VERB/root/0/flee",
            "Iraqi exhausted soldiers",
            ("nominal", "SecurityForce", "iraqi_army"),
        ),
        ("soldiers/NOUN/nsubj/2 guarded/VERB/root/0/guard it/PRON/obj/2", "it", ("pronoun", None, None)),
    ],
)
def test_descriptions(finder: MentionFinder, sentence: str, text: str, value: tuple[str, str, str]) -> None:
    assert seen(finder, sentence)[text] == value


def test_the_adjective_inside_a_description_is_a_mention_of_its_own(finder: MentionFinder) -> None:
    found = seen(finder, "Iranian/ADJ/amod/2 gunboats/NOUN/nsubj/3 turned/VERB/root/0/turn")
    assert found == {
        "Iranian gunboats": ("nominal", "SecurityForce", None),
        "Iranian": ("demonym", "State", "iran"),
    }


def test_the_state_inside_the_name_of_its_army_is_a_mention_of_its_own(finder: MentionFinder) -> None:
    found = seen(finder, "the/DET/det/3 Indian/ADJ/amod/3 army/NOUN/nsubj/4 advanced/VERB/root/0/advance")
    assert found["Indian army"][2] == "indian_army"
    assert found["Indian"] == ("demonym", "State", "india")


@pytest.mark.parametrize(
    ("sentence", "names", "text", "kind"),
    [
        (
            "Gen./PROPN/compound/2 Karo/PROPN/nsubj/3 resigned/VERB/root/0",
            {"Karo": "LOC"},
            "Karo",
            "Person",
        ),
        (
            "the/DET/det/5 Ministry/PROPN/nsubj/6 of/ADP/case/4 Transport/PROPN/nmod/2 "
            "there/ADV/advmod/6 closed/VERB/root/0",
            {"Ministry_of_Transport": "PERSON"},
            "Ministry of Transport",
            "GovernmentBody",
        ),
        (
            "Zorab/PROPN/nsubj/3 Brigades/PROPN/flat/1 struck/VERB/root/0",
            {"Zorab_Brigades": "LOC"},
            "Zorab Brigades",
            "ArmedGroup",
        ),
    ],
)
def test_titles_and_words_in_names_tell_the_kind(
    finder: MentionFinder, sentence: str, names: dict[str, str], text: str, kind: str
) -> None:
    found = seen(finder, sentence, **names)
    assert found[text][:2] == ("name", kind)


def test_a_title_is_no_part_of_the_name(finder: MentionFinder) -> None:
    sentence = (
        "Iraqi/ADJ/amod/2 President/PROPN/compound/3 Anna/PROPN/nsubj/5 Berg/PROPN/flat/3 left/VERB/root/0"
    )
    found = seen(finder, sentence, **{"Iraqi_President_Anna_Berg": "PERSON"})
    assert found == {"Iraqi": ("demonym", "State", "iraq"), "Anna Berg": ("name", "Person", None)}


def test_two_names_taken_for_one_are_parted(finder: MentionFinder) -> None:
    sentence = (
        "Anna/PROPN/nsubj/6 Berg/PROPN/flat/1 and/CCONJ/cc/4 Omar/PROPN/conj/1 Said/PROPN/flat/4 "
        "left/VERB/root/0"
    )
    found = seen(finder, sentence, **{"Anna_Berg_and_Omar_Said": "ORG"})
    assert {text: value[1] for text, value in found.items()} == {"Anna Berg": "Person", "Omar Said": "Person"}


def test_offsets_point_into_the_text(finder: MentionFinder) -> None:
    document, passages = parsed(
        "Iranian/ADJ/amod/2 officials/NOUN/nsubj/3 left/VERB/root/0/leave Iraq/PROPN/obj/3"
    )
    for m in find_mentions(document, passages, finder):
        assert document.text[m.begin : m.finish] == m.text


def test_with_the_trained_pipeline(finder: MentionFinder, nlp, document) -> None:
    from kg.language import parse_documents

    text = "The Turkish army said on Monday that Foreign Minister Lena Hoss had met rebels in Ankara."
    ((read, passages),) = parse_documents(nlp, [document(text)])
    found = {m.text: (m.kind, m.type) for m in find_mentions(read, passages, finder)}
    assert found["Lena Hoss"] == ("name", "Person")
    assert found["Ankara"] == ("name", "Place")
    assert found["Turkish"] == ("demonym", "State")
    assert found["rebels"] == ("nominal", "ArmedGroup")
