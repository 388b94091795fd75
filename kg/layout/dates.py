"""A line of a report in, the date that it is about out; only dates with a day, a month and a year count."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["DATE", "find_date", "is_date_line"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)(?:day|nesday|sday|urday|rsday)?\.?"
CLOCK = (
    r"\d{1,2}(?::|\.)\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{4}(?=\s*(?:GMT|UTC|hrs))"
)
ZONE = (
    r"(?:GMT|UTC|[ECMP][SD]?T|BST|CEST|CET|IST|AST|ET|hrs|Z)(?:\s*[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}"
)

DAY_FIRST = rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m1>{MONTH}),?[\s-]+(?P<y1>(?:19|20)\d\d)"
MONTH_FIRST = rf"(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
YEAR_FIRST = r"(?P<y3>(?:19|20)\d\d)(?P<s3>[-/.]?)(?P<m3>\d{2})(?P=s3)(?P<d3>\d{2})"
NUMBERS = r"(?P<a4>\d{1,2})(?P<s4>[/.-])(?P<b4>\d{1,2})(?P=s4)(?P<y4>(?:19|20)\d\d)"
FULL = re.compile(rf"(?<![\w])(?:{DAY_FIRST}|{MONTH_FIRST}|{YEAR_FIRST}|{NUMBERS})(?!\d)", re.I)

# The same without groups, and with the year left out at will, for use inside other patterns.
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}(?:,?\s+(?:19|20)\d\d)?|{MONTH}\s+\d{{1,2}}(?:,?\s+(?:19|20)\d\d)?|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)"
)
# What may stand beside the date on a line that gives nothing else: "Updated 5:12 PM EDT, Mon June 16, 2014".
BESIDE = re.compile(
    rf"\b(?:first|last|originally|page)?\s*(?:published|updated|posted|modified|created|date|issued|released)?"
    rf"(?:\s+(?:on|at|in))?\b:?|\b{WEEKDAY}|{CLOCK}|\b(?:{ZONE})|\b(?:at|on)\b|[\s,|·•@()\[\]–—-]+",
    re.I,
)


def find_date(text: str) -> date | None:
    """The first full date in `text`: "16 June 2014", "June 16, 2014", "2014-06-16T09:00Z", "16/06/2014".

    None if there is none, or only one that does not exist or could be read either way round ("05/06/2014").
    """
    for match in FULL.finditer(text):
        found = read_match(match)
        if found:
            return found
    return None


def read_match(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["m1"]:
        return make_date(part["y1"], month_number(part["m1"]), part["d1"])
    if part["m2"]:
        return make_date(part["y2"], month_number(part["m2"]), part["d2"])
    if part["y3"]:
        return make_date(part["y3"], part["m3"], part["d3"])
    return read_numbers(part["y4"], int(part["a4"]), int(part["b4"]))


def read_numbers(year: str, first: int, second: int) -> date | None:
    if first > 12 or first == second:
        return make_date(year, second, first)
    return make_date(year, first, second) if second > 12 else None


def month_number(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def make_date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_date_line(text: str) -> bool:
    """Whether a line gives a date (weekday, clock, "Updated" and the like beside it) and nothing else."""
    rest, dates = FULL.subn(" ", text)
    return dates > 0 and not BESIDE.sub("", rest).strip(" .:;/'\"")
