"""What was read out of a document comes in; its RDF, its JSON and its statements read back go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.records import Actor, Party, Reading, Statement
from kg.terms import DEFAULT_BASE, KG, PREFIXES, content_hash, document_iri, graph_iri

__all__ = [
    "document_quads",
    "link_iri",
    "reading_json",
    "reading_quads",
    "shared_quads",
    "statement_id",
    "statement_json",
    "time_span",
]

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE = NamedNode(_RDF + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_ALIAS = NamedNode(PREFIXES["skos"] + "altLabel")
_DERIVED = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
_TITLE = NamedNode(PREFIXES["dcterms"] + "title")
_ISSUED = NamedNode(PREFIXES["dcterms"] + "issued")
_DATE = NamedNode(_XSD + "date")
_DECIMAL = NamedNode(_XSD + "decimal")
_TIME_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}

Pair = tuple[NamedNode, NamedNode | Literal]


def statement_id(
    base: str,
    document: str,
    *,
    evidence: tuple[int, int],
    subject: str,
    relation: str,
    object: str | None,
    status: str,
    mentions: Sequence[int] = (),
    claim: str | None = None,
) -> str:
    """The IRI of a statement: a hash of what it says and of where, so that a second reading finds the same.

    `document` is the document's name; `subject` and `object` are actors' IRIs; `mentions` are the offsets
    of the two mentions, which tell apart two statements of one sentence between the same actors.
    """
    parts = (document, *evidence, subject, relation, object, status, claim, *mentions)
    return f"{base}statement/{content_hash(*parts)}"


def link_iri(subject: str, relation: str, object: str, *, base: str) -> str:
    """The IRI of the link that all statements with these two actors and this relation (an IRI) share."""
    return f"{base}link/{content_hash(subject, relation, object)}"


def reading_quads(reading: Reading, *, base: str = DEFAULT_BASE) -> list[Quad]:
    """All that a plain RDF store needs of one reading: the document's graph, and what documents share."""
    return [*document_quads(reading, base=base), *shared_quads(reading, base=base)]


def document_quads(reading: Reading, *, base: str = DEFAULT_BASE) -> list[Quad]:
    """The graph of one document: the document, the appearances of actors in it, and its statements.

    Nothing in it is shared with another document, so that the graph can be replaced or removed alone.
    """
    document = NamedNode(document_iri(reading.document.name, base=base))
    quads = [Quad(document, name, value, document) for name, value in _document_pairs(reading)]
    for actor in reading.actors:
        node = NamedNode(f"{base}appearance/{content_hash(reading.document.name, actor.id)}")
        quads += (Quad(node, name, value, document) for name, value in _actor_pairs(actor, document))
    for statement in reading.statements:
        node = NamedNode(statement.id)
        quads += (Quad(node, name, value, document) for name, value in _pairs(statement, document, base))
    return quads


def shared_quads(reading: Reading, *, base: str = DEFAULT_BASE) -> list[Quad]:
    """The names and types of a reading's actors, and `A kg:attacks B` for what it states as actual."""
    graph = NamedNode(graph_iri("links", base=base))
    quads = []
    for actor in reading.actors:
        node = NamedNode(actor.id)
        quads += [Quad(node, _TYPE, _kg(actor.type), graph), Quad(node, _LABEL, _text(actor.label), graph)]
        quads += (Quad(node, _ALIAS, _text(alias), graph) for alias in actor.aliases)
    for statement in reading.statements:
        if statement.status == "actual" and statement.object is not None:
            ends = NamedNode(statement.subject.id), NamedNode(statement.object.id)
            names = sorted({statement.relation, statement.family})
            quads += (Quad(ends[0], _kg(name), ends[1], graph) for name in names)
    return quads


def _document_pairs(reading: Reading) -> Iterator[Pair]:
    document = reading.document
    yield _TYPE, _kg("Document")
    yield _kg("name"), _text(document.name)
    yield _kg("sha256"), Literal(document.sha256)
    yield _kg("characters"), Literal(len(document.text))
    yield _kg("actorCount"), Literal(len(reading.actors))
    yield _kg("statementCount"), Literal(len(reading.statements))
    if document.title:
        yield _TITLE, _text(document.title)
    if document.published:
        yield _ISSUED, Literal(document.published.isoformat(), datatype=_DATE)
    if document.source:
        yield _kg("source"), _text(document.source)


def _actor_pairs(actor: Actor, document: NamedNode) -> Iterator[Pair]:
    yield _TYPE, _kg("Appearance")
    yield _kg("actor"), NamedNode(actor.id)
    yield _kg("actorType"), _kg(actor.type)
    yield _kg("actorLabel"), _text(actor.label)
    yield _kg("known"), Literal(actor.known)
    yield _kg("mentionCount"), Literal(len(actor.mentions))
    yield _DERIVED, document
    for alias in dict.fromkeys(actor.aliases):
        yield _kg("actorAlias"), _text(alias)
    for reason in dict.fromkeys(actor.reasons):
        yield _kg("reason"), _text(reason)


def _pairs(statement: Statement, document: NamedNode, base: str) -> Iterator[Pair]:
    relation = _kg(statement.relation)
    yield _TYPE, _kg("Statement")
    yield _TYPE, NamedNode(_RDF + "Statement")
    yield NamedNode(_RDF + "predicate"), relation
    yield _kg("family"), _kg(statement.family)
    yield _kg("status"), _kg(statement.status)
    yield _kg("past"), Literal(statement.past)
    yield _kg("confidence"), Literal(_decimal(statement.confidence), datatype=_DECIMAL)
    yield _kg("rule"), _text(statement.rule)
    yield _kg("evidence"), _text(statement.evidence.text)
    yield _kg("begin"), Literal(statement.evidence.begin)
    yield _kg("end"), Literal(statement.evidence.end)
    yield _DERIVED, document
    yield from _party_pairs("subject", statement.subject)
    if statement.object is not None:
        yield from _party_pairs("object", statement.object)
        key = link_iri(statement.subject.id, relation.value, statement.object.id, base=base)
        yield _kg("link"), NamedNode(key)
    yield from _optional_pairs(statement)


def _party_pairs(role: str, party: Party) -> Iterator[Pair]:
    yield NamedNode(_RDF + role), NamedNode(party.id)
    yield _kg(role + "Text"), _text(party.mention.text)
    yield _kg(role + "Begin"), Literal(party.mention.begin)
    yield _kg(role + "End"), Literal(party.mention.end)
    if party.mention.pronoun:
        yield _kg(role + "Pronoun"), Literal(True)


def _optional_pairs(statement: Statement) -> Iterator[Pair]:
    if statement.attributed_to is not None:
        yield _kg("attributedTo"), NamedNode(statement.attributed_to.id)
    if statement.claim is not None:
        yield _kg("claim"), _text(statement.claim)
    for denied in dict.fromkeys(statement.denied):
        yield _kg("deniedClaim"), NamedNode(denied)
    if statement.time is not None:
        yield _kg("time"), _time(statement.time)
        for name, day in zip(("earliest", "latest"), time_span(statement.time), strict=False):
            yield _kg(name), Literal(day, datatype=_DATE)


def time_span(time: str) -> tuple[str, ...]:
    """First and last day, as ISO dates, of "2014-06-13", "2014-06", "2007" or "2014-06-07/2014-06-13".

    Empty for anything else, so that a time nobody can place is kept as words and orders nothing.
    """
    first, _, last = time.partition("/")
    begin, end = _days(first), _days(last or first)
    return (begin[0], end[1]) if begin and end else ()


def _days(time: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", time):
        return None
    year, month, day = (*(int(part) for part in time.split("-")), 0, 0)[:3]
    try:
        first = date(year, month or 1, day or 1)
        after = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    except ValueError:
        return None
    last = first if day else date.fromordinal(after.toordinal() - 1)
    return first.isoformat(), last.isoformat()


def _time(time: str) -> Literal:
    name = _TIME_TYPES.get(len(time)) if time_span(time) else None
    return Literal(time, datatype=NamedNode(_XSD + name)) if name else _text(time)


def _kg(name: str) -> NamedNode:
    return NamedNode(KG + name)


def _text(text: str) -> Literal:
    """Half a surrogate pair, which a broken file can give, has no place in RDF."""
    return Literal(text.encode("utf-8", "replace").decode("utf-8"))


def _decimal(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def reading_json(reading: Reading) -> dict[str, Any]:
    """One reading as `kg extract` prints it: offsets in characters of the document, `end` exclusive."""
    document = reading.document
    return {
        "document": document.name,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "actors": [_actor_json(actor) for actor in reading.actors],
        "statements": [statement_json(statement) for statement in reading.statements],
    }


def _actor_json(actor: Actor) -> dict[str, Any]:
    mentions = [_span_json(mention) for mention in actor.mentions]
    for plain, mention in zip(mentions, actor.mentions, strict=True):
        if mention.pronoun:
            plain["pronoun"] = True
    return {"id": actor.id, "label": actor.label, "type": actor.type, "mentions": mentions}


def statement_json(statement: Statement) -> dict[str, Any]:
    """One statement as `kg extract` prints it."""
    speaker = statement.attributed_to
    return {
        "id": statement.id,
        "subject": _party_json(statement.subject),
        "relation": statement.relation,
        "family": statement.family,
        "object": _party_json(statement.object) if statement.object else None,
        "status": statement.status,
        "past": statement.past,
        "attributed_to": {"id": speaker.id, "label": speaker.label} if speaker else None,
        "claim": statement.claim,
        "time": statement.time,
        "confidence": round(statement.confidence, 4),
        "rule": statement.rule,
        "evidence": _span_json(statement.evidence),
    }


def _party_json(party: Party) -> dict[str, Any]:
    return {"id": party.id, "label": party.label, "mention": _span_json(party.mention)}


def _span_json(span: Any) -> dict[str, Any]:
    return {"text": span.text, "begin": span.begin, "end": span.end}
