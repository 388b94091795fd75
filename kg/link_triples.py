"""Counted links and names of actors come in; the triples of the graph of links go out, as N-Triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal

from kg.terms import KG, PREFIXES, content_hash

__all__ = [
    "Above",
    "Link",
    "Name",
    "Presence",
    "Triple",
    "direct_triples",
    "link_triples",
    "name_triples",
    "number",
    "pair_iri",
    "presence_triples",
]

# A line of N-Triples without its full stop: subject, predicate and object with a space between.
Triple = str
# For each relation, those that follow from it, itself among them, and whether they run both ways.
Above = Mapping[str, Sequence[tuple[str, bool]]]

_FRIENDLY = (KG + "alliedWith", KG + "supports")
_HOSTILE = (KG + "fights", KG + "opposes")
_TYPE = f"<{PREFIXES['rdf']}type>"
_LABEL = f"<{PREFIXES['rdfs']}label>"
_ALIAS = f"<{PREFIXES['skos']}altLabel>"
_DATE = f"<{PREFIXES['xsd']}date>"
_INTEGER = f"<{PREFIXES['xsd']}integer>"


@dataclass(frozen=True, slots=True)
class Link:
    """All that is stated with one subject, relation and object, counted.

    `documents` and `sources` leave out copies; `source` is one of the sources, the only one if there is one.
    """

    link: str
    subject: str
    relation: str
    object: str
    family: str
    actual: int
    possible: int
    negated: int
    documents: int
    sources: int
    source: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A type and a label that documents give an actor, and how many do; `merged`: to one merged into it."""

    actor: str
    type: str
    label: str
    merged: bool
    times: int


@dataclass(frozen=True, slots=True)
class Presence:
    """In how many documents an actor is mentioned, copies included, and how often."""

    actor: str
    reports: int
    mentions: int


def name_triples(names: Iterable[Name], aliases: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """One type and one label for each actor: what most documents say, and of equals the first."""
    ranked: defaultdict[str, list[tuple[bool, int, str, str]]] = defaultdict(list)
    for name in names:
        ranked[name.actor].append((name.merged, -name.times, name.label, name.type))
    for actor, alias in aliases:
        ranked[actor].append((True, 1, alias, ""))
    for actor, ranks in ranked.items():
        *_, label, kind = min(ranks)
        yield f"<{actor}> {_TYPE} <{kind}>"
        yield f"<{actor}> <{KG}actorType> <{kind}>"
        yield f"<{actor}> {_LABEL} {_text(label)}"
        yield from (f"<{actor}> {_ALIAS} {_text(alias)}" for alias in {one[2] for one in ranks} - {label})


def presence_triples(presences: Iterable[Presence]) -> Iterator[Triple]:
    """How widely each actor is reported on, as its own."""
    for one in presences:
        yield f"<{one.actor}> <{KG}reportTotal> {number(one.reports)}"
        yield f"<{one.actor}> <{KG}mentionTotal> {number(one.mentions)}"


def link_triples(link: Link, *, base: str) -> list[Triple]:
    """The node of a link, with its counts, and the pair of actors that it is between."""
    node = f"<{link.link}> <{KG}"
    found = [
        f"<{link.link}> {_TYPE} <{KG}Link>",
        f"{node}linkSubject> <{link.subject}>",
        f"{node}linkRelation> <{link.relation}>",
        f"{node}linkObject> <{link.object}>",
        f"{node}linkFamily> <{link.family}>",
        f"{node}actualCount> {number(link.actual)}",
        f"{node}possibleCount> {number(link.possible)}",
        f"{node}negatedCount> {number(link.negated)}",
        f"{node}documentCount> {number(link.documents)}",
        f"{node}sourceCount> {number(link.sources)}",
        f"{node}pair> <{pair_iri(link.subject, link.object, base=base)}>",
    ]
    if link.sources == 1:
        found.append(f"{node}onlySource> {_text(link.source)}")
    if link.first and link.last:
        found.append(f'{node}firstReported> "{link.first}"^^{_DATE}')
        found.append(f'{node}lastReported> "{link.last}"^^{_DATE}')
    return found


@lru_cache(maxsize=10_000)
def pair_iri(first: str, second: str, *, base: str) -> str:
    """The IRI that all links between two actors share, whichever way round."""
    return f"{base}pair/{content_hash(*sorted((first, second)))}"


def direct_triples(links: Sequence[Link], above: Above) -> Iterator[Triple]:
    """`A kg:attacks B` and what follows from it; and which links do not go together."""
    said: defaultdict[Triple, list[str]] = defaultdict(list)
    joined: defaultdict[Triple, list[Link]] = defaultdict(list)
    for link in links:
        if link.actual:
            for triple in _following(link, above):
                said[triple].append(link.link)
            joined[_joined(link)].append(link)
    yield from joined
    yield from said
    for between in joined.values():
        yield from _at_odds(between)
    for link in links:
        if link.negated:
            yield from _contradictions(link, said)


def _joined(link: Link) -> Triple:
    """That anything at all is stated of a pair, for paths: once, whichever way round."""
    first, second = sorted((link.subject, link.object))
    return f"<{first}> <{KG}joined> <{second}>"


def _at_odds(links: Sequence[Link]) -> Iterator[Triple]:
    """Which links of a pair are friendly while others, either way round, are hostile."""
    hostile = [link.link for link in links if link.family in _HOSTILE]
    for link in links:
        if link.family in _FRIENDLY:
            yield from (f"<{link.link}> <{KG}atOddsWith> <{other}>" for other in hostile)


def _following(link: Link, above: Above) -> Iterator[Triple]:
    for relation, symmetric in above.get(link.relation, [(link.relation, False), (link.family, False)]):
        yield f"<{link.subject}> <{relation}> <{link.object}>"
        if symmetric:
            yield f"<{link.object}> <{relation}> <{link.subject}>"


def _contradictions(link: Link, said: Mapping[Triple, Sequence[str]]) -> Iterator[Triple]:
    """A link that is negated is contested by every link from which it follows, itself perhaps."""
    for other in said.get(f"<{link.subject}> <{link.relation}> <{link.object}>", ()):
        yield f"<{link.link}> <{KG}contradicts> <{other}>"
        yield f"<{other}> <{KG}contradicts> <{link.link}>"


@lru_cache(maxsize=1000)
def _text(text: str) -> str:
    return str(Literal(text))


@lru_cache(maxsize=1000)
def number(count: int) -> str:
    """A whole number as an N-Triples term."""
    return f'"{count}"^^{_INTEGER}'
