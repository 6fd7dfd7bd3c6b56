"""Words that no lexicon lists are as good or bad as listed words that mean alike."""

import numpy as np

from analysis.sentiment.likeness import COLUMNS, likeness
from analysis.sentiment.rules import Asked


def said(text: str, language: str = "en") -> Asked:
    return Asked(text, text, language)


def test_words_that_mean_something_good_count_as_good() -> None:
    good, bad = likeness([said("splendidly"), said("catastrophically")])
    assert good[0] > 0 > bad[0]


def test_what_has_no_words_has_no_valence() -> None:
    found = likeness([said(""), said("😀 12"), said("ok", "fr")])
    assert found.shape == (3, COLUMNS)
    assert found[:2].tolist() == [[0.0] * COLUMNS] * 2
    assert likeness([]).shape == (0, COLUMNS)


def test_a_comment_reads_the_same_alone_and_among_others() -> None:
    texts = ["the queue was dreadful", "lovely staff", "l'attente est interminable", "so-so"]
    together = likeness([said(text) for text in texts])
    alone = np.vstack([likeness([said(text)]) for text in texts])
    assert together.tolist() == alone.tolist()
