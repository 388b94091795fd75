"""Plain text in, a Document out whose text is the file itself, character for character."""

from __future__ import annotations

from datetime import date

from kg.errors import DocumentError
from kg.formats.encoding import decode_text
from kg.layout.blocks import Layout, lay_out
from kg.layout.paragraphs import find_paragraphs
from kg.records import Document

__all__ = ["make_document", "read_text", "read_words"]


def read_text(data: bytes, name: str) -> Document:
    """A `.txt` file: `Document.text` is the decoded file, line ends and all. Raises `DocumentError`."""
    return read_words(decode_text(data, name), name)


def read_words(text: str, name: str) -> Document:
    """Plain text that is decoded already. Raises `DocumentError` if there is nothing on it to read."""
    return make_document(name, text, lay_out(text, find_paragraphs(text)))


def make_document(
    name: str,
    text: str,
    layout: Layout,
    *,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
) -> Document:
    """A Document; what the format itself gives (title, date, source) goes before what the words give."""
    if not layout.blocks:
        raise DocumentError(f"{name}: empty, there is nothing in it to read")
    return Document(
        name,
        text,
        layout.blocks,
        title or layout.title,
        published or layout.published,
        source or layout.source,
    )
