"""The packaged ontology has the shape that the program relies on, and every fault of an ontology is named."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import OntologyError
from kg.ontology import Ontology, load_ontology, ontology_file

ACTOR = "https://actor-kg.example/actor/"
TOP_TYPES = {
    "State",
    "GovernmentBody",
    "SecurityForce",
    "ArmedGroup",
    "Organisation",
    "Group",
    "Person",
    "Place",
}
FAMILIES = {*"alliedWith talksWith fights denies supports opposes leads memberOf controls".split()}
HEAD = """
@prefix kg: <https://actor-kg.example/ns#> .
@prefix actor: <https://actor-kg.example/actor/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
RELATION = """
kg:nudges a kg:RelationType , kg:RelationFamily ; rdfs:label "nudges" ; skos:definition "Pushes gently." ;
    kg:phrase "A nudge B" ;
    kg:example [ kg:text "Spain nudged Peru." ; kg:subject "Spain" ; kg:object "Peru" ]
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def load_with(tmp_path: Path, *snippets: str) -> Ontology:
    paths = [tmp_path / f"extra{number}.ttl" for number in range(len(snippets))]
    for path, snippet in zip(paths, snippets, strict=True):
        path.write_text(HEAD + snippet, encoding="utf-8")
    return load_ontology(extra=paths)


# ------------------------------------------------------------ the packaged file
def test_every_member_of_the_united_nations_has_demonym_and_metonym(ontology: Ontology) -> None:
    members = [
        a for a in ontology.known_actors if a.subtype == "State" and ACTOR + "united_nations" in a.member_of
    ]
    assert len(members) == 193
    assert [a.label for a in members if not (a.demonyms and a.metonyms and a.same_as)] == []


def test_top_types_are_the_eight_of_the_output(ontology: Ontology) -> None:
    assert {t.top for t in ontology.actor_types.values()} == TOP_TYPES
    assert ontology.actor_types["Militia"].top == "ArmedGroup"


def test_no_name_means_two_actors_however_it_is_capitalised(ontology: Ontology) -> None:
    owners: dict[str, set[str]] = {}
    for actor in ontology.known_actors:
        for name in {*actor.names, *actor.metonyms, *actor.demonyms, *actor.demonym_nouns} - {
            *actor.ambiguous_names
        }:
            owners.setdefault(name.casefold(), set()).add(actor.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("name", "actor", "kind"),
    [
        ("ISIS", "isil", "ArmedGroup"),
        ("Islamic State of Iraq and Greater Syria", "isil", "ArmedGroup"),
        ("Nuri al-Maliki", "nouri_al_maliki", "Person"),
        ("Muqtada al-Sadr", "moqtada_al_sadr", "Person"),
        ("Qasem Soleimani", "qassem_soleimani", "Person"),
        ("Peace Brigades", "peace_brigades", "ArmedGroup"),
        ("Army of the Men of the Naqshbandiyah Order", "jrtn", "ArmedGroup"),
        ("Pasdaran", "irgc", "SecurityForce"),
        ("State Department", "state_department", "GovernmentBody"),
        ("U.S.A.", "united_states", "State"),
        ("Tories", "conservative_party_uk", "Organisation"),
        ("Shi'ites", "shiites", "Group"),
    ],
)
def test_names_lead_to_their_actor(ontology: Ontology, name: str, actor: str, kind: str) -> None:
    bearers = [(a.id, a.type) for a in ontology.known_actors if name in a.names]
    assert bearers == [(ACTOR + actor, kind)]


@pytest.mark.parametrize(
    ("actor", "demonym", "people", "metonym"),
    [
        ("iran", "Iranian", "Iranians", "Tehran"),
        ("united_kingdom", "British", "Britons", "Downing Street"),
        ("turkey", "Turkish", "Turks", "Ankara"),
        ("saudi_arabia", "Saudi", "Saudis", "Riyadh"),
        ("united_states", "American", "Americans", "White House"),
    ],
)
def test_demonyms_and_metonyms_of_states(
    ontology: Ontology, actor: str, demonym: str, people: str, metonym: str
) -> None:
    state = ontology.actors_by_id[ACTOR + actor]
    assert demonym in state.demonyms and people in state.demonym_nouns and metonym in state.metonyms


def test_offices_know_body_and_years(ontology: Ontology) -> None:
    offices = {
        (o.title, o.body, o.from_year, o.to_year)
        for o in ontology.actors_by_id[ACTOR + "nouri_al_maliki"].offices
    }
    assert ("prime minister", ACTOR + "iraq", 2006, 2014) in offices


def test_forces_are_part_of_their_state(ontology: Ontology) -> None:
    quds_force = ontology.actors_by_id[ACTOR + "quds_force"]
    guards = ontology.actors_by_id[quds_force.part_of[0]]
    assert (guards.label, guards.part_of, quds_force.home_state) == (
        "Islamic Revolutionary Guard Corps",
        (ACTOR + "iran",),
        ACTOR + "iran",
    )


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("militants", "ArmedGroup"),
        ("militant", "Person"),
        ("gunmen", "ArmedGroup"),
        ("troops", "SecurityForce"),
        ("officials", "State"),
        ("ministry", "GovernmentBody"),
        ("protesters", "Group"),
        ("coalition", "Organisation"),
        ("town", "Place"),
    ],
)
def test_nouns_give_a_type(ontology: Ontology, noun: str, kind: str) -> None:
    assert ontology.collectives[noun] == kind


@pytest.mark.parametrize(
    ("word", "relation", "speaks"),
    [
        ("president", "leads", False),
        ("senator", "memberOf", False),
        ("spokesman", "memberOf", True),
        ("mr.", "", False),
    ],
)
def test_titles_give_a_relation(ontology: Ontology, word: str, relation: str, speaks: bool) -> None:
    title = ontology.titles[word]
    assert (title.relation, title.speaks_for_state) == (relation, speaks)


def test_nine_families_hold_all_relation_types(ontology: Ontology) -> None:
    assert set(ontology.families) == FAMILIES
    assert {r.family for r in ontology.relation_types.values()} == FAMILIES
    symmetric = {name for name in FAMILIES if ontology.relation_types[name].symmetric}
    assert symmetric == {"alliedWith", "talksWith"}


def test_rdflib_reads_the_file_as_owl() -> None:
    graph = rdflib.Graph().parse(ontology_file(), format="turtle")
    kg = rdflib.Namespace("https://actor-kg.example/ns#")
    counts = Counter(graph.objects(None, RDF.type))
    assert counts[OWL.Ontology] == 1 and counts[kg.Person] > 400
    classes = set(graph.subjects(RDF.type, OWL.Class))
    assert set(graph.objects(None, RDFS.domain)) | {kg.Militia, kg.Party, kg.MediaOutlet} <= classes


def test_loading_is_fast() -> None:
    times = []
    for _ in range(5):
        begin = time.process_time()
        load_ontology()
        times.append(time.process_time() - begin)
    assert min(times) < 0.5


# ------------------------------------------------------------ files of users
def test_an_extra_file_renames_retypes_and_adds_names(tmp_path: Path) -> None:
    extra = 'actor:isil a kg:Militia ; skos:prefLabel "Daesh group" ; skos:altLabel "the Daeshis" .'
    isil = load_with(tmp_path, extra).actors_by_id[ACTOR + "isil"]
    assert (isil.label, isil.type, isil.subtype) == ("Daesh group", "ArmedGroup", "Militia")
    assert {"ISIS", "the Daeshis", "Islamic State of Iraq and the Levant"} <= set(isil.names)


def test_the_last_of_several_files_wins(tmp_path: Path) -> None:
    first, second = ('actor:isil skos:prefLabel "One" .', 'actor:isil skos:prefLabel "Two" .')
    assert load_with(tmp_path, first, second).actors_by_id[ACTOR + "isil"].label == "Two"


def test_an_extra_file_adds_actors_types_words_and_relations(tmp_path: Path) -> None:
    extra = """
    kg:Gang rdfs:subClassOf kg:Militia . actor:sharks a kg:Gang ; skos:prefLabel "The Sharks" .
    kg:gangNouns a kg:BodyNouns ; kg:gives kg:Gang ; kg:word "hoodlums" .
    kg:jeers a kg:WordList ; kg:word "boo" .
    """
    found = load_with(tmp_path, extra + RELATION + " ; kg:sign 1 .")
    assert found.actors_by_id[ACTOR + "sharks"].type == "ArmedGroup"
    assert (found.collectives["hoodlums"], found.word_lists["jeers"]) == ("ArmedGroup", frozenset({"boo"}))
    nudges = found.relation_types["nudges"]
    assert (nudges.family, nudges.sign, nudges.phrases, nudges.symmetric) == (
        "nudges",
        1,
        ("A nudge B",),
        False,
    )
    assert (nudges.examples[0].subject, nudges.examples[0].status) == ("Spain", "actual")


def test_a_sub_type_inherits_family_and_sign(tmp_path: Path) -> None:
    child = (
        RELATION.replace("kg:nudges", "kg:pokes")
        .replace(", kg:RelationFamily", "")
        .replace("A nudge", "A poke")
    )
    found = load_with(tmp_path, RELATION + " ; kg:sign -1 ." + child + "; rdfs:subPropertyOf kg:nudges .")
    pokes = found.relation_types["pokes"]
    assert (pokes.family, pokes.sign, pokes.parents) == ("nudges", -1, ("nudges",))


# ------------------------------------------------------------ faults
FAULTS = [
    ('actor:x skos:prefLabel "X" .', "actor:x has no rdf:type"),
    ('actor:x a kg:Stat ; skos:prefLabel "X" .', "actor:x rdf:type kg:Stat: this is no type of actor"),
    ("actor:x a kg:State .", "actor:x has no skos:prefLabel"),
    ('<http://x.example/y> a kg:State ; skos:altLabel "Y" .', "<http://x.example/y> has no skos:prefLabel"),
    ('actor:x a kg:State ; skos:prefLabel "X" , "" .', "actor:x has an empty name"),
    ('actor:x a kg:State ; skos:prefLabel "ISIS" .', 'actor:isil and actor:x are both named "ISIS"'),
    (
        'actor:x a kg:Person ; skos:prefLabel "X" ; kg:homeState actor:no .',
        "actor:x kg:homeState actor:no: no such",
    ),
    (
        'actor:x a kg:Group ; skos:prefLabel "X" ; kg:partOf actor:no .',
        "actor:x kg:partOf actor:no: no such actor",
    ),
    ("actor:iraq kg:office [ kg:of actor:iran ] .", "actor:iraq kg:office has no kg:title"),
    ('actor:iraq kg:office [ kg:title "boss" ] .', 'actor:iraq kg:office "boss" has no kg:of'),
    (
        'actor:iraq kg:office [ kg:title "boss" ; kg:of actor:no ] .',
        'kg:office "boss" kg:of actor:no: no such actor',
    ),
    (
        'actor:iraq kg:office [ kg:title "boss" ; kg:of actor:iran ; kg:from 2010 ; kg:to 2000 ] .',
        "kg:from 2010 is after kg:to 2000",
    ),
    ('actor:iraq kg:office [ kg:title "boss" ; kg:of actor:iran ; kg:from "May" ] .', "must be whole years"),
    ('actor:iraq kg:metonim "X" .', "actor:iraq kg:metonim: no such property"),
    ("kg:pokes a kg:RelationType .", "kg:pokes has no rdfs:label"),
    ("kg:pokes a kg:RelationType .", "kg:pokes has no skos:definition"),
    ("kg:pokes a kg:RelationType .", "kg:pokes has no kg:phrase"),
    ("kg:pokes a kg:RelationType .", "kg:pokes has no kg:example"),
    ("kg:pokes a kg:RelationType .", "kg:pokes is below no kg:RelationFamily"),
    ("kg:pokes a kg:RelationType ; rdfs:subPropertyOf kg:no .", "kg:pokes rdfs:subPropertyOf kg:no: no such"),
    (RELATION + '; kg:phrase "A nudge" .', 'kg:nudges kg:phrase "A nudge" has no B'),
    (RELATION + '; kg:phrase "nudge" .', 'kg:nudges kg:phrase "nudge" has no A and no B'),
    (RELATION + "; kg:sign 2 .", "kg:nudges kg:sign must be"),
    (RELATION + '; kg:example [ kg:subject "Peru" ] .', "kg:nudges kg:example has no kg:text"),
    (
        RELATION + '; kg:example [ kg:text "Peru slept." ] .',
        'kg:nudges kg:example "Peru slept." has no kg:subject',
    ),
    (RELATION + '; kg:example [ kg:text "Peru." ; kg:subject "Fiji" ] .', 'kg:subject "Fiji" does not stand'),
    (
        RELATION + '; kg:example [ kg:text "Peru." ; kg:subject "Peru" ; kg:object "Fiji" ] .',
        'kg:object "Fiji" does',
    ),
    (
        RELATION + '; kg:example [ kg:text "Peru." ; kg:subject "Peru" ; kg:status "so" ] .',
        'kg:status "so" is none of',
    ),
    (RELATION + "; kg:counterExample [ ] .", "kg:nudges kg:counterExample has no kg:text"),
    (RELATION + "." + RELATION.replace("kg:nudges", "kg:pokes") + ".", 'share the kg:phrase "A nudge B"'),
    ('kg:list a kg:BodyNouns ; kg:word "zorbs" .', "kg:list kg:gives must name a type of actor"),
    ('kg:list a kg:BodyNouns ; kg:gives kg:Person ; kg:word "troops" .', 'give two types to "troops"'),
    (
        'kg:list a kg:TitleWords ; kg:word "president" .',
        'kg:headTitles and kg:list share the title "president"',
    ),
    (
        RELATION + ". kg:list a kg:TitleWords ; kg:titleRelation kg:no .",
        "kg:list kg:titleRelation kg:no: no such",
    ),
]


@pytest.mark.parametrize(("snippet", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_fault_is_named(tmp_path: Path, snippet: str, message: str) -> None:
    with pytest.raises(OntologyError) as raised:
        load_with(tmp_path, snippet)
    assert message in str(raised.value)


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    with pytest.raises(OntologyError) as raised:
        load_with(tmp_path, 'actor:x a kg:State . actor:y skos:prefLabel "Y" . actor:iraq kg:metonim "Z" .')
    assert "3 faults" in str(raised.value) and len(str(raised.value).splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read this ontology file"),
        (b"actor:x a", "not well-formed Turtle"),
        (b"\xff\xfe", "not well-formed"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "broken.ttl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OntologyError, match="broken.ttl.*" + message):
        load_ontology(path)
