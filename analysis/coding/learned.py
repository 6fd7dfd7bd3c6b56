"""Learns to code from comments that people reviewed, with what definitions alone say as one more witness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from analysis.coding.features import Numbers, grams
from analysis.vectors import load_vectors
from analysis.words import stem, words

FEWEST = 20  # reviewed comments below which there is nothing to learn
_CHARACTERS, _VECTORS, _CONTEXT, _DEFINED = 0.8, 1.5, 0.7, 0.125
_FEW = 12  # bearers of a theme in the reviews up to which its threshold is mostly that of all themes
_Rows = Any  # a sparse matrix, one row a comment


@dataclass(frozen=True, slots=True)
class Example:
    """A comment as the model sees it: ``matchable`` text, language, context (question, service, rating…)."""

    text: str
    language: str
    context: tuple[str, ...] = ()


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
        self._sight = _Sight([*reviewed, *others])
        borne = np.array([[theme in each for theme in themes] for each in labels], dtype=bool)
        witness = _logit(defined) if defined is not None else None
        rows = self._sight.see(reviewed, witness)
        margins = _unseen_margins(rows, borne, seed)
        self._models = [_fit(rows, borne[:, theme], seed) for theme in range(len(themes))]
        bearers = borne.sum(0)
        self._trust = bearers / (bearers + _FEW)
        self._scale = _scale(_witnesses(margins, witness, self._trust), borne)
        likely = self._likely(margins, witness)
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
        rows = self._sight.see(examples, witness)
        return self._likely(np.stack([model(rows) for model in self._models], axis=1), witness)

    def given(self, likely: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which themes are given: all that reach their threshold, or the one that does so best."""
        if self._is_single:
            best = np.argmax(likely / self._thresholds, axis=1)
            return np.asarray(np.arange(len(self._themes)) == best[:, None])
        return np.asarray(likely >= self._thresholds)

    def accept_from(self, precision: float, borne: NDArray[np.bool_]) -> float:
        """Return the confidence from which themes may be accepted without a look, right as often as asked.

        Told from what was said of reviewed comments while unseen; 1.01 (never) where nothing is good enough.
        """
        order = np.argsort(-self.unseen.ravel(), kind="stable")
        right = np.cumsum(borne.ravel()[order]) / np.arange(1, borne.size + 1)
        good = np.flatnonzero((right >= precision) & (np.arange(1, borne.size + 1) >= _FEW))
        return float(self.unseen.ravel()[order[good[-1]]]) if len(good) else 1.01

    def _likely(self, margins: NDArray[np.float64], witness: Numbers | None) -> NDArray[np.float64]:
        seen = _witnesses(margins, witness, self._trust)
        flat = self._scale.predict_proba(seen.reshape(-1, seen.shape[2]))[:, 1]
        return np.asarray(flat.reshape(margins.shape), dtype=np.float64)


class _Sight:
    """Turns comments into rows of numbers."""

    def __init__(self, examples: Sequence[Example]) -> None:
        fewest = 2 if len(examples) > 200 else 1
        views = (
            (TfidfVectorizer(analyzer=_stems, sublinear_tf=True, min_df=fewest, dtype=np.float32), 1.0),
            (
                TfidfVectorizer(analyzer=_letters, sublinear_tf=True, min_df=fewest + 1, dtype=np.float32),
                _CHARACTERS,
            ),
            (CountVectorizer(analyzer=_context, binary=True, dtype=np.float32), _CONTEXT),
        )
        self._views = [(view, weight) for view, weight in views if _learns(view, examples)]

    def see(self, examples: Sequence[Example], witness: Numbers | None) -> _Rows:
        parts = [view.transform(examples) * weight for view, weight in self._views]
        parts.append(csr_matrix(load_vectors().encode(each.text for each in examples) * _VECTORS))
        if witness is not None:
            parts.append(csr_matrix(np.asarray(witness * _DEFINED, dtype=np.float32)))
        return hstack(parts, format="csr")


def _learns(view: CountVectorizer, examples: Sequence[Example]) -> bool:
    """Say whether a view finds anything in the comments at all."""
    try:
        view.fit(examples)
    except ValueError:  # nothing common enough: an empty vocabulary
        return False
    return True


class _Constant:
    """Stands for a theme that all reviewed comments bear, or none."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __call__(self, rows: _Rows) -> NDArray[np.float64]:
        return np.full(rows.shape[0], self._value)


class _Line:
    """A linear model of one theme."""

    def __init__(self, rows: _Rows, borne: NDArray[np.bool_], seed: int) -> None:
        weight = np.where(borne, min(6.0, max(1.0, 0.5 * (~borne).sum() / borne.sum())), 1.0)
        self._model = LinearSVC(C=0.4, random_state=seed, max_iter=2000, dual=True)
        self._model.fit(rows, borne, weight)

    def __call__(self, rows: _Rows) -> NDArray[np.float64]:
        return np.asarray(self._model.decision_function(rows), dtype=np.float64)


def _fit(rows: _Rows, borne: NDArray[np.bool_], seed: int) -> _Line | _Constant:
    if borne.all() or not borne.any():
        return _Constant(1.0 if borne.all() else -1.0)
    return _Line(rows, borne, seed)


def _unseen_margins(rows: _Rows, borne: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """Return each comment's margins from models that did not learn from it."""
    folds = 3 if len(borne) > 1500 else 5
    place = np.random.default_rng(seed).permutation(len(borne)) % folds
    margins = np.zeros(borne.shape)
    for fold in range(folds):
        learning, aside = place != fold, place == fold
        for theme in range(borne.shape[1]):
            margins[aside, theme] = _fit(rows[learning], borne[learning, theme], seed)(rows[aside])
    return margins


def _witnesses(
    margins: NDArray[np.float64], witness: Numbers | None, trust: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what probability is made of: the margin, its lead over the other themes, the definitions.

    ``trust`` is near 0 for themes that few reviewed comments bear, whose own models say little: what each
    witness counts may differ between such themes and the others.
    """
    ranked = np.sort(margins, axis=1)
    best = ranked[:, -1:]
    other = ranked[:, -2:-1] if margins.shape[1] > 1 else best
    lead = np.where(margins == best, margins - other, margins - best)
    parts = [margins, lead]
    if witness is not None:
        parts += [witness, witness - witness.max(1, keepdims=True)]
    parts.append(np.ones_like(margins))
    seen = np.stack(parts, axis=2)
    return np.concatenate([seen * trust[:, None], seen * (1 - trust)[:, None]], axis=2)


def _scale(seen: NDArray[np.float64], borne: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=300).fit(seen.reshape(-1, seen.shape[2]), borne.ravel())


def _thresholds(likely: NDArray[np.float64], borne: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each theme's threshold of the best F1, drawn towards that of all themes where few bear it."""
    every = _best_threshold(likely.ravel(), borne.ravel())
    found = np.full(borne.shape[1], every)
    for theme in range(borne.shape[1]):
        count = int(borne[:, theme].sum())
        if count >= 2:
            own = _best_threshold(likely[:, theme], borne[:, theme])
            found[theme] = (count * own + _FEW * every) / (count + _FEW)
    return found


def _best_threshold(likely: NDArray[np.float64], borne: NDArray[np.bool_]) -> float:
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(borne[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + max(1, borne.sum()))
    return float(min(0.7, max(0.08, likely[order[int(np.argmax(f1))]])))


def _stems(example: Example) -> list[str]:
    said = [stem(word, example.language) for word in words(example.text, example.language)]
    return [*said, *(f"{one} {other}" for one, other in pairwise(said))]


def _letters(example: Example) -> list[str]:
    """Return the runs of three to five letters of every word."""
    return [gram for word in words(example.text, example.language) for gram in grams(word)]


def _context(example: Example) -> Iterable[str]:
    return (f"{place}:{value}" for place, value in enumerate(example.context) if value)


def _logit(likely: Numbers) -> Numbers:
    kept = np.clip(likely, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)
