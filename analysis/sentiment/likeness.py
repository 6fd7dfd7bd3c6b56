"""How good or bad words are that no lexicon lists, told by the words of a lexicon that mean alike.

Rothe, Ebert, Schütze (2016) and others find such a direction in vectors; here it is a ridge regression of the
lexicon's valences on the vectors of its words.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.cleaning import matchable
from analysis.lexicon import lexicon
from analysis.sentiment.rules import Asked
from analysis.vectors import identity_of, load_vectors
from analysis.words import words

_RIDGE = 10.0
_PLAIN = 0.5  # a word this good or bad says nothing yet
_REMEMBERED = 100_000
COLUMNS = 7

Numbers = NDArray[np.float64]


def likeness(comments: Sequence[Asked]) -> Numbers:
    """Return for each comment the mean, good sum, bad sum, extremes of its words' valences so told."""
    said = [words(matchable(comment.text), comment.language) for comment in comments]
    found = np.zeros((len(comments), COLUMNS))
    for language in ("en", "fr"):
        rows = [row for row, each in enumerate(comments) if (each.language == "fr") is (language == "fr")]
        valences = _valences(language, identity_of(load_vectors()))
        valences.learn({word for row in rows for word in said[row]})
        for row in rows:
            found[row] = _summed(np.array([valences.known[word] for word in said[row]]))
    return found


def _summed(each: Numbers) -> list[float]:
    if not len(each):
        return [0.0] * COLUMNS
    ordered = np.sort(each)
    return [
        float(each.mean()),
        float(np.log1p(np.maximum(each - _PLAIN, 0).sum())),
        float(np.log1p(np.maximum(-each - _PLAIN, 0).sum())),
        float(ordered[-1]),
        float(ordered[0]),
        float(ordered[-2:].mean()),
        float(ordered[:2].mean()),
    ]


class _Valences:
    """The direction from bad to good words of a language, and the words met so far."""

    def __init__(self, language: str) -> None:
        listed = {word: valence.plain for word, valence in lexicon(language).words.items() if word.isalpha()}
        ordered = sorted(listed)
        vectors = load_vectors().encode(ordered).astype(np.float64)
        valences = np.array([listed[word] for word in ordered])
        self._middle = float(valences.mean())
        square = vectors.T @ vectors + _RIDGE * np.eye(vectors.shape[1])
        self._direction = np.linalg.solve(square, vectors.T @ (valences - self._middle))
        self.known: dict[str, float] = {}

    def learn(self, said: set[str]) -> None:
        """Work out the valence of words not met before."""
        if len(self.known) + len(said) > _REMEMBERED:
            self.known.clear()
        new = sorted(word for word in said if word not in self.known)
        found = load_vectors().encode(new).astype(np.float64) @ self._direction + self._middle
        # Rounded: how a sum ends may hang on how many words are summed at once
        self.known.update(zip(new, found.round(6).tolist(), strict=True))


@cache
def _valences(language: str, identity: str) -> _Valences:
    del identity  # other vectors have another direction
    return _Valences(language)
