"""Mentions become actors: names joined across forms, each with its reason, ids that documents share."""

from __future__ import annotations

import pytest
from parses import parsed

from kg.actors import Resolution, resolve_actors, slug
from kg.coreference import link_mentions
from kg.mentions import MentionFinder, find_mentions
from kg.ontology import Ontology
from kg.person_names import may_be_one, read_name
from kg.records import Actor

BASE = "https://example.org/"


@pytest.fixture(scope="module")
def finder(ontology: Ontology) -> MentionFinder:
    return MentionFinder(ontology)


def resolve(finder: MentionFinder, *sentences: str, **names: str) -> Resolution:
    document, passages = parsed(*sentences, names={n.replace("_", " "): label for n, label in names.items()})
    mentions = find_mentions(document, passages, finder)
    links = link_mentions(document, passages, mentions, finder)
    return resolve_actors(document, passages, mentions, links, finder, base=BASE)


def texts(actor: Actor) -> list[str]:
    return [m.text for m in actor.mentions]


def by_label(resolution: Resolution) -> dict[str, Actor]:
    return {actor.label: actor for actor in resolution.actors}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nuri al-Maliki", "Nouri al-Maliki", True),
        ("J. Kerry", "John Kerry", True),
        ("Qassem Suleimani", "Qasem Soleimani", True),
        ("John Kerry", "Teresa Kerry", False),
        ("Anna Berg", "Anna Borg", False),
    ],
)
def test_names_typed_in_two_ways(one: str, other: str, same: bool) -> None:
    assert may_be_one(read_name(one), read_name(other)) is same


def test_a_surname_means_the_person_named_in_full(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "Anna/PROPN/nsubj/3 Berg/PROPN/flat/1 spoke/VERB/root/0/speak ./PUNCT/punct/3",
        "Mr./PROPN/compound/2 Berg/PROPN/nsubj/3 left/VERB/root/0/leave",
        Anna_Berg="PERSON",
    )
    (actor,) = found.actors
    assert (actor.id, actor.label, actor.type) == (BASE + "actor/anna-berg", "Anna Berg", "Person")
    assert texts(actor) == ["Anna Berg", "Berg"]
    assert actor.reasons == ("'Berg' is the surname of 'Anna Berg', the only one in the text.",)


def test_a_surname_that_two_persons_share_means_neither(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "Anna/PROPN/nsubj/3 Berg/PROPN/flat/1 spoke/VERB/root/0/speak ./PUNCT/punct/3",
        "Omar/PROPN/nsubj/3 Berg/PROPN/flat/1 listened/VERB/root/0/listen ./PUNCT/punct/3",
        "Mr./PROPN/compound/2 Berg/PROPN/nsubj/3 left/VERB/root/0/leave",
        Anna_Berg="PERSON",
        Omar_Berg="PERSON",
    )
    labels = [actor.label for actor in found.actors]
    assert labels == ["Anna Berg", "Omar Berg", "Berg"]
    assert found.actors[2].id.startswith(BASE + "actor/berg-")


@pytest.mark.parametrize(
    "sentence",
    [
        "the/DET/det/3 Zorab/PROPN/compound/3 Front/PROPN/nsubj/7 (/PUNCT/punct/5 ZFX/PROPN/appos/3 "
        ")/PUNCT/punct/5 struck/VERB/root/0/strike",
        "the/DET/det/3 Zorab/PROPN/compound/3 Front/PROPN/nsubj/7 ,/PUNCT/punct/6 or/CCONJ/cc/6 "
        "ZFX/PROPN/conj/3 struck/VERB/root/0/strike",
    ],
)
def test_an_acronym_beside_its_name(finder: MentionFinder, sentence: str) -> None:
    (actor,) = resolve(finder, sentence, Zorab_Front="ORG", ZFX="ORG").actors
    assert (actor.label, actor.aliases, actor.type) == ("Zorab Front", ("ZFX",), "ArmedGroup")
    assert actor.reasons == ("'ZFX' stands right after 'Zorab Front' as another name.",)


def test_all_names_of_a_known_actor_are_one(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "Washington/PROPN/nsubj/2 warned/VERB/root/0/warn U.S./PROPN/compound/4 "
        "officials/NOUN/obj/2 ./PUNCT/punct/2",
        "The/DET/det/3 White/PROPN/compound/3 House/PROPN/nsubj/4 agreed/VERB/root/0/agree",
    )
    (actor,) = found.actors
    assert actor.known
    assert actor.label == "United States"
    assert texts(actor) == ["Washington", "U.S. officials", "U.S.", "White House"]
    assert "'White House' and 'Washington' both name United States." in actor.reasons


def test_generic_fighters_are_no_named_group(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "ISIL/PROPN/nsubj/2 struck/VERB/root/0/strike ./PUNCT/punct/2",
        "Sunni/ADJ/amod/2 militants/NOUN/nsubj/3 followed/VERB/root/0/follow",
    )
    ids = {actor.label: actor.id for actor in found.actors}
    assert ids["Sunni militants"] == BASE + "actor/sunni-militants"
    assert found.named == {by_label(found)["Islamic State of Iraq and the Levant"].id}


def test_a_description_is_called_with_what_restricts_it(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "members/NOUN/nsubj/5 of/ADP/case/4 the/DET/det/4 Senate/PROPN/nmod/1 "
        "voted/VERB/root/0/vote ./PUNCT/punct/5",
        "members/NOUN/nsubj/5 of/ADP/case/4 the/DET/det/4 Knesset/PROPN/nmod/1 voted/VERB/root/0/vote",
    )
    assert {"members of the Senate", "members of the Knesset"} <= set(by_label(found))


def test_officials_of_no_state_are_nobody(finder: MentionFinder) -> None:
    found = resolve(finder, "officials/NOUN/nsubj/2 spoke/VERB/root/0/speak")
    assert found.actors == ()
    assert found.of == {}


def test_two_countries_are_both_actors(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "Iran/PROPN/nsubj/4 and/CCONJ/cc/3 Iraq/PROPN/conj/1 talked/VERB/root/0/talk ./PUNCT/punct/4",
        "The/DET/det/3 two/NUM/nummod/3 countries/NOUN/nsubj/4 agreed/VERB/root/0/agree",
    )
    assert [i.rsplit("/", 1)[1] for i in found.of[2]] == ["iran", "iraq"]


def test_forces_are_those_of_the_setting(finder: MentionFinder) -> None:
    found = resolve(
        finder,
        "Fighting/NOUN/nsubj/2 spread/VERB/root/0/spread in/ADP/case/4 Iraq/PROPN/obl/2 ./PUNCT/punct/2",
        "Shelling/NOUN/nsubj/2 spread/VERB/root/0/spread in/ADP/case/4 Iraq/PROPN/obl/2 ./PUNCT/punct/2",
        "security/NOUN/compound/2 forces/NOUN/nsubj/3 fled/VERB/root/0/flee",
    )
    forces = by_label(found)["Iraqi security forces"]
    assert forces.known
    assert forces.reasons == ("'security forces' are those of Iraq, where the report plays.",)


def test_somebody_who_is_only_a_pronoun_is_kept_apart(finder: MentionFinder) -> None:
    found = resolve(finder, "He/PRON/nsubj/2 praised/VERB/root/0/praise Iran/PROPN/obj/2")
    (unnamed,) = found.unnamed
    assert by_label(found)["unnamed person"].id == unnamed
    assert found.named == {by_label(found)["Iran"].id}


def test_two_documents_agree_on_ids_but_not_on_surnames(finder: MentionFinder) -> None:
    sentence = "Anna/PROPN/nsubj/3 Berg/PROPN/flat/1 met/VERB/root/0/meet Karo/PROPN/obj/3"
    document, passages = parsed(sentence, names={"Anna Berg": "PERSON", "Karo": "PERSON"})
    ids = []
    for name in ("one.txt", "two.txt"):
        renamed = type(document)(name, document.text, document.blocks)
        mentions = find_mentions(renamed, passages, finder)
        ids.append(
            {a.label: a.id for a in resolve_actors(renamed, passages, mentions, {}, finder, base=BASE).actors}
        )
    assert ids[0]["Anna Berg"] == ids[1]["Anna Berg"]
    assert ids[0]["Karo"] != ids[1]["Karo"]


@pytest.mark.parametrize(
    ("label", "part"), [("Peace Brigades", "peace-brigades"), ("Çavuşoğlu", "cavusoglu"), ("!", "unnamed")]
)
def test_slugs(label: str, part: str) -> None:
    assert slug(label) == part
