"""A sentence and the date of its report in, the time that the sentence gives out, as ISO 8601.

A day is "2014-06-13", a month "2014-06", a year "2007", a week an interval "2014-06-09/2014-06-15".
Expressions are found by their form and resolved by dateparser; weekdays are the last ones before the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

__all__ = ["find_time"]

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
FORMS = re.compile(
    rf"\b(?:(?P<day>(?:\d{{1,2}}\s+(?:{MONTHS})\.?|(?:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?)"
    rf"|(?P<month>(?:{MONTHS})\s+\d{{4}})"
    rf"|(?P<weekday>{WEEKDAYS})"
    r"|(?P<ago>(?:\d+|two|three|four|five|six|seven|ten|a)\s+(?:day|week|month|year)s?\s+ago)"
    r"|(?P<near>yesterday|today)"
    r"|(?P<span>last\s+(?:week|month|year))"
    r"|(?:in|In|since|Since|during|by|of|from|early|late|mid)[\s-]+(?P<year>(?:1[5-9]|20)\d\d))\b"
)
NUMBERS = {
    "a": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "ten": "10",
}


def find_time(sentence: str, published: date | None, near: int = 0) -> str | None:
    """The time expression closest to character `near` of the sentence, resolved, or None.

    Relative expressions give None when the report has no date.
    """
    matches = _expressions(sentence)
    if len(matches) > 1:
        matches = sorted(matches, key=lambda m: min(abs(m.start() - near), abs(m.end() - near)))
    dated = any(match.lastgroup == "year" for match in matches)
    for match in matches:
        if dated and match.lastgroup == "day" and not re.search(r"\d{4}", match["day"]):
            continue  # "In 2001, after the attacks of September 11": no day of this year
        found = _resolve(match, published)
        if found:
            return found
    return None


@lru_cache(maxsize=16)  # a sentence is asked once for each of its statements, one after the other
def _expressions(sentence: str) -> Sequence[re.Match[str]]:
    return tuple(FORMS.finditer(sentence))


def _resolve(match: re.Match[str], published: date | None) -> str | None:
    kind = match.lastgroup or ""
    text = match[kind]
    if kind == "year":
        return text
    if kind == "month":
        day = _parse(text, published, "first")
        return f"{day:%Y-%m}" if day else None
    if kind == "day":
        if not re.search(r"\d{4}", text) and published is None:
            return None
        day = _parse(text, published, "current")
        return day.isoformat() if day else None
    if published is None:
        return None
    if kind == "span":
        return _span(text.split()[-1], published)
    if kind == "weekday":
        names = WEEKDAYS.split("|")
        return (published - timedelta(days=(published.weekday() - names.index(text)) % 7)).isoformat()
    first, *rest = text.split()
    day = _parse(" ".join([NUMBERS.get(first, first), *rest]), published, "current")
    return day.isoformat() if day else None


def _span(unit: str, published: date) -> str:
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "month":
        return f"{published.replace(day=1) - timedelta(days=1):%Y-%m}"
    return str(published.year - 1)


@lru_cache(maxsize=1024)  # reports of one day name the same days
def _parse(text: str, published: date | None, day_of_month: str) -> date | None:
    import dateparser  # slow to import, and needed only where a sentence gives a date

    settings: dict[str, object] = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": day_of_month}
    if published:
        settings["RELATIVE_BASE"] = datetime(published.year, published.month, published.day, 12)
    found = dateparser.parse(text, languages=["en"], settings=settings)
    return found.date() if found else None
