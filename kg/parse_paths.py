"""Two tokens of a parse in, the way between them through it out."""

from __future__ import annotations

from dataclasses import dataclass

from kg.grammar import Tree

__all__ = ["Path", "first_joined", "path_between"]

MOST_JOINED = 40


@dataclass(frozen=True, slots=True)
class Path:
    """Tokens from one head up to the `meeting` token, and from the other head up to it, both without it."""

    up: tuple[int, ...]
    meeting: int
    down: tuple[int, ...]


def first_joined(tree: Tree, token: int) -> int:
    """The first of the joined nominals that the token is one of ("A, B and C"): all of them have its path."""
    for _ in range(MOST_JOINED):
        governor = tree.head[token]
        if tree.dep[token] != "conj" or governor == token or tree.pos[governor] in ("VERB", "AUX"):
            return token
        token = governor
    return token


def path_between(tree: Tree, one: int, other: int) -> Path | None:
    """The way between two heads, joined nominals taken for the first of them; None across sentences."""
    first, second = first_joined(tree, one), first_joined(tree, other)
    if first == second:
        return Path((one,), first, (other,))
    chain = [first, *tree.ancestors(first)]
    above = {token: n for n, token in enumerate(chain)}
    down: list[int] = []
    token = second
    while token not in above:
        if tree.head[token] == token:
            return None
        down.append(token)
        token = tree.head[token]
    return Path(tuple(chain[: above[token]]), token, tuple(down))
