"""Plain text in, its paragraphs out, whether a paragraph is one line or hard-wrapped over many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.layout.datelines import read_dateline
from kg.layout.furniture import label_furniture
from kg.layout.lines import Line, ends_sentence, find_lines, trim

__all__ = ["Paragraph", "find_paragraphs", "split_long"]

DOUBLE_SPACED = 40
"""A line of so many characters or more may run on across a blank line."""
LONG, WIDEST = 110, 200
"""A line of more characters than `LONG` is a paragraph of its own, not one line of a wrapped one; unless most
longer lines end amid a sentence, as on wide pages, whose lines have up to `WIDEST` characters."""
SLACK = 0.86
"""A wrapped line is at least this full with the next one's first word added (proportional type is ragged)."""
MOST = 10_000
"""Longer paragraphs are cut at a sentence end, so that one line of megabytes can be parsed."""

DANGLING = re.compile(
    r"(?:,|\w-|\b(?:the|an?|of|in|to|and|or|by|with|for|from|at|on|as|that|than|its|their|his|her|were|was|is|are|has|have|"
    r"had|be|been|which|who|but|into|between|against|after|before|near|Mr\.|Mrs\.|Gen\.|Sen\.|Lt\.))$"
)
ONWARD = re.compile(r"[a-z]|[,;:)\]\u201d%]")
BULLET = re.compile(r"(?:[•▪◦●■*·\u2023]\s*|[-–—.]\s+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, the slice `[begin:end)` of a text without the bullet that may stand before it.

    `indent` and `gap` are those of its first line. `kind` is what its format says it is ("title", "caption",
    "skipped"), or None where only the words can tell.
    """

    begin: int
    end: int
    indent: int = 0
    gap: bool = True
    bullet: bool = False
    kind: str | None = None


def find_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of plain text, in order, however its lines are broken."""
    lines = list(find_lines(text))
    longest = longest_wrapped(lines)
    runs = list(split_runs(lines, longest))
    usual = max((width for run in runs if (width := wrap_width(run, longest))), default=None)
    if any(len(line.text) > longest for line in lines):
        usual = None
    groups = [group for run in runs for group in join_lines(run, usual, longest)]
    return [part for group in groups for part in split_long(text, make_paragraph(group))]


def make_paragraph(lines: Sequence[Line]) -> Paragraph:
    first = lines[0]
    bullet = None if label_furniture(first.text) else BULLET.match(first.text)
    skip = bullet.end() if bullet else 0
    return Paragraph(first.begin + skip, lines[-1].end, first.indent, first.gap, bullet is not None)


def split_long(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, in parts of at most `MOST` characters that end with a sentence where one ends at all."""
    begin = paragraph.begin
    while paragraph.end - begin > MOST:
        cut = begin + cut_point(text[begin : begin + MOST])
        yield trimmed(text, paragraph, begin, cut)
        begin = cut
    if trim(text, begin, paragraph.end)[0] < paragraph.end:
        yield trimmed(text, paragraph, begin, paragraph.end)


def trimmed(text: str, like: Paragraph, begin: int, end: int) -> Paragraph:
    begin, end = trim(text, begin, end)
    return Paragraph(begin, end, like.indent, like.gap, like.bullet, like.kind)


def cut_point(text: str) -> int:
    ends = [match.end() for match in re.finditer(r"[.!?]['\"\u201d\u2019)]*\s+(?=[^a-z\s])", text)]
    return ends[-1] if ends else (text.rfind(" ") + 1 or len(text))


def longest_wrapped(lines: Sequence[Line]) -> int:
    long = [line for line in lines if len(line.text) > LONG]
    soft = sum(len(line.text) <= WIDEST and not ends_sentence(line.text) for line in long)
    return WIDEST if 2 * soft > len(long) else LONG


def split_runs(lines: Sequence[Line], longest: int) -> Iterator[list[Line]]:
    """Cuts where no paragraph goes on: at furniture, and at blank lines unless a sentence runs across one."""
    run: list[Line] = []
    for line in lines:
        if run and parted(run[-1], line, longest):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def parted(above: Line, below: Line, longest: int) -> bool:
    if below.gap and not (len(above.text) >= DOUBLE_SPACED and runs_on(above, below)):
        return True
    label = label_furniture(above.text)
    if label or (len(above.text) < longest and read_dateline(above.text, whole=True)):
        return True
    if max(len(above.text), len(below.text)) > longest and not runs_on(above, below):
        return True
    return label_furniture(below.text) not in (None, "caption") or read_dateline(below.text) is not None


def goes_on(above: Line, below: Line) -> bool:
    """Whether the sentence of one line plainly runs on into the next."""
    return not ends_sentence(above.text) and bool(ONWARD.match(below.text))


def runs_on(above: Line, below: Line) -> bool:
    return goes_on(above, below) or DANGLING.search(above.text) is not None


def join_lines(run: Sequence[Line], usual: int | None, longest: int) -> Iterator[list[Line]]:
    """The run's lines by paragraph; `usual` is the width of the document where all of it was wrapped."""
    whole = usual or (wrap_width(run, longest) if len(run) > 2 else None)
    group: list[Line] = []
    for chain in split_chains(run):
        width = whole or wrap_width(chain, longest)
        for line in chain:
            if group and not joins(group, line, whole if line is chain[0] else width):
                yield group
                group = []
            group.append(line)
    yield group


def split_chains(run: Sequence[Line]) -> Iterator[list[Line]]:
    """Cuts a run after each line that ends a sentence."""
    chain: list[Line] = []
    for line in run:
        chain.append(line)
        if ends_sentence(line.text):
            yield chain
            chain = []
    if chain:
        yield chain


def wrap_width(run: Sequence[Line], longest: int) -> int | None:
    """The width at which the lines of a run were broken, or None when they were not.

    They were if most end amid a sentence and one at least plainly runs on, or a credit closes a caption.
    """
    pairs = list(zip(run, run[1:], strict=False))
    soft = sum(not ends_sentence(above.text) for above, _ in pairs)
    shown = any(goes_on(above, below) for above, below in pairs) or label_furniture(run[-1].text) == "caption"
    if not shown or 2 * soft <= len(pairs) or any(len(line.text) > longest for line in run):
        return None
    return max(len(line.text) for line in run)


def joins(group: Sequence[Line], line: Line, width: int | None) -> bool:
    above = group[-1]
    if re.match(r"[•▪◦●■\u2023]", line.text):
        return False
    dashed = BULLET.match(line.text) is not None
    if ends_sentence(above.text):
        return (
            bool(width)
            and not dashed
            and len(group) > 1
            and line.indent <= group[0].indent
            and fills(above, line, width)
        )
    return (runs_on(above, line) and not dashed) or fills(above, line, width)


def fills(above: Line, below: Line, width: int | None) -> bool:
    """Whether the next line's first word had no room on the line above, so that the wrapping broke it."""
    return width is not None and len(above.text) + 1 + len(below.text.split()[0]) > SLACK * width
