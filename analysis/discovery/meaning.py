"""Turns texts into rows of numbers that lie near each other when texts speak of one thing."""

from collections.abc import Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.discovery.groups import MOST_TEXTS, centre, spread
from analysis.vectors import Matrix, load_vectors, unit

_TERMS = 5000
_DIMENSIONS = 100
_SHARED_WORDS = {"en": 0.3, "fr": 1.0}  # the vectors know English far better than French


def meanings(texts: Sequence[str], stems: Sequence[Sequence[str]], language: str) -> Matrix:
    """Return a row for each text: its sentence vector, and beside it what its words share with the others.

    ``stems`` are the stems of each text that can carry a theme. Shared words are latent semantic analysis of
    TF-IDF (Deerwester et al. 1990), fitted on as many texts as groups are sought in.
    """
    meant = centre(load_vectors().encode(texts))
    shared = _shared(stems)
    if shared is None:
        return meant
    return np.hstack([meant, np.float32(_SHARED_WORDS.get(language, 0.3)) * shared])


def _shared(stems: Sequence[Sequence[str]]) -> Matrix | None:
    """Return the rows of shared words, or ``None`` where texts share too few."""
    vectorizer = TfidfVectorizer(
        analyzer=list,
        min_df=2 if len(stems) < 2000 else 3,
        max_df=0.4,
        max_features=_TERMS,
        sublinear_tf=True,
    )
    chosen = spread(len(stems), MOST_TEXTS)
    try:
        seen = vectorizer.fit_transform([stems[place] for place in chosen])
    except ValueError:  # no word stands in two texts
        return None
    dimensions = min(_DIMENSIONS, *(size - 1 for size in seen.shape))
    if dimensions < 1:
        return None
    with threadpool_limits(1):
        model = TruncatedSVD(dimensions, random_state=0).fit(seen)
        rows = model.transform(vectorizer.transform(stems)).astype(np.float32)
    return centre(unit(rows))
