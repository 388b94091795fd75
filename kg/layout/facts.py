"""The named parts of a document in, the title, publication date and source out that it gives itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kg.layout.datelines import AGENCIES, read_dateline
from kg.layout.dates import find_date
from kg.layout.furniture import SOURCE
from kg.layout.parts import Part

__all__ = ["find_published", "find_source", "find_title"]

CONTRIBUTED = re.compile(rf"\b({AGENCIES})\b.*\bcontributed to\b")


def find_title(parts: Sequence[Part]) -> str | None:
    """The first headline, if it stands above the first sentence."""
    head = next((part for part in parts if part.label in ("title", "body")), None)
    return head.text if head and head.label == "title" else None


def find_published(parts: Sequence[Part]) -> date | None:
    """The first full date of a date line ("Updated ..." is one), a byline or a dateline.

    Dates in running text are never taken: they tell when something happened.
    """
    told = (part for part in parts if part.label in ("date", "byline", "dateline"))
    return next((found for found in (find_date(part.text) for part in told) if found), None)


def find_source(parts: Sequence[Part]) -> str | None:
    """The publisher on a source line, else in a dateline, else who "contributed to this report"."""
    for read in (source_line, dateline_source, contributor):
        found = next((source for source in map(read, parts) if source), None)
        if found:
            return found
    return None


def source_line(part: Part) -> str | None:
    match = SOURCE.match(part.text) if part.label == "source" else None
    return match["source"].strip() if match else None


def dateline_source(part: Part) -> str | None:
    dateline = read_dateline(part.text, loose=True) if part.label == "dateline" else None
    return dateline.source if dateline else None


def contributor(part: Part) -> str | None:
    match = CONTRIBUTED.search(part.text) if part.label == "navigation" else None
    return match[1] if match else None
