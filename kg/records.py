"""The frozen records that pass from step to step; offsets always count characters of `Document.text`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

__all__ = [
    "Actor",
    "ActorMention",
    "Block",
    "Document",
    "Evidence",
    "Party",
    "Reading",
    "Speaker",
    "Statement",
]

STATUSES = ("actual", "possible", "negated")
BLOCK_KINDS = ("title", "body", "caption", "skipped")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a document: `[begin:end)` of its text, and what kind of writing it is.

    `skipped` is what is not reporting: navigation, readers' comments, bylines and datelines.
    """

    kind: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One report. `name` identifies it: the same name with another text replaces it in a store."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    source: str | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text as UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Where a document names an actor; `text` is the slice `[begin:end)`."""

    text: str
    begin: int
    end: int
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of one document, with every mention of it there.

    `id` is an IRI: that of the ontology for a known actor, else one made from the label, so that documents
    agree. `type` is the local name of a class of the ontology, e.g. "ArmedGroup". `reasons` says, one
    sentence each, why mentions with different words were taken for this one actor.
    """

    id: str
    label: str
    type: str
    mentions: tuple[ActorMention, ...]
    aliases: tuple[str, ...] = ()
    known: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """The subject or object of a statement: an actor, and the mention of it in the evidence."""

    id: str
    label: str
    mention: ActorMention


@dataclass(frozen=True, slots=True)
class Speaker:
    """The actor that the text names as the one who says so."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that proves a statement: the slice `[begin:end)` of the document's text."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation between two actors as one sentence gives it.

    `relation` is a relation type's local name, `family` one of the nine above it. `object` is None only for
    `denies`; `claim` then says in the text's words what is denied, and `denied` names the statements (their
    ids) that the claim itself was read as. `time` is an ISO 8601 date or interval ("2014-06-13", "2007",
    "2014-06-07/2014-06-13"). `confidence` lies between 0 and 1. `rule` names the phrase that fired, or
    "model".
    """

    id: str
    subject: Party
    relation: str
    family: str
    object: Party | None
    status: str
    past: bool
    attributed_to: Speaker | None
    claim: str | None
    time: str | None
    confidence: float
    rule: str
    evidence: Evidence
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one document: its actors and its statements, sorted by offset."""

    document: Document
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
