"""Text in, its lines that are not blank out, with the offsets of what is printed on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Line", "ends_sentence", "find_lines", "trim"]

# White space, and characters that print nothing (zero width space, byte order mark, soft hyphen).
INVISIBLE = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
INVISIBLE += "\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u3000\ufeff\xad"

# A full stop after these ends no sentence: "Lt. Gen.", "the U.S.", "Sen. Graham", "Jan. 3".
ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Cmdr|Sen|Rep|Gov|Rev|Prof|St|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
SENTENCE_END = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019)\]]*(?:\s?\[\d+\])*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, the slice `[begin:end)` without the white space about it.

    `indent` counts the characters before it, `gap` says that a blank line stands above it.
    """

    text: str
    begin: int
    end: int
    indent: int
    gap: bool


def find_lines(text: str) -> Iterator[Line]:
    """The lines of `text` that hold more than white space, in order."""
    offset, gap = 0, True
    for raw in text.splitlines(keepends=True):
        begin, end = trim(raw, 0, len(raw))
        if begin < end:
            yield Line(raw[begin:end], offset + begin, offset + end, begin, gap)
        gap = begin == end
        offset += len(raw)


def trim(text: str, begin: int, end: int) -> tuple[int, int]:
    """`[begin:end)` of `text` without invisible characters at its ends; begin is end if nothing is left."""
    while end > begin and text[end - 1] in INVISIBLE:
        end -= 1
    while begin < end and text[begin] in INVISIBLE:
        begin += 1
    return begin, end


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence (or a lead-in with a colon) does, abbreviations apart."""
    return bool(SENTENCE_END.search(text)) and not ABBREVIATION.search(text)
