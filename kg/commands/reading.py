"""Paths come in, readings go out, for the commands that read text; what could not be read is set aside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from kg.commands.console import count, progress, say
from kg.errors import DocumentError
from kg.records import Document, Reading

__all__ = ["Batch"]


@dataclass(slots=True)
class Batch:
    """The documents of one run; `failed` and `left_out` fill up while `readings` is gone through."""

    paths: Sequence[str]
    model: str | None = None
    extra: Sequence[Path] = ()
    workers: int = 1
    failed: list[DocumentError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def readings(
        self, *, wanted: Callable[[Document], bool] | None = None, beside: bool = False
    ) -> Iterator[Reading]:
        """One reading for each `wanted` document, in the order given, with a progress bar.

        `beside` says that results are printed meanwhile. Nothing is loaded when there is nothing to read.
        """
        from kg.documents import read_documents

        with _told_by("kg.documents", self.left_out):
            documents = filter(wanted, self._readable(read_documents(self.paths)))
            first = next(documents, None)
            if first is None:
                return
            readings = self._read(chain([first], documents))
            with progress("Reading", _total(self.paths), beside=beside) as step:
                for reading in readings:
                    yield reading
                    step()

    def _read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        from kg.parallel import make_reader, read_in_parallel

        if self.workers > 1:
            return read_in_parallel(documents, workers=self.workers, model=self.model, extra=self.extra)
        return make_reader(self.model, self.extra).read_all(documents)

    def _readable(self, found: Iterable[Document | DocumentError]) -> Iterator[Document]:
        for item in found:
            if isinstance(item, DocumentError):
                self.failed.append(item)
            else:
                yield item

    def say_failed(self) -> None:
        """List what was left out, and what could not be read, one line each."""
        if self.left_out:
            others = count(len(self.left_out) - 1, "other file")
            say(self.left_out[0] + (f" (and {others})" if len(self.left_out) > 1 else ""))
        if len(self.failed) > 1:
            say(f"{count(len(self.failed), 'document')} could not be read:")
        for error in self.failed:
            say(f"kg: {error}")


def _total(paths: Sequence[str]) -> int | None:
    """How many documents there will be; None for a pipe or JSON Lines, which tell only when read."""
    from kg.documents import list_files

    files: set[Path] = set()
    for path in map(Path, paths):
        found = list_files(path, set()) if path.is_dir() else [path]
        files.update(file for file in found if isinstance(file, Path))
    return (
        None
        if any(file.suffix in (".jsonl", ".ndjson") or file.name == "-" for file in files)
        else len(files)
    )


class _Listener(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.INFO)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)


@contextmanager
def _told_by(name: str, messages: list[str]) -> Iterator[None]:
    """Collect what the logger `name` says into `messages`."""
    logger, listener = logging.getLogger(name), _Listener(messages)
    level, passing = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = passing
