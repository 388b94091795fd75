"""Mentions of one document in, the earlier mention (or mentions) that each pronoun and description means
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.descriptions import resolve_description
from kg.discourse import Discourse
from kg.mentions import Mention, MentionFinder, finder_of
from kg.office_holders import learn_office
from kg.ontology_records import Ontology
from kg.pronouns import resolve_pronoun
from kg.records import Document

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["link_mentions"]


def link_mentions(
    document: Document,
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    ontology: Ontology | MentionFinder,
) -> dict[int, tuple[int, ...]]:
    """For each mention that refers to another, the index of that; several for "the two countries".

    Nothing is guessed: where two candidates are about equal, there is no link.
    """
    discourse = Discourse(passages, mentions, finder_of(ontology))
    for index, mention in enumerate(mentions):
        found = _antecedents(discourse, mention)
        found = () if index in found else found
        if found:
            discourse.links[index] = found
        discourse.remember(index, found)
        if mention.type == "Person" and mention.kind != "pronoun":
            learn_office(discourse, index)
    return discourse.links


def _antecedents(discourse: Discourse, mention: Mention) -> tuple[int, ...]:
    if mention.kind == "pronoun":
        return resolve_pronoun(discourse, mention)
    if mention.kind == "nominal":
        return resolve_description(discourse, mention)
    return ()
