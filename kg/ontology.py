"""Turtle files of actors and relations in, one frozen `Ontology` out, or an error that lists every fault.

Records live in `ontology_records`, the search for faults in `ontology_faults`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology_faults import find_faults
from kg.ontology_records import ActorType, Example, KnownActor, Office, Ontology, RelationType, Title
from kg.turtle import KG, Triples, local_name, read_turtle

__all__ = [
    "ActorType",
    "Example",
    "KnownActor",
    "Office",
    "Ontology",
    "RelationType",
    "Title",
    "load_ontology",
    "ontology_file",
]


def ontology_file() -> Path:
    """The packaged ontology: kg/data/actors.ttl where installed, ../ontology/actors.ttl in a source tree."""
    package = Path(str(files("kg")))
    places = (package / "data" / "actors.ttl", package.parent / "ontology" / "actors.ttl")
    return next((place for place in places if place.is_file()), places[0])


def load_ontology(path: Path | None = None, *, extra: Sequence[Path] = ()) -> Ontology:
    """Read an ontology (None: the packaged one), then the user's files over it.

    A later file overrides an actor's label, type and home state and a relation's label, definition and sign,
    and adds to everything else. Raises OntologyError with one line for each fault of the files together.
    """
    paths = [path or ontology_file(), *extra]
    triples = read_turtle(paths)
    faults = find_faults(triples)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        head = f"{', '.join(map(str, paths))}: {count} in the ontology."
        raise OntologyError("\n".join([head, *(f"- {fault}" for fault in faults)]))
    return _build(triples)


def _build(triples: Triples) -> Ontology:
    types = _actor_types(triples)
    actors = tuple(_known_actor(triples, iri, types) for iri in _actor_iris(triples, types))
    return Ontology(
        actor_types=types,
        relation_types={
            local_name(iri): _relation_type(triples, iri) for iri in triples.of_type(KG + "RelationType")
        },
        known_actors=actors,
        actors_by_id={actor.id: actor for actor in actors},
        collectives=_typed_words(triples, "BodyNouns", types),
        modifiers=_typed_words(triples, "Modifiers", types),
        name_words=_typed_words(triples, "NameWords", types),
        titles=_titles(triples),
        word_lists={
            local_name(iri): frozenset(triples.all(iri, "kg:word"))
            for iri in triples.of_type(KG + "WordList")
        },
    )


def _actor_types(triples: Triples) -> dict[str, ActorType]:
    tops = _tops(triples)
    return {local_name(iri): _actor_type(triples, iri, top) for iri, top in tops.items()}


def _tops(triples: Triples) -> dict[str, str]:
    """Every actor class -> the class right below kg:Actor that it belongs to, parents before children."""
    tops: dict[str, str] = {}
    queue = [(iri, iri) for iri in triples.below(KG + "Actor")]
    while queue:
        iri, top = queue.pop(0)
        if iri not in tops:
            tops[iri] = top
            queue += [(child, top) for child in triples.below(iri)]
    return tops


def _actor_type(triples: Triples, iri: str, top: str) -> ActorType:
    return ActorType(
        name=local_name(iri),
        iri=iri,
        label=triples.one(iri, "rdfs:label") or local_name(iri),
        top=local_name(top),
        parents=tuple(local_name(parent) for parent in triples.all(iri, "rdfs:subClassOf")),
        definition=triples.one(iri, "skos:definition") or "",
    )


def _relation_type(triples: Triples, iri: str) -> RelationType:
    parents = triples.all(iri, "rdfs:subPropertyOf")
    family = next(a for a in _ancestors(triples, iri) if KG + "RelationFamily" in triples.all(a, "rdf:type"))
    symmetric = "http://www.w3.org/2002/07/owl#SymmetricProperty"
    return RelationType(
        name=local_name(iri),
        iri=iri,
        label=triples.one(iri, "rdfs:label") or local_name(iri),
        definition=triples.one(iri, "skos:definition") or "",
        family=local_name(family),
        parents=tuple(local_name(parent) for parent in parents),
        symmetric=symmetric in triples.all(iri, "rdf:type"),
        sign=int(_inherited(triples, iri, "kg:sign") or 0),
        phrases=triples.all(iri, "kg:phrase"),
        examples=tuple(_example(triples, node) for node in triples.all(iri, "kg:example")),
        counter_examples=tuple(_example(triples, node) for node in triples.all(iri, "kg:counterExample")),
        matches=triples.all(iri, "skos:closeMatch", "skos:exactMatch"),
    )


def _ancestors(triples: Triples, iri: str) -> list[str]:
    """The relation itself and all above it, nearest first."""
    found = [iri]
    for current in found:
        found += [p for p in triples.all(current, "rdfs:subPropertyOf") if p not in found]
    return found


def _inherited(triples: Triples, iri: str, predicate: str) -> str | None:
    return next((v for a in _ancestors(triples, iri) if (v := triples.one(a, predicate)) is not None), None)


def _example(triples: Triples, node: str) -> Example:
    return Example(
        text=triples.one(node, "kg:text") or "",
        subject=triples.one(node, "kg:subject"),
        object=triples.one(node, "kg:object"),
        status=triples.one(node, "kg:status") or "actual",
        speaker=triples.one(node, "kg:speaker"),
    )


def _actor_iris(triples: Triples, types: Mapping[str, ActorType]) -> list[str]:
    return triples.of_type(*(actor_type.iri for actor_type in types.values()))


def _known_actor(triples: Triples, iri: str, types: Mapping[str, ActorType]) -> KnownActor:
    subtype = next(local_name(t) for t in triples.latest(iri, "rdf:type") if local_name(t) in types)
    label = triples.one(iri, "skos:prefLabel") or ""
    return KnownActor(
        id=iri,
        label=label,
        type=types[subtype].top,
        subtype=subtype,
        names=_names(label, triples.all(iri, "skos:prefLabel", "skos:altLabel")),
        metonyms=triples.all(iri, "kg:metonym"),
        demonyms=triples.all(iri, "kg:demonym"),
        demonym_nouns=triples.all(iri, "kg:demonymNoun"),
        ambiguous_names=triples.all(iri, "kg:ambiguousName"),
        offices=tuple(_office(triples, node) for node in triples.all(iri, "kg:office")),
        part_of=triples.all(iri, "kg:partOf"),
        member_of=triples.all(iri, "kg:memberOf"),
        home_state=triples.one(iri, "kg:homeState"),
        same_as=triples.all(iri, "owl:sameAs"),
    )


def _names(label: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([label, *names]))


def _office(triples: Triples, node: str) -> Office:
    first, last = triples.one(node, "kg:from"), triples.one(node, "kg:to")
    return Office(
        title=triples.one(node, "kg:title") or "",
        body=triples.one(node, "kg:of") or "",
        from_year=int(first) if first else None,
        to_year=int(last) if last else None,
    )


def _typed_words(triples: Triples, kind: str, types: Mapping[str, ActorType]) -> dict[str, str]:
    """Word -> top type, whichever sub-type its list gives."""
    words = {}
    for iri in triples.of_type(KG + kind):
        top = types[local_name(triples.one(iri, "kg:gives") or "")].top
        words.update(dict.fromkeys(triples.all(iri, "kg:word"), top))
    return words


def _titles(triples: Triples) -> dict[str, Title]:
    titles = {}
    for iri in triples.of_type(KG + "TitleWords"):
        relation = local_name(triples.one(iri, "kg:titleRelation") or "")
        speaks = triples.one(iri, "kg:speaksForState") == "true"
        titles.update({word: Title(word, relation, speaks) for word in triples.all(iri, "kg:word")})
    return titles
