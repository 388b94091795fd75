"""A store comes in; who stands between actors that fight each other, as a table, goes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal

from kg.links import load_sparql
from kg.store import Store
from kg.tables import Table, Term
from kg.terms import KG

__all__ = ["find_brokers"]

Foes = dict[str, list[tuple[str, str]]]


def find_brokers(store: Store, values: Mapping[str, Term]) -> Table:
    """The answer to `sparql/brokers.rq`, exactly; it has no parameters.

    That joins every fight with the friends of both sides, by SPARQL one after the other: 20 s of CPU at
    100,000 statements. Here each fight is one intersection of two sets.
    """
    del values
    labels = {str(actor): str(label) for actor, label in store.query(load_sparql("store/labels")).rows}
    friends: defaultdict[str, set[str]] = defaultdict(set)
    foes: Foes = defaultdict(list)
    for family, one, other in store.query(load_sparql("store/friends-and-foes")).rows:
        first, second = str(one), str(other)
        if family == KG + "fights":
            foes[_pair(labels[first], labels[second])].append((first, second))
        else:
            friends[first].add(second)
            friends[second].add(first)
    return _table(*_between(friends, foes), labels)


def _pair(*labels: str) -> str:
    return " and ".join(sorted(labels))


def _between(friends: dict[str, set[str]], foes: Foes) -> tuple[Counter[str], dict[str, str]]:
    """Between how many pairs each actor stands, and the first of these by name."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    nobody: set[str] = set()
    for pair in sorted(foes):
        common = set().union(*(friends.get(a, nobody) & friends.get(b, nobody) for a, b in foes[pair]))
        counts.update(common)
        examples.update(dict.fromkeys(common.difference(examples), pair))
    return counts, examples


def _table(counts: Counter[str], examples: dict[str, str], labels: dict[str, str]) -> Table:
    ranked: Iterable[tuple[int, str, str]] = sorted((-n, labels[who], who) for who, n in counts.items())
    rows = ((Literal(label), Literal(-negative), Literal(examples[who])) for negative, label, who in ranked)
    return Table(("broker", "pairs", "example"), tuple(rows))
