"""Ridge regression of all themes at once, where a line for each would take too long."""

import numpy as np
from numpy.typing import NDArray

from analysis.coding.lines import Lesson
from analysis.coding.network import Shortened
from analysis.coding.sight import Rows

CELLS = 1_000_000
"""Reviewed comments times themes from which on ridge regression takes the place of lines."""
_DRAWN_IN = 3.0  # how strongly weights are drawn towards 0


class Ridge:
    """What each theme is worth in every direction of the rows made short, solved once for all themes."""

    def __init__(self, lesson: Lesson, shortened: Shortened) -> None:
        self._shortened = shortened
        seen = shortened.see(lesson.rows)
        weighed = seen * lesson.counts[:, None]
        self._level = np.average(np.where(lesson.borne, 1.0, -1.0), axis=0, weights=lesson.counts)
        inner = weighed.T @ seen + _DRAWN_IN * np.eye(seen.shape[1])
        self._weights = np.linalg.solve(inner, weighed.T @ (np.where(lesson.borne, 1.0, -1.0) - self._level))

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Return how far on a theme's side each comment lies."""
        return np.asarray(self._shortened.see(rows) @ self._weights + self._level, dtype=np.float64)
