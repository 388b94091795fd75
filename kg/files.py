"""A path and what it shall hold come in; the file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError

__all__ = ["whole_file", "write_whole"]


@contextmanager
def whole_file(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write bytes to, beside `path`, that takes its place once all is written.

    Raises KgError where the folder cannot be made or written to.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise KgError(f"Cannot write {target}: {error.strerror or error}; choose another place.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, target)
    except OSError as error:
        raise KgError(f"Cannot write {target}: {error.strerror or error}; choose another place.") from error
    finally:
        Path(beside).unlink(missing_ok=True)


def write_whole(path: str | Path, text: str) -> None:
    """Write `text` as UTF-8 with its line ends as they are."""
    with whole_file(path) as file:
        file.write(text.encode("utf-8", "replace"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
