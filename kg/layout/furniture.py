"""A line of a report in, out what it is when it is no reporting: navigation, byline, credit, comments and so on."""

from __future__ import annotations

import re
from functools import cache

from kg.layout.dates import find_date, is_date_line

__all__ = ["CREDIT", "CROSSHEAD", "label_furniture", "opens_comments", "signs_comment"]

LONGEST = 300
"""Nothing longer than this many characters is taken for furniture."""

# A photographer's credit closes a caption: "(Photo: AP)", "Photo by A. Name", "(AP Photo/A. Name)", "/Getty Images".
CREDIT = re.compile(
    r"\((?:[\w./ ]{0,25}\b)?(?:photo|photograph|image|picture|graphic|illustration)s?\b[^()]{0,80}\)\.?$"
    r"|\((?:file|reuters/[^()]{2,40}|[^()]{2,40}/(?:reuters|ap|afp|epa|getty(?: images)?))\)\.?$"
    r"|\b(?:photo|photograph|image|picture)s?(?: credit)?(?: ?:| by| courtesy(?: of)?) .{2,60}$"
    r"|\b[\w. ]{3,40}/\s?(?:getty images|ap photo|associated press|epa|afp)\.?$",
    re.I,
)
CAPTION_LEAD = re.compile(
    r"(?:file(?: photo)?\s*[:–—-]|photos?\s*:|image\s*:|caption\s*:|image (?:caption|copyright|source)\b|(?:photo|picture)d? by\b|"
    r"in this (?:photo|image|picture|frame|undated|file)\b.{0,60}\b(?:photo|image|picture|taken|provided|released))",
    re.I,
)
CROSSHEAD = re.compile(r"(?P<open>[-–—*=~]{1,3}) ?(?P<words>\w.{0,78}?\S) ?[-–—*=~]{1,3}$")
RULE = re.compile(r"[\W_]+$")

# Whole lines. Each is matched from the first character to the last, in either case.
NAVIGATION = (
    r"(?:next|previous|prev|older|newer|earlier|more) (?:story|stories|article|articles|post|posts|page|news)",
    r"(?:most|recent|popular|latest|top|featured|trending|recommended)"
    r"(?: (?:read|viewed|popular|shared|emailed|commented|recent|posts?|stor(?:y|ies)|news|articles?|videos?|now|topics|for you))*",
    r"(?:related|recommended|suggested|trending)(?: \w+){0,2}(?: ?:.*)?",
    r"(?:read|see|learn|view|watch|listen|find out)(?: also| more| next| this| now| full(?: \w+)?| here| related)+(?: ?[:>».].*)?",
    r"(?:also|further|background) (?:read|reading|see|watch)(?: ?:.*)?|see also(?: ?:.*)?",
    r"(?:watch|listen|video|audio|gallery|slideshow|in pictures|photos|live)(?: video| live| now| audio)? ?: .*",
    r"(?:continue|keep) reading.*|story continues below.*|(?:article|story|text) continues.*|click (?:here|to|on)\b.*",
    r"(?:share|tweet|e-?mail|print|save|pin|like|send|recommend)(?: (?:this|on|via|it|page|with|by|to|a link)\b.*)?|share ?:.*",
    r"(?:follow|like|find|join) (?:us|@\w+)\b.*|sign up\b.*|subscribe(?: (?:to|now|today|for|here)\b.*)?|(?:our )?newsletters?",
    r"(?:advertisement|advertising|sponsored(?: \w+)?|promoted(?: \w+)?|ads? by \w+|supported by)",
    r"(?:home|menu|sections|search(?: \S+)?|log ?in|log ?out|sign in|register|contact(?: us)?|about(?: us)?|faq|site ?map|archives?)",
    r"(?:back to|return to|skip to|jump to|go to) (?:the )?(?:top|home|main|content|navigation|page|article|index).*",
    r"(?:tags?|labels?|topics?|categor(?:y|ies)|keywords?|filed under|posted in|section|more on|more from|more in) ?: .*|more from .{2,40}",
    r"you (?:may|might) (?:also )?(?:like|be interested).*|(?:don't|do not) miss.*|what(?:'|\u2019)s this\??",
    r"(?:privacy|cookie|terms)\b(?: (?:policy|of|and|&|use|service|settings|conditions))*|accept(?: all)?(?: cookies)?|(?:page )?\d+ (?:of|/) \d+|page \d+",
    r"\d+ (?:shares?|likes?|views?|retweets?|tweets?)|\d+(?: \w+)? (?:min(?:ute)?s?|hours?|days?) (?:read|ago)",
)
BOILERPLATE = (
    r"this is an archived (?:article|story|page)\b.*|the information in th(?:e|is) (?:article|story) may be .*",
    r"(?:this|the) (?:article|story|report|post|page) (?:was|has been|first|originally|is) (?:first |originally |last )?"
    r"(?:published|appeared|updated|corrected|posted|reprinted|republished|syndicated).*",
    r"(?:media playback is |content is )?(?:un-?|not )supported(?: (?:media|on|in|by)\b.*)?|your browser does not support.*",
    r"(?:please )?(?:enable|turn on|allow) (?:javascript|cookies).*|javascript is .*|loading\W*",
    r"(?:the )?(?:[A-Z][\w-]* ){1,4}(?:\w+ ){0,3}contributed to th(?:is|e) (?:report|article|story).*",
    r"\(?(?:additional )?(?:reporting|writing|editing) by [A-Z].*|\(?compiled (?:by|from)\b.*|with (?:inputs|agency inputs|reporting) from .*",
    r"(?:\(c\)|©|\(\W*c\W*\)|copyright\b(?= ?(?:©|\(c\)|\d{4}|the |by )).*).*|.{0,60}\ball rights reserved\b.*",
    r".*may not be (?:published|reproduced|redistributed), ?(?:broadcast|rewritten|published|or).*",
    r"(?:for (?:more|further) information|media (?:contact|enquiries|inquiries)|press contact|contact)(?:,? ?(?:contact|please|visit)\b| ?:).*",
    r"\W*(?:ends?|more|#+|30)\W*(?<=\W)|ends?|coordinates: \d+°.*|our standards: .*|send us your .*",
)
COMMENTS = (
    r"(?:(?P<count>\d[\d,]*|no|zero|all|top|user|reader'?s?|readers'|facebook|view(?: all)?|show|your|latest|recent)\s+)?"
    r"(?:comments?|replies|responses)(?: ?\(\d+\))?(?: (?:on|to|so far|below)\b.*)?(?: ?:)?",
    r"(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)s?.*|(?:join|start) the (?:conversation|discussion).*",
    r"have your say.*|discussion(?: \(\d+\))?|(?:please )?(?:log|sign) in to (?:comment|reply|post).*",
)
CLOSING = re.compile(
    r"(?:comments? (?:are|is|have been) closed|reply|log in to reply|report abuse)\W*$", re.I
)
COMMENT_SIGNATURE = re.compile(
    r"(?:[^\W\d_][\w .@'\u2019-]{0,38}|\W{0,3}anonymous) (?:says|wrote|writes|said|replied|commented)(?: on .*| at .*|\.\.\.|\u2026)? ?:?$",
    re.I,
)
NAME = r"(?:[A-Z][\w'\u2019.-]*|al-[A-Z]\w+|[Dd]e|van|von|bin)"
BYLINE = re.compile(
    rf"(?:By|BY|Words by|Written by|Story by|Report by|From) (?P<name>{NAME}(?: {NAME}){{1,4}}(?:,? (?:and|&|in|at|of|for) {NAME}(?: {NAME}){{0,4}})*)"
    r"(?:\s?[,|/–—-]\s?.{2,80})?$|(?:By|BY) (?:[A-Z]{3,}|(?:our|a|the) [\w ]{3,40}|[Ss]taff\b.{0,30})$"
    r"|(?i:posted|published|written|reported|submitted|uploaded|filed) by .{2,100}$"
)
SOURCE = re.compile(r"\W*(?:source|credit|via|courtesy)\s*:\s*(?P<source>[^:]{2,60}?)\W*$", re.I)


@cache
def whole_lines(kind: str) -> re.Pattern[str]:
    patterns = {"navigation": NAVIGATION, "boilerplate": BOILERPLATE, "comments": COMMENTS}[kind]
    return re.compile("(?:" + "|".join(patterns) + ")$", re.I)


def label_furniture(text: str) -> str | None:
    """What a line is that is no reporting, or None for reporting.

    One of navigation, boilerplate, comments, closing (the last line of a comments section), date, byline,
    source, rule, and caption and crosshead, which are read but apart from the running text.
    """
    if len(text) > LONGEST:
        return None
    checks = (label_marks, label_credits, label_phrases)
    return next((label for label in (check(text) for check in checks) if label), None)


def label_marks(text: str) -> str | None:
    if RULE.match(text):
        return "rule"
    if is_date_line(text):
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
    kinds = ("comments", "navigation", "boilerplate")
    return next((kind for kind in kinds if whole_lines(kind).match(text)), None)


def opens_comments(text: str) -> bool:
    """Whether readers' comments follow this line of label "comments" (none follow "0 comments")."""
    return not re.match(r"(?:0|no|zero) ", text, re.I)


def signs_comment(text: str, below: str) -> bool:
    """Whether two lines are the head of one reader's comment: "Somebody says:" above "June 16, 2014 at 5:30 pm"."""
    return bool(COMMENT_SIGNATURE.match(text)) and find_date(below) is not None and is_date_line(below)
