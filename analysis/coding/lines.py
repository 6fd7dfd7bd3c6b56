"""Linear models of themes: straight lines between the comments that bear a theme and those that do not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack
from sklearn.svm import LinearSVC

from analysis.coding.sight import Rows

_MOST_WEIGHT = 6.0
_EVENNESS = 0.75  # 1 would make the rarest theme weigh as much as the commonest


@dataclass(frozen=True, slots=True)
class Lesson:
    """Comments to learn from: rows of numbers, the themes they bear, and how much each comment counts."""

    rows: Rows
    borne: NDArray[np.bool_]
    counts: NDArray[np.float64]

    def part(self, kept: NDArray[np.bool_]) -> "Lesson":
        """Return the lesson of some of the comments."""
        return Lesson(self.rows[kept], self.borne[kept], self.counts[kept])

    def and_also(self, other: "Lesson | None") -> "Lesson":
        """Return both lessons in one."""
        if other is None:
            return self
        return Lesson(
            vstack([self.rows, other.rows], format="csr"),
            np.concatenate([self.borne, other.borne]),
            np.concatenate([self.counts, other.counts]),
        )


class Lines:
    """A linear model of each theme, all read at once."""

    def __init__(self, lesson: Lesson, weights: NDArray[np.float64], *, loose: float, seed: int) -> None:
        """Learn; a comment that bears a theme weighs ``weights`` of it, the others 1."""
        borne = lesson.borne
        self._coefficients = np.zeros((lesson.rows.shape[1], borne.shape[1]), dtype=np.float32)
        self._levels = np.where(borne.all(0), 1.0, -1.0)  # of themes that all bear, or none
        for theme in np.flatnonzero(borne.any(0) & ~borne.all(0)):
            model = LinearSVC(C=loose, random_state=seed, max_iter=2000, dual=True)
            weighed = lesson.counts * np.where(borne[:, theme], weights[theme], 1.0)
            model.fit(lesson.rows, borne[:, theme], weighed)
            self._coefficients[:, theme], self._levels[theme] = model.coef_[0], model.intercept_[0]

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Return how far on a theme's side of its line each comment lies."""
        return np.asarray(rows @ self._coefficients + self._levels, dtype=np.float64)


class Model(Protocol):
    """Whatever learned to tell themes."""

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Return how far on a theme's side each comment lies."""


Teach = Callable[[Lesson, int], Model]


def teach_several(lesson: Lesson, seed: int) -> Lines:
    """Return models of themes, each by itself: thresholds will tell which are given."""
    bearers = lesson.counts @ lesson.borne
    others = lesson.counts.sum() - bearers
    weights = np.clip(0.5 * others / np.maximum(bearers, 1), 1.0, _MOST_WEIGHT)
    return Lines(lesson, weights, loose=0.4, seed=seed)


def teach_one_of(lesson: Lesson, seed: int) -> Lines:
    """Return models whose margins compete: rare themes weigh nearly as much as common ones."""
    bearers = np.maximum(lesson.counts @ lesson.borne, 1)
    return Lines(lesson, (bearers.mean() / bearers) ** _EVENNESS, loose=0.1, seed=seed)


def unseen_margins(lesson: Lesson, weak: Lesson | None, teach: Teach, seed: int) -> NDArray[np.float64]:
    """Return each comment's margins from models that learned from the other comments, and from ``weak``."""
    count = len(lesson.borne)
    place = np.random.default_rng(seed).permutation(count) % (3 if count > 1500 else 5)
    margins = np.zeros(lesson.borne.shape)
    for fold in np.unique(place):
        aside = place == fold
        model = teach(lesson.part(~aside).and_also(weak), seed)
        margins[aside] = model.margins(lesson.rows[aside])
    return margins
