"""The beginning of a paragraph in, its dateline out: "BAGHDAD (Reuters) -", "Baghdad, 15 June 2014 -"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.layout.dates import DATE, WEEKDAY, find_date

__all__ = ["AGENCIES", "Dateline", "read_dateline"]

AGENCIES = (
    "Reuters|Thomson Reuters|AP|The Associated Press|Associated Press|AFP|Agence France-Presse|dpa|DPA|EFE|"
    "ANSA|UPI|Xinhua|Kyodo(?: News)?|IANS|PTI|ANI|APP|TASS|ITAR-TASS|RIA Novosti|Interfax|Anadolu(?: Agency)?"
    "|AA|IRNA|ISNA|Fars|SANA|KUNA|WAM|QNA|MENA|NINA|BBC|BBC News|CNN|Bloomberg|Al Jazeera|Al Arabiya|VOA|IRIN"
)
WORD = r"(?:[A-Z][\w'\u2019.-]*|(?:al|Al|el|El|ad|ar|as|az)-[A-Z][\w'\u2019-]+)"
PLACE = rf"{WORD}(?:[ /]{WORD}){{0,3}}(?:, {WORD}(?: {WORD}){{0,2}})?"
CAPITAL = (
    r"[A-Z][A-Z'\u2019.-]{2,}(?:[ /-][A-Z][A-Z'\u2019.-]+){0,3}(?:, [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})?"
)
WHEN = rf"(?:{WEEKDAY},? )?{DATE}"
DASH = r"\s*(?:[–—―-]{1,3}|:)\s*[–—-]{0,2}\s*"
SENTENCE = r"(?=[\"'\u201c\u2018]?[A-Z0-9])"
PRESS = rf"{AGENCIES}|[Aa]gencies|(?:[A-Z]\w+ )?News(?: Agency)?"

# place (agency) -; PLACE (any) -; (agency) -; place, date -; agency, place :; place, agency -; PLACE -.
FORMS = (
    rf"{PLACE}(?:,? {WHEN},?)?\s*[(\[](?P<agency1>{PRESS})[)\]]{DASH}",
    rf"{CAPITAL}(?:,? {WHEN},?)?\s*[(\[](?P<agency2>[A-Z][\w.,/&' -]{{1,40}})[)\]]{DASH}",
    rf"[(\[](?P<agency3>{AGENCIES})[)\]](?:{DASH})?",
    rf"(?:{PLACE},? )?{WHEN}(?: ?\((?P<agency4>[\w/ ]{{2,30}})\))?\s*(?:[–—-]{{1,3}}|:|$)\s*",
    rf"(?P<agency5>{AGENCIES})\s?[,|/-]\s?{PLACE}(?:,? {WHEN})?{DASH}",
    rf"{PLACE}\s?[,|/-]\s?(?P<agency6>{AGENCIES})(?:,? {WHEN})?{DASH}",
    rf"(?:[A-Z]{{7,}}|[A-Z]{{3,}} [A-Z]{{3,}})\s+[–—-]{{1,3}}\s+{SENTENCE}",  # too long for an acronym
    rf"{CAPITAL}(?:,? {WHEN})?\s*[–—-]{{1,3}}\s+(?![^.]{{0,90}}\s[–—-]{{1,3}}\s){SENTENCE}",
)
LOOSE = rf"(?:{PLACE}|{CAPITAL})(?::\s+|\s+[–—]\s+){SENTENCE}"


@dataclass(frozen=True, slots=True)
class Dateline:
    """The first `length` characters of a paragraph, and the agency and full date that they give, if any."""

    length: int
    source: str | None
    published: date | None


@cache
def dateline_pattern(*, loose: bool) -> re.Pattern[str]:
    return re.compile("|".join((*FORMS, LOOSE) if loose else FORMS))


def read_dateline(text: str, *, whole: bool = False, loose: bool = False) -> Dateline | None:
    """The dateline that `text` begins with; `whole`: only if nothing follows it.

    `loose` also takes "Baghdad: Officials say", which elsewhere than above a report's first words may as well
    be a speaker ("Kirby: Thank you").
    """
    match = dateline_pattern(loose=loose).match(text)
    if not match or (whole and match.end() < len(text)):
        return None
    source = next((name for name in match.groupdict().values() if name), None)
    return Dateline(match.end(), source, find_date(match.group()))
