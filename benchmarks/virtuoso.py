"""N-Quads and SPARQL come in; the processor seconds that Virtuoso takes over them go out (Linux only)."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from virtuosos import Settings, Virtuoso

from kg.terms import PREFIXES

# 1.4 GB of memory, answers of any length, a minute a query.
MEASURED = Settings(pages=2_000, buffers=170_000, dirty=130_000, rows=10_000_000, seconds=60, checkpoints=0)


class MeasuredVirtuoso:
    """A server with data of its own, from `with` to its end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._server = Virtuoso(folder, MEASURED)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()

    def load(self, file: Path) -> float:
        """Processor seconds of its bulk loader, for a file beside its folder."""
        begun = self._server.seconds()
        self._server.isql(f"ld_dir('{file.parent}', '{file.name}', 'urn:none');")
        self._server.isql("rdf_loader_run();")
        self._server.isql("checkpoint;")
        return self._server.seconds() - begun

    def ask(self, sparql: str) -> float:
        """Processor seconds for a query, its answer as JSON read to the end; not a number if it fails.

        The mean of the second to the fifth time, for the clock counts hundredths of a second.
        """
        first = self._asked(sparql)
        if isnan(first) or first > 1:
            return first
        return sum(self._asked(sparql) for _ in range(4)) / 4

    def _asked(self, sparql: str) -> float:
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        data = urlencode({"query": prefixes + sparql, "format": "application/sparql-results+json"})
        begun = self._server.seconds()
        try:
            with urlopen(Request(self._server.url, data.encode()), timeout=900) as answer:
                answer.read()
        except HTTPError:
            return float("nan")
        return self._server.seconds() - begun
