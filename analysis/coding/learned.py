"""Learns to code from comments that people reviewed, with what definitions alone say as one more witness."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.coding import network, ridge
from analysis.coding.features import Numbers
from analysis.coding.lines import Lesson, Model, Teach, teach_one_of, teach_several, unseen_margins
from analysis.coding.scales import FEW, OneOf, Several
from analysis.coding.sight import Example, Sight
from analysis.coding.weak import LOOKED_AT, counts_at, weak_lesson

__all__ = ["FEWEST", "LOOKED_AT", "Example", "LearnedCoder"]

FEWEST = 20  # reviewed comments below which there is nothing to learn
_DEFINED, _DEFINED_ONE = 0.125, 0.25  # what log-odds by definitions weigh beside words


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
        others_defined: Numbers | None = None,
        is_single: bool = False,
        seed: int = 0,
    ) -> None:
        """Learn from ``reviewed`` and their labels.

        ``defined`` is what definitions say of them, of shape (comments, themes). ``others`` are comments that
        nobody reviewed: they tell which words are common, and while reviews are few those of them whose theme
        is surest are learned from too, if ``others_defined`` says what definitions say of the first of them.
        ``is_single``: a comment bears just one theme.
        """
        self._themes = tuple(themes)
        self._is_single = is_single
        self._sight = Sight([*reviewed, *others], defined=_DEFINED_ONE if is_single else _DEFINED)
        borne = np.array([[theme in each for theme in themes] for each in labels], dtype=bool)
        witness = _logit(defined) if defined is not None else None
        self._lesson = Lesson(self._sight.see(reviewed, witness), borne, np.ones(len(borne)))
        self._learn(witness, None, seed)
        counts = counts_at(len(borne), is_single=is_single)
        if counts and others_defined is not None and len(others_defined):
            seen = self._sight.see(others[: len(others_defined)], _logit(others_defined))
            likely = self._scale.likely(self._lines.margins(seen), _logit(others_defined))
            self._learn(witness, weak_lesson(seen, likely, self.given(likely), counts), seed)
        del self._lesson  # not needed to code, and large

    def _learn(self, witness: Numbers | None, weak: Lesson | None, seed: int) -> None:
        borne = self._lesson.borne
        teach = self._way_to_teach(seed)
        margins = unseen_margins(self._lesson, weak, teach, seed)
        self._lines: Model = teach(self._lesson.and_also(weak), seed)
        self._scale = (OneOf if self._is_single else Several)(margins, witness, borne)
        likely = self._scale.likely(margins, witness)
        self._thresholds = _thresholds(likely, borne)
        self.unseen = likely
        """What the model said of each reviewed comment while it had not seen it: for honest measures."""

    def _way_to_teach(self, seed: int) -> Teach:
        """Return what suits so many reviews of so many themes."""
        count, themes = self._lesson.borne.shape
        if count * themes > ridge.CELLS:
            return partial(_teach_ridge, shortened=network.Shortened.of(self._lesson.rows, seed))
        if self._is_single:
            return teach_one_of
        if count >= network.FEWEST:
            return partial(_teach_both, shortened=network.Shortened.of(self._lesson.rows, seed))
        return teach_several

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


def _teach_both(lesson: Lesson, seed: int, shortened: network.Shortened) -> network.Both:
    return network.Both(lesson, shortened, seed)


def _teach_ridge(lesson: Lesson, _: int, shortened: network.Shortened) -> ridge.Ridge:
    return ridge.Ridge(lesson, shortened)


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
