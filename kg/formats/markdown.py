"""Markdown in, a Document out whose text is the file itself with every mark-up character blanked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.formats.encoding import decode_text
from kg.formats.text import make_document
from kg.layout.blocks import lay_out
from kg.layout.dates import find_date
from kg.layout.lines import trim
from kg.layout.paragraphs import Paragraph, split_long
from kg.records import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M
)
FIELD = re.compile(r"^(?P<key>[A-Za-z]\w*)[ \t]*:[ \t]*(?P<value>.*?)[ \t\r]*$", re.M)

# What is mark-up inside a paragraph. Groups named "keep..." stay, all else of the match is blanked.
INLINE = (
    r"<!--.*?-->",
    r"!\[[^\]\n]*\](?:\([^()\n]*\)|\[[^\]\n]*\])",
    r"\[(?P<keep1>[^\]\[]*)\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)|\[[^\]\n]*\])",
    r"\[\^[^\]\s]+\]",
    r"<(?:https?://|mailto:)[^>\s]+>|</?[A-Za-z][^>\n]{0,200}>",
    r"(?P<code>`+)(?P<keep2>[^`\n]+)(?P=code)",
    r"\\(?=[\\`*_{}\[\]()#+.!~|>-])",
    r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~",
    r"(?<!\w)_{1,3}(?=\w)|(?<=[\w.,!?;:\"'\u201d\u2019)])_{1,3}(?!\w)",
)
INLINE_PATTERN = re.compile("|".join(INLINE))
LINE_LEAD = re.compile(
    r"^[ \t]*(?:>[ \t]?)+|^[ \t]*(?:#{1,6}|[-*+]|\d{1,3}[.)])(?=[ \t])"
    r"|[ \t]#+[ \t\r]*$|^[ \t]*(?:=+|-+)[ \t\r]*$",
    re.M,
)
SKIPPED = ("fence", "code_block", "html_block", "hr", "table_open")


def read_markdown(data: bytes, name: str) -> Document:
    """A Markdown file; `title`, `date` and `source` are those of its front matter, where it has one.

    In `Document.text` each character of mark-up (emphasis, addresses of links, bullets, quote marks of block
    quotes) is a space, so that offsets are those of the file, while nothing but the words is read.
    Headings become titles; code, tables and HTML are skipped.
    """
    source = decode_text(data, name)
    front = FRONT_MATTER.match(source)
    fields = read_fields(front["fields"]) if front else {}
    begin = front.end() if front else 0
    text, paragraphs = blank_markup(source, begin)
    return make_document(
        name,
        text,
        lay_out(text, paragraphs),
        title=fields.get("title"),
        published=find_date(fields.get("date", "")),
        source=fields.get("source"),
    )


def read_fields(text: str) -> dict[str, str]:
    """The plain `key: value` lines of a front matter; a title may hold colons and need not be quoted."""
    fields = {
        match["key"].lower(): match["value"].strip().strip("\"'").strip() for match in FIELD.finditer(text)
    }
    return {key: value for key, value in fields.items() if value}


def blank_markup(source: str, begin: int) -> tuple[str, list[Paragraph]]:
    pieces, cursor, paragraphs = [], 0, []
    for top, bottom, kind in find_regions(source, begin):
        pieces += [
            blank(source[cursor:top]),
            source[top:bottom] if kind == "skipped" else blank_inline(source[top:bottom]),
        ]
        cursor = bottom
        paragraphs.append((top, bottom, kind))
    text = "".join((*pieces, blank(source[cursor:])))
    return text, [part for region in paragraphs for part in make_paragraphs(text, *region)]


def make_paragraphs(text: str, top: int, bottom: int, kind: str | None) -> Iterator[Paragraph]:
    top, bottom = trim(text, top, bottom)
    return split_long(text, Paragraph(top, bottom, kind=kind))


def find_regions(source: str, begin: int) -> Iterator[tuple[int, int, str | None]]:
    """The paragraphs, headings and skipped parts as slices of `source`, in order, none inside another."""
    from markdown_it import MarkdownIt

    starts = line_starts(source, begin)
    last = 0
    for token in MarkdownIt("commonmark").enable("table").parse(source[begin:]):
        kind = region_kind(token)
        if token.map and kind != "none" and token.map[0] >= last:
            last = token.map[1]
            yield starts[token.map[0]], starts[last], kind or None


def region_kind(token: Token) -> str:
    if token.type in SKIPPED:
        return "skipped"
    return {"heading_open": "title", "paragraph_open": ""}.get(token.type, "none")


def line_starts(source: str, begin: int) -> list[int]:
    """Where each line begins as markdown-it counts lines, and the end of the text."""
    ends = [begin + match.end() for match in re.finditer(r"\r\n|\r|\n", source[begin:])]
    return [begin, *ends, len(source), len(source)]


def blank(text: str) -> str:
    return re.sub(r"\S", " ", text)


def blank_inline(text: str) -> str:
    return INLINE_PATTERN.sub(blank_match, LINE_LEAD.sub(lambda match: blank(match.group()), text))


def blank_match(match: re.Match[str]) -> str:
    kept = next((name for name in ("keep1", "keep2") if match[name] is not None), None)
    if kept is None:
        return blank(match.group())
    begin, end = (offset - match.start() for offset in match.span(kept))
    words = match.group()
    return blank(words[:begin]) + blank_inline(words[begin:end]) + blank(words[end:])
