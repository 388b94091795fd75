"""What was read out of a document comes in; its RDF, its JSON and its statements read back go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse

from kg.copies import sign_text
from kg.records import Actor, Party, Reading, Statement
from kg.terms import DEFAULT_BASE, KG, PREFIXES, content_hash, document_iri, graph_iri

__all__ = [
    "clean_text",
    "document_lines",
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
# Terms are made as N-Quads text, which Oxigraph loads as fast as its own objects and which is half the work.
_TYPE = f"<{_RDF}type>"
_DERIVED = f"<{PREFIXES['prov']}wasDerivedFrom>"
_TITLE = f"<{PREFIXES['dcterms']}title>"
_ISSUED = f"<{PREFIXES['dcterms']}issued>"
_TIME_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})

Pair = tuple[str, str]


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
    return list(parse(document_lines(reading, base=base).encode(), format=RdfFormat.N_QUADS))


def document_lines(reading: Reading, *, base: str = DEFAULT_BASE) -> str:
    """The same graph as N-Quads, which is the faster way into a store."""
    document = _iri(document_iri(reading.document.name, base=base))
    lines = [f"{document} {name} {value} {document} .\n" for name, value in _document_pairs(reading)]
    for actor in reading.actors:
        node = _iri(f"{base}appearance/{content_hash(reading.document.name, actor.id)}")
        lines += (f"{node} {name} {value} {document} .\n" for name, value in _actor_pairs(actor, document))
    for statement in reading.statements:
        node = _iri(statement.id)
        pairs = _pairs(statement, document, base)
        lines += (f"{node} {name} {value} {document} .\n" for name, value in pairs)
    return "".join(lines)


def shared_quads(reading: Reading, *, base: str = DEFAULT_BASE) -> list[Quad]:
    """The names and types of a reading's actors, and `A kg:attacks B` for what it states as actual."""
    graph = _iri(graph_iri("links", base=base))
    label, alias = f"<{PREFIXES['rdfs']}label>", f"<{PREFIXES['skos']}altLabel>"
    lines: list[str] = []
    for actor in reading.actors:
        pairs = [(_TYPE, _kg(actor.type)), (label, _text(actor.label))]
        pairs += ((alias, _text(other)) for other in actor.aliases)
        lines += (f"{_iri(actor.id)} {name} {value} {graph} .\n" for name, value in pairs)
    for statement in reading.statements:
        if statement.status == "actual" and statement.object is not None:
            ends = _iri(statement.subject.id), _iri(statement.object.id)
            names = sorted({statement.relation, statement.family})
            lines += (f"{ends[0]} {_kg(name)} {ends[1]} {graph} .\n" for name in names)
    return list(parse("".join(lines).encode(), format=RdfFormat.N_QUADS))


def _document_pairs(reading: Reading) -> Iterator[Pair]:
    document = reading.document
    yield _TYPE, _kg("Document")
    yield _kg("name"), _text(document.name)
    yield _kg("sha256"), _text(document.sha256)
    yield _kg("characters"), _number(len(document.text))
    yield _kg("actorCount"), _number(len(reading.actors))
    yield _kg("statementCount"), _number(len(reading.statements))
    if document.title:
        yield _TITLE, _text(document.title)
    if document.published:
        yield _ISSUED, _typed(document.published.isoformat(), "date")
    if document.source:
        yield _kg("source"), _text(document.source)
    signature = sign_text(document)
    if signature:
        yield _kg("signature"), _text(signature)


def _actor_pairs(actor: Actor, document: str) -> Iterator[Pair]:
    yield _TYPE, _kg("Appearance")
    yield _kg("actor"), _iri(actor.id)
    yield _kg("actorType"), _kg(actor.type)
    yield _kg("actorLabel"), _text(actor.label)
    if actor.known:
        yield _kg("known"), _truth(True)
    yield _kg("mentionCount"), _number(len(actor.mentions))
    yield _DERIVED, document
    for alias in dict.fromkeys(actor.aliases):
        yield _kg("actorAlias"), _text(alias)
    for reason in dict.fromkeys(actor.reasons):
        yield _kg("reason"), _text(reason)


def _pairs(statement: Statement, document: str, base: str) -> Iterator[Pair]:
    yield _TYPE, _kg("Statement")
    yield _TYPE, f"<{_RDF}Statement>"
    yield f"<{_RDF}predicate>", _kg(statement.relation)
    yield _kg("family"), _kg(statement.family)
    yield _kg("status"), _kg(statement.status)
    yield _kg("past"), _truth(statement.past)
    yield _kg("confidence"), _typed(_decimal(statement.confidence), "decimal")
    yield _kg("rule"), _text(statement.rule)
    yield _kg("evidence"), _text(statement.evidence.text)
    yield _kg("begin"), _number(statement.evidence.begin)
    yield _kg("end"), _number(statement.evidence.end)
    yield _DERIVED, document
    yield from _party_pairs("subject", statement.subject)
    if statement.object is not None:
        yield from _party_pairs("object", statement.object)
        key = link_iri(statement.subject.id, KG + statement.relation, statement.object.id, base=base)
        yield _kg("link"), _iri(key)
    yield from _optional_pairs(statement)


def _party_pairs(role: str, party: Party) -> Iterator[Pair]:
    """A mention's end is left out, for it ends where its text does, and Oxigraph writes a quad six times."""
    yield f"<{_RDF}{role}>", _iri(party.id)
    yield _kg(role + "Text"), _text(party.mention.text)
    yield _kg(role + "Begin"), _number(party.mention.begin)
    if party.mention.pronoun:
        yield _kg(role + "Pronoun"), _truth(True)


def _optional_pairs(statement: Statement) -> Iterator[Pair]:
    if statement.attributed_to is not None:
        yield _kg("attributedTo"), _iri(statement.attributed_to.id)
    if statement.claim is not None:
        yield _kg("claim"), _text(statement.claim)
    for denied in dict.fromkeys(statement.denied):
        yield _kg("deniedClaim"), _iri(denied)
    if statement.time is not None:
        yield _kg("time"), _time(statement.time)
        for name, day in zip(("earliest", "latest"), time_span(statement.time), strict=False):
            yield _kg(name), _typed(day, "date")


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


def _time(time: str) -> str:
    name = _TIME_TYPES.get(len(time)) if time_span(time) else None
    return _typed(time, name) if name else _text(time)


def _kg(name: str) -> str:
    return f"<{KG}{name}>"


def _iri(iri: str) -> str:
    return f"<{iri}>"


def clean_text(text: str) -> str:
    """Half a surrogate pair, which a broken file can give, has no place in RDF."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(text: str) -> str:
    return f'"{clean_text(text).translate(_ESCAPES)}"'


def _number(number: int) -> str:
    return f'"{number}"^^<{_XSD}integer>'


def _truth(truth: bool) -> str:
    return f'"{str(truth).lower()}"^^<{_XSD}boolean>'


def _typed(text: str, kind: str) -> str:
    return f'"{text}"^^<{_XSD}{kind}>'


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
