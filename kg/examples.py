"""A reader comes in; where it reads the ontology's own examples otherwise than they say goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.ontology import Example, Ontology, RelationType
from kg.records import Block, Document, Party, Reading, Statement

if TYPE_CHECKING:
    from kg.pipeline import Reader

__all__ = ["example_documents", "example_faults"]


def example_documents(ontology: Ontology) -> Iterator[tuple[Document, RelationType, Example]]:
    """Each example and counter-example as a document of its own, named after the relation and its place."""
    for relation in ontology.relation_types.values():
        for number, example in enumerate([*relation.examples, *relation.counter_examples], 1):
            blocks = (Block("body", 0, len(example.text)),)
            yield Document(f"{relation.name}#{number}", example.text, blocks), relation, example


def example_faults(reader: Reader) -> Iterator[str]:
    """One sentence for each example that is not read as it says, and each counter-example that is."""
    cases = list(example_documents(reader.ontology))
    readings = reader.read_all(document for document, _, _ in cases)
    for reading, (_, relation, example) in zip(readings, cases, strict=True):
        fault = _fault(reading, relation, example, reader.ontology)
        if fault:
            yield fault


def _fault(reading: Reading, relation: RelationType, example: Example, ontology: Ontology) -> str | None:
    found = [one for one in reading.statements if relation.name in _with_parents(one.relation, ontology)]
    where = f'kg:{relation.name}, "{example.text}"'
    if example.subject is None:
        return f"{where}: a counter-example, but it was read as {_told(found)}." if found else None
    if any(_fits(one, example, relation) for one in found):
        return None
    wanted = f"{example.subject} {relation.name} {example.object or '...'} ({example.status})"
    return f"{where}: should be read as {wanted}, was read as {_told(reading.statements)}."


def _with_parents(name: str, ontology: Ontology) -> list[str]:
    names = [name]
    for current in names:
        above = ontology.relation_types.get(current)
        names += [parent for parent in (above.parents if above else ()) if parent not in names]
    return names


def _fits(statement: Statement, example: Example, relation: RelationType) -> bool:
    subject, object_ = statement.subject, statement.object
    straight = _stands_for(subject, example.subject) and _stands_for(object_, example.object)
    turned = _stands_for(subject, example.object) and _stands_for(object_, example.subject)
    return statement.status == example.status and (straight or (relation.symmetric and turned))


def _stands_for(party: Party | None, text: str | None) -> bool:
    """Whether a mention is the example's words or a part of them; an example without an object takes any."""
    if text is None:
        return True
    return party is not None and (party.mention.text in text or text in party.mention.text)


def _told(statements: Iterable[Statement]) -> str:
    told = [
        f"{one.subject.mention.text} {one.relation} {one.object.mention.text if one.object else one.claim}"
        f" ({one.status})"
        for one in statements
    ]
    return "; ".join(told) or "nothing"
