"""The span of tokens that names an actor, as it passes from the finders of names to those of descriptions."""

from __future__ import annotations

from dataclasses import dataclass

from kg.grammar import Tree

__all__ = ["Span", "head_of"]


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `[start:end)` that mean an actor; `known` is its IRI when the ontology has the words.

    `candidates` are the IRIs of those whom an ambiguous name may mean.
    """

    start: int
    end: int
    kind: str
    type: str | None
    known: str | None = None
    head: int = -1
    candidates: tuple[str, ...] = ()

    def covers(self, other: Span) -> bool:
        """Whether the other lies within."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether both have a token in common."""
        return self.start < other.end and other.start < self.end

    @property
    def size(self) -> int:
        """Number of tokens."""
        return self.end - self.start


def head_of(tree: Tree, start: int, end: int) -> int:
    """The token of `[start:end)` that the rest of the sentence holds on to."""
    for i in range(start, end):
        if not start <= tree.head[i] < end or tree.head[i] == i:
            return i
    return end - 1
