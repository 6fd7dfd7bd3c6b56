"""Weak labels: comments nobody reviewed whose theme is told surely enough to be learned from, for little."""

import numpy as np
from numpy.typing import NDArray

from analysis.coding.lines import Lesson
from analysis.coding.sight import Rows

LOOKED_AT = 2500
"""How many of the comments nobody reviewed are looked at."""
_COUNTS, _FADES = 0.3, 100  # what a weak label counts at first, and at how many reviews half of that
_ENOUGH_FOR_SEVERAL = 200
_LEAST = 0.03  # below this they are not worth the time
_PART, _MOST = 3, 60  # of the comments given a theme, the surest third, at most


def counts_at(reviews: int, *, is_single: bool) -> float:
    """Return what one weak label counts beside so many reviews; 0 where it would not help.

    Where comments bear several themes, a first model of few reviews is too often wrong about the second one.
    """
    counts = _COUNTS * _FADES / (_FADES + reviews)
    return counts if counts >= _LEAST and (is_single or reviews >= _ENOUGH_FOR_SEVERAL) else 0.0


def weak_lesson(
    rows: Rows, likely: NDArray[np.float64], given: NDArray[np.bool_], counts: float
) -> Lesson | None:
    """Return the comments whose themes are surest, by what a first model and the definitions say together."""
    surest = _surest(likely, given)
    if not surest.any():
        return None
    return Lesson(rows[surest], given[surest], np.full(int(surest.sum()), counts))


def _surest(likely: NDArray[np.float64], given: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which comments have the surest of what is given for some theme."""
    chosen = np.zeros(len(given), dtype=bool)
    ranked = np.sort(likely, axis=1)
    behind = ranked[:, -2] if likely.shape[1] > 1 else np.zeros(len(likely))
    for theme in np.flatnonzero(given.any(0)):
        bearers = np.flatnonzero(given[:, theme])
        lead = likely[bearers, theme] / np.maximum(behind[bearers], 1e-9)
        kept = min(_MOST, max(1, len(bearers) // _PART))
        chosen[bearers[np.argsort(-lead, kind="stable")[:kept]]] = True
    return chosen
