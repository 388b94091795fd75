"""A web page in, a Document out whose text is the headline, the main text and the captions."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from kg.errors import DocumentError
from kg.formats.encoding import decode_text
from kg.formats.text import make_document
from kg.layout.blocks import lay_out
from kg.layout.dates import find_date
from kg.layout.paragraphs import Paragraph, find_paragraphs, split_long
from kg.records import Document

__all__ = ["read_webpage"]

CAPTIONS = (
    "//figcaption[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
    " | //*[self::p or self::div or self::span]"
    "[contains(concat(' ', @class, ' '), ' caption ') or contains(@class, 'wp-caption-text')]"
)
# What trafilatura makes of a page: these stand inside a sentence, those are or hold paragraphs.
INLINE = ("lb", "hi", "ref", "del", "code", "span")
BLOCKS = ("head", "p", "item", "list")


def read_webpage(data: bytes, name: str) -> Document:
    """An HTML page: main text, title, date and site name as trafilatura finds them, no comments and menus.

    `Document.text` is made from the page (no tags, a blank line between paragraphs, captions last): offsets
    count characters of that text, not of the HTML. Raises `DocumentError` for a page without main text.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says of a page is said by the error
    tree = trafilatura.load_html(decode_html(data, name))
    if tree is None:
        raise DocumentError(
            f"{name}: not a web page that can be parsed; save the page again, or its text as .txt"
        )
    captions = take_captions(tree)
    page: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=True
    )
    pieces = list(find_pieces(page.body)) if page is not None else []
    document = (
        make_page(page, [*pieces, *((words, "caption") for words in captions)], name) if pieces else None
    )
    if document is None or not any(block.kind == "body" for block in document.blocks):
        raise DocumentError(f"{name}: no main text found on this web page; save the report's text as .txt")
    return document


def make_page(page: Any, pieces: list[tuple[str, str | None]], name: str) -> Document:
    title = " ".join((page.title or "").split()) or None
    if title and all(title != words for words, _ in pieces[:3]):
        pieces = [(title, "title"), *pieces]
    text, paragraphs = write_pieces(pieces)
    layout = lay_out(text, paragraphs)
    published = find_date(page.date or "")
    return make_document(name, text, layout, title=title, published=published, source=page.sitename)


def decode_html(data: bytes, name: str) -> str:
    """The page's own charset declaration goes before guessing."""
    import trafilatura.utils

    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode_text(data, name).lstrip("\ufeff")
    return str(trafilatura.utils.decode_file(data))


def take_captions(tree: Any) -> list[str]:
    """Removes the captions from the page and gives their words: trafilatura drops some and runs others in."""
    found = []
    for element in tree.xpath(CAPTIONS):
        words = " ".join(element.text_content().split())
        if words and words not in found:
            found.append(words)
        element.drop_tree()
    return found


def find_pieces(body: Any) -> Iterator[tuple[str, str | None]]:
    """The words and the kind of each heading, paragraph, list item and quotation, in order."""
    own = [body.text or ""]
    for child in body:
        if child.tag in INLINE:
            own.append("\n" if child.tag == "lb" else inner_text(child))
        else:
            yield from split_words("".join(own))
            own = []
            yield from find_block(child)
        own.append(child.tail or "")
    yield from split_words("".join(own))


def find_block(element: Any) -> Iterator[tuple[str, str | None]]:
    if element.tag == "head":
        yield " ".join(inner_text(element).split()), "title"
    elif any(inner.tag in BLOCKS for inner in element.iterdescendants()):
        yield from find_pieces(element)
    else:
        yield from split_words(inner_text(element))


def inner_text(element: Any) -> str:
    """All words inside an element; a line break in it is a line end."""
    inner = "".join(inner_text(child) + (child.tail or "") for child in element)
    return "\n" if element.tag == "lb" else (element.text or "") + inner


def split_words(text: str) -> Iterator[tuple[str, str | None]]:
    for part in find_paragraphs(text):
        yield " ".join(text[part.begin : part.end].split()), None


def write_pieces(pieces: list[tuple[str, str | None]]) -> tuple[str, list[Paragraph]]:
    text, paragraphs = "", []
    for words, kind in pieces:
        paragraphs.append(Paragraph(len(text), len(text) + len(words), kind=kind))
        text += words + "\n\n"
    return text, [part for paragraph in paragraphs for part in split_long(text, paragraph)]
