"""The bytes of a text file in, its text out, whatever encoding it was saved in."""

from __future__ import annotations

import codecs

from kg.errors import DocumentError

__all__ = ["decode_text"]

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a zip archive (such as a .docx or .odt)", None),
    (b"\xd0\xcf\x11\xe0", "an old Office document", None),
    (b"\x89PNG", "a picture", None),
    (b"\xff\xd8\xff", "a picture", None),
    (b"\x1f\x8b", "a gzip archive", None),
)
CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


def decode_text(data: bytes, where: str) -> str:
    """UTF-8 if it is UTF-8, else UTF-16 or UTF-32 by mark or pattern, else what the bytes look like.

    Line ends and a leading byte order mark of UTF-8 stay in the text, so that offsets are those of the file.
    Raises `DocumentError` naming `where` for anything that is no text.
    """
    refuse_known_binaries(data, where)
    for mark, name in MARKS:
        if data.startswith(mark):
            return decode_marked(data, name, where)
    if b"\0" in data:
        return decode_wide(data, where)
    text = decode_bytes(data, where)
    if sum(ord(char) in CONTROL for char in text[:20_000]) > 0.02 * len(text[:20_000]):
        raise not_text(where)
    return text


def not_text(where: str) -> DocumentError:
    return DocumentError(f"{where}: this is a binary file, not text; save it as plain text, HTML or PDF")


def refuse_known_binaries(data: bytes, where: str) -> None:
    for magic, what, suffix in MAGIC:
        if data.startswith(magic):
            advice = f"rename it to end in {suffix}" if suffix else "save its text as .txt, .html or .pdf"
            raise DocumentError(f"{where}: this is {what}, not text; {advice}")


def decode_marked(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{where}: broken {name.upper()} text ({error.reason}); save it as UTF-8"
        ) from error


def decode_wide(data: bytes, where: str) -> str:
    """UTF-16 without its mark: English text has a zero in nearly every second byte."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if max(even, odd) < 0.7 * half or min(even, odd) > 0.05 * half:
        raise not_text(where)
    return decode_marked(data, "utf-16-be" if even > odd else "utf-16-le", where)


def decode_bytes(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return mend_utf8(data) or guess_encoding(data, where)


def mend_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, each replaced by U+FFFD; None if more is broken than is whole."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(ord(char) > 127 for char in text) - broken
    return text if broken * 2 <= whole else None


def guess_encoding(data: bytes, where: str) -> str:
    """Windows-1252 where few bytes are beyond ASCII, as in English; else charset-normalizer's best guess."""
    from charset_normalizer import from_bytes

    if sum(byte > 127 for byte in data) <= 0.05 * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise DocumentError(
            f"{where}: neither UTF-8 nor any other encoding that could be told; save it as UTF-8"
        )
    return str(best)
