"""One paragraph in, out the same with a first guess at what it is, by its own words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.layout.furniture import CROSSHEAD, label_furniture
from kg.layout.lines import ends_sentence
from kg.layout.paragraphs import Paragraph

__all__ = ["HEADING", "Part", "name_part"]

HEADLINE = 160
"""A headline has no more characters than this, ..."""
HEADING = 110
"""... and a heading below it no more than this."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, its words with single spaces, and what it is: a kind of block, or why it is skipped."""

    paragraph: Paragraph
    text: str
    label: str

    @property
    def reporting(self) -> bool:
        return self.label in ("title", "body", "caption")


def name_part(text: str, paragraph: Paragraph) -> Part:
    """The paragraph with its format's kind, else the furniture's label, else "title" or "body"."""
    words = " ".join(text[paragraph.begin : paragraph.end].split())
    label = paragraph.kind or label_furniture(words)
    if label == "crosshead" and (match := CROSSHEAD.match(words)):
        return name_crosshead(text, paragraph, match["words"])
    if label is None:
        label = "title" if looks_like_title(words) and not paragraph.bullet else "body"
    return Part(paragraph, words, label)


def name_crosshead(text: str, paragraph: Paragraph, words: str) -> Part:
    """ "- Diplomatic push -" is the title "Diplomatic push"."""
    begin = text.find(words[:1], paragraph.begin)
    end = text.rfind(words[-1:], begin, paragraph.end) + 1
    return Part(replace(paragraph, begin=begin, end=end), words, "title")


def looks_like_title(words: str) -> bool:
    """Whether the words are one short piece that begins as a sentence does and does not end as one."""
    if len(words) > HEADLINE or re.match(r"[a-z]", words):
        return False
    return not ends_sentence(words) or (words.endswith("?") and len(words) <= HEADING and "." not in words)
