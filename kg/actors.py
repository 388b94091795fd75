"""Mentions and their links in, the actors of a document out, each with its names and why they were joined."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.aliases import AliasJoiner, Clusters
from kg.gazetteer import fold, pieces
from kg.labels import full_description, is_definite
from kg.mentions import Mention, MentionFinder, finder_of, tree_of
from kg.ontology_records import Ontology
from kg.pronouns import FIRST
from kg.records import Actor, ActorMention, Document
from kg.setting import find_setting
from kg.words import word_set

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["Resolution", "resolve_actors", "slug"]

OPEN_TYPES = frozenset(("ArmedGroup", "Organisation", "SecurityForce", "Group", None))
PERSONS_OF_STATE = word_set("officials official authorities authority diplomats diplomat sources")
PRONOUN_TYPES = {
    **dict.fromkeys(word_set("he him his himself she her hers herself i me my mine myself"), "Person"),
    **dict.fromkeys(word_set("they them their theirs themselves we us our ours ourselves"), "Group"),
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who: `of` gives the actor ids of each mention by its index; one without entry means nobody.

    `named` holds the ids of actors that a name or the ontology vouches for, the others are only described;
    those of `unnamed` are known by a pronoun alone. `setting` is the IRI of the state where the report plays,
    or None.
    """

    actors: tuple[Actor, ...]
    of: Mapping[int, tuple[str, ...]]
    named: frozenset[str]
    unnamed: frozenset[str] = frozenset()
    setting: str | None = None


def resolve_actors(
    document: Document,
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    links: Mapping[int, tuple[int, ...]],
    ontology: Ontology | MentionFinder,
    *,
    base: str,
) -> Resolution:
    """The actors that the mentions mean; ids are the ontology's where it knows them, else made from the
    label.
    """
    finder = finder_of(ontology)
    setting = find_setting(passages, mentions)
    labels = _labels(document, passages, mentions)
    definite = [m.kind == "nominal" and is_definite(tree_of(passages[m.passage]), m) for m in mentions]
    clusters = AliasJoiner(document, mentions, labels, definite, links, finder, setting).join()
    return _Collector(document, mentions, links, finder.ontology, base, clusters, labels).collect(setting)


def slug(label: str) -> str:
    """A label as the last part of an IRI: "Peace Brigades" -> "peace-brigades"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(label)).strip("-") or "unnamed"


def _labels(document: Document, passages: Sequence[Passage], mentions: Sequence[Mention]) -> list[str]:
    """How each mention would be called on its own: names as they stand, descriptions in full."""
    labels = []
    for m in mentions:
        begin, finish = m.begin, m.finish
        if m.kind == "nominal":
            passage = passages[m.passage]
            start, end = full_description(tree_of(passage), m)
            begin, finish = passage.starts[start], passage.starts[end - 1] + len(passage.doc[end - 1])
        label = " ".join(document.text[begin:finish].split())
        labels.append(label.replace('"', "") if label.count('"') % 2 else label)
    return labels


class _Collector:
    """Makes an actor of each cluster of mentions."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        links: Mapping[int, tuple[int, ...]],
        ontology: Ontology,
        base: str,
        clusters: Clusters,
        labels: Sequence[str],
    ) -> None:
        self.document, self.mentions, self.links = document, mentions, links
        self.ontology, self.base, self.clusters, self.labels = ontology, base, clusters, labels

    def collect(self, setting: str | None) -> Resolution:
        actors: dict[str, Actor] = {}
        of: dict[int, tuple[str, ...]] = {}
        named, unnamed = set(), set()
        for root, members in self.clusters.members().items():
            if any(len(self.links.get(i, ())) > 1 for i in members):
                continue
            actor = self._actor(root, members)
            if actor is None:
                continue
            if self._has_name(root, members):
                named.add(actor.id)
            if all(self.mentions[i].kind == "pronoun" for i in members) and "/author-" not in actor.id:
                unnamed.add(actor.id)
            actors[actor.id] = _merged(actors[actor.id], actor) if actor.id in actors else actor
            of.update(dict.fromkeys(members, (actor.id,)))
        self._add_several(of)
        return Resolution(tuple(actors.values()), of, frozenset(named), frozenset(unnamed - named), setting)

    def _has_name(self, root: int, members: Sequence[int]) -> bool:
        """Whether more than pronouns, adjectives ("Jordanian") and untyped capitals speak for the actor."""
        known = root in self.clusters.known
        kinds = {self.mentions[i].kind for i in members if known or self.mentions[i].type}
        return "name" in kinds or (known and "nominal" in kinds)

    def _add_several(self, of: dict[int, tuple[str, ...]]) -> None:
        """ "the two countries": all that they are; what refers to them ("they") as well."""
        for i, targets in sorted(self.links.items()):
            if len(targets) > 1 or (len(targets) == 1 and i not in of):
                found = tuple(dict.fromkeys(a for t in targets for a in of.get(t, ())))
                if found:
                    of[i] = found

    def _actor(self, root: int, members: Sequence[int]) -> Actor | None:
        mentions = [self.mentions[i] for i in members]
        worded = [i for i in members if self.mentions[i].kind != "pronoun"]
        known = self.clusters.known.get(root)
        if known:
            actor = self.ontology.actors_by_id[known]
            identity, label, kind = actor.id, actor.label, actor.type
        elif not worded:
            return self._unnamed(mentions)
        else:
            best = self._best(worded)
            if self.mentions[best].type == "State" and self._is_anybody(self.mentions[best]):
                return None
            label, kind = self._label(best, worded), type_of([self.mentions[i] for i in worded])
            identity = self._new_id(best, label, kind)
        return Actor(
            identity,
            label,
            kind,
            tuple(ActorMention(m.text, m.begin, m.finish, m.kind == "pronoun") for m in mentions),
            tuple(sorted({self.labels[i] for i in worded if self.mentions[i].kind == "name"} - {label})),
            bool(known),
            tuple(dict.fromkeys(self.clusters.reasons.get(root, ()))),
        )

    def _best(self, indices: Sequence[int]) -> int:
        """The longest name, else the description that says most."""

        def rank(i: int) -> tuple[bool, bool, int, int]:
            m = self.mentions[i]
            return (m.kind == "name" and m.type is not None, m.kind == "name", len(self.labels[i]), -i)

        return max(indices, key=rank)

    def _is_anybody(self, mention: Mention) -> bool:
        """ "officials" of nobody knows which state."""
        return mention.kind == "nominal" and fold(mention.text.split()[-1]) in PERSONS_OF_STATE

    def _unnamed(self, mentions: Sequence[Mention]) -> Actor | None:
        """Somebody whom only pronouns mean: one person or group of this document, or None for "you"."""
        first = mentions[0]
        kind = PRONOUN_TYPES.get(fold(first.text))
        if kind is None:
            return None
        if all(fold(m.text) in FIRST and not self._is_quoted(m.begin) for m in mentions):
            return self._author(mentions)
        identity = f"{self.base}actor/unnamed-{self._mark()}-{first.begin}"
        found = tuple(ActorMention(m.text, m.begin, m.finish, True) for m in mentions)
        return Actor(identity, "unnamed person" if kind == "Person" else "unnamed group", kind, found)

    def _author(self, mentions: Sequence[Mention]) -> Actor:
        """ "We welcome the agreement", in nobody's mouth: whoever issues the text says so."""
        source = self.document.source
        label = f"author of the text ({source})" if source else "author of the text"
        found = tuple(ActorMention(m.text, m.begin, m.finish, True) for m in mentions)
        return Actor(f"{self.base}actor/author-{self._mark()}", label, "Organisation", found)

    def _is_quoted(self, begin: int) -> bool:
        """Whether a quotation is open at the offset; quotations end with their paragraph."""
        block = next((b for b in self.document.blocks if b.begin <= begin < b.end), None)
        before = self.document.text[block.begin if block else 0 : begin]
        return before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1

    def _label(self, best: int, worded: Sequence[int]) -> str:
        """The name; for several descriptions the one used most; for one that one in full."""
        texts = Counter(" ".join(self.mentions[i].text.split()) for i in worded)
        if self.mentions[best].kind == "name" or len(texts) == 1:
            return self.labels[best]
        return max(texts, key=lambda t: (texts[t], len(t), t))

    def _new_id(self, index: int, label: str, kind: str) -> str:
        """The same in all documents for a name; not so for surnames alone and "the cleric": they are many."""
        mention = self.mentions[index]
        alone = kind == "Person" and (mention.kind != "name" or len(pieces(mention.text)) < 2)
        return f"{self.base}actor/{slug(label)}" + (f"-{self._mark()}" if alone else "")

    def _mark(self) -> str:
        return hashlib.sha256(self.document.name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def type_of(mentions: Sequence[Mention]) -> str:
    """The type that most names have, else most descriptions; an "insurgent group" is no mere organisation."""
    if any(m.type == "ArmedGroup" for m in mentions) and all(m.type in OPEN_TYPES for m in mentions):
        return "ArmedGroup"
    for kind in ("name", "nominal", "demonym"):
        counts = Counter(m.type for m in mentions if m.kind == kind and m.type)
        if counts:
            return str(counts.most_common(1)[0][0])
    return "Organisation"


def _merged(one: Actor, other: Actor) -> Actor:
    mentions = tuple(sorted({*one.mentions, *other.mentions}, key=lambda m: (m.begin, m.end)))
    aliases = tuple(sorted({*one.aliases, *other.aliases} - {one.label}))
    reasons = tuple(dict.fromkeys((*one.reasons, *other.reasons)))
    return Actor(one.id, one.label, one.type, mentions, aliases, one.known or other.known, reasons)
