"""Lists of names and sentence patterns (`words/*.txt`) in, drawn names and made-up news sentences out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.conllu import Sentence

WORDS = Path(__file__).parent / "words"
SLOTS = {"{P}": "PERSON", "{S}": "PERSON", "{L}": "LOC", "{C}": "LOC", "{K}": "LOC", "{O}": "ORG"}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`persons` are (given names, family names) of one culture each; `states` and `governments` act.

    `places` are all places, `templates` the sentence patterns.
    """

    persons: list[tuple[list[str], list[str]]]
    states: list[str]
    governments: list[str]
    places: list[str]
    organisations: list[str]
    templates: list[str]
    rng: random.Random

    def draw(self, label: str) -> list[str]:
        """The words of a random name of the kind PERSON, ORG or LOC; every third person by surname only."""
        if label == "PERSON":
            return self.fill("{S}" if self.rng.random() < 0.33 else "{P}")
        return self.rng.choice(self.organisations if label == "ORG" else self.places).split()

    def fill(self, slot: str) -> list[str]:
        """The words of a random name for a slot of a pattern."""
        if slot in {"{P}", "{S}"}:
            given, family = self.rng.choice(self.persons)
            first = [] if slot == "{S}" else self.rng.sample(given, 2 if self.rng.random() < 0.1 else 1)
            return [*first, self.rng.choice(family)]
        source = {"{L}": self.places, "{C}": self.states, "{K}": self.governments, "{O}": self.organisations}[
            slot
        ]
        return self.rng.choice(source).split()

    def sentences(self, count: int) -> Iterator[Sentence]:
        """Patterns with their slots filled."""
        from training.names import plain_sentence, split_hyphens

        for _ in range(count):
            words: list[str] = []
            names: list[tuple[int, int, str]] = []
            for piece in self.rng.choice(self.templates).split():
                new = self.fill(piece) if piece in SLOTS else [piece]
                if piece in SLOTS:
                    names.append((len(words), len(words) + len(new), SLOTS[piece]))
                words += new
            yield split_hyphens(plain_sentence(words, names))


def load_gazetteer(rng: random.Random) -> Gazetteer:
    """Read the lists; a line that starts with # is a heading."""
    people = [line.split("|") for line in _lines("persons.txt")]
    places = [line.split(";") for line in _lines("places.txt")]
    return Gazetteer(
        persons=[(given.split(), family.split()) for given, family in people],
        states=places[0] + places[1],
        governments=places[3],
        places=[place for line in places[:3] for place in line],
        organisations=[name for line in _lines("organisations.txt") for name in line.split(";")],
        templates=_lines("templates.txt"),
        rng=rng,
    )


def _lines(name: str) -> list[str]:
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
