"""The words of a person's name or description in, whether "he" or "she" is said of such a person out."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.vocab import Vocab

from kg.words import word_set

__all__ = ["FEMALE", "MALE", "Genders", "genders_of"]

MALE = frozenset(["he", "him", "his", "himself"])
FEMALE = frozenset(["she", "her", "hers", "herself"])
MEN = word_set(
    "mr mr. sir lord king prince emperor emir sultan shah sheikh sheik brother father son husband boy man "
    "uncle nephew grandfather grandson widower gentleman businessman spokesman chairman congressman "
    "statesman policeman pope ayatollah imam mullah"
)
WOMEN = word_set(
    "mrs mrs. ms ms. miss dame lady queen princess empress sister mother daughter wife girl woman aunt niece "
    "grandmother granddaughter widow businesswoman spokeswoman chairwoman congresswoman stateswoman "
    "policewoman"
)
# Given names of many languages and what is said of men and women span the line on which a name is placed.
MALE_POLE = word_set(
    "he him his himself man son father brother john david james ahmed mohammed ali hassan carlos"
)
FEMALE_POLE = word_set(
    "she her hers herself woman daughter mother sister mary linda sarah fatima aisha maria anna"
)
SURE = 0.1  # on GUM, nine names of ten that are so far from the middle are on the right side


class Genders:
    """Tells men from women by titles, nouns and, where a vocabulary has word vectors, by given names."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._line = self._pole(MALE_POLE) - self._pole(FEMALE_POLE) if vocab.vectors_length else None

    def of_words(self, words: list[str]) -> str | None:
        """ "m" or "f" for "king", "Mrs", "spokeswoman", in small letters."""
        return "m" if not MEN.isdisjoint(words) else "f" if not WOMEN.isdisjoint(words) else None

    def of_name(self, words: list[str]) -> str | None:
        """ "m" or "f" for a full name whose first word lies clearly on one side."""
        if self._line is None or len(words) < 2:
            return None
        place = float(self._unit(words[0]) @ self._line)
        return None if abs(place) < SURE else "m" if place > 0 else "f"

    def _pole(self, words: frozenset[str]) -> NDArray[np.float32]:
        mean: NDArray[np.float32] = np.mean([self._unit(w) for w in sorted(words)], axis=0)
        return mean

    def _unit(self, word: str) -> NDArray[np.float32]:
        vector = np.asarray(self.vocab[word.lower()].vector, dtype=np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-6)


@lru_cache(maxsize=4)
def genders_of(vocab: Vocab) -> Genders:
    """The genders by a pipeline's vectors, made once for it."""
    return Genders(vocab)
