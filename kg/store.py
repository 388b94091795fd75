"""A folder, "memory:" or a URL comes in; one store of documents, statements and corrections goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.corrections import Correction, as_extracted, as_seen, correction_quads, read_corrections
from kg.errors import KgError, StoreError
from kg.links import LinkKeeper, load_sparql
from kg.prepared import Prepared, join_lines, named_quads, prepare, read_nquads, read_ntriples
from kg.records import Document, Reading
from kg.stores.backend import Backend, Dumping
from kg.stores.journal import journal_graph
from kg.stores.opening import open_backend
from kg.tables import Table, Term, as_term
from kg.tally import Tally
from kg.terms import KG, base_iri, content_hash, document_iri, graph_iri
from kg.touched import Touched

if TYPE_CHECKING:
    import rdflib

    from kg.network import Network

__all__ = ["DEFAULT_STORE", "Store", "StoredDocument", "open_store"]

DEFAULT_STORE = ".kg"
# Quads for one bulk load: as many as Oxigraph sorts at a time. With more it would begin a second, small file;
# with half as many RocksDB merges its files twice as often. Bytes of N-Quads are limited too, by memory.
_BULK, _BYTES = 1_000_000, 400_000_000
# From so many quads on, a bulk load is faster than a transaction.
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store knows it; its text is not kept. `copy_of` is the name of another document."""

    document: str
    name: str
    title: str | None
    published: str | None
    source: str | None
    sha256: str
    actors: int
    statements: int
    copy_of: str | None = None


def open_store(
    where: str | Path | None = None,
    *,
    create: bool = True,
    read_only: bool = False,
    base: str | None = None,
) -> Store:
    """Open the store in a folder (None: `.kg`), at a SPARQL server's URL, or a new one in memory ("memory:").

    With `create=False` a folder without a store is an error; with `read_only` the store is seen as it was
    when opened, also while another process writes to it. `base` is the IRI that everything in it is named
    under. Raises StoreError for a folder that is no store, is in use or cannot be written, and for a server
    that cannot be reached, is in use or takes no updates.
    """
    name = str(where if where is not None else DEFAULT_STORE)
    under = base or base_iri()
    return Store(_open_backend(name, create=create, read_only=read_only, base=under), base=under)


def _open_backend(name: str, *, create: bool, read_only: bool, base: str) -> Backend:
    """A store that a writer left unfinished is opened for writing, if that may be, to be put in order."""
    backend = open_backend(name, create=create, read_only=read_only, base=base)
    if not backend.read_only or not _unfinished(backend, base):
        return backend
    try:
        return open_backend(name, create=False, read_only=False, base=base)
    except StoreError:
        return backend


def _unfinished(backend: Backend, base: str) -> bool:
    """Whether a process that wrote to the store has not ended, or ended without putting it in order."""
    stale = _stale(base)
    journal = NamedNode(journal_graph(base))
    asked = (
        f"ASK {{ {{ GRAPH {stale.graph_name} {{ {stale.subject} ?flag ?value }} }} "
        f"UNION {{ GRAPH {journal} {{ ?writer ?note ?text }} }} }}"
    )
    return bool(backend.query(asked, {}).rows[0][0])


def _stale(base: str) -> Quad:
    links = NamedNode(graph_iri("links", base=base))
    return Quad(links, NamedNode(KG + "stale"), Literal(True), links)


class Store:
    """Documents and what they state. To be closed, best by `with`, so that everything is on the disk."""

    def __init__(self, backend: Backend, *, base: str) -> None:
        self.base = base
        self._backend = backend
        self._keeper = LinkKeeper(backend.query, self._dump, base=base)
        self._corrections = self.corrections()
        self._stale = _unfinished(backend, base)
        if self._stale and not backend.read_only:
            self._drop_half_loaded()
        self._touched = Touched(base=base, everything=self._stale)
        if not (self._stale or backend.read_only or self._corrections or self._has_documents()):
            self._touched.tally = Tally(base=base)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, KgError):
            self.close()
        else:
            self._backend.close()

    @property
    def where(self) -> str:
        """The folder or URL, as given."""
        return self._backend.where

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._backend.read_only

    def add(self, reading: Reading, *, read_with: str | None = None) -> str:
        """Store what was read out of one document: "added", "unchanged", or "replaced" if it was there.

        The document is in the store whole or not at all. `read_with` tells which program and ontology
        read it, for `holds`.
        """
        new = self._prepared(reading, read_with)
        before = self._state(new.graph)
        if before == new.marks:
            return "unchanged"
        gone = list(self._backend.quads(new.graph)) if before else []
        self._write(add=read_nquads(new.nquads), drop=[new.graph] if before else [])
        if before:
            self._touched.touch(gone, documents=True)
        self._touch_new(new)
        return "replaced" if before else "added"

    def add_all(
        self, readings: Iterable[Reading], *, read_with: str | None = None
    ) -> Iterator[tuple[str, str]]:
        """Store many documents fast; gives each one's name and what became of it, once it is on the disk."""
        waiting: dict[str, Prepared] = {}
        quads = size = 0
        for reading in readings:
            new = self._prepared(reading, read_with)
            known = new.graph in waiting or self._state(new.graph)
            if known or quads + new.quads > _BULK or size > _BYTES:
                yield from self._load(waiting)
                waiting, quads, size = {}, 0, 0
            if known:
                yield reading.document.name, self.add(reading, read_with=read_with)
                continue
            waiting[new.graph] = new
            quads += new.quads
            size += len(new.nquads)
        yield from self._load(waiting)

    def _load(self, waiting: Mapping[str, Prepared]) -> Iterator[tuple[str, str]]:
        """A bulk load can be cut in the middle, so what is being loaded is noted before and struck after."""
        stale = _stale(self.base)
        loading = NamedNode(KG + "loading")
        notes = [Quad(stale.subject, loading, NamedNode(graph), stale.graph_name) for graph in waiting]
        if not notes:
            return
        self._write(add=notes)
        try:
            self._backend.bulk(b"".join(one.nquads for one in waiting.values()))
        except KgError:
            self._touched.touch_all()
            self._drop_half_loaded()
            raise
        self._backend.write(remove=notes)
        for one in waiting.values():
            self._touch_new(one)
        yield from ((one.reading.document.name, "added") for one in waiting.values())

    def _touch_new(self, new: Prepared) -> None:
        if new.corrected:
            self._touched.touch(read_nquads(new.nquads), documents=True)
        else:
            self._touched.add(new.reading, new.graph)

    def _drop_half_loaded(self) -> None:
        stale = _stale(self.base)
        asked = f"SELECT ?graph WHERE {{ GRAPH {stale.graph_name} {{ ?links kg:loading ?graph }} }}"
        graphs = [str(row[0]) for row in self._backend.query(asked, {}).rows]
        if graphs:
            self._backend.write(drop=graphs)
            notes = [
                Quad(stale.subject, NamedNode(KG + "loading"), NamedNode(g), stale.graph_name) for g in graphs
            ]
            self._backend.write(remove=notes)

    def holds(self, document: Document, *, read_with: str) -> bool:
        """Whether this very text was read by the same program and ontology, and need not be read again."""
        asked = "ASK { ?document kg:sha256 ?sha256 ; kg:readWith ?with }"
        bindings: dict[str, Term] = {
            "document": NamedNode(document_iri(document.name, base=self.base)),
            "sha256": Literal(document.sha256),
            "with": Literal(read_with),
        }
        return bool(self._backend.query(asked, bindings).rows[0][0])

    def remove(self, name: str) -> bool:
        """Take out a document, given by name or IRI, and all it states; False if it is not there."""
        graph = name if name.startswith(self.base) else document_iri(name, base=self.base)
        if not self._state(graph):
            return False
        gone = list(self._backend.quads(graph))
        self._write(drop=[graph])
        self._touched.touch(gone, documents=True)
        return True

    def documents(self) -> list[StoredDocument]:
        """Every document, sorted by name."""
        self.settle()
        rows = self._backend.query(load_sparql("store/documents"), {}).dicts()
        return [StoredDocument(**row) for row in rows]  # type: ignore[arg-type]

    def set_ontology(self, paths: Sequence[str | Path]) -> bool:
        """Keep these Turtle files as the ontology's graph, for queries to see; False if it is the same."""
        graph = graph_iri("ontology", base=self.base)
        contents = [Path(path).read_bytes() for path in paths]
        digest = content_hash(*(hashlib.sha256(content).hexdigest() for content in contents))
        mark = Quad(NamedNode(graph), NamedNode(KG + "digest"), Literal(digest), NamedNode(graph))
        if self._state(graph) == {mark.object}:
            return False
        self._touched.touch_all()
        self._write(drop=[graph], add=[*named_quads(contents, graph), mark])
        return True

    def corrections(self) -> list[Correction]:
        """What persons decided, in order, the undone included."""
        return read_corrections(self._backend.query(load_sparql("store/corrections"), {}).dicts())

    def correct(self, correction: Correction, *, needed: bool = False) -> int:
        """Write a correction down and apply it, also to documents to come; gives how many it changed.

        One with a number that is there already takes its place: so it is undone. If it is `needed` and
        changes nothing, it is not written down.
        """
        before = {one.number: one for one in self.corrections()}
        old = before.get(correction.number)
        graphs = self._graphs("store/corrected") if old else []
        graphs += self._graphs("store/affected", target=NamedNode(correction.target))
        after = sorted({**before, correction.number: correction}.values(), key=lambda one: one.number)
        gone, new, changed = self._recorrected(dict.fromkeys(graphs), after)
        if needed and not changed:
            return 0
        gone.update(correction_quads(old, base=self.base) if old else ())
        new.update(correction_quads(correction, base=self.base))
        self._write(add=list(new - gone), remove=list(gone - new))
        self._corrections = after
        return changed

    def _recorrected(
        self, graphs: Iterable[str], corrections: Sequence[Correction]
    ) -> tuple[set[Quad], set[Quad], int]:
        """Quads to remove and add so that graphs are seen with these corrections; how many graphs change."""
        gone: set[Quad] = set()
        new: set[Quad] = set()
        changed = 0
        for graph in graphs:
            seen = set(self._backend.quads(graph))
            corrected = set(as_seen(as_extracted(seen), corrections, base=self.base))
            self._touched.touch(seen, documents=False)
            self._touched.touch(corrected, documents=False)
            gone |= seen - corrected
            new |= corrected - seen
            changed += seen != corrected
        return gone, new, changed

    def _graphs(self, name: str, **bindings: Term) -> list[str]:
        return [str(row[0]) for row in self._backend.query(load_sparql(name), bindings).rows]

    def query(self, sparql: str, /, **bindings: object) -> Table:
        """Put SPARQL to the union of all graphs, with values for its variables by name.

        The prefixes of `kg.terms.PREFIXES` need no declaration. A `str` is bound as text, an IRI is given as
        a pyoxigraph NamedNode. Raises QueryError for bad SPARQL and for updates.
        """
        self.settle()
        return self._backend.query(sparql, {name: as_term(value) for name, value in bindings.items()})

    def query_limited(self, sparql: str, rows: int) -> Table:
        """`query`, but raises QueryError, and reads no further, if the answer has more rows than so many."""
        self.settle()
        return self._backend.query(sparql, {}, rows=rows)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Every quad, or those of the graph with this IRI, in no order."""
        self.settle()
        return self._backend.quads(graph)

    def ntriples(self, graph: str) -> bytes:
        """The graph with this IRI as N-Triples, a triple a line, in no order."""
        self.settle()
        return self._dump(graph)

    def _dump(self, graph: str) -> bytes:
        if isinstance(self._backend, Dumping):
            return self._backend.ntriples(graph)
        triples = (quad.triple for quad in self._backend.quads(graph))
        return serialize(triples, format=RdfFormat.N_TRIPLES) or b""

    def dataset(self) -> rdflib.Dataset:
        """The store as an rdflib Dataset whose default graph is the union of all graphs."""
        self.settle()
        return self._backend.dataset()

    def graph(self) -> rdflib.Graph:
        """The union of all graphs as an rdflib Graph; adding to it goes past this class's care."""
        return self.dataset()

    def network(self) -> Network:
        """Its actors and statements as one networkx graph, as `kg.network.load_network` describes it."""
        from kg.network import load_network  # networkx takes a while, and only pictures need it

        return load_network(self)

    def settle(self) -> None:
        """Bring names, links and counts up to date with the documents; done before anything is asked."""
        if not self._stale or self._backend.read_only:
            return
        stale = _stale(self.base)
        for gone, new in self._keeper.changes(self._touched):
            self._put(set(gone) - {str(stale.triple)}, new)
        self._backend.write(remove=[stale])
        self._stale, self._touched = False, Touched(base=self.base)

    def _put(self, gone: Collection[str], new: Collection[str]) -> None:
        graph = self._keeper.graph
        if len(new) > _MANY:
            self._backend.bulk(join_lines(new), graph=graph.value)
            new = ()
        self._backend.write(add=read_ntriples(new, graph), remove=read_ntriples(gone, graph))

    def is_settled(self) -> bool:
        """Whether copies, names, links and counts are what the documents give; looks through all of it."""
        everything = Touched(base=self.base, everything=True)
        return not any(gone or new for gone, new in self._keeper.changes(everything))

    def optimize(self) -> None:
        """Make queries faster after much was added; takes about as long as adding did."""
        self._backend.optimize()

    def close(self) -> None:
        """Settle, and give the store up to others."""
        try:
            self.settle()
        finally:
            self._backend.close()

    def _prepared(self, reading: Reading, read_with: str | None) -> Prepared:
        return prepare(reading, self._corrections, read_with=read_with, base=self.base)

    def _has_documents(self) -> bool:
        asked = "ASK { ?document a kg:Document }"
        return bool(self._backend.query(asked, {}).rows[0][0])

    def _state(self, graph: str) -> set[Term]:
        """What tells whether a graph has to be written: its digest, and what it was read with."""
        name = NamedNode(graph)
        asked = f"SELECT ?mark WHERE {{ GRAPH {name} {{ {name} kg:digest|kg:readWith ?mark }} }}"
        return {row[0] for row in self._backend.query(asked, {}).terms}  # type: ignore[misc]

    def _write(
        self, *, add: Sequence[Quad] = (), remove: Sequence[Quad] = (), drop: Sequence[str] = ()
    ) -> None:
        """The first of several writes says in the same step that names and counts are behind."""
        flag = [] if self._stale else [_stale(self.base)]
        try:
            self._backend.write(add=[*add, *flag], remove=remove, drop=drop)
        except KgError:
            self._touched.touch_all()
            raise
        finally:
            self._stale = True
