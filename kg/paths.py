"""A store and two actors come in; the shortest ways between them, as a table, go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode

from kg.links import load_sparql
from kg.store import Store
from kg.tables import Table, Term, plain

__all__ = ["find_paths"]

# Rows, as in paths.rq; actors whose neighbours are asked for at once.
_LIMIT = 200
_PORTION = 5

Labels = Mapping[str, Sequence[str]]


def find_paths(store: Store, values: Mapping[str, Term]) -> Table:
    """The answer to `sparql/paths.rq`, exactly.

    That finds every path over three links, of which there are ten thousands between actors of many links, to
    sort them by name and keep the first. Here the actors next to the first one are gone through by name, and
    what lies beyond them is asked for only until there are paths enough.
    """
    first, second = (str(plain(values[name])) for name in ("first", "second"))
    ends = {first, second}
    near, far = _labels(store, first), _joined(store, second)
    begins, ends_in = _called(store, first), _called(store, second)
    found = [(1, f"{a} - {b}") for a in begins for b in ends_in if second in near]
    between = {f"{name} - " for actor in near.keys() & far - ends for name in near[actor]}
    found += _first((f"{a} - {over}{b}" for a in begins for over in between for b in ends_in), 2)
    if len(found) < _LIMIT:
        names = [(name, actor) for actor in near.keys() - ends for name in near[actor]]
        starts = sorted((f"{a} - {name} - ", actor) for a in begins for name, actor in names)
        found += _first(_over_two(store, starts, far - ends, ends_in), 3)
    rows = tuple((Literal(length), Literal(path)) for length, path in found[:_LIMIT])
    return Table(("length", "path"), rows)


def _first(paths: Iterable[str], length: int) -> list[tuple[int, str]]:
    return [(length, path) for path in nsmallest(_LIMIT, set(paths))]


def _over_two(
    store: Store, starts: Sequence[tuple[str, str]], far: set[str], ends_in: Sequence[str]
) -> Iterator[str]:
    """Paths in portions by how they begin, until all that is left would come after those found."""
    found: set[str] = set()
    for place in range(0, len(starts), _PORTION):
        portion = starts[place : place + _PORTION]
        if len(found) >= _LIMIT and portion[0][0] > nsmallest(_LIMIT, found)[-1]:
            break
        beyond = _beyond(store, {actor for _, actor in portion})
        found.update(
            f"{start}{name} - {end}"
            for start, actor in portion
            for other, names in beyond[actor].items()
            if other in far and other != actor
            for name in names
            for end in ends_in
        )
    return iter(found)


def _beyond(store: Store, actors: Iterable[str]) -> Mapping[str, Labels]:
    """For each of the actors those joined to it, with what they are called."""
    return {actor: _labels(store, actor) for actor in actors}


def _labels(store: Store, actor: str) -> Labels:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for other, name in _asked(store, "store/joined-names", actor):
        found[other].append(name)
    return found


def _joined(store: Store, actor: str) -> set[str]:
    return {other for other, *_ in _asked(store, "store/joined", actor)}


def _called(store: Store, actor: str) -> list[str]:
    return [name for name, *_ in _asked(store, "store/called", actor)]


def _asked(store: Store, query: str, actor: str) -> Iterator[Sequence[str]]:
    rows = store.query(load_sparql(query), actor=NamedNode(actor)).rows
    return ([str(cell) for cell in row] for row in rows)
