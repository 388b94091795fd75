"""GUM's coreference layer comes in; documents with their paragraphs and chains of gold mentions go out.

The layer is described at https://wiki.gucorpling.org/gum/coref; `Entity=` in MISC opens and closes mentions.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.records import Block, Document

ACTORS = frozenset(("person", "organization", "place"))
PERSONAL = frozenset(("PRP", "PRP$"))
DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
BRACKET = re.compile(r"\((\d+)-(\w+)-[^-()]*-[^-()]*-[^-()]*-([\d,]+)-[^()]*(\))?|(\d+)\)")

Row = list[str]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """Characters `[begin:end)` of the document's text; `core` those of the words without which it is another.

    `kind` is pronoun, name, description (definite) or other.
    """

    begin: int
    end: int
    core: tuple[tuple[int, int], ...]
    chain: int
    type: str
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with the mentions of persons, organisations and places in it, in the order of their ends."""

    document: Document
    mentions: tuple[GoldMention, ...]

    @property
    def genre(self) -> str:
        """What GUM calls the kind of text: news, bio, speech ..."""
        return self.document.name.split("_")[1]


def read_chains(path: Path) -> Iterator[GoldDocument]:
    """Every document of a gzipped CoNLL-U file of GUM."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().split("\n\n")
    starts = [n for n, block in enumerate(blocks) if "# newdoc id" in block]
    for begin, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield _document(blocks[begin:end])


def _document(sentences: Sequence[str]) -> GoldDocument:
    name = re.findall(r"# newdoc id = (\S+)", sentences[0])[0]
    text, edges = "", [0]
    mentions: list[GoldMention] = []
    for sentence in sentences:
        if "# newpar" in sentence and text:
            text = text.rstrip() + "\n\n"
            edges.append(len(text))
        rows = [line.split("\t") for line in sentence.splitlines() if line and line[0] != "#"]
        text, spans = _append(text, rows)
        mentions.extend(_mentions([row for row in rows if row[0].isdigit()], spans))
    ends = [*(e - 2 for e in edges[1:]), len(text.rstrip())]
    blocks = tuple(Block("body", b, e) for b, e in zip(edges, ends, strict=True))
    return GoldDocument(Document(name, text, blocks), tuple(mentions))


def _append(text: str, rows: Sequence[Row]) -> tuple[str, list[tuple[int, int]]]:
    """The text with a sentence put after it, and where each of its words stands."""
    spans, glued, unspaced = [], -1, set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            unspaced.update(range(first, last + ("SpaceAfter=No" in row[9])))
            glued = last
        elif row[0].isdigit():
            spans.append((len(text), len(text) + len(row[1])))
            number = int(row[0])
            tight = number in unspaced or (number > glued and "SpaceAfter=No" in row[9])
            text += row[1] + ("" if tight else " ")
    return text, spans


def _mentions(rows: Sequence[Row], spans: Sequence[tuple[int, int]]) -> Iterator[GoldMention]:
    opened: dict[str, list[tuple[int, str, str]]] = {}
    for index, row in enumerate(rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for chain, kind, core, closed, ended in BRACKET.findall(value):
            if ended:
                if opened.get(ended):
                    yield from _mention(rows, spans, ended, *opened[ended].pop(), index + 1)
            elif closed:
                yield from _mention(rows, spans, chain, index, kind, core, index + 1)
            else:
                opened.setdefault(chain, []).append((index, kind, core))


def _mention(
    rows: Sequence[Row],
    spans: Sequence[tuple[int, int]],
    chain: str,
    begin: int,
    type_: str,
    core: str,
    end: int,
) -> Iterator[GoldMention]:
    if type_ not in ACTORS:
        return
    head = next((i for i in range(begin, end) if not begin < int(rows[i][6]) <= end), begin)
    words = tuple(spans[begin + int(n) - 1] for n in core.split(",") if begin + int(n) <= end)
    yield GoldMention(
        spans[begin][0], spans[end - 1][1], words, int(chain), type_, _kind(rows, begin, head),
        rows[head][1].lower(),
    )  # fmt: skip


def _kind(rows: Sequence[Row], begin: int, head: int) -> str:
    if rows[head][4] in PERSONAL:
        return "pronoun"
    if rows[head][3] == "PROPN":
        return "name"
    return "description" if rows[begin][1].lower() in DEFINITE and rows[head][3] == "NOUN" else "other"
