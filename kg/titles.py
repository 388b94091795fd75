"""The words before a person's name in, how many of them are a title out ("Prime Minister", "Secretary of
State").
"""

from __future__ import annotations

from kg.grammar import Tree
from kg.ontology_records import Ontology

__all__ = ["Titles"]


class Titles:
    """The ontology's titles and honorifics, to be found before names."""

    def __init__(self, ontology: Ontology) -> None:
        words = {t.lower() for t in (*ontology.titles, *ontology.word_lists.get("honorifics", ()))}
        words |= {w.replace(".", "") for w in words}
        self._titles = words | {w.replace("-", " - ") for w in words}  # as the tokenizer cuts them
        self._ends = {t.split()[-1] for t in self._titles}
        self._begins = {t.split()[0] for t in self._titles}
        self._longest = max((len(t.split()) for t in self._titles), default=1)

    def __contains__(self, words: str) -> bool:
        return words in self._titles

    def is_title(self, tree: Tree, start: int, end: int) -> bool:
        """Whether tokens `[start:end)` are one title."""
        return " ".join(tree.lower[start:end]) in self

    def begin(self, tree: Tree, end: int) -> int:
        """Where the titles begin that end right before token `end`; `end` itself when there are none."""
        while end and tree.lower[end - 1] in self._ends:
            sizes = range(min(self._longest, end), 0, -1)
            size = next((n for n in sizes if self.is_title(tree, end - n, end)), 0)
            if not size:
                break
            end -= size
        return end

    def after(self, tree: Tree, start: int, end: int) -> int:
        """Where the titles end that begin at token `start`, at most `end`; `start` itself when there are
        none.
        """
        while start < end and tree.lower[start] in self._begins:
            sizes = range(min(self._longest, end - start), 0, -1)
            size = next((n for n in sizes if self.is_title(tree, start, start + n)), 0)
            if not size:
                break
            start += size
        return start
