"""The frozen records that an ontology is made of: actor types, relation types, known actors, word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ActorType", "Example", "KnownActor", "Office", "Ontology", "RelationType", "Title"]


@dataclass(frozen=True, slots=True)
class ActorType:
    """A class of actors. `top` is the local name of the type right below kg:Actor that it belongs to."""

    name: str
    iri: str
    label: str
    top: str
    parents: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows a relation type; a counter-example has neither subject nor object."""

    text: str
    subject: str | None = None
    object: str | None = None
    status: str = "actual"
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation and the phrases that express it, with A and B where subject and object stand.

    `family` is the local name of the relation type marked kg:RelationFamily at or above it, `parents` those
    right above it, `sign` +1 for friendly, -1 for hostile, 0 for neither.
    """

    name: str
    iri: str
    label: str
    definition: str
    family: str
    parents: tuple[str, ...]
    symmetric: bool
    sign: int
    phrases: tuple[str, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A title that a person holds or held in `body` (the IRI of a state or body); years are inclusive."""

    title: str
    body: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that the ontology names.

    `id` is its IRI, `type` the local name of a top type, `subtype` that of the type as written. `names` are
    all its labels, the preferred one first. `metonyms` ("Tehran", "White House") also name places or
    buildings; `demonyms` are adjectives ("Iranian"), `demonym_nouns` its people ("Iranians").
    `ambiguous_names` mean somebody or something else as often: take them only where the text has shown this
    actor. `part_of`, `member_of` and `home_state` hold IRIs of known actors: background, not statements.
    """

    id: str
    label: str
    type: str
    subtype: str
    names: tuple[str, ...]
    metonyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    demonym_nouns: tuple[str, ...] = ()
    ambiguous_names: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    part_of: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    home_state: str | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """What a title word says of its holder.

    `relation` is the local name of the relation to the state or body named with it ("leads", "memberOf"),
    empty where it tells none ("Mr."); `speaks_for_state`: an unnamed holder is heard as the state or body.
    """

    word: str
    relation: str
    speaks_for_state: bool


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that the program knows about actors and relations; keys are local names, or words as written.

    `collectives` gives the type of an unnamed body by its noun ("militants": ArmedGroup; "officials": State,
    which means the state named with it; "fighter": Person). `modifiers` gives the type by a word before such
    a noun ("rebel forces": ArmedGroup), `name_words` by a word inside a name ("Ministry": GovernmentBody).
    These are top types; keys are in lower case but for `name_words`.
    """

    actor_types: Mapping[str, ActorType]
    relation_types: Mapping[str, RelationType]
    known_actors: tuple[KnownActor, ...]
    actors_by_id: Mapping[str, KnownActor]
    collectives: Mapping[str, str]
    modifiers: Mapping[str, str]
    name_words: Mapping[str, str]
    titles: Mapping[str, Title]
    word_lists: Mapping[str, frozenset[str]]

    @property
    def families(self) -> tuple[str, ...]:
        """Local names of the relation families, in the order of the file."""
        return tuple(name for name, relation in self.relation_types.items() if relation.family == name)
