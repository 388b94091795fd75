"""Links between actors come in; who stands together goes out: groups with more support than hostility."""

from __future__ import annotations

import random

import igraph
import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["find_blocs"]

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]

_SMALLEST = 3
"""Actors; a pair is a link and no bloc."""


def find_blocs(first: ArrayLike, second: ArrayLike, signs: ArrayLike, counts: ArrayLike) -> dict[int, int]:
    """The bloc of each actor that is in one, numbered from 0 by size; the same on every run.

    The four columns give for each link its two actors (numbers), its family's sign and its number of
    sentences; only what is stated as fact should be given, and repeated sentences weigh less and less.
    Correlation clustering of the signed graph: the sum of weights within blocs is to be greatest (the
    constant Potts model with resolution 0, by the Leiden algorithm of Traag, Waltman and van Eck 2019).
    """
    columns = [np.asarray(column, dtype=np.int64) for column in (first, second, signs, counts)]
    ends, weights = _signed_weights(*columns)
    if not len(weights):
        return {}
    actors, vertices = np.unique(ends, return_inverse=True)
    graph = igraph.Graph(n=len(actors), edges=vertices.reshape(ends.shape))
    igraph.set_random_number_generator(random.Random(7))
    try:
        found = graph.community_leiden("CPM", weights=weights.tolist(), resolution=0, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    blocs = sorted((bloc for bloc in found if len(bloc) >= _SMALLEST), key=lambda bloc: (-len(bloc), bloc[0]))
    return {int(actors[place]): rank for rank, bloc in enumerate(blocs) for place in bloc}


def _signed_weights(
    first: Numbers, second: Numbers, signs: Numbers, counts: Numbers
) -> tuple[Numbers, Weights]:
    """Each pair of actors once, and its weight, below zero where hostility prevails; none weighs nothing."""
    used = (signs != 0) & (first != second)
    low, high = np.minimum(first, second)[used], np.maximum(first, second)[used]
    span = int(high.max(initial=0)) + 1
    keys, place = np.unique((low * span + high) * 2 + (signs[used] > 0), return_inverse=True)
    sentences = np.bincount(place, counts[used], len(keys))
    pairs, place = np.unique(keys // 2, return_inverse=True)
    weights = np.bincount(place, np.where(keys % 2, 1, -1) * np.log2(1 + sentences), len(pairs))
    kept = weights != 0
    return np.stack([pairs // span, pairs % span], axis=1)[kept], weights[kept]
