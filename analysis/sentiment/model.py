"""A model of the client's own comments: learned from reviewed ones, held steady by the rules while few.

A linear model on words, letters, what the lexicons say, the question and other things known of a comment.
Some comments nobody reviewed take part with the label that the rules give them and little weight (that of
``_RULES_WEIGH`` reviewed comments in all): with 50 reviews they keep the model from falling below the rules;
with many they no longer matter. Confidence is calibrated on comments held out while learning (Platt 1999).
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.sentiment.rules import Asked, tone
from analysis.sentiment.sight import Sight, see
from analysis.work import Tone

FEWEST = 50
"""Reviewed comments from which on a model is learned."""
VERSION = "3"
_RULES_WEIGH = 30.0
_RULED = 400
_TEXTS = 20_000  # enough to know which words are common
_FOLDS = 3
_LOOSE = 0.5
_SIGN = {"negative": -1.0, "positive": 1.0}
_READABLE = (None, "uninformative")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ToneModel:
    """What was learned; reads tones as the rules do. ``learned`` is how many reviewed comments it knows.

    ``unseen`` says what it made of reviewed comments, by their place, while it had not seen them.
    """

    classes: tuple[str, ...]
    learned: int
    _sight: Sight
    _regression: LogisticRegression
    _calibration: tuple[float, float]
    unseen: Mapping[int, Tone]

    def tones(self, comments: Sequence[Asked]) -> list[Tone]:
        """Return the tone of every comment; unreadable ones have none."""
        places = [place for place, comment in enumerate(comments) if comment.reason in _READABLE]
        tones = [Tone()] * len(comments)
        if not places:
            return tones
        chances = self.chances([comments[place] for place in places])
        for place, row in zip(places, chances, strict=True):
            tones[place] = self._tone(row)
        return tones

    def chances(self, comments: Sequence[Asked]) -> Numbers:
        """Return the weight of each class in ``classes`` for each comment; rows sum to 1."""
        return np.asarray(self._regression.predict_proba(self._sight.numbers(comments)))

    def _tone(self, row: Numbers) -> Tone:
        return _told(row, self.classes, self._calibration)


def _told(row: Numbers, classes: Sequence[str], calibration: tuple[float, float]) -> Tone:
    best = int(row.argmax())
    score = sum(chance * _SIGN.get(each, 0.0) for chance, each in zip(row, classes, strict=True))
    slope, level = calibration
    sure = 1 / (1 + math.exp(-(slope * _logit(float(row[best])) + level)))
    return Tone(classes[best], round(score, 4), round(sure, 3))


def learn(
    reviewed: Sequence[tuple[Asked, str]], *, others: Sequence[Asked] = (), seed: int = 0
) -> ToneModel | None:
    """Learn from reviewed comments and their sentiments; ``None`` when they are of one class or none.

    ``others`` are comments of the same run that nobody reviewed. Contradictory reviews weigh against
    each other.
    """
    places = [place for place, (comment, _) in enumerate(reviewed) if comment.reason in _READABLE]
    reviewed = [reviewed[place] for place in places]
    classes = tuple(sorted({label for _, label in reviewed}))
    if len(classes) < 2:
        return None
    others = [comment for comment in others if comment.reason in _READABLE]
    ruled = _ruled(others, frozenset(classes), seed)
    texts = [comment.text for comment, _ in reviewed] + [comment.text for comment in others[:_TEXTS]]
    sight = see(texts, [comment for comment, _ in reviewed])
    table = sight.numbers([comment for comment, _ in reviewed] + [comment for comment, _ in ruled])
    labels = np.array([label for _, label in reviewed] + [label for _, label in ruled])
    count = len(reviewed)
    held_out = _held_out(table, labels, count, seed)
    calibration = _calibrated(held_out, labels)
    unseen = {places[row]: _told(chances, known, calibration) for row, (chances, known) in held_out.items()}
    return ToneModel(classes, count, sight, _fitted(table, labels, count), calibration, unseen)


def _ruled(others: Sequence[Asked], classes: frozenset[str], seed: int) -> list[tuple[Asked, str]]:
    """Return a few unreviewed comments with the label that the rules give them."""
    if not classes <= {"negative", "neutral", "positive", "mixed"}:
        return []
    drawn = random.Random(seed).sample(list(others), min(_RULED, len(others)))
    read = [(comment, within(tone(comment).sentiment or "neutral", classes)) for comment in drawn]
    return [(comment, label) for comment, label in read if label in classes]


def within(found: str, classes: frozenset[str]) -> str:
    """Return a sentiment in the terms of some classes: mixed and neutral may stand for each other."""
    if found == "mixed" and "mixed" not in classes:
        return "neutral"
    return "mixed" if found == "neutral" and "neutral" not in classes and "mixed" in classes else found


def _fitted(table: sparse.csr_matrix, labels: NDArray[np.str_], reviewed: int) -> LogisticRegression:
    """Fit on rows of which the first ``reviewed`` are people's, the others the rules'."""
    weights = np.concatenate(
        [
            _balanced(labels[:reviewed]),
            _balanced(labels[reviewed:]) * _RULES_WEIGH / max(1, len(labels) - reviewed),
        ]
    )
    return LogisticRegression(C=_LOOSE, max_iter=300).fit(table, labels, sample_weight=weights)


def _balanced(labels: NDArray[np.str_]) -> Numbers:
    """Weigh rows so that every class weighs the same: rare ones are as wanted as common ones."""
    counts = Counter(labels.tolist())
    return np.array([len(labels) / len(counts) / counts[label] for label in labels.tolist()])


_HeldOut = dict[int, tuple[Numbers, tuple[str, ...]]]
"""By row: the weight of each class, and the classes, of a model that did not learn from that row."""


def _held_out(table: sparse.csr_matrix, labels: NDArray[np.str_], reviewed: int, seed: int) -> _HeldOut:
    fold_of = np.random.RandomState(seed).permutation(reviewed) % _FOLDS
    found: _HeldOut = {}
    for each in range(_FOLDS):
        held = np.flatnonzero(fold_of == each)
        kept = np.concatenate([np.flatnonzero(fold_of != each), np.arange(reviewed, len(labels))])
        if not len(held) or len(set(labels[kept].tolist())) < 2:
            continue
        model = _fitted(table[kept], labels[kept], int((fold_of != each).sum()))
        known = tuple(str(label) for label in model.classes_)
        found |= {
            int(row): (chances, known)
            for row, chances in zip(held, model.predict_proba(table[held]), strict=True)
        }
    return found


def _calibrated(held_out: _HeldOut, labels: NDArray[np.str_]) -> tuple[float, float]:
    """Return slope and level that turn the best class's weight into how often it is right."""
    sure = [_logit(float(chances.max())) for chances, _ in held_out.values()]
    right = [known[int(chances.argmax())] == labels[row] for row, (chances, known) in held_out.items()]
    if len(set(right)) < 2:
        return 1.0, 0.0
    line = LogisticRegression().fit(np.array(sure).reshape(-1, 1), right)
    return max(0.0, float(line.coef_[0, 0])), float(line.intercept_[0])


def _logit(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(chance / (1 - chance))
