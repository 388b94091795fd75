"""The address of a SPARQL 1.1 server comes in; a store that is kept there goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.bindings import bind
from kg.errors import QueryError, StoreError
from kg.stores.answers import Cut, declared, form_of, part_of, read_response
from kg.stores.backend import update_text
from kg.stores.endpoint import Addresses, Endpoint, Refused, find_addresses
from kg.stores.journal import Write, journal_graph, note_quads, read_notes
from kg.stores.loading import batches, loads
from kg.stores.local import LocalStore, open_memory
from kg.stores.writers import RENEWAL, Writer, new_writer, read_writers, writer_quads, writers_graph
from kg.tables import Cell, Table, Term, too_many
from kg.terms import KG, graph_iri

if TYPE_CHECKING:
    import rdflib

__all__ = ["ServerStore", "open_server"]

# Rows that are asked for at once: what Virtuoso gives as it is installed.
_PAGE = 10_000
_BULK = 20_000


def open_server(url: str, *, base: str, read_only: bool) -> ServerStore:
    """The store that a server keeps. Opened for writing, it is put in order after a writer that broke off.

    Raises StoreError if the server cannot be reached, another process is writing, or it takes no updates.
    """
    store = ServerStore(Endpoint(url), find_addresses(url), base=base, read_only=read_only)
    store.check_union()
    if not read_only:
        store.begin()
    return store


class ServerStore:
    """One store on a SPARQL server, in the graphs whose IRIs begin with `base`."""

    def __init__(self, endpoint: Endpoint, addresses: Addresses, *, base: str, read_only: bool) -> None:
        self._endpoint = endpoint
        self._addresses = addresses
        self._base = base
        self._writer: Writer | None = None
        self._parser: LocalStore = open_memory()
        self.where = addresses.query
        self.read_only = read_only

    def query(self, sparql: str, bindings: Mapping[str, Term], *, rows: int | None = None) -> Table:
        """Put SPARQL to the server, whose default graph is the union of all graphs.

        A limit on rows is for a stranger's query, of which no more is passed on than the standard's grammar
        takes: some servers can be told by other means to fetch what is elsewhere.
        """
        text = bind(sparql, bindings)
        form, fault = form_of(text, self._parser)
        if fault is not None and rows is not None:
            raise fault
        try:
            return self._ask(text, form, rows)
        except Refused as error:
            if fault is not None:
                raise fault from None
            if error.status == 400:
                raise QueryError(f"{self.where} cannot answer this: {error.answer}.") from None
            raise

    def _ask(self, text: str, form: str, rows: int | None = None) -> Table:
        response = self._endpoint.query(self._addresses.query, declared(text), graph=form == "construct")
        try:
            return read_response(response, self.where, rows=rows)
        except Cut as cut:
            return self._in_parts(text, cut, rows)

    def _in_parts(self, text: str, cut: Cut, rows: int | None) -> Table:
        """An answer that the server cuts at so many rows, in parts of as many."""
        found: list[tuple[Cell, ...]] = []
        while len(found) % cut.rows == 0:
            part = declared(part_of(text, cut.columns, len(found), cut.rows))
            response = self._endpoint.query(self._addresses.query, part, graph=False)
            table = read_response(response, self.where, whole=False)
            if not len(table):
                break
            order = [table.columns.index(name) for name in cut.columns]
            found += (tuple(row[place] for place in order) for row in table.terms)
            if rows is not None and len(found) > rows:
                raise too_many(rows)
        return Table(cut.columns, tuple(found))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Every quad of this store's graphs, or those of one graph."""
        for name in [graph] if graph else self._graphs():
            yield from self._quads(NamedNode(name))

    def _graphs(self) -> list[str]:
        """Documents and the ontology tell of themselves, the others are known by name."""
        asked = f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?graph <{KG}digest> ?digest }} }}"
        own = [str(row[0]) for row in self._ask(asked, "select").rows]
        shared = [graph_iri(name, base=self._base) for name in ("links", "corrections")]
        return [name for name in own if name.startswith(self._base)] + shared

    def _quads(self, graph: NamedNode) -> Iterator[Quad]:
        """In parts that are counted, as a server may leave out in silence what is beyond its limit."""
        inside = f"GRAPH {graph} {{ ?s ?p ?o }}"
        number = int(str(self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {inside} }}", "select").rows[0][0]))
        for start in range(0, number, _PAGE):
            part = f"WHERE {{ {inside} }}"
            if number > _PAGE:
                ordered = f"{{ SELECT ?s ?p ?o WHERE {{ {inside} }} ORDER BY ?s ?p ?o }}"
                part = f"WHERE {{ {ordered} }} LIMIT {_PAGE} OFFSET {start}"
            found = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} {part}", "construct").terms
            wanted = min(_PAGE, number - start)
            if len(found) != wanted:
                raise StoreError(
                    f"{self.where}: the server gave {len(found):,} triples of {wanted:,}; "
                    "raise its limit on the rows of an answer, or wait until nobody writes to it."
                )
            yield from (Quad(*row, graph) for row in found)  # type: ignore[arg-type, call-arg]

    def write(
        self, *, add: Sequence[Quad] = (), remove: Sequence[Quad] = (), drop: Sequence[str] = ()
    ) -> None:
        """Noted first, then done step by step, so that a break in it is mended by the next writer."""
        write = Write(add, remove, drop)
        writer = self._still_writer()
        if len(add) + len(remove) + len(drop) > 1:
            for note in note_quads(write, writer.iri, base=self._base):
                self._update(update_text(add=[note], remove=(), drop=()))
            self._do(write)
            self._drop([journal_graph(self._base)])
        else:
            self._do(write)

    def bulk(self, lines: bytes, *, graph: str | None = None) -> None:
        """Without a note, in large parts."""
        self._still_writer()
        rest = _quads_of(lines, graph)
        while part := list(islice(rest, _BULK)):
            self._add(part)

    def dataset(self) -> rdflib.Dataset:
        """A copy of the quads, in memory."""
        copy = open_memory()
        copy.bulk(serialize(self.quads(), format=RdfFormat.N_QUADS) or b"")
        return copy.dataset()

    def optimize(self) -> None:
        """A server looks after itself."""

    def close(self) -> None:
        """Tell other writers that this one has ended, and end the connection."""
        if self._writer is not None:
            with suppress(StoreError):
                self._forget(self._writer)
            self._writer.closed()
        self._endpoint.close()

    def check_union(self) -> None:
        """Raise StoreError if documents are there, but queries that name no graph do not see them."""
        inside = f"?document a <{KG}Document>"
        seen = f"ASK {{ {{ SELECT ?document WHERE {{ GRAPH ?g {{ {inside} }} }} LIMIT 1 }} {inside} }}"
        there = f"ASK {{ GRAPH ?g {{ {inside} }} }}"
        # A writer may add the first one meanwhile, or remove the last.
        if [self._ask(asked, "ask").rows[0][0] for asked in (there, seen, there)] == [True, False, True]:
            raise StoreError(
                f"{self.where}: queries see no named graph; let the server's default graph be the union of "
                "all, or name in the address one that is (?default-graph-uri=...)."
            )

    def begin(self) -> None:
        """Become the one that writes, and finish or undo what a writer left that has ended.

        Raises StoreError if another one writes, or the server takes no updates.
        """
        writer = new_writer(base=self._base)
        self._update(update_text(add=writer_quads(writer, base=self._base), remove=(), drop=()))
        writer.opened()
        self._writer = writer
        others = [one for one in self._writers() if one.iri != writer.iri]
        living = next((one for one in others if one.lives), None)
        if living is not None:
            self.close()
            raise StoreError(self._in_use(living))
        self._recover(others)

    def _recover(self, ended: Sequence[Writer]) -> None:
        notes = list(read_notes(self.quads(journal_graph(self._base))))
        names = {one.iri for one in ended}
        for writer, write in notes:
            if writer in names and write is not None:
                self._do(write)
        if notes:
            self._drop([journal_graph(self._base)])
        for one in ended:
            self._forget(one)

    def _in_use(self, other: Writer) -> str:
        process, host = other.process.partition(" ")[0], other.host.partition(" ")[0]
        return (
            f"{self.where}: the store is in use by another process ({process} on {host}, last seen "
            f"{other.seen:%Y-%m-%d %H:%M} UTC); wait until that has ended, or stop it."
        )

    def _still_writer(self) -> Writer:
        if self.read_only or self._writer is None:
            raise StoreError(f"{self.where}: the store was opened for reading only.")
        noted = [one for one in self._writers() if one.iri == self._writer.iri]
        if not noted:
            raise StoreError(
                f"{self.where}: another process took the store over; run the same command again, later."
            )
        if datetime.now(UTC) - noted[0].seen > RENEWAL:
            self._writer = new_writer(base=self._base, iri=self._writer.iri)
            self._update(update_text(add=writer_quads(self._writer, base=self._base), remove=(), drop=()))
        return self._writer

    def _writers(self) -> list[Writer]:
        return read_writers(self.quads(writers_graph(self._base)))

    def _forget(self, writer: Writer) -> None:
        place = f"GRAPH <{writers_graph(self._base)}>"
        self._update(f"DELETE WHERE {{ {place} {{ <{writer.iri}> ?name ?value }} }}")

    def _do(self, write: Write) -> None:
        self._drop(write.drop)
        for part in batches(write.remove):
            self._update(update_text(add=(), remove=part, drop=()))
        self._add(write.add)

    def _drop(self, graphs: Sequence[str]) -> None:
        for start in range(0, len(graphs), 100):
            self._update(update_text(add=(), remove=(), drop=graphs[start : start + 100]))

    def _add(self, quads: Sequence[Quad]) -> None:
        rest = quads
        if self._addresses.graphs:
            large, rest = loads(quads)
            for graph, ntriples in large:
                self._endpoint.load(self._addresses.graphs, graph, ntriples)
        for part in batches(rest):
            self._update(update_text(add=part, remove=(), drop=()))

    def _update(self, text: str) -> None:
        try:
            self._endpoint.update(self._addresses.update, text)
        except Refused as error:
            if error.status in (403, 405, 415, 501):
                raise StoreError(
                    f"{self._addresses.update}: the server takes no updates there ({error.answer}); if it "
                    "does elsewhere, set KG_UPDATE_URL; if from users, KG_STORE_USER and KG_STORE_PASSWORD."
                ) from None
            raise


def _quads_of(lines: bytes, graph: str | None) -> Iterator[Quad]:
    if graph is None:
        return iter(parse(lines, format=RdfFormat.N_QUADS))
    name = NamedNode(graph)
    found = parse(lines, format=RdfFormat.N_TRIPLES)
    return (Quad(one.subject, one.predicate, one.object, name) for one in found)
