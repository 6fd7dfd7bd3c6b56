import numpy as np

from analysis.coding.sight import Example, Sight

SAID = [Example(f"time and again {n}", "en", (question,)) for n in range(3) for question in ("good?", "bad?")]


def test_the_same_words_differ_with_the_question() -> None:
    good, bad = Sight(SAID, defined=0.1).see(
        [Example("time", "en", ("good?",)), Example("time", "en", ("bad?",))], None
    )
    assert (good != bad).nnz >= 4  # the question itself, and the word beside it


def test_without_a_question_words_count_once() -> None:
    plain = [Example(each.text, "en") for each in SAID]
    assert (
        Sight(plain, defined=0.1).see(plain[:1], None).shape[1]
        < Sight(SAID, defined=0.1).see(SAID[:1], None).shape[1]
    )


def test_how_long_a_comment_is_counts() -> None:
    short, long = (Example("again " * times, "en") for times in (1, 40))
    rows = Sight([short, long, *SAID], defined=0.1).see([short, long], None)
    assert (rows[0] != rows[1]).nnz > 0


def test_comments_without_words_are_no_error() -> None:
    rows = Sight([Example("", "en"), Example("!!!", "en")], defined=0.1).see(
        [Example("", "en")], np.zeros((1, 2), np.float32)
    )
    assert rows.shape[0] == 1
    assert np.isfinite(rows.toarray()).all()
