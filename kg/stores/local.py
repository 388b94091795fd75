"""A folder or nothing comes in; an Oxigraph store on disk or in memory goes out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.bindings import bind, words
from kg.errors import StoreError
from kg.stores.backend import update_text
from kg.tables import Table, Term, read_answer, spoken_syntax_error
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["LocalStore", "open_folder", "open_memory"]

# What RocksDB, on which Oxigraph keeps its data, puts into its folder.
_OWN_FILES = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+|\d+\.(log|sst|dbtmp)")
# Seconds between tries to open a store while a writer tidies its files.
_WAITS = (0.01,) * 10 + (0.05,) * 20


def open_memory() -> LocalStore:
    """An empty store that is gone when it is closed."""
    return LocalStore(ox.Store(), "memory:", read_only=False)


def open_folder(folder: Path, *, create: bool, read_only: bool) -> LocalStore:
    """The store in a folder. With `read_only` it is seen as it is now, even while another process writes."""
    _check_folder(folder, create=create and not read_only)
    with _named(folder):
        store = _open_snapshot(folder) if read_only else ox.Store(str(folder))
    return LocalStore(store, str(folder), read_only=read_only)


def _open_snapshot(folder: Path) -> ox.Store:
    """A writer may tidy its files away between their being listed and opened, which looks like damage."""
    for wait in _WAITS:
        with suppress(OSError, RuntimeError):
            return ox.Store.read_only(str(folder))
        time.sleep(wait)
    return ox.Store.read_only(str(folder))


def _check_folder(folder: Path, *, create: bool) -> None:
    missing = f"{folder}: no store there; make one with `kg build PATHS... --store {folder}`."
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        if not create:
            raise StoreError(missing) from None
        with _named(folder):
            folder.mkdir(parents=True)
        return
    except OSError as error:
        raise StoreError(f"{folder}: not a folder that a store can be in ({error.strerror}).") from None
    if "CURRENT" in names:
        return
    if not all(_OWN_FILES.fullmatch(name) for name in names):
        raise StoreError(f"{folder}: the folder has other files and no store; name an empty or a new one.")
    if not create:
        raise StoreError(missing)


@contextmanager
def _named(where: str | Path) -> Iterator[None]:
    """Say in a sentence what the store's own library says in its terms."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        text = str(error)
        if "lock" in text.lower():
            problem = "the store is in use by another process; wait until that has ended, or stop it"
        elif "No space left" in text:
            problem = "the disk is full; make room and run the same command again"
        elif "Corruption" in text or "Invalid argument" in text:
            problem = f"the store cannot be read; it is damaged, or of another program ({text})"
        elif "ermission denied" in text or "Read-only" in text or "read-write" in text:
            problem = "the store cannot be written; allow writing in its folder or name another one"
        else:
            problem = f"the store failed ({text})"
        raise StoreError(f"{where}: {problem}.") from error


@lru_cache(maxsize=100)
def _names_graphs(sparql: str) -> bool:
    return any(word.upper() == "FROM" for word in words(sparql))


class LocalStore:
    """One Oxigraph store of this process."""

    def __init__(self, store: ox.Store, where: str, *, read_only: bool) -> None:
        self._store: ox.Store | None = store
        self.where = where
        self.read_only = read_only

    @property
    def inner(self) -> ox.Store:
        """Oxigraph's own store, for what needs all its speed."""
        if self._store is None:
            raise StoreError(f"{self.where}: the store has been closed.")
        return self._store

    def query(self, sparql: str, bindings: Mapping[str, Term], *, rows: int | None = None) -> Table:
        """Put SPARQL to the union of all graphs, or to those that it names with FROM."""
        with _named(self.where):
            try:
                text = bind(sparql, bindings, inline=True)
                union = not _names_graphs(sparql)
                answer = self.inner.query(text, prefixes=PREFIXES, use_default_graph_as_union=union)
                return read_answer(answer, rows=rows)
            except SyntaxError as error:
                raise spoken_syntax_error(error, sparql) from None

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Every quad, or those of one graph."""
        with _named(self.where):
            name = ox.NamedNode(graph) if graph else None
            yield from self.inner.quads_for_pattern(None, None, None, name)

    def ntriples(self, graph: str) -> bytes:
        """One graph as N-Triples, without a Python object a quad."""
        with _named(self.where):
            return self.inner.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""

    def write(
        self, *, add: Sequence[ox.Quad] = (), remove: Sequence[ox.Quad] = (), drop: Sequence[str] = ()
    ) -> None:
        """All of it in one transaction."""
        if self.read_only:
            raise StoreError(f"{self.where}: the store was opened for reading only.")
        with _named(self.where):
            if drop or remove:
                self.inner.update(update_text(add=add, remove=remove, drop=drop))
            elif add:
                self.inner.extend(add)

    def bulk(self, lines: bytes, *, graph: str | None = None) -> None:
        """Past the transaction log, straight into files; a tenth of the time would go into checking IRIs."""
        name = ox.NamedNode(graph) if graph else None
        kind = ox.RdfFormat.N_TRIPLES if graph else ox.RdfFormat.N_QUADS
        with _named(self.where):
            self.inner.bulk_load(lines, format=kind, to_graph=name, lenient=True)

    def dataset(self) -> rdflib.Dataset:
        """The same store under rdflib; rdflib is imported only here, as it costs a tenth of a second."""
        import rdflib
        from oxrdflib.store import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def optimize(self) -> None:
        """Let RocksDB tidy its files."""
        if not self.read_only:
            with _named(self.where):
                self.inner.optimize()

    def close(self) -> None:
        """Write what is still in memory and give up the lock."""
        if self._store is not None and not self.read_only:
            with _named(self.where):
                self._store.flush()
        self._store = None
