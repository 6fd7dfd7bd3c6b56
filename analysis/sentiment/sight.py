"""What a model of tones sees of a comment: words, letters, meaning, and what lexicons and rules say of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.cleaning import matchable
from analysis.sentiment.likeness import likeness
from analysis.sentiment.rules import Asked, tone, weight_of
from analysis.sentiment.writing import plain, told
from analysis.valence import Weight
from analysis.vectors import load_vectors

# What each counts beside the others
_WORDS, _LETTERS, _VADER, _LIKENESS, _VECTORS = 1.3, 1.3, 3.0, 0.5, 1.0
_MANY = 100

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sight:
    """How comments become numbers: the words and letters that count, and the categories known."""

    words: TfidfVectorizer
    letters: TfidfVectorizer
    categories: Mapping[tuple[int, str], int]

    def numbers(self, comments: Sequence[Asked]) -> sparse.csr_matrix:
        """Return a row for each comment."""
        texts = [comment.text for comment in comments]
        return sparse.hstack(
            [
                self.words.transform(texts) * _WORDS,
                self.letters.transform(texts) * _LETTERS,
                sparse.csr_matrix(np.array([_cues(comment) for comment in comments])),
                sparse.csr_matrix(np.array([_by_vader(comment) for comment in comments])),
                sparse.csr_matrix(likeness(comments) * _LIKENESS),
                sparse.csr_matrix(load_vectors().encode(texts) * _VECTORS),
                self._categories(comments),
            ],
            format="csr",
        )

    def _categories(self, comments: Sequence[Asked]) -> sparse.csr_matrix:
        """Return a column for every category known."""
        rows, columns = [], []
        for row, comment in enumerate(comments):
            for column, cell in enumerate(comment.features):
                place = self.categories.get((column, cell))
                if place is not None:
                    rows.append(row)
                    columns.append(place)
        return sparse.csr_matrix(
            (np.ones(len(rows)), (rows, columns)), shape=(len(comments), len(self.categories))
        )


def see(texts: Sequence[str], reviewed: Sequence[Asked]) -> Sight:
    """Learn from ``texts`` which words are common enough, and from the reviewed comments the categories."""
    least = 2 if len(texts) >= _MANY else 1
    words = TfidfVectorizer(analyzer=_words, min_df=least, sublinear_tf=True)
    letters = TfidfVectorizer(
        preprocessor=plain, analyzer="char_wb", ngram_range=(3, 6), min_df=least + 1, sublinear_tf=True
    )
    known = [*texts, "a a a"]  # never an empty vocabulary
    words.fit(known)
    letters.fit([*known, "a", "a"])
    seen = dict.fromkeys(
        (column, cell) for comment in reviewed for column, cell in enumerate(comment.features) if cell
    )
    return Sight(words, letters, {category: place for place, category in enumerate(seen)})


def _words(text: str) -> list[str]:
    found = told(text)
    return [*found, *(f"{one} {two}" for one, two in pairwise(found))]


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
