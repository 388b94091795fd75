"""Text and its paragraphs in, its blocks and the title, date and source that it gives itself out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.layout.comments import mark_comments
from kg.layout.datelines import read_dateline
from kg.layout.facts import find_published, find_source, find_title
from kg.layout.lines import ends_sentence, trim
from kg.layout.paragraphs import Paragraph
from kg.layout.parts import HEADING, Part, name_part
from kg.records import Block

__all__ = ["Layout", "lay_out"]

LOOSE_END = 8
"""A heading of so many words or fewer with no text under it is a link left over: "Next Story", "search"."""
REPEATED = 60
"""A paragraph of so many characters or more that comes again letter by letter is a fault of copying."""

LABELLED = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}: ")


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text in order, and its title, publication date and source, where it gives them."""

    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    source: str | None = None


def lay_out(text: str, paragraphs: Sequence[Paragraph]) -> Layout:
    """Sorts paragraphs into what a reader would call reporting, headlines and captions apart, and the rest.

    Every paragraph becomes one block; one that begins with a dateline becomes two, the dateline skipped.
    """
    parts = mark_comments([name_part(text, paragraph) for paragraph in paragraphs])
    parts = cut_datelines(text, skip_sections(skip_loose_ends(parts)))
    parts = settle_titles(skip_repeated(parts))
    blocks = tuple(make_block(part) for part in parts)
    return Layout(blocks, find_title(parts), find_published(parts), find_source(parts))


def make_block(part: Part) -> Block:
    return Block(part.label if part.reporting else "skipped", part.paragraph.begin, part.paragraph.end)


def skip_sections(parts: Sequence[Part]) -> list[Part]:
    """Skips single words above the headline ("Politics"): names of sections, left over from a menu."""
    told = (index for index, part in enumerate(parts) if part.label == "body")
    long = (index for index, part in enumerate(parts) if part.label == "title" and len(part.text.split()) > 2)
    headline = next(long, 0)
    if headline > next(told, 0):
        return list(parts)
    sections = [replace(part, label="navigation") if is_section(part) else part for part in parts[:headline]]
    return [*sections, *parts[headline:]]


def is_section(part: Part) -> bool:
    return part.label == "title" and not part.paragraph.kind and " " not in part.text


def skip_loose_ends(parts: Sequence[Part]) -> list[Part]:
    """Skips headings with nothing under them."""
    last = max((index for index, part in enumerate(parts) if part.label in ("body", "caption")), default=None)
    if last is None:
        return list(parts)
    ends = [replace(part, label="navigation") if is_loose_end(part) else part for part in parts[last + 1 :]]
    return [*parts[: last + 1], *ends]


def is_loose_end(part: Part) -> bool:
    short = len(part.text.split()) <= LOOSE_END and not ends_sentence(part.text)
    return part.label == "title" and not part.paragraph.kind and short


def cut_datelines(text: str, parts: Sequence[Part]) -> list[Part]:
    loose = first_told(parts)
    return [piece for part in parts for piece in cut_dateline(text, part, loose=part is loose)]


def first_told(parts: Sequence[Part]) -> Part | None:
    """The first paragraph of running text below a headline, unless it may belong to a transcript.

    There the speakers stand ("Kirby: ...") where the place of a dateline would.
    """
    index = next((index for index, part in enumerate(parts) if part.label == "body"), 0)
    labelled = sum(part.reporting and LABELLED.match(part.text) is not None for part in parts)
    return parts[index] if index > 0 and labelled < 2 else None


def cut_dateline(text: str, part: Part, *, loose: bool) -> Iterable[Part]:
    """The dateline that a paragraph begins with, and the rest; a headline is never cut."""
    begin, end = part.paragraph.begin, part.paragraph.end
    dateline = read_dateline(text[begin:end], loose=loose) if part.label in ("body", "title") else None
    if not dateline or (part.label == "title" and (part.paragraph.kind or dateline.length < end - begin)):
        return [part]
    cut = begin + dateline.length
    head = Part(replace(part.paragraph, end=trim(text, begin, cut)[1]), text[begin:cut].strip(), "dateline")
    if cut >= end:
        return [head]
    return [head, Part(replace(part.paragraph, begin=cut), " ".join(text[cut:end].split()), "body")]


def skip_repeated(parts: Sequence[Part]) -> list[Part]:
    seen: set[str] = set()
    found = []
    for part in parts:
        again = part.label == "body" and len(part.text) >= REPEATED and part.text in seen
        found.append(replace(part, label="repeated") if again else part)
        seen.add(part.text)
    return found


def settle_titles(parts: Sequence[Part]) -> list[Part]:
    """Below the head only short statements stay titles; where all looks like one, it is unpointed text."""
    bare = not any(part.label in ("body", "caption") for part in parts)
    head, found = True, []
    for part in parts:
        if (
            part.label == "title"
            and not part.paragraph.kind
            and (bare or not (head or is_heading(part.text)))
        ):
            part = replace(part, label="body")
        head = head and part.label != "body"
        found.append(part)
    return found


def is_heading(words: str) -> bool:
    return len(words) <= HEADING and not words.endswith("?")
