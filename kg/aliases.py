"""Mentions and links in, clusters of those that mean one actor out, with the reason of every merge of
unlike words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.gazetteer import fold, pieces
from kg.mentions import Mention, MentionFinder
from kg.ontology_records import KnownActor
from kg.person_names import PersonName, may_be_one, read_name, same_surname
from kg.records import Document
from kg.words import word_set

__all__ = ["AliasJoiner", "Clusters"]

IGNORED = frozenset(("al", "el", "the"))
OWN_FORCES = frozenset(("security", "government"))
GOVERNMENT = word_set("central national federal government officials official authorities")


@dataclass(slots=True)
class Clusters:
    """Disjoint sets of mention indices; a set is known by its first index."""

    parent: list[int]
    known: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)

    def find(self, i: int) -> int:
        """The first index of the set that i is in."""
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int, reason: str | None = None) -> bool:
        """Make two sets one, unless the ontology knows them as two actors."""
        a, b = sorted((self.find(i), self.find(j)))
        if a == b:
            return True
        if self.known.get(a, self.known.get(b)) != self.known.get(b, self.known.get(a)):
            return False
        self.parent[b] = a
        if b in self.known:
            self.known[a] = self.known.pop(b)
        self.reasons.setdefault(a, []).extend(self.reasons.pop(b, []))
        if reason:
            self.reasons[a].append(reason)
        return True

    def recognise(self, i: int, actor: str, reason: str) -> None:
        """Say which known actor a set is."""
        root = self.find(i)
        if root not in self.known:
            self.known[root] = actor
            self.reasons.setdefault(root, []).append(reason)

    def members(self) -> dict[int, list[int]]:
        """First index -> all indices, in order."""
        found: dict[int, list[int]] = {}
        for i in range(len(self.parent)):
            found.setdefault(self.find(i), []).append(i)
        return found


POSSESSOR = re.compile(r"\w['’]s? ")


class AliasJoiner:
    """Joins the mentions of one document."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        labels: Sequence[str],
        definite: Sequence[bool],
        links: Mapping[int, tuple[int, ...]],
        finder: MentionFinder,
        setting: str | None,
    ) -> None:
        self.document, self.mentions, self.links = document, mentions, links
        self.labels, self.definite = labels, definite
        self.ontology, self.persons, self.setting = finder.ontology, finder.persons, setting
        self.clusters = Clusters(list(range(len(mentions))))

    def join(self) -> Clusters:
        """Known actors, like words, acronyms, persons' names, then what coreference found."""
        self._join_known()
        self._join_same_words()
        self._join_acronyms()
        self._join_persons()
        self._recognise_persons()
        self._join_links()
        self._recognise_forces()
        self._recognise_government()
        return self.clusters

    # ------------------------------------------------------------ names
    def _join_known(self) -> None:
        first: dict[str, int] = {}
        for i, m in enumerate(self.mentions):
            if not m.known:
                continue
            self.clusters.known[self.clusters.find(i)] = m.known
            j = first.setdefault(m.known, i)
            if j != i:
                alike = fold(m.text) == fold(self.mentions[j].text)
                label = self.ontology.actors_by_id[m.known].label
                reason = f"'{_flat(m)}' and '{_flat(self.mentions[j])}' both name {label}."
                self.clusters.join(i, j, None if alike else reason)

    def _join_same_words(self) -> None:
        first: dict[tuple[str, ...], int] = {}
        for i, m in enumerate(self.mentions):
            described = (
                m.kind == "nominal" and i not in self.links and m.type not in ("Person", "State", "Place")
            )
            if m.known is None and (m.kind == "name" or described):
                words = tuple(w for w in pieces(self.labels[i]) if w not in IGNORED)
                self.clusters.join(
                    i, first.setdefault((m.kind if m.kind == "name" else str(m.type), *words), i)
                )

    def _join_acronyms(self) -> None:
        """ "Army of the Men (JRTN)", "JRTN (Army of the Men)", "the Islamic State, or ISIL"."""
        for i, (m, n) in enumerate(zip(self.mentions, self.mentions[1:], strict=False)):
            if m.kind == n.kind == "name" and m.passage == n.passage and 0 < n.start - m.end <= 2:
                between = self.document.text[m.finish : n.begin].strip(" \n\"'“”‘’")
                person = "Person" in (m.type, n.type)  # "Jane Roe (D., Texas)"
                if (
                    not person
                    and is_acronym(m.text) != is_acronym(n.text)
                    and between in ("(", ", or", "or", ", aka")
                ):
                    self.clusters.join(
                        i, i + 1, f"'{_flat(n)}' stands right after '{_flat(m)}' as another name."
                    )

    # ------------------------------------------------------------ persons
    def _join_persons(self) -> None:
        """A surname alone means the one person of that surname whom the text names in full."""
        persons = [(i, read_name(m.text)) for i, m in enumerate(self.mentions) if _may_be_person(m)]
        full = [(i, name) for i, name in persons if name[0] and self.mentions[i].type == "Person"]
        for n, (i, name) in enumerate(full):
            for j, other in full[:n]:
                if may_be_one(name, other) and self._is_new(i, j):
                    self.clusters.join(
                        i, j, f"'{_flat(self.mentions[i])}' is '{self._text(j)}' typed another way."
                    )
        for i, name in persons:
            if not name[0]:
                self._join_surname(i, name, full)

    def _join_surname(self, i: int, name: PersonName, full: Sequence[tuple[int, PersonName]]) -> None:
        bearers = {self.clusters.find(j): j for j, other in full if same_surname(name[1], other[1])}
        if len(bearers) == 1:
            j = next(iter(bearers.values()))
            if self._is_new(i, j):
                reason = f"'{self._text(i)}' is the surname of '{self._text(j)}', the only one in the text."
                self.clusters.join(i, j, reason)

    def _recognise_persons(self) -> None:
        """Persons of the ontology whose name is typed otherwise than there ("Nuri Kamal al-Maliki")."""
        for i, m in enumerate(self.mentions):
            if m.kind != "name" or m.type != "Person" or self.clusters.find(i) in self.clusters.known:
                continue
            actor = self.persons.find(read_name(m.text))
            if actor:
                self.clusters.recognise(i, actor.id, f"'{self._text(i)}' is {actor.label} typed another way.")

    # ------------------------------------------------------------ links
    def _join_links(self) -> None:
        for i, targets in self.links.items():
            if len(targets) == 1:
                pronoun = self.mentions[i].kind == "pronoun"
                reason = f"'{self._text(i)}' refers to '{self._text(targets[0])}'."
                self.clusters.join(i, targets[0], None if pronoun else reason)

    def _recognise_forces(self) -> None:
        """ "security forces", "the army" in a report that plays in Iraq are those of Iraq, as the ontology
        has them.
        """
        state = self.ontology.actors_by_id.get(self.setting or "")
        names = self._names_of_forces(state) if state else {}
        for i, m in enumerate(self.mentions):
            if (
                m.kind == "nominal"
                and m.type == "SecurityForce"
                and self.clusters.find(i) not in self.clusters.known
            ):
                words = pieces(m.text)
                actor = names.get(words)
                if not state or not actor or POSSESSOR.search(self.labels[i]):  # "Assad's security forces"
                    continue
                if self.definite[i] or OWN_FORCES & set(words):
                    reason = f"'{self._text(i)}' are those of {state.label}, where the report plays."
                    self.clusters.recognise(i, actor, reason)

    def _names_of_forces(self, state: KnownActor) -> dict[tuple[str, ...], str]:
        """What is left of the names of a state's forces without the state: "Iraqi security forces" ->
        "security forces".
        """
        adjectives = {fold(d) for d in state.demonyms}
        found: dict[tuple[str, ...], str] = {}
        for actor in self.ontology.known_actors:
            if actor.type == "SecurityForce" and state.id in (
                actor.home_state,
                *actor.part_of,
                *actor.member_of,
            ):
                for name in actor.names:
                    words = pieces(name)
                    if words and words[0] in adjectives:
                        found.setdefault(words[1:], actor.id)
        return found

    def _recognise_government(self) -> None:
        """ "the central government", "government officials" where no other state is spoken of: that of the
        setting.
        """
        state = self.ontology.actors_by_id.get(self.setting or "")
        for i, m in enumerate(self.mentions):
            if state and m.type == "State" and m.kind == "nominal" and i not in self.links:
                words = set(pieces(self.labels[i]))
                plain = (
                    "government" in words
                    and words <= GOVERNMENT
                    and self.clusters.find(i) not in self.clusters.known
                )
                if plain and ("central" in words or not self._other_states(i, state.id)):
                    reason = f"'{self._text(i)}' is that of {state.label}, where the report plays."
                    self.clusters.recognise(i, state.id, reason)

    def _other_states(self, i: int, setting: str) -> bool:
        """Whether the passage speaks of other states near the mention."""
        near = self.mentions[max(0, i - 6) : i + 3]
        return any(
            m.type == "State" and m.known not in (None, setting) and m.passage == self.mentions[i].passage
            for m in near
        )

    # ------------------------------------------------------------ small helpers
    def _is_new(self, i: int, j: int) -> bool:
        return self.clusters.find(i) != self.clusters.find(j)

    def _text(self, i: int) -> str:
        return _flat(self.mentions[i])


def is_acronym(text: str) -> bool:
    """Short and in capitals: "JRTN", "U.N."."""
    return len(text) < 9 and text.replace(".", "").replace("-", "").isupper()


def _may_be_person(mention: Mention) -> bool:
    return (
        mention.kind == "name"
        and mention.type in ("Person", None)
        and (mention.type is not None or " " not in mention.text)
    )


def _flat(mention: Mention) -> str:
    return " ".join(mention.text.split())
