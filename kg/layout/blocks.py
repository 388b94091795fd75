"""Text and its paragraphs in, blocks (title, body, caption, skipped) and the title, date and source it gives out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.layout.datelines import AGENCIES, read_dateline
from kg.layout.dates import find_date
from kg.layout.furniture import CROSSHEAD, SOURCE, label_furniture, opens_comments, signs_comment
from kg.layout.lines import ends_sentence, trim
from kg.layout.paragraphs import Paragraph
from kg.records import Block

__all__ = ["Layout", "lay_out"]

TITLE_LENGTH = 160
CROSSHEAD_LENGTH = 110
REPEATED = 60
"""A paragraph of at least this many characters that stands a second time, letter by letter, is a fault of copying."""

FULL_DAY = re.compile(r"\d{1,2}[:.]\d\d|\bat\b", re.I)
CONTRIBUTED = re.compile(r"(?:The )?((?:[A-Z][\w-]* ?){1,4}?)(?: \w+)* contributed to th")


@dataclass(frozen=True, slots=True)
class Layout:
    """What `lay_out` finds: the blocks in order, and the title, the publication date and the source, where given."""

    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with its words and what it is: a kind of block, or for what is skipped the reason."""

    paragraph: Paragraph
    text: str
    label: str

    @property
    def reporting(self) -> bool:
        return self.label in ("title", "body", "caption")


def lay_out(text: str, paragraphs: Sequence[Paragraph]) -> Layout:
    """Sorts paragraphs into what a reader would call reporting, with headlines and captions apart, and the rest.

    Every paragraph becomes one block; one with a dateline becomes two, the dateline skipped. Title, date and source
    are taken from where reports give them, never out of running text.
    """
    parts = [name_part(text, paragraph) for paragraph in paragraphs]
    for step in (skip_comments, skip_tail, cut_datelines, skip_repeated, settle_titles):
        parts = step(text, parts)
    return Layout(
        tuple(make_block(part) for part in parts),
        find_title(parts),
        find_published(parts),
        find_source(parts),
    )


def make_block(part: Part) -> Block:
    return Block(part.label if part.reporting else "skipped", part.paragraph.begin, part.paragraph.end)


def name_part(text: str, paragraph: Paragraph) -> Part:
    words = " ".join(text[paragraph.begin : paragraph.end].split())
    label = paragraph.kind or label_furniture(words)
    if label == "crosshead" and (match := CROSSHEAD.match(words)):
        return name_crosshead(text, paragraph, match["words"])
    if label is None:
        label = "title" if looks_like_title(words) and not paragraph.bullet else "body"
    return Part(paragraph, words, label)


def name_crosshead(text: str, paragraph: Paragraph, words: str) -> Part:
    begin = text.find(words[:1], paragraph.begin)
    end = text.rfind(words[-1:], begin, paragraph.end) + 1
    return Part(replace(paragraph, begin=begin, end=end), words, "title")


def looks_like_title(words: str) -> bool:
    """A headline: one short piece that begins as a sentence does and does not end as one."""
    if len(words) > TITLE_LENGTH or re.match(r"[a-z]", words):
        return False
    return not ends_sentence(words) or (
        words.endswith("?") and len(words) <= CROSSHEAD_LENGTH and words.count(".") == 0
    )


def skip_comments(text: str, parts: Sequence[Part]) -> list[Part]:
    """Skips what stands under a comments heading or a comment's head, until the next post's date line or the end."""
    inside, told, found = False, False, []
    for index, part in enumerate(parts):
        below = parts[index + 1].text if index + 1 < len(parts) else ""
        if inside and part.label == "date" and not FULL_DAY.search(part.text):
            inside = False
        elif told and (
            part.label == "comments" and opens_comments(part.text) or signs_comment(part.text, below)
        ):
            inside = True
        told = told or part.label == "body"
        found.append(replace(part, label="comments") if inside and part.label not in ("source",) else part)
    return skip_closed_comments(found)


def skip_closed_comments(parts: Sequence[Part]) -> list[Part]:
    """Above "Comments are closed." or "Reply": skips the bulleted names and the paragraphs set in under them."""
    found = list(parts)
    usual = usual_indent(parts)
    for last in (index for index, part in enumerate(parts) if part.label == "closing"):
        index = last - 1
        while index >= 0 and set_in(found[index], usual):
            found[index] = replace(found[index], label="comments")
            index -= 1
    return found


def usual_indent(parts: Sequence[Part]) -> int:
    indents = sorted(part.paragraph.indent for part in parts if part.label == "body")
    return indents[len(indents) // 2] if indents else 0


def set_in(part: Part, usual: int) -> bool:
    return (
        part.label in ("comments", "closing", "date")
        or part.paragraph.indent > usual
        or part.paragraph.bullet
    )


def skip_tail(text: str, parts: Sequence[Part]) -> list[Part]:
    """Skips headings with nothing under them: what stands short and unfinished below the last sentence."""
    last = max((index for index, part in enumerate(parts) if part.label in ("body", "caption")), default=-1)
    if last < 0:
        return list(parts)
    return [
        replace(part, label="navigation")
        if index > last and part.label == "title" and not part.paragraph.kind
        else part
        for index, part in enumerate(parts)
    ]


def cut_datelines(text: str, parts: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    first = next((part for part in parts if part.label == "body"), None)
    for part in parts:
        found.extend(
            cut_dateline(text, part, loose=part is first) if part.label in ("body", "title") else [part]
        )
    return found


def cut_dateline(text: str, part: Part, *, loose: bool) -> Iterable[Part]:
    begin, end = part.paragraph.begin, part.paragraph.end
    dateline = read_dateline(text[begin:end], loose=loose) if part.paragraph.kind is None else None
    if not dateline or (part.label == "title" and dateline.length < end - begin):
        return [part]
    cut = begin + dateline.length
    head = Part(replace(part.paragraph, end=trim(text, begin, cut)[1]), text[begin:cut].strip(), "dateline")
    if cut >= end:
        return [head]
    return [head, Part(replace(part.paragraph, begin=cut), " ".join(text[cut:end].split()), "body")]


def skip_repeated(text: str, parts: Sequence[Part]) -> list[Part]:
    seen: set[str] = set()
    found = []
    for part in parts:
        again = part.label == "body" and len(part.text) >= REPEATED and part.text in seen
        found.append(replace(part, label="repeated") if again else part)
        seen.add(part.text)
    return found


def settle_titles(text: str, parts: Sequence[Part]) -> list[Part]:
    """Only the head may be long; and a document whose every piece looks like a headline is one of plain sentences."""
    bare = not any(part.label in ("body", "caption") for part in parts)
    first, found = True, []
    for part in parts:
        label = part.label
        if label == "title" and not part.paragraph.kind:
            label = "body" if bare or not (first or is_crosshead(part.text)) else "title"
        first = first and label != "body"
        found.append(replace(part, label=label))
    return found


def is_crosshead(words: str) -> bool:
    return len(words) <= CROSSHEAD_LENGTH and not words.endswith("?")


def find_title(parts: Sequence[Part]) -> str | None:
    """The first headline, if it stands above the first sentence."""
    head = next((part for part in parts if part.label in ("title", "body")), None)
    return head.text if head and head.label == "title" else None


def find_published(parts: Sequence[Part]) -> date | None:
    """The first date of a date line, byline or dateline above the text, else below it."""
    marked = [part for part in parts if part.label in ("date", "byline", "dateline")]
    first = next((index for index, part in enumerate(parts) if part.label == "body"), 0)
    dates = [find_date(part.text) for part in marked]
    updates = [find_date(part.text) for part in parts[:first] if part.label == "boilerplate"]
    return next((found for found in (*dates, *updates) if found), None)


def find_source(parts: Sequence[Part]) -> str | None:
    """The publisher of a source line, of a dateline, or else the agency that "contributed to this report"."""
    for part in parts:
        if part.label == "source" and (match := SOURCE.match(part.text)):
            return match["source"].strip()
    for part in parts:
        dateline = read_dateline(part.text) if part.label == "dateline" else None
        if dateline and dateline.source:
            return dateline.source
    return find_contributor(parts)


def find_contributor(parts: Sequence[Part]) -> str | None:
    agency = re.compile(rf"\b(?:{AGENCIES})\b")
    for part in parts:
        match = (
            agency.search(part.text) if part.label == "boilerplate" and "contributed" in part.text else None
        )
        if match:
            return match.group()
    return None
