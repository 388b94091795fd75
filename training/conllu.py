"""CoNLL-U text in, sentences of plain tokens out; the rest of the recipe knows nothing of the format."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SMALL_WORDS = frozenset(
    ["of", "for", "and", "the", "de", "la", "del", "di", "van", "bin", "al", "el", "'s", *"-'&."]
)
TITLES = frozenset(
    [
        *(
            "mr",
            "mr.",
            "mrs",
            "mrs.",
            "ms",
            "ms.",
            "dr",
            "dr.",
            "prof",
            "prof.",
            "sen.",
            "rep.",
            "gen.",
            "col.",
        ),
        *(
            "president",
            "vice",
            "prime",
            "minister",
            "senator",
            "governor",
            "chancellor",
            "secretary",
            "mayor",
        ),
        *(
            "king",
            "queen",
            "prince",
            "princess",
            "pope",
            "sir",
            "lord",
            "lady",
            "uncle",
            "aunt",
            "professor",
            "ceo",
        ),
        *("general", "lieutenant", "colonel", "captain", "major", "sergeant", "judge", "justice", "chief"),
        *(
            "deputy",
            "foreign",
            "director",
            "ambassador",
            "undersecretary",
            "education",
            "state",
            "us",
            "u.s.",
        ),
        *("the", "of", "for"),
    ]
)


@dataclass(slots=True)
class Sentence:
    """Parallel lists, one item a word; `heads` are indices within the sentence (the root's is its own).

    `names` are (first word, past the last, label) of the named mentions; None where the source marks none.
    """

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    names: list[tuple[int, int, str]] | None = None
    new_document: bool = False
    new_paragraph: bool = False


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a gzipped treebank; multi-word tokens become words without a space between."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield _read_sentence(block)
                block = []
        if block:
            yield _read_sentence(block)


def _read_sentence(block: list[str]) -> Sentence:
    sentence = Sentence()
    sentence.new_document = any(line.startswith("# newdoc") for line in block)
    sentence.new_paragraph = any(line.startswith("# newpar") for line in block)
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    glued: set[int] = set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            glued.update(range(first, last))
            if "SpaceAfter=No" in row[9]:
                glued.add(last)
    words = [row for row in rows if row[0].isdigit()]
    for row in words:
        _add_word(sentence, row, int(row[0]) in glued)
    if any("Entity=" in row[9] for row in words):
        sentence.names = _gum_names(words)
    return sentence


def _add_word(sentence: Sentence, row: list[str], glued: bool) -> None:
    here = len(sentence.words)
    sentence.words.append(row[1].replace(" ", "\N{NO-BREAK SPACE}"))
    sentence.spaces.append(not glued and "SpaceAfter=No" not in row[9])
    sentence.upos.append(row[3])
    sentence.tags.append(row[4])
    sentence.feats.append("" if row[5] == "_" else row[5])
    sentence.lemmas.append(row[1] if row[2] == "_" else row[2])
    head = int(row[6])
    sentence.heads.append(here if head == 0 else head - 1)
    sentence.deps.append("ROOT" if head == 0 else row[7])


def _gum_names(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Mentions of persons, organizations and places whose head word is a proper noun."""
    labels = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
    opened: dict[str, list[tuple[int, str]]] = {}
    found: list[tuple[int, int, str]] = []
    for index, row in enumerate(rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for match in re.finditer(r"\((\d+)-(\w+)[^()]*(\))?|(\d+)\)", value):
            if match[4]:
                stack = opened.get(match[4])
                if stack:
                    begin, kind = stack.pop()
                    found.append((begin, index + 1, kind))
            elif match[3]:
                found.append((index, index + 1, match[2]))
            else:
                opened.setdefault(match[1], []).append((index, match[2]))
    named = [(b, e, labels[k]) for b, e, k in found if k in labels and _named(rows, b, e)]
    return without_overlaps([trim_name(rows, *name) for name in named])


def _named(rows: list[list[str]], begin: int, end: int) -> bool:
    inside = range(begin, end)
    heads = [i for i in inside if not begin < int(rows[i][6]) <= end or rows[i][6] == "0"]
    return bool(heads) and rows[heads[0]][3] == "PROPN"


def trim_name(rows: list[list[str]], begin: int, end: int, label: str) -> tuple[int, int, str]:
    """Cut a mention down to its name: "the former prime minister Tony Blair, who ..." to "Tony Blair".

    From the head word outwards everything capitalised belongs to it, with small words between ("of", "al-").
    """
    head = next(i for i in range(begin, end) if not begin < int(rows[i][6]) <= end or rows[i][6] == "0")
    first, last = head, head + 1
    for index in range(head - 1, begin - 1, -1):
        if _capital(rows[index]):
            first = index
        elif rows[index][1].lower() not in SMALL_WORDS:
            break
    for index in range(head + 1, end):
        if _capital(rows[index]):
            last = index + 1
        elif rows[index][1].lower() not in SMALL_WORDS:
            break
    if label == "PERSON":
        while first < last - 1 and rows[first][1].lower() in TITLES:
            first += 1
    while last > first + 1 and rows[last - 1][4] == "POS":
        last -= 1
    return first, last, label


def _capital(row: list[str]) -> bool:
    return (row[1][0].isupper() and row[3] not in {"DET", "PRON"}) or (
        row[1][0].isdigit() and row[3] == "PROPN"
    )


def without_overlaps(names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the longest of names that overlap."""
    kept: list[tuple[int, int, str]] = []
    for name in sorted(names, key=lambda n: (n[0] - n[1], n[0])):
        if all(name[1] <= other[0] or name[0] >= other[1] for other in kept):
            kept.append(name)
    return sorted(kept)
