"""Paths of files and folders in, Documents out, or the error in place of one that cannot be read."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import DocumentError
from kg.formats.dispatch import KINDS, LIMIT, SUFFIXES, TEXT, read_open, read_stream
from kg.records import Document

__all__ = ["LIMIT", "list_files", "read_documents"]

ABOUT_THE_FOLDER = re.compile(r"(?:readme|license|licence|notice|changelog)(?:[._-].*)?$", re.I)

logger = logging.getLogger(__name__)


def read_documents(paths: Iterable[str]) -> Iterator[Document | DocumentError]:
    """Every document of the files and folders, in the order given, folders sorted; "-" is standard input.

    A document's name is its path relative to the current directory with forward slashes, that of a JSON Lines
    record ends in "#" and its line number. In folders, hidden files and those of other kinds are left out, as
    are a README and a licence; the logger "kg.documents" says which, at level INFO. A file met twice is read
    once. A missing, empty, binary, broken or too large file is yielded as a `DocumentError`.
    """
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            yield from read_stream(sys.stdin.buffer, "-")
        else:
            yield from read_path(Path(path), seen)


def read_path(path: Path, seen: set[str]) -> Iterator[Document | DocumentError]:
    try:
        if not path.exists():
            yield missing(path)
        elif path.is_dir():
            yield from read_folder(path, seen)
        elif new_here(path, seen):
            yield from read_file(path)
    except OSError as error:
        yield unreadable(path, error)


def missing(path: Path) -> DocumentError:
    if path.is_symlink():
        return DocumentError(f"{path}: a link to nothing; mend it or leave it out")
    return DocumentError(f"{path}: no such file or folder; check the path")


def unreadable(path: Path, error: OSError) -> DocumentError:
    if isinstance(error, PermissionError):
        return DocumentError(f"{path}: permission denied; make it readable for you")
    return DocumentError(f"{path}: cannot be read ({error.strerror or error}); check the path")


def new_here(path: Path, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    known = real in seen
    seen.add(real)
    return not known


def read_folder(folder: Path, seen: set[str]) -> Iterator[Document | DocumentError]:
    files = list(list_files(folder, set()))
    if not files:
        yield DocumentError(f"{folder}: no document in this folder; it may hold {KINDS}")
    for file in files:
        if isinstance(file, DocumentError):
            yield file
        elif new_here(file, seen):
            yield from read_file(file)


def list_files(folder: Path, above: set[str]) -> Iterator[Path | DocumentError]:
    """The files of the folder and of those below it, sorted; links that go in a circle are followed once."""
    real = os.path.realpath(folder)
    if real in above:
        return
    above.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield unreadable(folder, error)
        return
    for entry in entries:
        yield from list_entry(entry, above)


def list_entry(entry: Path, above: set[str]) -> Iterator[Path | DocumentError]:
    if entry.name.startswith("."):
        return
    if entry.is_dir():
        yield from list_files(entry, above)
    elif not entry.exists():
        yield missing(entry)
    elif entry.suffix.lower() not in SUFFIXES:
        logger.info("%s: left out, not a kind of file that is read", entry)
    elif ABOUT_THE_FOLDER.match(entry.name):
        logger.info("%s: left out, it is about the folder", entry)
    else:
        yield entry


def read_file(path: Path) -> Iterator[Document | DocumentError]:
    kind = SUFFIXES.get(path.suffix.lower(), TEXT if not path.suffix else None)
    name = name_of(path)
    if kind is None:
        yield DocumentError(f"{path}: files ending in {path.suffix} are not read; save it as {KINDS}")
        return
    try:
        if not path.is_file():
            yield DocumentError(f"{path}: neither a file nor a folder; use - to read from a pipe")
            return
        with path.open("rb") as file:
            yield from read_open(file, kind, name)
    except OSError as error:
        yield unreadable(path, error)


def name_of(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive, on Windows
        return path.absolute().as_posix()
