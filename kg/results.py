"""A table and what a client accepts come in; the table in one of the standard formats goes out."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse_query_results, serialize

from kg.tables import Table
from kg.terms import PREFIXES

__all__ = ["Format", "choose", "formats_for", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its media type, with other media types that ask for it too."""

    media_type: str
    name: str
    others: tuple[str, ...] = ()


_TABLES = (
    Format("application/sparql-results+json", "json", ("application/json", "text/json")),
    Format("application/sparql-results+xml", "xml", ("application/xml", "text/xml")),
    Format("text/csv", "csv"),
    Format("text/tab-separated-values", "tsv"),
)
_GRAPHS = (
    Format("text/turtle", "turtle", ("application/x-turtle",)),
    Format("application/n-triples", "ntriples", ("text/plain",)),
    Format("application/rdf+xml", "rdfxml", ("application/xml", "text/xml")),
    Format("application/ld+json", "jsonld", ("application/json",)),
)
_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def formats_for(kind: str) -> tuple[Format, ...]:
    """The formats of an answer to a query of this kind; the first is the default."""
    return _GRAPHS if kind == "construct" else _TABLES


def choose(accept: str, formats: tuple[Format, ...]) -> Format | None:
    """The format that an Accept header likes best, None if it takes none of them."""
    best: tuple[float, int, Format] | None = None
    for media_type, quality in _accepted(accept or "*/*"):
        for rank, form in enumerate(formats):
            if quality > 0 and _matches(media_type, form) and (best is None or (quality, -rank) > best[:2]):
                best = (quality, -rank, form)
    return best[2] if best else None


def _accepted(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media_type, *options = (piece.strip().lower() for piece in part.split(";"))
        quality = next((option[2:] for option in options if option.startswith("q=")), "1")
        try:
            found.append((media_type, float(quality)))
        except ValueError:
            found.append((media_type, 0.0))
    return found


def _matches(media_type: str, form: Format) -> bool:
    group = form.media_type.partition("/")[0]
    return media_type in ("*/*", f"{group}/*", form.media_type, *form.others)


def write(table: Table, form: Format) -> bytes:
    """The table in that format."""
    if table.kind == "construct":
        triples = [Triple(*row) for row in table.terms]  # type: ignore[arg-type]
        prefixes = PREFIXES if form.name in ("turtle", "rdfxml") else None
        return serialize(triples, format=_RDF[form.name], prefixes=prefixes) or b""
    if form.name == "csv" and table.kind == "select":
        return table.to_csv().encode()
    plain = table.to_json().encode()
    if form.name == "json":
        return plain
    if table.kind == "ask" and form.name in ("csv", "tsv"):
        return b"true" if table.rows[0][0] else b"false"
    answer = parse_query_results(plain, format=QueryResultsFormat.JSON)
    wanted = QueryResultsFormat.XML if form.name == "xml" else QueryResultsFormat.TSV
    return answer.serialize(format=wanted) or b""
