"""Two names of persons in, whether they may be one person's out: "Nuri al-Maliki", "Nouri al-Maliki", "Mr.
Maliki".
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.gazetteer import pieces
from kg.ontology_records import KnownActor, Ontology
from kg.words import word_set

__all__ = ["KnownPersons", "PersonName", "may_be_one", "read_name", "same_surname"]

PARTICLES = word_set("al el ul ad an as ash ar at az bin bint ibn ben von van der de del da di la le st")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))

PersonName = tuple[tuple[str, ...], str]
"""Given names and surname, folded, without particles and suffixes."""


def read_name(text: str) -> PersonName:
    """The parts of a name; a single word counts as a surname."""
    words = [w for w in pieces(text) if w not in PARTICLES and w not in SUFFIXES]
    return (tuple(words[:-1]), words[-1]) if words else ((), "")


class KnownPersons:
    """The persons of an ontology by name, to be found under other spellings."""

    def __init__(self, ontology: Ontology) -> None:
        self._by_initial: dict[str, list[tuple[KnownActor, PersonName]]] = {}
        for actor in ontology.known_actors:
            for name in actor.names if actor.type == "Person" else ():
                read = read_name(name)
                if read[0]:
                    self._by_initial.setdefault(read[1][:1], []).append((actor, read))

    def find(self, name: PersonName) -> KnownActor | None:
        """The one known person whose full name agrees with a full name, if there is just one."""
        if not name[0]:
            return None
        near = self._by_initial.get(name[1][:1], ())
        found = {actor.id: actor for actor, other in near if may_be_one(name, other)}
        return next(iter(found.values())) if len(found) == 1 else None


def may_be_one(one: PersonName, other: PersonName) -> bool:
    """Whether two full names agree: like surnames, and a given name that is alike or an initial of the
    other.
    """
    return same_surname(one[1], other[1]) and _given_agree(one[0], other[0])


def same_surname(one: str, other: str) -> bool:
    """Equal, or typed from another script in two ways ("Suleimani", "Soleimani")."""
    if one == other:
        return True
    alike = one[:1] == other[:1] and abs(len(one) - len(other)) < 2 and min(len(one), len(other)) > 5
    return alike and distance(one, other) == 1


def _given_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return True
    a, b = one[0], other[0]
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return a[0] == b[0] and distance(a, b) <= (1 if min(len(a), len(b)) < 5 else 2)


def distance(one: str, other: str) -> int:
    """Edit distance (Levenshtein) of two short words."""
    row = list(range(len(other) + 1))
    for i, x in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
