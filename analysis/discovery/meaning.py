"""Turns texts into rows of numbers that lie near each other when texts speak of one thing."""

from collections.abc import Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.discovery.groups import MOST_TEXTS, blocks, centre, spread
from analysis.vectors import Matrix, load_vectors, unit

_TERMS = 5000
_DIMENSIONS = 100
_SHARED_WORDS = {"en": 0.3, "fr": 1.0}  # the vectors know English far better than French


class Meaning:
    """Gives each text its sentence vector, and beside it what its words share with the others.

    Shared words are latent semantic analysis of TF-IDF (Deerwester et al. 1990), fitted on as many texts as
    groups are sought in: ``some`` are their stems that can carry a theme, of ``size`` texts in all.
    """

    def __init__(self, some: Sequence[Sequence[str]], size: int, language: str) -> None:
        self._weight = np.float32(_SHARED_WORDS.get(language, 0.3))
        self._vectorizer = TfidfVectorizer(
            analyzer=list,
            min_df=2 if size < 2000 else 3,
            max_df=0.4,
            max_features=_TERMS,
            sublinear_tf=True,
        )
        self._model = self._fitted(some)
        self.meant = load_vectors().dimensions
        self.width = self.meant + (self._model.n_components if self._model else 0)

    def _fitted(self, some: Sequence[Sequence[str]]) -> TruncatedSVD | None:
        try:
            seen = self._vectorizer.fit_transform(some)
        except ValueError:  # no word stands in two texts
            return None
        dimensions = min(_DIMENSIONS, *(size - 1 for size in seen.shape))
        if dimensions < 1:
            return None
        with threadpool_limits(1):
            return TruncatedSVD(dimensions, random_state=0).fit(seen)

    def rows(self, texts: Sequence[str], stems: Sequence[Sequence[str]]) -> Matrix:
        """Return a row for each text, to be ``settled`` together with all others."""
        meant = load_vectors().encode(texts)
        if self._model is None:
            return meant
        shared = self._model.transform(self._vectorizer.transform(stems)).astype(np.float32)
        return np.hstack([meant, unit(shared)])

    def settle(self, rows: Matrix) -> None:
        """Take out, in place, what all texts have in common, and weigh meaning and words."""
        centre(rows[:, : self.meant])
        if self._model is not None:
            centre(rows[:, self.meant :])
            rows[:, self.meant :] *= self._weight


def meanings(texts: Sequence[str], stems: Sequence[Sequence[str]], language: str) -> Matrix:
    """Return a row for each text; ``stems`` are the stems of each that can carry a theme."""
    meaning = Meaning([stems[place] for place in spread(len(stems), MOST_TEXTS)], len(stems), language)
    found = np.zeros((len(texts), meaning.width), dtype=np.float32)
    for rows in blocks(len(texts)):
        found[rows] = meaning.rows(texts[rows], stems[rows])
    meaning.settle(found)
    return found
