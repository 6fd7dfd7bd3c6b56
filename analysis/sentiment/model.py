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
from functools import cache

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.cleaning import fold, matchable
from analysis.sentiment.rules import Asked, tone, weight_of
from analysis.valence import Weight
from analysis.vectors import load_vectors
from analysis.work import Tone

FEWEST = 50
"""Reviewed comments from which on a model is learned."""
VERSION = "2"
_RULES_WEIGH = 30.0
_RULED = 400
_TEXTS = 20_000  # enough to know which words are common
_FOLDS = 3
_VADER, _VECTORS = 3.0, 1.0  # what each counts beside words
_LOOSE = 1.0
_SIGN = {"negative": -1.0, "positive": 1.0}
_WORD = r"\b\w[\w']*"
_READABLE = (None, "uninformative")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How comments become numbers: the words and letters that count, and the categories known."""

    words: TfidfVectorizer
    letters: TfidfVectorizer
    categories: Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class ToneModel:
    """What was learned; reads tones as the rules do. ``learned`` is how many reviewed comments it knows.

    ``unseen`` says what it made of reviewed comments, by their place, while it had not seen them.
    """

    classes: tuple[str, ...]
    learned: int
    _shape: _Shape
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
        return np.asarray(self._regression.predict_proba(_numbers(self._shape, comments)))

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
    shape = _shape(texts, [comment for comment, _ in reviewed])
    table = _numbers(shape, [comment for comment, _ in reviewed] + [comment for comment, _ in ruled])
    labels = np.array([label for _, label in reviewed] + [label for _, label in ruled])
    count = len(reviewed)
    held_out = _held_out(table, labels, count, seed)
    calibration = _calibrated(held_out, labels)
    unseen = {places[row]: _told(chances, known, calibration) for row, (chances, known) in held_out.items()}
    return ToneModel(classes, count, shape, _fitted(table, labels, count), calibration, unseen)


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


def _shape(texts: Sequence[str], reviewed: Sequence[Asked]) -> _Shape:
    least = 2 if len(texts) >= 100 else 1
    words = TfidfVectorizer(
        preprocessor=_plain, ngram_range=(1, 2), min_df=least, sublinear_tf=True, token_pattern=_WORD
    )
    letters = TfidfVectorizer(
        preprocessor=_plain, analyzer="char_wb", ngram_range=(2, 4), min_df=least + 1, sublinear_tf=True
    )
    known = [*map(_plain, texts), "a a a"]  # never an empty vocabulary
    words.fit(known)
    letters.fit([*known, "a", "a"])
    seen = dict.fromkeys(
        (column, cell) for comment in reviewed for column, cell in enumerate(comment.features) if cell
    )
    return _Shape(words, letters, {category: place for place, category in enumerate(seen)})


def _plain(text: str) -> str:
    return fold(matchable(text).lower())


def _numbers(shape: _Shape, comments: Sequence[Asked]) -> sparse.csr_matrix:
    texts = [comment.text for comment in comments]
    return sparse.hstack(
        [
            shape.words.transform(texts),
            shape.letters.transform(texts),
            sparse.csr_matrix(np.array([_cues(comment) for comment in comments])),
            sparse.csr_matrix(np.array([_by_vader(comment) for comment in comments])),
            sparse.csr_matrix(load_vectors().encode(texts) * _VECTORS),
            _categories(shape, comments),
        ],
        format="csr",
    )


def _categories(shape: _Shape, comments: Sequence[Asked]) -> sparse.csr_matrix:
    """Return a column for every category known, and for every pair of the first two columns' categories."""
    rows, columns = [], []
    for row, comment in enumerate(comments):
        for column, cell in enumerate(comment.features):
            place = shape.categories.get((column, cell))
            if place is not None:
                rows.append(row)
                columns.append(place)
    return sparse.csr_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(len(comments), len(shape.categories))
    )


def _cues(comment: Asked) -> list[float]:
    """Return what the lexicons, the rules and the question say of one comment."""
    by_rule = tone(comment)
    text, lean, nothing = matchable(comment.text), comment.lean, comment.nothing
    plain = weight_of(text, comment.language, asks_for_faults=False)
    asked = weight_of(text, comment.language, asks_for_faults=True) if lean < 0 else plain
    length = len(comment.key.split())
    return [
        *_weights(asked),
        plain.score,
        by_rule.score or 0.0,
        *(float(by_rule.sentiment == each) for each in ("negative", "neutral", "mixed", "positive")),
        float(lean > 0),
        float(lean < 0),
        float(lean == 0),
        float(nothing * lean),
        float(comment.reason == "uninformative"),
        float(nothing != 0 and lean == 0),
        math.log1p(length) / 3,
        float(length <= 3),
        float(text.rstrip().endswith("?")),
        float("!" in text),
    ]


def _by_vader(comment: Asked) -> tuple[float, float, float, float]:
    """Return what VADER makes of English: it reads feelings better where ours reads services better."""
    if comment.language != "en":
        return 0.0, 0.0, 0.0, 0.0
    found = _vader().polarity_scores(comment.text)
    return tuple(_VADER * found[name] for name in ("neg", "neu", "pos", "compound"))


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def _weights(weight: Weight) -> list[float]:
    good, bad = math.log1p(weight.good), math.log1p(weight.bad)
    return [
        weight.score,
        good,
        bad,
        min(good, bad),
        float(weight.is_mixed),
        float(not weight.good and not weight.bad),
        float(weight.good > 0 and not weight.bad),
        float(weight.bad > 0 and not weight.good),
    ]
