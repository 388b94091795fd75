"""Mentions and their links in, the actors of a document out, each with its names and why they were joined."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.gazetteer import fold, pieces
from kg.mentions import Mention
from kg.ontology_records import Ontology
from kg.records import Actor, ActorMention, Document

if TYPE_CHECKING:
    from kg.language import Passage

__all__ = ["Resolution", "resolve_actors", "slug"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who: `of` gives the actor ids of each mention by its index, an empty tuple or no entry for nobody.

    `named` holds the ids of actors that a name or the ontology vouches for; the rest are only described.
    `unnamed` those that only a pronoun stands for.
    """

    actors: tuple[Actor, ...]
    of: Mapping[int, tuple[str, ...]]
    named: frozenset[str]
    unnamed: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Cluster:
    members: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    known: str | None = None


def slug(label: str) -> str:
    """A label as the last part of an IRI: "Peace Brigades" -> "peace-brigades"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(label)).strip("-") or "unnamed"


class _Resolver:
    def __init__(
        self,
        document: Document,
        passages: Sequence[Passage],
        mentions: Sequence[Mention],
        links: Mapping[int, tuple[int, ...]],
        ontology: Ontology,
        base: str,
    ) -> None:
        self.document, self.mentions, self.links = document, mentions, links
        self.ontology, self.base, self.passages = ontology, base, passages
        self.parent = list(range(len(mentions)))
        self.reasons: dict[int, list[str]] = {}

    # ------------------------------------------------------------ union-find
    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int, reason: str | None = None) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        if a != b:
            self.parent[b] = a
            self.reasons.setdefault(a, []).extend(self.reasons.pop(b, []))
        if reason:
            self.reasons.setdefault(a, []).append(reason)

    # ------------------------------------------------------------ the steps
    def run(self) -> Resolution:
        self._join_known()
        self._join_same_words()
        self._join_acronyms()
        self._join_persons()
        self._join_links()
        return self._collect()

    def _join_known(self) -> None:
        first: dict[str, int] = {}
        for i, m in enumerate(self.mentions):
            if m.known:
                j = first.setdefault(m.known, i)
                if j != i:
                    same = fold(m.text) == fold(self.mentions[j].text)
                    label = self.ontology.actors_by_id[m.known].label
                    self.join(
                        i, j, None if same else f"'{m.text}' and '{self.mentions[j].text}' both name {label}."
                    )

    def _join_same_words(self) -> None:
        first: dict[tuple[str, str | None, tuple[str, ...]], int] = {}
        for i, m in enumerate(self.mentions):
            if m.kind == "name" or (
                m.kind == "nominal" and i not in self.links and m.type not in ("Person", "State")
            ):
                words = tuple(w for w in pieces(m.text) if w not in ("al", "el", "the"))
                if m.known is None:
                    self.join(i, first.setdefault((m.kind, None if m.kind == "name" else m.type, words), i))

    def _join_acronyms(self) -> None:
        """ "Army of the Men ... (JRTN)" and "JRTN (Army of ...)"."""
        for i, (m, n) in enumerate(zip(self.mentions, self.mentions[1:])):
            if m.kind == n.kind == "name" and m.passage == n.passage and 0 <= n.start - m.end <= 2:
                between = self.document.text[m.finish : n.begin].strip()
                if between == "(" and self.document.text[n.finish : n.finish + 1] == ")":
                    if _is_acronym(n.text) != _is_acronym(m.text) and not (m.known and n.known):
                        self.join(i, i + 1, f"'{n.text}' stands in brackets after '{m.text}'.")

    def _join_persons(self) -> None:
        """A surname alone means the one person of that surname whose full name the text gives."""
        persons: dict[str, list[int]] = {}
        for i, m in enumerate(self.mentions):
            if m.kind == "name" and m.type == "Person" and pieces(m.text):
                persons.setdefault(pieces(m.text)[-1], []).append(i)
        for surname, indices in persons.items():
            self._join_surname(surname, indices)

    def _join_surname(self, surname: str, indices: list[int]) -> None:
        full: dict[int, int] = {}
        for i in indices:
            given = _given(self.mentions[i].text)
            if given:
                match = next(
                    (r for r, j in full.items() if _compatible(given, _given(self.mentions[j].text))), None
                )
                if match is not None:
                    self._join_named(i, full[match])
                full.setdefault(self.find(i), i)
        roots = {self.find(i) for i in full}
        for i in indices:
            if not _given(self.mentions[i].text) and len(roots) == 1:
                self._join_named(i, next(iter(full.values())))

    def _join_named(self, i: int, j: int) -> None:
        if self.find(i) != self.find(j):
            m, n = self.mentions[i], self.mentions[j]
            if m.known and n.known and m.known != n.known:
                return
            self.join(i, j, f"'{m.text}' has the surname of '{n.text}', the only such person in the text.")

    def _join_links(self) -> None:
        for i, targets in self.links.items():
            if len(targets) == 1:
                m, n = self.mentions[i], self.mentions[targets[0]]
                reason = None if m.kind == "pronoun" else f"'{m.text}' refers back to '{n.text}'."
                self.join(i, targets[0], reason)

    # ------------------------------------------------------------ what comes out
    def _collect(self) -> Resolution:
        clusters: dict[int, list[int]] = {}
        for i in range(len(self.mentions)):
            clusters.setdefault(self.find(i), []).append(i)
        actors: dict[str, Actor] = {}
        of: dict[int, tuple[str, ...]] = {}
        named: set[str] = set()
        for root, members in clusters.items():
            actor = self._actor(root, members)
            if actor is None:
                continue
            if any(self.mentions[i].known or self.mentions[i].kind == "name" for i in members):
                named.add(actor.id)
            actors[actor.id] = _merged(actors[actor.id], actor) if actor.id in actors else actor
            of.update(dict.fromkeys(members, (actor.id,)))
        for i, targets in self.links.items():
            if len(targets) > 1:
                of[i] = tuple(dict.fromkeys(a for t in targets for a in of.get(t, ())))
        return Resolution(tuple(actors.values()), of, frozenset(named))

    def _actor(self, root: int, members: list[int]) -> Actor | None:
        mentions = [self.mentions[i] for i in members]
        worded = [m for m in mentions if m.kind != "pronoun"]
        if not worded or any(len(self.links.get(i, ())) > 1 for i in members):
            return None
        known = Counter(m.known for m in mentions if m.known).most_common(1)
        if known:
            actor = self.ontology.actors_by_id[known[0][0] or ""]
            identity, label, kind = actor.id, actor.label, actor.type
        else:
            best = _label_of(worded)
            if best.type == "State" and best.kind == "nominal":
                return None
            identity, label, kind = self._new_id(best), best.text, _type_of(worded)
        return Actor(
            identity,
            re.sub(r"\s+", " ", label),
            kind,
            tuple(ActorMention(m.text, m.begin, m.finish, m.kind == "pronoun") for m in mentions),
            tuple(sorted({re.sub(r"\s+", " ", m.text) for m in worded if m.kind == "name"} - {label})),
            bool(known),
            tuple(dict.fromkeys(self.reasons.get(root, ()))),
        )

    def _new_id(self, mention: Mention) -> str:
        name = f"{self.base}actor/{slug(mention.text)}"
        alone = mention.type == "Person" and (mention.kind != "name" or len(pieces(mention.text)) < 2)
        if alone:
            name += "-" + hashlib.sha256(self.document.name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return name


def _merged(one: Actor, other: Actor) -> Actor:
    mentions = tuple(sorted({*one.mentions, *other.mentions}, key=lambda m: (m.begin, m.end)))
    aliases = tuple(sorted({*one.aliases, *other.aliases}))
    return Actor(one.id, one.label, one.type, mentions, aliases, one.known, (*one.reasons, *other.reasons))


def _is_acronym(text: str) -> bool:
    return len(text) < 9 and text.replace(".", "").replace("-", "").isupper()


def _given(name: str) -> tuple[str, ...]:
    """The words of a person's name before the surname, without particles."""
    return tuple(w for w in pieces(name)[:-1] if w not in ("al", "el", "bin", "ibn", "von", "de", "van"))


def _compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two runs of given names may be one person's: "Nuri", "Nouri"; "John", "J."."""
    a, b = one[0], other[0]
    return (
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or _distance(a, b) <= (1 if len(a) < 5 else 2)
    )


def _distance(a: str, b: str) -> int:
    """Edit distance (Levenshtein), of short words."""
    if a[:1] != b[:1]:
        return 9
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def _label_of(mentions: Sequence[Mention]) -> Mention:
    """The longest name, else the longest description."""
    names = [m for m in mentions if m.kind == "name"] or list(mentions)
    return max(names, key=lambda m: (len(m.text), -m.begin))


def _type_of(mentions: Sequence[Mention]) -> str:
    names = [m for m in mentions if m.kind == "name"] or mentions
    counts = Counter(m.type for m in names if m.type)
    return counts.most_common(1)[0][0] or "Group" if counts else "Group"


def resolve_actors(
    document: Document,
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    links: Mapping[int, tuple[int, ...]],
    ontology: Ontology,
    *,
    base: str,
) -> Resolution:
    """The actors that the mentions mean; ids are the ontology's where it knows them, else made from the label."""
    return _Resolver(document, passages, mentions, links, ontology, base).run()
