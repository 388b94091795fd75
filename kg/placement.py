"""Actors and who is linked with whom come in; a place on the plane for each, without overlaps, goes out."""

from __future__ import annotations

import random
from collections.abc import Sequence

import igraph
import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["place_actors"]

Places = NDArray[np.float64]
Numbers = NDArray[np.intp]
CAREFUL_UP_TO = 400
"""Actors; beyond that the slower layout and the removal of overlaps give way to speed."""

_LINK_LENGTH = 150.0
_GAP = 16.0
_ROOM = 1.6
"""How many times its own box each actor gets of the disc of a big graph."""
_STRETCH = 1.4
_WIDE = 1.05
"""How much wider than high a picture should be."""


def place_actors(links: ArrayLike, boxes: ArrayLike) -> Places:
    """An (n, 2) array of centres, in the unit of `boxes`: the width and height that each actor needs.

    `links` are pairs of indices into `boxes`. The same input gives the same places on every run.
    """
    sizes = np.asarray(boxes, dtype=float).reshape(-1, 2)
    if not len(sizes):
        return np.zeros((0, 2))
    igraph.set_random_number_generator(random.Random(7))
    try:
        graph = igraph.Graph(n=len(sizes), edges=_each_once(np.asarray(links, dtype=np.intp), len(sizes)))
        return _careful(graph, sizes) if len(sizes) <= CAREFUL_UP_TO else _fast(graph, sizes)
    finally:
        igraph.set_random_number_generator(random)


def _each_once(links: Numbers, actors: int) -> Numbers:
    ends = np.sort(links.reshape(-1, 2), axis=1)
    pairs = np.unique(ends[:, 0] * actors + ends[:, 1])
    return np.stack([pairs // actors, pairs % actors], axis=1)


def _fast(graph: igraph.Graph, sizes: Places) -> Places:
    """All in one disc, evenly: each keeps its direction from the middle and the order of distances.

    Without that the busy ones lie on a heap in the middle, and who has no link to the rest far outside.
    """
    places = np.array(graph.layout_fruchterman_reingold(grid="grid", niter=200).coords)
    places -= np.median(places, axis=0)
    far = np.maximum(np.hypot(places[:, 0], places[:, 1]), 1e-9)
    order = far.argsort(kind="stable")
    room = np.cumsum(_ROOM * sizes.prod(axis=1)[order])
    places[order] *= (np.sqrt(room / np.pi) / far[order])[:, None]
    return places


def _careful(graph: igraph.Graph, sizes: Places) -> Places:
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    places = np.zeros((len(sizes), 2))
    floor = _Floor()
    for members in parts:
        part = graph.induced_subgraph(members)
        drawn = _part(part, sizes[members])
        places[members] = drawn + floor.room_for(drawn, sizes[members], part.get_edgelist())
    places -= (places.min(axis=0) + places.max(axis=0)) / 2
    wide, high = places.max(axis=0)
    places[:, 1] *= min(max(float(wide / max(high, 1.0)) / _WIDE, 1.0), _STRETCH)
    return places


def _part(graph: igraph.Graph, sizes: Places) -> Places:
    if graph.vcount() == 1:
        return np.zeros((1, 2))
    lengths = np.array(graph.distances(weights=_wanted_lengths(graph, sizes)))
    start = np.array(graph.layout_mds(dist=lengths.tolist()).coords) if graph.vcount() > 2 else np.eye(2)
    places = _least_stress(start + 1e-3 * np.arange(len(start))[:, None] * [1.0, -1.0], lengths)
    return _without_overlaps(_lie_wide(places - places.mean(axis=0)), sizes)


def _wanted_lengths(graph: igraph.Graph, sizes: Places) -> list[float]:
    """Busy actors need room round them; whoever has one link only stays near the actor it hangs on."""
    degrees = np.sqrt(graph.degree())
    return [
        _LINK_LENGTH * (0.5 + 0.12 * float(degrees[edge.source] + degrees[edge.target]))
        + 0.12 * float(sizes[edge.source, 0] + sizes[edge.target, 0])
        for edge in graph.es
    ]


def _least_stress(places: Places, wanted: Places, *, rounds: int = 150) -> Places:
    """Stress majorisation (Gansner, Koren and North 2004): each goes where the others want it to."""
    weights = 1 / np.maximum(wanted, 1e-9) ** 2
    np.fill_diagonal(weights, 0)
    total = weights.sum(axis=1)[:, None]
    for _ in range(rounds):
        apart = places[:, None] - places[None]
        far = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-6)
        pulls = places[None] + apart * (wanted / far)[..., None]
        moved = np.einsum("ij,ijk->ik", weights, pulls) / total
        still = np.abs(moved - places).max() < 0.5
        places = moved
        if still:
            break
    return places


def _lie_wide(places: Places) -> Places:
    """Turned so that the longest way across lies flat: pages are wider than high."""
    if len(places) < 3:
        half = float(np.hypot(*(places[1] - places[0]))) / 2
        return np.array([[-half, 0.0], [half, 0.0]])
    _, axes = np.linalg.eigh(np.cov(places.T))
    turned: Places = places @ axes[:, ::-1]
    turned[:, turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0] *= -1
    return turned


def _without_overlaps(places: Places, sizes: Places, *, rounds: int = 400) -> Places:
    """Boxes pushed apart along the shorter way out, half by each, until none lie on one another."""
    half = sizes / 2 + _GAP / 2
    first, second = np.triu_indices(len(places), 1)
    for _ in range(rounds):
        apart = places[second] - places[first]
        depth = half[first] + half[second] - np.abs(apart)
        hit = np.flatnonzero((depth > 0.5).all(axis=1))
        if not len(hit):
            break
        _push(places, first[hit], second[hit], apart[hit], depth[hit])
    return places


def _push(places: Places, first: Numbers, second: Numbers, apart: Places, depth: Places) -> None:
    axis = depth.argmin(axis=1)
    rows = np.arange(len(axis))
    step = np.where(apart[rows, axis] < 0, -1.0, 1.0) * depth[rows, axis] * 0.3
    np.add.at(places, (second, axis), step)
    np.add.at(places, (first, axis), -step)


class _Floor:
    """The plane in cells, taken by what has been put down: finds the free room nearest to the middle."""

    __slots__ = ("taken",)
    cell = 16.0
    reach = 400
    """Cells from the middle to every side: room for some thousand actors."""

    def __init__(self) -> None:
        self.taken = np.zeros((2 * self.reach, 2 * self.reach), dtype=bool)

    def room_for(self, places: Places, sizes: Places, links: Sequence[tuple[int, int]]) -> Places:
        """How far to move `places` so that neither boxes nor lines meet what lies here; takes the room."""
        low, high = (places - sizes / 2).min(axis=0), (places + sizes / 2).max(axis=0)
        extent = np.ceil((high - low) / self.cell).astype(int) + 3
        corner = self._nearest_free(extent) if self.taken.any() else self.reach - extent // 2
        shift = (corner + 1 - self.reach) * self.cell - low
        self._take(places + shift, sizes, links)
        return np.asarray(shift)

    def _nearest_free(self, extent: Numbers) -> Numbers:
        sums = np.pad(self.taken.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        wide, high = (min(int(side), self.reach) for side in extent)
        inside = sums[wide:, high:] - sums[:-wide, high:] - sums[wide:, :-high] + sums[:-wide, :-high]
        free = np.argwhere(inside == 0)
        if not len(free):
            return np.array([0, 0])
        off = (free + extent / 2 - self.reach) * [1.0, _WIDE]
        return np.asarray(free[np.hypot(off[:, 0], off[:, 1]).argmin()])

    def _take(self, places: Places, sizes: Places, links: Sequence[tuple[int, int]]) -> None:
        for (x, y), (wide, high) in zip(places, sizes, strict=True):
            first = self._cells(np.array([x - wide / 2, y - high / 2]))
            last = self._cells(np.array([x + wide / 2, y + high / 2])) + 1
            self.taken[first[0] : last[0], first[1] : last[1]] = True
        for begin, end in links:
            steps = np.linspace(0, 1, 2 + int(np.abs(places[end] - places[begin]).max() / self.cell))[:, None]
            columns, rows = self._cells(places[begin] + steps * (places[end] - places[begin])).T
            self.taken[columns, rows] = True

    def _cells(self, points: Places) -> Numbers:
        return np.clip(points // self.cell + self.reach, 0, 2 * self.reach - 1).astype(int)
