"""An index of Turtle triples in, one sentence for each fault out: IRI, property, what is missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.turtle import KG, PREFIXES, Triples, local_name, shorten

__all__ = ["find_faults"]

STATUSES = ("actual", "possible", "negated")
SIGNS = ("-1", "0", "1", "+1")
NAMES = ("skos:prefLabel", "skos:altLabel", "kg:metonym", "kg:demonym", "kg:demonymNoun")
ACTOR_PROPERTIES = frozenset((*NAMES, "kg:ambiguousName", "kg:office", "kg:homeState"))
LINKS = ("kg:partOf", "kg:memberOf", "kg:homeState")
TYPED_LISTS = ("BodyNouns", "Modifiers", "NameWords")
PROPERTY_CLASSES = tuple(PREFIXES["owl"] + kind + "Property" for kind in ("Object", "Datatype", "Annotation"))
RELATION_NEEDS = {
    "rdfs:label": "a name",
    "skos:definition": "a sentence that says what it means",
    "kg:phrase": "words that express it",
    "kg:example": "a sentence that tests it",
}


def find_faults(triples: Triples) -> list[str]:
    """Every fault, grouped by kind, in the order of the files; empty when the ontology is sound."""
    types = _actor_types(triples)
    actors = [s for s in triples if _is_actor(triples, s, types)]
    relations = triples.of_type(KG + "RelationType")
    known, related = set(actors), set(relations)
    return [
        *(fault for iri in actors for fault in _actor_faults(triples, iri, types, known)),
        *_name_faults(triples, actors),
        *(fault for iri in relations for fault in _relation_faults(triples, iri)),
        *_phrase_faults(triples, relations),
        *(fault for kind in TYPED_LISTS for fault in _list_faults(triples, kind, types)),
        *_title_faults(triples, related),
        *_property_faults(triples, related),
    ]


def _actor_types(triples: Triples) -> set[str]:
    found = [KG + "Actor"]
    for current in found:
        found += [s for s in triples.below(current) if s not in found]
    return set(found[1:])


def _is_actor(triples: Triples, iri: str, types: set[str]) -> bool:
    """Whatever has an actor's IRI, an actor's type or an actor's property, so that nothing is passed over."""
    if iri.startswith(("_:", KG)):
        return False
    if iri.startswith(PREFIXES["actor"]):
        return True
    return not (
        types.isdisjoint(triples.all(iri, "rdf:type"))
        and ACTOR_PROPERTIES.isdisjoint(triples.predicates(iri))
    )


def _actor_faults(triples: Triples, iri: str, types: set[str], actors: set[str]) -> Iterator[str]:
    name = shorten(iri)
    given = triples.latest(iri, "rdf:type")
    if not given:
        yield f"{name} has no rdf:type; give it a type of actor such as kg:ArmedGroup."
    elif types.isdisjoint(given):
        yield f"{name} rdf:type {shorten(given[0])}: this is no type of actor below kg:Actor."
    if not triples.all(iri, "skos:prefLabel"):
        yield f"{name} has no skos:prefLabel; give it the name that it is to be shown by."
    if "" in triples.all(iri, *NAMES, "kg:ambiguousName"):
        yield f"{name} has an empty name; fill it in or take it out."
    for prop in LINKS:
        for target in triples.all(iri, prop):
            if target not in actors:
                yield f"{name} {prop} {shorten(target)}: no such actor in the ontology."
    for node in triples.all(iri, "kg:office"):
        yield from _office_faults(triples, name, node, actors)


def _office_faults(triples: Triples, name: str, node: str, actors: set[str]) -> Iterator[str]:
    title, body = triples.one(node, "kg:title"), triples.one(node, "kg:of")
    where = f'{name} kg:office "{title}"'
    if not title:
        yield f"{name} kg:office has no kg:title."
    if not body:
        yield f"{where} has no kg:of; name the state or body."
    elif body not in actors:
        yield f"{where} kg:of {shorten(body)}: no such actor in the ontology."
    years = [year for prop in ("kg:from", "kg:to") if (year := triples.one(node, prop)) is not None]
    if not all(year.isdigit() for year in years):
        yield f"{where}: kg:from and kg:to must be whole years."
    elif len(years) == 2 and int(years[0]) > int(years[1]):
        yield f"{where}: kg:from {years[0]} is after kg:to {years[1]}."


def _name_faults(triples: Triples, actors: list[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in actors:
        ambiguous = triples.all(iri, "kg:ambiguousName")
        for name in triples.all(iri, *NAMES):
            if name not in ambiguous and owners.setdefault(name, iri) != iri:
                both = f"{shorten(owners[name])} and {shorten(iri)}"
                yield f'{both} are both named "{name}"; make it a kg:ambiguousName of one.'


def _relation_faults(triples: Triples, iri: str) -> Iterator[str]:
    name = shorten(iri)
    for prop, what in RELATION_NEEDS.items():
        if not triples.all(iri, prop):
            yield f"{name} has no {prop}; a relation type needs {what} there."
    for parent in triples.all(iri, "rdfs:subPropertyOf"):
        if parent.startswith(KG) and parent not in triples:
            yield f"{name} rdfs:subPropertyOf {shorten(parent)}: no such relation in the ontology."
    if not _has_family(triples, iri):
        yield f"{name} is below no kg:RelationFamily; set its rdfs:subPropertyOf."
    if any(sign not in SIGNS for sign in triples.latest(iri, "kg:sign")):
        yield f"{name} kg:sign must be -1, 0 or 1."
    for node in triples.all(iri, "kg:example"):
        yield from _example_faults(triples, f"{name} kg:example", node)
        if not triples.one(node, "kg:subject"):
            yield f'{name} kg:example "{triples.one(node, "kg:text")}" has no kg:subject.'
    for node in triples.all(iri, "kg:counterExample"):
        yield from _example_faults(triples, f"{name} kg:counterExample", node)


def _has_family(triples: Triples, iri: str) -> bool:
    found = [iri]
    for current in found:
        found += [p for p in triples.all(current, "rdfs:subPropertyOf") if p not in found]
    return any(KG + "RelationFamily" in triples.all(current, "rdf:type") for current in found)


def _example_faults(triples: Triples, name: str, node: str) -> Iterator[str]:
    text = triples.one(node, "kg:text")
    if not text:
        yield f"{name} has no kg:text."
        return
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
        # a denial may leave out whom it is about
        slots = ("A",) if local_name(iri) == "denies" else ("A", "B")
        for phrase in triples.all(iri, "kg:phrase"):
            missing = [slot for slot in slots if not re.search(rf"\b{slot}\b", phrase)]
            if missing:
                yield f'{shorten(iri)} kg:phrase "{phrase}" has no {" and no ".join(missing)}.'
            if owners.setdefault(phrase, iri) != iri:
                yield f'{shorten(owners[phrase])} and {shorten(iri)} share the kg:phrase "{phrase}".'


def _list_faults(triples: Triples, kind: str, types: set[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in triples.of_type(KG + kind):
        given = triples.one(iri, "kg:gives")
        if given not in types:
            yield f"{shorten(iri)} kg:gives must name a type of actor below kg:Actor."
        for word in triples.all(iri, "kg:word"):
            first = owners.setdefault(word, iri)
            if triples.one(first, "kg:gives") != given:
                yield f'{shorten(first)} and {shorten(iri)} give two types to "{word}".'


def _title_faults(triples: Triples, relations: set[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for iri in triples.of_type(KG + "TitleWords"):
        relation = triples.one(iri, "kg:titleRelation")
        if relation and relations and relation not in relations:
            yield f"{shorten(iri)} kg:titleRelation {shorten(relation)}: no such relation type."
        for word in triples.all(iri, "kg:word"):
            if owners.setdefault(word, iri) != iri:
                yield f'{shorten(owners[word])} and {shorten(iri)} share the title "{word}".'


def _property_faults(triples: Triples, relations: set[str]) -> Iterator[str]:
    """A property in the vocabulary's namespace that is not declared is a slip of the pen."""
    declared = {shorten(p) for p in (*triples.of_type(*PROPERTY_CLASSES), *relations)} | {
        "kg:partOf",
        "kg:memberOf",
    }
    for iri in triples:
        for prop in triples.predicates(iri):
            if prop.startswith("kg:") and prop not in declared:
                yield f"{shorten(iri)} {prop}: no such property in the ontology; check the spelling."
