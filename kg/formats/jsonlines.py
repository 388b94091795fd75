"""JSON Lines in, one Document a line out; a bad line is given out as its error, and reading goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import DocumentError
from kg.formats.text import make_document
from kg.layout.blocks import lay_out
from kg.layout.dates import find_date
from kg.layout.paragraphs import find_paragraphs
from kg.records import Document

__all__ = ["read_json_lines"]

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json_lines(lines: Iterable[bytes], name: str) -> Iterator[Document | DocumentError]:
    """One object a line, with `text` and, at will, `title`, `date` and `source`.

    The document of line 3 is named "reports.jsonl#3", its text is the value of `text`. Lines are read one
    at a time, so that a file may be larger than memory.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield read_line(line, f"{name}#{number}")


def read_line(line: bytes, name: str) -> Document | DocumentError:
    try:
        return make_record(load_object(line, name), name)
    except DocumentError as error:
        return error


def load_object(line: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not UTF-8 ({error.reason}); JSON Lines must be UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        raise DocumentError(f"{name}: not valid JSON ({reason}); give one JSON object a line") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise DocumentError(
            f'{name}: no "text"; each line must be a JSON object with the report as a string "text"'
        )
    return found


def make_record(record: dict[str, Any], name: str) -> Document:
    text = LONE_SURROGATE.sub("\ufffd", record["text"])
    return make_document(
        name,
        text,
        lay_out(text, find_paragraphs(text)),
        title=string(record, "title"),
        published=find_date(string(record, "date") or ""),
        source=string(record, "source"),
    )


def string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None
