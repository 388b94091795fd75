"""A network comes in; who stands together goes out: groups with more support than hostility inside them."""

from __future__ import annotations

import random
from collections import defaultdict
from math import log2

import igraph

from kg.network import Network

__all__ = ["find_blocs"]

_SMALLEST = 3
"""Actors; a pair is a link and no bloc."""


def find_blocs(network: Network) -> dict[str, int]:
    """The bloc of each actor that is in one, numbered from 0 by size; the same on every run.

    Correlation clustering of the signed graph: the sum of weights within blocs is to be greatest (the
    constant Potts model with resolution 0, by the Leiden algorithm of Traag, Waltman and van Eck 2019).
    A family's sign is the ontology's; only what is stated as fact counts, repeated sentences less and less.
    """
    weights = _signed_weights(network)
    actors = sorted({actor for pair in weights for actor in pair})
    number = {actor: place for place, actor in enumerate(actors)}
    graph = igraph.Graph(n=len(actors), edges=[(number[a], number[b]) for a, b in weights])
    if not weights:
        return {}
    igraph.set_random_number_generator(random.Random(7))
    try:
        found = graph.community_leiden("CPM", weights=list(weights.values()), resolution=0, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    blocs = sorted((bloc for bloc in found if len(bloc) >= _SMALLEST), key=lambda bloc: (-len(bloc), bloc[0]))
    return {actors[place]: rank for rank, bloc in enumerate(blocs) for place in bloc}


def _signed_weights(network: Network) -> dict[tuple[str, str], float]:
    counts: dict[tuple[str, str, int], int] = defaultdict(int)
    signs = {name: facts.get("sign", 0) for name, facts in network.graph["relations"].items()}
    claims = {node for node, claim in network.nodes(data="claim") if claim}
    for subject, targets in network.adjacency():
        for target in targets.keys() - claims - {subject} if subject not in claims else ():
            first, second = (subject, target) if subject < target else (target, subject)
            for facts in targets[target].values():
                if facts["status"] == "actual" and (sign := signs.get(facts["family"], 0)):
                    counts[first, second, sign] += 1
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for (first, second, sign), total in sorted(counts.items()):
        weights[first, second] += sign * log2(1 + total)
    return {pair: weight for pair, weight in weights.items() if weight}
