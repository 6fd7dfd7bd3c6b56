"""Turns comments into rows of numbers: words, letters, meaning, length, context and what definitions say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn import config_context
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from analysis.coding.features import Numbers, grams
from analysis.vectors import load_vectors
from analysis.words import stem, words

_CHARACTERS, _VECTORS, _CONTEXT, _IN_CONTEXT, _LENGTH = 0.8, 1.5, 0.7, 0.7, 0.4
_LENGTHS = (1, 2, 5, 12, 30)  # words: a bare "Staff", a remark, a sentence, a story
_MANY = 200
Rows = Any  # a sparse matrix, one row a comment


@dataclass(frozen=True, slots=True)
class Example:
    """A comment as the model sees it: ``matchable`` text, language, context (question, service, rating…)."""

    text: str
    language: str
    context: tuple[str, ...] = ()


class Sight:
    """What a model sees of comments; which words are common enough is learned from ``examples``.

    Words also count apart for each value of the first context: "time" says one thing in answer to "What was
    good?" and another in answer to "What could be better?".
    """

    def __init__(self, examples: Sequence[Example], *, defined: float) -> None:
        """Learn what there is to see; ``defined`` is how much definitions count beside words."""
        self._defined = defined
        fewest = 2 if len(examples) > _MANY else 1
        views = [
            (TfidfVectorizer(analyzer=_stems, sublinear_tf=True, min_df=fewest, dtype=np.float32), 1.0),
            (
                TfidfVectorizer(analyzer=_letters, sublinear_tf=True, min_df=fewest + 1, dtype=np.float32),
                _CHARACTERS,
            ),
            (CountVectorizer(analyzer=_context, binary=True, dtype=np.float32), _CONTEXT),
            (CountVectorizer(analyzer=_length, binary=True, dtype=np.float32), _LENGTH),
        ]
        if len({each.context[:1] for each in examples}) > 1:
            in_context = TfidfVectorizer(
                analyzer=_in_context, sublinear_tf=True, min_df=fewest + 1, dtype=np.float32
            )
            views.append((in_context, _IN_CONTEXT))
        self._views = [(view, weight) for view, weight in views if _learns(view, examples)]

    def see(self, examples: Sequence[Example], witness: Numbers | None) -> Rows:
        """Return a row for each comment; ``witness`` is what definitions say of it, in log-odds."""
        with config_context(skip_parameter_validation=True):  # a fifth of the time of one comment
            parts = [view.transform(examples) * weight for view, weight in self._views]
        parts.append(csr_matrix(load_vectors().encode(each.text for each in examples) * _VECTORS))
        if witness is not None:
            parts.append(csr_matrix(np.asarray(witness * self._defined, dtype=np.float32)))
        return hstack(parts, format="csr")


def _learns(view: CountVectorizer, examples: Sequence[Example]) -> bool:
    """Say whether a view finds anything in the comments at all."""
    try:
        view.fit(examples)
    except ValueError:  # nothing common enough: an empty vocabulary
        return False
    return True


def _stems(example: Example) -> list[str]:
    said = _said(example)
    return [*said, *(f"{one} {other}" for one, other in pairwise(said))]


def _in_context(example: Example) -> Iterator[str]:
    place = example.context[0] if example.context else ""
    return (f"{place}:{word}" for word in _said(example))


def _said(example: Example) -> list[str]:
    return [stem(word, example.language) for word in words(example.text, example.language)]


def _letters(example: Example) -> list[str]:
    """Return the runs of three to five letters of every word."""
    return [gram for word in words(example.text, example.language) for gram in grams(word)]


def _context(example: Example) -> Iterable[str]:
    return (f"{place}:{value}" for place, value in enumerate(example.context) if value)


def _length(example: Example) -> tuple[str]:
    count = example.text.count(" ") + 1
    return (str(sum(count > length for length in _LENGTHS)),)
