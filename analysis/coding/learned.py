"""Learns to code from comments that people reviewed, with what definitions alone say as one more witness."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from analysis.coding.features import Numbers
from analysis.coding.scales import FEW, OneOf, Several
from analysis.coding.sight import Example, Rows, Sight

__all__ = ["FEWEST", "Example", "LearnedCoder"]

FEWEST = 20  # reviewed comments below which there is nothing to learn
_DEFINED, _DEFINED_ONE = 0.125, 0.25  # what log-odds by definitions weigh beside words
_MOST_WEIGHT = 6.0
_EVENNESS = 0.75  # 1 would make the rarest theme weigh as much as the commonest


class LearnedCoder:
    """One linear model a theme over words, letters, meaning and context, put on one scale of probability.

    How much the models and the definitions count against each other is learned from comments that each model
    had not seen, so definitions lead while reviews are few and fade as they grow.
    """

    def __init__(
        self,
        reviewed: Sequence[Example],
        labels: Sequence[frozenset[str]],
        themes: Sequence[str],
        *,
        defined: Numbers | None = None,
        others: Sequence[Example] = (),
        is_single: bool = False,
        seed: int = 0,
    ) -> None:
        """Learn from ``reviewed`` and their labels.

        ``defined`` is what definitions say of them, of shape (comments, themes). ``others`` are comments that
        nobody reviewed: they only tell which words are common. ``is_single``: a comment bears just one theme.
        """
        self._themes = tuple(themes)
        self._is_single = is_single
        self._sight = Sight([*reviewed, *others], defined=_DEFINED_ONE if is_single else _DEFINED)
        borne = np.array([[theme in each for theme in themes] for each in labels], dtype=bool)
        witness = _logit(defined) if defined is not None else None
        rows = self._sight.see(reviewed, witness)
        teach = _teach_one_of if is_single else _teach_several
        margins = _unseen_margins(rows, borne, teach, seed)
        self._lines = teach(rows, borne, seed)
        self._scale = (OneOf if is_single else Several)(margins, witness, borne)
        likely = self._scale.likely(margins, witness)
        self._thresholds = _thresholds(likely, borne)
        self.unseen = likely
        """What the model said of each reviewed comment while it had not seen it: for honest measures."""

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """How likely each theme must be to be given."""
        return self._thresholds

    def probabilities(
        self, examples: Sequence[Example], defined: Numbers | None = None
    ) -> NDArray[np.float64]:
        """Return how likely each comment bears each theme."""
        if not examples:
            return np.zeros((0, len(self._themes)))
        witness = _logit(defined) if defined is not None else None
        return self._scale.likely(self._lines.margins(self._sight.see(examples, witness)), witness)

    def given(self, likely: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which themes are given: all that reach their threshold, or the likeliest one."""
        if self._is_single:
            return np.asarray(np.arange(len(self._themes)) == np.argmax(likely, axis=1)[:, None])
        return np.asarray(likely >= self._thresholds)

    def accept_from(self, precision: float, borne: NDArray[np.bool_]) -> float:
        """Return the confidence from which themes may be accepted without a look, right as often as asked.

        Told from what was said of reviewed comments while unseen; 1.01 (never) where nothing is good enough.
        """
        order = np.argsort(-self.unseen.ravel(), kind="stable")
        right = np.cumsum(borne.ravel()[order]) / np.arange(1, borne.size + 1)
        good = np.flatnonzero((right >= precision) & (np.arange(1, borne.size + 1) >= FEW))
        return float(self.unseen.ravel()[order[good[-1]]]) if len(good) else 1.01


class _Lines:
    """A linear model of each theme, all read at once."""

    def __init__(
        self, rows: Rows, borne: NDArray[np.bool_], weights: NDArray[np.float64], *, loose: float, seed: int
    ) -> None:
        """Learn; a comment that bears a theme weighs ``weights`` of it, the others 1."""
        self._coefficients = np.zeros((rows.shape[1], borne.shape[1]), dtype=np.float32)
        self._levels = np.where(borne.all(0), 1.0, -1.0)  # of themes that all bear, or none
        for theme in np.flatnonzero(borne.any(0) & ~borne.all(0)):
            model = LinearSVC(C=loose, random_state=seed, max_iter=2000, dual=True)
            model.fit(rows, borne[:, theme], np.where(borne[:, theme], weights[theme], 1.0))
            self._coefficients[:, theme], self._levels[theme] = model.coef_[0], model.intercept_[0]

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Return how far on a theme's side of its line each comment lies."""
        return np.asarray(rows @ self._coefficients + self._levels, dtype=np.float64)


def _teach_several(rows: Rows, borne: NDArray[np.bool_], seed: int) -> _Lines:
    """Return models of themes, each by itself: thresholds will tell which are given."""
    bearers = borne.sum(0)
    weights = np.clip(0.5 * (len(borne) - bearers) / np.maximum(bearers, 1), 1.0, _MOST_WEIGHT)
    return _Lines(rows, borne, weights, loose=0.4, seed=seed)


def _teach_one_of(rows: Rows, borne: NDArray[np.bool_], seed: int) -> _Lines:
    """Return models whose margins compete: rare themes weigh nearly as much as common ones."""
    bearers = np.maximum(borne.sum(0), 1)
    return _Lines(rows, borne, (bearers.mean() / bearers) ** _EVENNESS, loose=0.1, seed=seed)


def _unseen_margins(
    rows: Rows,
    borne: NDArray[np.bool_],
    teach: Callable[[Rows, NDArray[np.bool_], int], _Lines],
    seed: int,
) -> NDArray[np.float64]:
    """Return each comment's margins from models that did not learn from it."""
    folds = 3 if len(borne) > 1500 else 5
    place = np.random.default_rng(seed).permutation(len(borne)) % folds
    margins = np.zeros(borne.shape)
    for fold in range(folds):
        learning, aside = place != fold, place == fold
        margins[aside] = teach(rows[learning], borne[learning], seed).margins(rows[aside])
    return margins


def _thresholds(likely: NDArray[np.float64], borne: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each theme's threshold of the best F1, drawn towards that of all themes where few bear it."""
    every = _best_threshold(likely.ravel(), borne.ravel())
    found = np.full(borne.shape[1], every)
    for theme in range(borne.shape[1]):
        count = int(borne[:, theme].sum())
        if count >= 2:
            own = _best_threshold(likely[:, theme], borne[:, theme])
            found[theme] = (count * own + FEW * every) / (count + FEW)
    return found


def _best_threshold(likely: NDArray[np.float64], borne: NDArray[np.bool_]) -> float:
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(borne[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + max(1, borne.sum()))
    return float(min(0.7, max(0.08, likely[order[int(np.argmax(f1))]])))


def _logit(likely: Numbers) -> Numbers:
    kept = np.clip(likely, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)
