"""A PDF in, a Document out whose text is its pages' text with lines and hyphenated words put together."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import DocumentError
from kg.formats.text import make_document
from kg.layout.blocks import lay_out
from kg.layout.paragraphs import find_paragraphs
from kg.records import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["read_pdf"]

PAGE_NUMBER = re.compile(r"(?:[-–—|]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|])?$", re.I)
NO_TITLE = re.compile(r"(?:untitled|microsoft word|document\d*|.*\.(?:docx?|indd|pdf|qxd|odt)\b)", re.I)
EDGE_LINES = 3
"""Running heads and feet are looked for among this many lines at the top and at the bottom of a page."""


def read_pdf(data: bytes, name: str) -> Document:
    """A PDF with text in it; raises `DocumentError` if it is broken, locked, or holds pictures of pages only.

    `Document.text` is made from the pages: paragraphs apart by a blank line, hyphenated words put together.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = open_pdf(data, name)
    pages = extract_pages(reader, name)
    text = rejoin(drop_running_lines(pages))
    if not text.strip():
        raise DocumentError(f"{name}: no text in this PDF, it may be a scan; run it through OCR first")
    with faults(name):
        title = own_title(reader)
    return make_document(name, text, lay_out(text, find_paragraphs(text)), title=title)


def open_pdf(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    locked = DocumentError(f"{name}: this PDF is locked with a password; save a copy without one")
    with faults(name):
        try:
            reader = PdfReader(io.BytesIO(data))
            opened = not reader.is_encrypted or reader.decrypt("")
        except DependencyError as error:  # a cipher that needs a package of its own
            raise locked from error
        if not opened:
            raise locked
        if not reader.pages:
            raise DocumentError(f"{name}: this PDF has no pages; save it anew")
    return reader


@contextmanager
def faults(name: str) -> Iterator[None]:
    """Whatever pypdf stumbles over inside is told as a broken PDF; it lets through errors of many kinds."""
    from pypdf.errors import PyPdfError

    broken = (ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError)
    try:
        yield
    except (PyPdfError, AssertionError, TypeError, ValueError, zlib.error, *broken) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        advice = "open it and save it anew, or save its text as .txt"
        raise DocumentError(f"{name}: broken PDF ({reason}); {advice}") from error


def extract_pages(reader: PdfReader, name: str) -> list[list[str]]:
    with faults(name):
        return [page.extract_text().splitlines() for page in reader.pages]


def drop_running_lines(pages: list[list[str]]) -> list[str]:
    """All lines but page numbers and what stands at the edge of most pages, if there are several."""
    edges = Counter(line for page in pages for line in {mask(line) for line in edge_lines(page)})
    running = {line for line, count in edges.items() if len(pages) > 1 and 2 * count > len(pages)}
    return [line for page in pages for line in kept_lines(page, running)]


def edge_lines(page: list[str]) -> list[str]:
    return [line for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:]) if line.strip()]


def mask(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def kept_lines(page: list[str], running: set[str]) -> Iterator[str]:
    last = len(page) - EDGE_LINES
    for index, line in enumerate(page):
        edge = index < EDGE_LINES or index >= last
        if not (edge and (mask(line) in running or PAGE_NUMBER.match(line.strip()))):
            yield line


def rejoin(lines: list[str]) -> str:
    """Paragraphs with a blank line between, each on one line, its words whole."""
    raw = "\n".join(line.strip() for line in lines)
    paragraphs = (raw[part.begin : part.end] for part in find_paragraphs(raw))
    return "\n\n".join(" ".join(join_hyphens(words).split()) for words in paragraphs)


def join_hyphens(words: str) -> str:
    """ "nego-" + "tiate" lose the hyphen, "Iranian-" + "backed" and "al-" + "Maliki" keep it."""
    words = re.sub(r"(?<=[a-z])\u00ad\s*\n\s*", "", words)
    words = re.sub(r"(?<=[A-Za-z])-\n\s*(?=[A-Z])", "-", words)
    return re.sub(r"\b(\w+)-\n\s*([a-z]+)", lambda match: match[1] + hyphen(words, match) + match[2], words)


def hyphen(words: str, match: re.Match[str]) -> str:
    """Whether the halves are a compound: the first is a name or a word that the text has alone as well."""
    first, second = match[1], match[2]
    if re.search(rf"\b{first}-{second}\b", words) or (
        first[0].isupper() and len(first) > 3 and first.endswith("n")
    ):
        return "-"
    return (
        "-"
        if second in ("backed", "led", "based", "dominated", "held", "old", "run", "range", "controlled")
        else ""
    )


def own_title(reader: PdfReader) -> str | None:
    title = " ".join(((reader.metadata and reader.metadata.title) or "").split())
    return title if title and not NO_TITLE.match(title) and "\ufffd" not in title else None
