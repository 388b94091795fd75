"""An index of Turtle triples in, one sentence for each fault out: IRI, property, what is missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.turtle import KG, PREFIXES, Triples, local_name, shorten

__all__ = ["find_faults"]

STATUSES = ("actual", "possible", "negated")
NAME_PROPERTIES = ("skos:prefLabel", "skos:altLabel", "kg:metonym", "kg:demonym", "kg:demonymNoun")
ACTOR_PROPERTIES = (*NAME_PROPERTIES, "kg:ambiguousName", "kg:office", "kg:homeState")
LINK_PROPERTIES = ("kg:partOf", "kg:memberOf", "kg:homeState")
TYPED_LISTS = ("BodyNouns", "Modifiers", "NameWords")
PROPERTY_TYPES = tuple(
    PREFIXES["owl"] + n for n in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


def find_faults(triples: Triples) -> list[str]:
    """Every fault, in the order of the file; an empty list when the ontology is sound."""
    types = _actor_types(triples)
    actors = _actors(triples, types)
    relations = triples.of_type(KG + "RelationType")
    return [
        *(fault for iri in actors for fault in _actor_faults(triples, iri, types, set(actors))),
        *_name_faults(triples, actors),
        *(fault for iri in relations for fault in _relation_faults(triples, iri, set(relations))),
        *_phrase_faults(triples, relations),
        *(fault for kind in TYPED_LISTS for fault in _list_faults(triples, kind, types)),
        *_title_faults(triples, set(relations)),
        *_property_faults(triples),
    ]


def _actor_types(triples: Triples) -> set[str]:
    found = [KG + "Actor"]
    for current in found:
        found += [s for s in triples if current in triples.all(s, "rdfs:subClassOf") and s not in found]
    return set(found[1:])


def _actors(triples: Triples, types: set[str]) -> list[str]:
    """Whatever has an actor's type, an actor's property, or an actor's IRI."""
    return [s for s in triples if not s.startswith("_:") and _is_actor(triples, s, types)]


def _is_actor(triples: Triples, iri: str, types: set[str]) -> bool:
    if iri.startswith(PREFIXES["actor"]) or not types.isdisjoint(triples.all(iri, "rdf:type")):
        return True
    return any(prop in ACTOR_PROPERTIES for prop in triples.predicates(iri)) and not iri.startswith(KG)


def _actor_faults(triples: Triples, iri: str, types: set[str], actors: set[str]) -> Iterator[str]:
    name = shorten(iri)
    given = triples.latest(iri, "rdf:type")
    if not given:
        yield f"{name} has no rdf:type; give it a type of actor such as kg:ArmedGroup."
    elif types.isdisjoint(given):
        yield f"{name} rdf:type {shorten(given[0])}: this is no type of actor below kg:Actor."
    if not triples.all(iri, "skos:prefLabel"):
        yield f"{name} has no skos:prefLabel; give it the name that it is to be shown by."
    if "" in triples.all(iri, *NAME_PROPERTIES, "kg:ambiguousName"):
        yield f"{name} has an empty name; fill it in or take it out."
    for prop in LINK_PROPERTIES:
        for target in triples.all(iri, prop):
            if target not in actors:
                yield f"{name} {prop} {shorten(target)}: no such actor in the ontology."
    for node in triples.nodes(iri, "kg:office"):
        yield from _office_faults(triples, name, node.value, actors)


def _office_faults(triples: Triples, name: str, node: str, actors: set[str]) -> Iterator[str]:
    title, body = triples.one(node, "kg:title"), triples.one(node, "kg:of")
    if not title:
        yield f"{name} kg:office has no kg:title."
    if not body:
        yield f"{name} kg:office {title!r} has no kg:of; name the state or body."
    elif body not in actors:
        yield f"{name} kg:office {title!r} kg:of {shorten(body)}: no such actor in the ontology."
    years = [triples.one(node, prop) for prop in ("kg:from", "kg:to")]
    numbers = [year for year in years if year is not None]
    if not all(year.isdigit() for year in numbers):
        yield f"{name} kg:office {title!r}: kg:from and kg:to must be whole years."
    elif len(numbers) == 2 and int(numbers[0]) > int(numbers[1]):
        yield f"{name} kg:office {title!r}: kg:from {numbers[0]} is after kg:to {numbers[1]}."


def _name_faults(triples: Triples, actors: list[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in actors:
        ambiguous = triples.all(iri, "kg:ambiguousName")
        for name in triples.all(iri, *NAME_PROPERTIES):
            if name not in ambiguous and owners.setdefault(name, iri) != iri:
                both = f"{shorten(owners[name])} and {shorten(iri)}"
                yield f'{both} are both named "{name}"; use kg:ambiguousName where it does not always mean the actor.'


def _relation_faults(triples: Triples, iri: str, relations: set[str]) -> Iterator[str]:
    name = shorten(iri)
    needed = {
        "rdfs:label": "a name",
        "skos:definition": "one sentence",
        "kg:phrase": "words",
        "kg:example": "a test",
    }
    for prop, what in needed.items():
        if not triples.all(iri, prop):
            yield f"{name} has no {prop}; a relation type needs {what} there."
    for parent in triples.all(iri, "rdfs:subPropertyOf"):
        if parent.startswith(KG) and parent not in triples:
            yield f"{name} rdfs:subPropertyOf {shorten(parent)}: no such relation in the ontology."
    if not _has_family(triples, iri):
        yield f"{name} is below no kg:RelationFamily; set its rdfs:subPropertyOf."
    if any(sign not in ("-1", "0", "1", "+1") for sign in triples.latest(iri, "kg:sign")):
        yield f"{name} kg:sign must be -1, 0 or 1."
    for prop in ("kg:example", "kg:counterExample"):
        for node in triples.nodes(iri, prop):
            yield from _example_faults(triples, f"{name} {prop}", node.value, prop == "kg:example")


def _has_family(triples: Triples, iri: str) -> bool:
    found = [iri]
    for current in found:
        if KG + "RelationFamily" in triples.all(current, "rdf:type"):
            return True
        found += [p for p in triples.all(current, "rdfs:subPropertyOf") if p not in found]
    return False


def _example_faults(triples: Triples, name: str, node: str, positive: bool) -> Iterator[str]:
    text = triples.one(node, "kg:text")
    if not text:
        yield f"{name} has no kg:text."
        return
    if positive and not triples.one(node, "kg:subject"):
        yield f'{name} "{text}" has no kg:subject.'
    for prop in ("kg:subject", "kg:object", "kg:speaker"):
        part = triples.one(node, prop)
        if part is not None and part not in text:
            yield f'{name} "{text}": {prop} "{part}" does not stand in the text.'
    status = triples.one(node, "kg:status")
    if status is not None and status not in STATUSES:
        yield f'{name} "{text}": kg:status "{status}" is none of {", ".join(STATUSES)}.'


def _phrase_faults(triples: Triples, relations: list[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in relations:
        for phrase in triples.all(iri, "kg:phrase"):
            missing = [slot for slot in _needed_slots(iri) if not re.search(rf"\b{slot}\b", phrase)]
            if missing:
                yield f'{shorten(iri)} kg:phrase "{phrase}" has no {" and no ".join(missing)}.'
            if owners.setdefault(phrase, iri) != iri:
                yield f'{shorten(owners[phrase])} and {shorten(iri)} share the kg:phrase "{phrase}"; keep it in one.'


def _needed_slots(iri: str) -> tuple[str, ...]:
    """A denial may leave out whom it is about."""
    return ("A",) if local_name(iri) == "denies" else ("A", "B")


def _list_faults(triples: Triples, kind: str, types: set[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in triples.of_type(KG + kind):
        given = triples.one(iri, "kg:gives")
        if given not in types:
            yield f"{shorten(iri)} kg:gives must name a type of actor below kg:Actor."
        for word in triples.all(iri, "kg:word"):
            first = owners.setdefault(word, iri)
            if triples.one(first, "kg:gives") != given:
                yield f'"{word}" stands in {shorten(first)} and in {shorten(iri)}, which give two types; keep it in one.'


def _title_faults(triples: Triples, relations: set[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in triples.of_type(KG + "TitleWords"):
        relation = triples.one(iri, "kg:titleRelation")
        if not relation:
            yield f"{shorten(iri)} has no kg:titleRelation."
        elif relations and relation not in relations:
            yield f"{shorten(iri)} kg:titleRelation {shorten(relation)}: no such relation type in the ontology."
        for word in triples.all(iri, "kg:word"):
            if owners.setdefault(word, iri) != iri:
                yield f'the title "{word}" stands in {shorten(owners[word])} and in {shorten(iri)}; keep it in one.'


def _property_faults(triples: Triples) -> Iterator[str]:
    declared = set(triples.of_type(*PROPERTY_TYPES, KG + "RelationType"))
    background = {KG + "partOf", KG + "memberOf"}
    for iri in triples:
        for prop in triples.predicates(iri):
            if prop.startswith("kg:") and KG + prop[3:] not in declared | background:
                yield f"{shorten(iri)} {prop}: no such property in the ontology; check the spelling."
