"""An open file and its kind in, its Documents out, by the reader of its format."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from kg.errors import DocumentError
from kg.records import Document

__all__ = ["KINDS", "LIMIT", "SUFFIXES", "TEXT", "read_open", "read_stream"]

LIMIT = 25_000_000
"""Bytes that one file may have. JSON Lines files may have any size, for they are read line by line."""

TEXT, MARKDOWN, WEBPAGE, PDF, JSON_LINES = "text", "markdown", "webpage", "pdf", "jsonlines"
SUFFIXES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": WEBPAGE,
    ".htm": WEBPAGE,
    ".xhtml": WEBPAGE,
    ".pdf": PDF,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
}
KINDS = "text, Markdown, HTML, PDF and JSON Lines (.txt .md .html .pdf .jsonl)"


def read_stream(stream: BinaryIO, name: str) -> Iterator[Document | DocumentError]:
    """Standard input, of the kind that its first line shows."""
    first = stream.readline(LIMIT + 1)
    kind = guess_kind(first)
    if kind == JSON_LINES:
        yield from read_records(itertools.chain([first], stream), name)
    else:
        yield from read_whole(first + stream.read(max(0, LIMIT + 1 - len(first))), kind, name)


def guess_kind(first: bytes) -> str:
    head = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1000].lower()
    if head.startswith(b"%pdf-"):
        return PDF
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return WEBPAGE
    return JSON_LINES if head.startswith(b"{") and b'"text"' in first else TEXT


def read_open(file: BinaryIO, kind: str, name: str) -> Iterator[Document | DocumentError]:
    if kind == JSON_LINES:
        yield from read_records(file, name)
    else:
        yield from read_whole(file.read(LIMIT + 1), kind, name)


def read_records(lines: Iterable[bytes], name: str) -> Iterator[Document | DocumentError]:
    from kg.formats.jsonlines import read_json_lines

    found = False
    for result in read_json_lines(lines, name):
        found = True
        yield result
    if not found:
        yield empty(name)


def read_whole(data: bytes, kind: str, name: str) -> Iterator[Document | DocumentError]:
    try:
        yield read_bytes(data, kind, name)
    except DocumentError as error:
        yield error


def read_bytes(data: bytes, kind: str, name: str) -> Document:
    if len(data) > LIMIT:
        raise DocumentError(
            f"{name}: larger than {LIMIT // 1_000_000} MB; split it, or make it JSON Lines (.jsonl)"
        )
    if not data.strip():
        raise empty(name)
    return find_reader(kind)(data, name)


def empty(name: str) -> DocumentError:
    return DocumentError(f"{name}: empty, there is nothing in it to read")


def find_reader(kind: str) -> Callable[[bytes, str], Document]:
    """The reader of a format; each is imported when it is first needed, for some take a second to load."""
    if kind == PDF:
        from kg.formats.pdf import read_pdf as reader
    elif kind == WEBPAGE:
        from kg.formats.webpage import read_webpage as reader
    elif kind == MARKDOWN:
        from kg.formats.markdown import read_markdown as reader
    else:
        from kg.formats.text import read_text as reader
    return reader
