"""The parts of a document in, the same out with readers' comments marked as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.layout.furniture import opens_comments, signs_comment
from kg.layout.parts import Part

__all__ = ["mark_comments"]

CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\bat\b", re.I)


def mark_comments(parts: Sequence[Part]) -> list[Part]:
    """Marks what stands under a comments heading or a comment's head, and what "Comments are closed." closes.

    Such a section ends with the document, or at a date line without a clock, which heads a blog's next post.
    """
    inside, told, found = False, False, []
    for index, part in enumerate(parts):
        below = parts[index + 1].text if index + 1 < len(parts) else ""
        if inside and part.label == "date" and not CLOCK.search(part.text):
            inside = False
        elif told and starts_comments(part, below):
            inside = True
        told = told or part.label == "body"
        found.append(replace(part, label="comments") if inside and part.label != "source" else part)
    return mark_closed(found)


def starts_comments(part: Part, below: str) -> bool:
    return (part.label == "comments" and opens_comments(part.text)) or signs_comment(part.text, below)


def mark_closed(parts: Sequence[Part]) -> list[Part]:
    """Above "Comments are closed." or "Reply": marks bulleted names and the paragraphs set in under them."""
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
    marked = part.label in ("comments", "closing", "date")
    return marked or part.paragraph.indent > usual or part.paragraph.bullet
