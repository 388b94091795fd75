"""Counted links and names of actors come in; the triples of the graph of links go out, as N-Triples terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal

from kg.terms import KG, PREFIXES, content_hash

__all__ = ["NAMES", "Above", "Link", "Name", "Triple", "direct_triples", "link_triples", "name_triples"]

Triple = tuple[str, str, str]
# For each relation, those that follow from it, itself among them, and whether they run both ways.
Above = Mapping[str, Sequence[tuple[str, bool]]]

_XSD = PREFIXES["xsd"]
_TYPE = f"<{PREFIXES['rdf']}type>"
_LABEL = f"<{PREFIXES['rdfs']}label>"
_ALIAS = f"<{PREFIXES['skos']}altLabel>"
_ACTOR_TYPE = f"<{KG}actorType>"
NAMES = (_TYPE, _ACTOR_TYPE, _LABEL, _ALIAS)


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


def name_triples(names: Iterable[Name], aliases: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """One type and one label for each actor: what most documents say, and of equals the first."""
    ranked: defaultdict[str, list[tuple[bool, int, str, str]]] = defaultdict(list)
    for name in names:
        ranked[name.actor].append((name.merged, -name.times, name.label, name.type))
    for actor, alias in aliases:
        ranked[actor].append((True, 1, alias, ""))
    for actor, ranks in ranked.items():
        *_, label, kind = min(ranks)
        node = _iri(actor)
        yield node, _TYPE, _iri(kind)
        yield node, _ACTOR_TYPE, _iri(kind)
        yield node, _LABEL, _text(label)
        yield from ((node, _ALIAS, _text(alias)) for alias in {one[2] for one in ranks} - {label})


def link_triples(links: Iterable[Link], *, base: str) -> Iterator[Triple]:
    """The node of each link, with its counts, and the pair of actors that it is between."""
    for link in links:
        node = _iri(link.link)
        yield node, _TYPE, _kg("Link")
        yield node, _kg("linkSubject"), _iri(link.subject)
        yield node, _kg("linkRelation"), _iri(link.relation)
        yield node, _kg("linkObject"), _iri(link.object)
        yield node, _kg("linkFamily"), _iri(link.family)
        yield node, _kg("actualCount"), _number(link.actual)
        yield node, _kg("possibleCount"), _number(link.possible)
        yield node, _kg("negatedCount"), _number(link.negated)
        yield node, _kg("documentCount"), _number(link.documents)
        yield node, _kg("sourceCount"), _number(link.sources)
        yield node, _kg("pair"), _iri(pair_iri(link.subject, link.object, base=base))
        if link.sources == 1:
            yield node, _kg("onlySource"), _text(link.source)
        if link.first and link.last:
            yield node, _kg("firstReported"), _date(link.first)
            yield node, _kg("lastReported"), _date(link.last)


def pair_iri(first: str, second: str, *, base: str) -> str:
    """The IRI that all links between two actors share, whichever way round."""
    return f"{base}pair/{content_hash(*sorted((first, second)))}"


def direct_triples(links: Sequence[Link], above: Above) -> Iterator[Triple]:
    """`A kg:attacks B` and what follows from it; and which links contradict each other."""
    said: defaultdict[Triple, list[str]] = defaultdict(list)
    for link in links:
        if link.actual:
            for triple in _following(link, above):
                said[triple].append(_iri(link.link))
            yield _joined(link)
    yield from said
    for link in links:
        if link.negated:
            yield from _contradictions(link, said)


def _joined(link: Link) -> Triple:
    """That anything at all is stated of a pair, for paths: once, whichever way round."""
    first, second = sorted((link.subject, link.object))
    return _iri(first), _kg("joined"), _iri(second)


def _following(link: Link, above: Above) -> Iterator[Triple]:
    first, second = _iri(link.subject), _iri(link.object)
    for relation, symmetric in above.get(link.relation, [(link.relation, False), (link.family, False)]):
        yield first, _iri(relation), second
        if symmetric:
            yield second, _iri(relation), first


def _contradictions(link: Link, said: Mapping[Triple, Sequence[str]]) -> Iterator[Triple]:
    """A link that is negated is contested by every link from which it follows, itself perhaps."""
    node = _iri(link.link)
    for other in said.get((_iri(link.subject), _iri(link.relation), _iri(link.object)), ()):
        yield node, _kg("contradicts"), other
        yield other, _kg("contradicts"), node


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _text(text: str) -> str:
    return str(Literal(text))


def _date(day: str) -> str:
    return f'"{day}"^^<{_XSD}date>'


@lru_cache(maxsize=1000)
def _number(number: int) -> str:
    return f'"{number}"^^<{_XSD}integer>'


@lru_cache(maxsize=100)
def _kg(name: str) -> str:
    return f"<{KG}{name}>"
