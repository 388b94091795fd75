"""The ontology's names in, a matcher out that finds them in a row of words, however they are typed.

Capitals, accents, apostrophes, hyphens and full stops are folded away before comparing ("Al-Maliki" is
"al Maliki", "U.S." is "US"); what is left of the capitals is checked afterwards, so that "us" is no state.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.ontology_records import KnownActor, Ontology

__all__ = ["Entry", "Gazetteer", "Match", "fold", "pieces"]

APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´ʿʾ.", ""))
POSSESSIVE = re.compile(r"['’]s\b")
SEPARATORS = re.compile(r"[^\w&/,;:()!?]+")
ENDED = ""  # the key of a node of the trie that holds the names ending there
RANK = {"name": 0, "metonym": 1, "people": 2, "demonym": 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one known actor; `role` is name, metonym, people ("Iranians") or demonym ("Iranian").

    An ambiguous name means others as often: it needs a context that speaks for this actor.
    """

    actor: str
    type: str
    role: str
    words: tuple[str, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A name found: tokens `[start:end)`, and the actors that bear it, the best rank first."""

    start: int
    end: int
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and full stops."""
    if text.isascii():
        return text.lower().translate(APOSTROPHES)
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def split_words(text: str) -> list[str]:
    """The words of a name with their capitals; "People's" is two, as the tokenizer has it."""
    return [w for w in SEPARATORS.split(POSSESSIVE.sub(" s", text).translate(APOSTROPHES)) if w]


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[str, ...]:
    """The folded words of a name, the form that is compared."""
    return tuple(fold(w) for w in split_words(text))


class Gazetteer:
    """All names of the known actors as one trie over folded words."""

    def __init__(self, ontology: Ontology) -> None:
        self._root = _Node()
        self._small: set[str] = set()  # first words of names that may begin with a small letter
        self._split: dict[str, tuple[tuple[str, str], ...]] = {}
        for actor in ontology.known_actors:
            roles = {
                "name": [*actor.names, *(n for n in actor.ambiguous_names if not _is_elsewhere(actor, n))],
                "metonym": actor.metonyms,
                "people": actor.demonym_nouns,
                "demonym": actor.demonyms,
            }
            for role, names in roles.items():
                for name in names:
                    words = tuple(_without_article(split_words(name)))
                    self._add(Entry(actor.id, actor.type, role, words, name in actor.ambiguous_names))

    def _add(self, entry: Entry) -> None:
        node = self._root
        for word in entry.words:
            node = node.next.setdefault(fold(word), _Node())
        if entry.words and entry not in node.entries:
            node.entries.append(entry)
            if _may_be_small(entry.words[0]):
                self._small.add(fold(entry.words[0]))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries whose name is `name` but for typing."""
        found = list(self.find(name.split()))
        return found[0].entries if len(found) == 1 and found[0].end == len(name.split()) else ()

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """The longest names among the words of a text, left to right, none overlapping."""
        flat = [(piece, word, i) for i, token in enumerate(words) for piece, word in self._pieces(token)]
        root, end = self._root.next, 0
        for position, (piece, word, token) in enumerate(flat):
            if (
                piece in root
                and token >= end
                and (word[0].isupper() or piece in self._small or word[0].isdigit())
            ):
                match = self._longest(flat, position)
                if match is not None:
                    end = match.end
                    yield match

    def _pieces(self, token: str) -> tuple[tuple[str, str], ...]:
        found = self._split.get(token)
        if found is None:
            words = ["s"] if token in ("'s", "’s") else split_words(token)
            found = self._split[token] = tuple((fold(w), w) for w in words)
        return found

    def _longest(self, flat: list[tuple[str, str, int]], begin: int) -> Match | None:
        start = flat[begin][2]
        if begin and flat[begin - 1][2] == start:
            return None
        node: _Node | None = self._root
        best = None
        for position in range(begin, len(flat)):
            node = node.next.get(flat[position][0]) if node else None
            if node is None:
                break
            whole = position + 1 == len(flat) or flat[position + 1][2] != flat[position][2]
            if node.entries and whole:
                typed = [word for _, word, _ in flat[begin : position + 1]]
                fitting = [e for e in node.entries if _capitals_fit(e.words, typed)]
                if fitting:
                    end = flat[position][2] + 1
                    best = Match(
                        start, end, tuple(sorted(fitting, key=lambda e: (e.ambiguous, RANK[e.role])))
                    )
        return best


def _is_elsewhere(actor: KnownActor, name: str) -> bool:
    return name in actor.metonyms or name in actor.demonyms or name in actor.demonym_nouns


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0].lower() == "the" else words


def _capitals_fit(name: Iterable[str], typed: Sequence[str]) -> bool:
    """Whether the text's capitals allow the name: "us" is not US, "turkey" not Turkey, "IRAQ" and "Isis"
    are fine.
    """
    alone = len(typed) == 1
    return all(_word_fits(n, t, alone) for n, t in zip(name, typed, strict=True))


@lru_cache(maxsize=20_000)
def _may_be_small(word: str) -> bool:
    """Whether a word of a name may stand in small letters."""
    return not word[0].isupper() or word.lower() in ("al", "el", "of", "the", "and", "for", "s")


def _word_fits(name: str, typed: str, alone: bool) -> bool:
    if _may_be_small(name):
        return True
    if alone and name.isupper() and len(name) < 4:
        return typed.isupper()
    return typed[0].isupper() or typed[0].isdigit()
