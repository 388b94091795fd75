"""The words before a person's name in, how many of them are a title out ("Prime Minister", "Secretary of
State").
"""

from __future__ import annotations

from kg.gazetteer import fold
from kg.grammar import Tree
from kg.ontology_records import Ontology

__all__ = ["Titles"]


class Titles:
    """The ontology's titles and honorifics, to be found before names."""

    def __init__(self, ontology: Ontology) -> None:
        honorifics = ontology.word_lists.get("honorifics", frozenset())
        self._titles = {fold(t) for t in (*ontology.titles, *honorifics)}
        self._longest = max((len(t.split()) for t in self._titles), default=1)

    def __contains__(self, words: str) -> bool:
        return fold(words) in self._titles

    def is_title(self, tree: Tree, start: int, end: int) -> bool:
        """Whether tokens `[start:end)` are one title."""
        return " ".join(tree.lower[start:end]) in self

    def begin(self, tree: Tree, end: int) -> int:
        """Where the titles begin that end right before token `end`; `end` itself when there are none."""
        while True:
            sizes = range(min(self._longest, end), 0, -1)
            size = next((n for n in sizes if self.is_title(tree, end - n, end)), 0)
            if not size:
                return end
            end -= size

    def after(self, tree: Tree, start: int, end: int) -> int:
        """Where the titles end that begin at token `start`, at most `end`; `start` itself when there are
        none.
        """
        while True:
            sizes = range(min(self._longest, end - start), 0, -1)
            size = next((n for n in sizes if self.is_title(tree, start, start + n)), 0)
            if not size:
                return start
            start += size
