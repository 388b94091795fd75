"""A line of a report in, out what it is if it is no reporting: navigation, byline, credit, comments."""

from __future__ import annotations

import re
from functools import cache

from kg.layout.dates import find_date, is_date_line
from kg.layout.lines import ends_sentence

__all__ = ["CROSSHEAD", "SOURCE", "label_furniture", "opens_comments", "signs_comment"]

LONGEST = 300
"""Nothing longer than this many characters is taken for furniture."""

# Whole lines, matched from the first character to the last in either case. Those of LINKS never end a
# sentence ("Like it or not, the army stayed." is none), those of NOTICES may.
LINKS = (
    r"(?:next|previous|prev|older|newer|earlier|more) (?:story|stories|articles?|posts?|page|news)",
    r"(?:most|recent|popular|latest|top|featured|trending|recommended)"
    r"(?: (?:read|viewed|popular|shared|emailed|commented|recent|posts?|stor(?:y|ies)|news|articles?|now))*",
    r"(?:related|recommended|suggested|trending)(?: \w+){0,2}(?: ?:.*)?",
    r"(?:read|see|learn|view|watch|listen|"
    r"find out)(?: (?:also|more|next|this|now|full(?: \w+)?|here|related))+",
    r"(?:back to|return to|skip to|jump to|go to) (?:the )?(?:top|home|main|content|navigation|page|index).*",
    r"(?:share|tweet|e-?mail|print|save|pin|like|send|"
    r"recommend)(?: (?:this|on|via|it|page|by|to a)\b.{0,40})?",
    r"(?:home|menu|sections|search(?: \S+)?|log ?in|log ?out|sign in|register|contact(?: us)?|"
    r"about(?: us)?|faq)",
    r"(?:site ?map|archives?|(?:our )?newsletters?|subscribe|advertisement|advertising|supported by|loading)",
    r"(?:sponsored|promoted)(?: \w+)?|ads? by \w+|more from .{2,40}|(?:share|follow) ?:.*",
    r"(?:privacy|cookies?|terms)(?: (?:policy|of|and|&|use|service|settings|conditions))*|"
    r"accept(?: all| cookies)*",
    r"(?:page )?\d+ (?:of|/) \d+|page \d+|[\d,.]+k? (?:shares?|likes?|views?|retweets?|tweets?)",
    r"\d+(?: \w+)? (?:min(?:ute)?s?|hours?|days?) (?:read|ago)",
)
NOTICES = (
    r"(?:read|see|learn)(?: (?:also|more|next|this|here|related))+ ?[:>».] ?.*|see also ?:.*|"
    r"also (?:read|see) ?:.*",
    r"(?:watch|listen|video|audio|gallery|slideshow|in pictures|photos|live)(?: video| live| now|"
    r" audio)? ?: .*",
    r"(?:tags?|labels?|topics?|categor(?:y|ies)|keywords?|filed under|posted in|more on|more in) ?: .*",
    r"(?:continue|keep) reading.*|(?:story|article|text) continues (?:below|after).*|"
    r"click (?:here|to|on)\b.*",
    r"(?:follow|like|find|join) (?:us|@\w+)\b.*|(?:sign up|subscribe) (?:for|to|now|here|today)\b.*",
    r"you (?:may|might) (?:also )?(?:like|be interested).*|(?:join|start) the (?:conversation|discussion).*",
    r"have your say.*|(?:please )?(?:log|sign) in to (?:comment|reply|post).*|send us your .*",
    r"this is an archived (?:article|story|page)\b.*|"
    r"the information in th(?:e|is) (?:article|story) may be .*",
    r"(?:an (?:earlier|previous) version of )?this (?:article|story|post|page) (?:was |has been |is )?"
    r"(?:(?:first|originally|last) )?(?:published|appeared|updated|corrected|posted|(?:re)?printed|"
    r"misstated).*",
    r"(?:media playback is |content is )?(?:un-?|not )supported(?: (?:media|on|in|by)\b.*)?",
    r"your browser does not support.*|(?:please )?(?:enable|turn on|allow) (?:javascript|cookies).*|"
    r"javascript .*",
    r".{2,150}\bcontributed to this (?:report|article|story)\b.{0,60}|with inputs from .*|"
    r"compiled (?:by|from) .*",
    r"\((?:additional |with )?(?:reporting|writing|editing) by .*|"
    r"(?:additional reporting|editing|writing) by .*",
    r"reporting by .{3,100}; ?(?:additional |editing|writing).*",
    r"(?:\(c\)|©).*|copyright ?(?:©|\(c\)|\d{4}|the |by ).*|.{0,60}\ball rights reserved\b.*",
    r".*may not be (?:published|reproduced|redistributed),? ?(?:broadcast|rewritten|published|or).*",
    r"(?:for (?:more|further) information,? ?(?:contact|please|visit)|(?:(?:media|press) )?contacts? ?:).*",
    r"\W+(?:ends?|more|30)\W*|ends?|coordinates: \d+°.*|our standards: .*",
)
COMMENTS = (
    r"(?:(?:\d[\d,]*|no|zero|all|top|user|readers?'?s?|facebook|view(?: all)?|show|latest|recent) )?comments?"
    r"(?: ?\(\d+\))?(?: ?:)?",
    r"(?:\d[\d,]*|no|zero|one) (?:comments?|repl(?:y|ies)|responses?|"
    r"thoughts)(?: (?:on|to|so far)\b.*)?(?: ?:)?",
    r"(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)s?\b.{0,40}",
)
CLOSING = re.compile(
    r"(?:comments? (?:are|is|have been) closed|reply|log in to reply|report abuse)\W*$", re.I
)
SIGNATURE = re.compile(
    r"\W{0,3}[^\W\d_][\w .@'\u2019-]{0,38} (?:says|wrote|said|replied|commented)(?: (?:on|at) .*|"
    r"\W{1,3})?:?$",
    re.I,
)

# A credit closes a caption: "(Photo: AP)", "Photo by A. Name", "(AP Photo/A. Name)", "A. Name/Getty Images".
PICTURE = r"(?:photo|photograph|image|picture|graphic|illustration)s?"
HOUSE = r"(?:reuters|ap|afp|epa|getty(?: images)?|ap photo|associated press)"
CREDIT = re.compile(
    rf"\((?:[\w./ ]{{0,25}}\b)?{PICTURE}\b[^()]{{0,80}}\)\.?$"
    rf"|\((?:file|{HOUSE}/[^()]{{2,40}}|[^()]{{2,40}}/{HOUSE})\)\.?$"
    rf"|\b{PICTURE}(?: credit)?(?: ?:| by| courtesy(?: of)?) .{{2,60}}$"
    rf"|\b[\w. ]{{3,40}}/\s?(?:getty images|ap photo|associated press|epa|afp)\.?$",
    re.I,
)
CAPTION_LEAD = re.compile(
    r"(?:file(?: photo)?\s*[:–—-]|(?:photos?|image|caption)\s*:|image (?:caption|copyright|source)\b|"
    r"photo by\b|"
    r"in this (?:photo|image|picture|frame|undated|file)\b.{0,60}\b(?:photo|image|picture|taken|released))",
    re.I,
)
CROSSHEAD = re.compile(r"[-–—*=~]{1,3} ?(?P<words>\w.{0,78}?\S) ?[-–—*=~]{1,3}$")
STAMP = re.compile(
    r"(?:first |last |originally )?(?:published|posted|updated|modified|filed|issued|released)\b.{6,80}$",
    re.I,
)
RULE = re.compile(r"[\W_]+$")
SOURCE = re.compile(r"\W*(?:sources?|credit|via|courtesy)\s*:\s*(?P<source>[^:]{2,60}?)\W*$", re.I)

NAME = r"(?:[A-Z][\w'\u2019.-]*|al-[A-Z]\w+|[Dd]e|van|von|bin)"
NAMES = rf"{NAME}(?: {NAME}){{1,4}}(?:,? (?:and|&|in|at|of|for) {NAME}(?: {NAME}){{0,4}})*"
BYLINE = re.compile(
    rf"(?:By|BY|Words by|Written by|Story by|Report by|From) {NAMES}(?:\s?[,|/–—-]\s?.{{2,80}})?$"
    r"|(?:By|BY) (?:[A-Z]{3,}|(?:our|a|the) [\w ]{3,40}|[Ss]taff\b.{0,30})$"
    r"|(?i:posted|published|written|reported|submitted|uploaded|filed) by .{2,100}$"
)


def label_furniture(text: str) -> str | None:
    """What a line is that is no reporting, or None for reporting.

    One of navigation, comments, closing (the last line of a comments section), date, byline, source, rule,
    and caption and crosshead, which are read but apart from the running text.
    """
    if len(text) > LONGEST:
        return None
    checks = (label_marks, label_credits, label_phrases)
    return next((label for label in (check(text) for check in checks) if label), None)


def label_marks(text: str) -> str | None:
    if RULE.match(text):
        return "rule"
    if is_date_line(text) or (STAMP.match(text) and not ends_sentence(text) and find_date(text)):
        return "date"
    return "crosshead" if CROSSHEAD.match(text) else None


def label_credits(text: str) -> str | None:
    if SOURCE.match(text):
        return "source"
    if BYLINE.match(text) and not text.endswith("."):
        return "byline"
    return "caption" if CREDIT.search(text) or CAPTION_LEAD.match(text) else None


def label_phrases(text: str) -> str | None:
    if CLOSING.match(text):
        return "closing"
    if whole_lines(COMMENTS).match(text):
        return "comments"
    link = not ends_sentence(text) and whole_lines(LINKS).match(text)
    return "navigation" if link or whole_lines(NOTICES).match(text) else None


@cache
def whole_lines(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns)})$", re.I)


def opens_comments(text: str) -> bool:
    """Whether readers' comments follow this line of label "comments" (none follow "0 comments")."""
    return not re.match(r"(?:0|no|zero) ", text, re.I)


def signs_comment(text: str, below: str) -> bool:
    """Whether two lines head one reader's comment: "Somebody says:" above "June 16, 2014 at 5:30 pm"."""
    return bool(SIGNATURE.match(text)) and find_date(below) is not None and is_date_line(below)
