"""A store and two actors come in; the shortest ways between them, as a table, go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode

from kg.links import load_sparql
from kg.store import Store
from kg.tables import Table, Term, plain

__all__ = ["find_paths"]

# Rows, as in paths.rq; actors that are gone through between two looks at what was found.
_LIMIT = 200
_PORTION = 5
# By so much fewer actors must be next to the second one for all of them to be gone through instead.
_FEWER = 5

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
        inner = {actor: names for actor, names in near.items() if actor not in ends}
        over_two = _from_far if len(far) * _FEWER < len(near) else _from_near
        found += _first(over_two(store, begins, inner, far - ends, ends_in), 3)
    rows = tuple((Literal(length), Literal(path)) for length, path in found[:_LIMIT])
    return Table(("length", "path"), rows)


def _first(paths: Iterable[str], length: int) -> list[tuple[int, str]]:
    return [(length, path) for path in nsmallest(_LIMIT, set(paths))]


def _from_near(
    store: Store, begins: Sequence[str], near: Labels, far: Set[str], ends_in: Sequence[str]
) -> Iterable[str]:
    """Paths in portions by how they begin, until all that is left would come after those found."""
    names = [(name, actor) for actor in near for name in near[actor]]
    starts = sorted((f"{begin} - {name} - ", actor) for begin in begins for name, actor in names)
    found: set[str] = set()
    for place in range(0, len(starts), _PORTION):
        portion = starts[place : place + _PORTION]
        if len(found) >= _LIMIT and portion[0][0] > nsmallest(_LIMIT, found)[-1]:
            break
        for start, actor in portion:
            beyond = _labels(store, actor)
            called = (name for other in beyond.keys() & far - {actor} for name in beyond[other])
            found.update(f"{start}{name} - {end}" for name in called for end in ends_in)
    return found


def _from_far(
    store: Store, begins: Sequence[str], near: Labels, far: Set[str], ends_in: Sequence[str]
) -> Iterable[str]:
    """All paths, by the few actors next to the second one."""
    for other in far:
        rests = [f"{name} - {end}" for name in _called(store, other) for end in ends_in]
        for actor in near.keys() & _joined(store, other) - {other}:
            yield from (f"{a} - {name} - {rest}" for a in begins for name in near[actor] for rest in rests)


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
