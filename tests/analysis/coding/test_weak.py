import numpy as np
from scipy.sparse import csr_matrix

from analysis.coding.learned import Example, LearnedCoder
from analysis.coding.weak import counts_at, weak_lesson

ROWS = csr_matrix(np.eye(6, dtype=np.float32))
LIKELY = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.2, 0.8], [0.4, 0.6], [0.5, 0.5]])


def test_weak_labels_count_less_as_reviews_grow_until_they_are_left_out() -> None:
    assert counts_at(0, is_single=True) == 0.3
    assert counts_at(100, is_single=True) == 0.15
    assert counts_at(5000, is_single=True) == 0


def test_with_several_themes_a_comment_a_first_model_of_few_reviews_is_not_believed() -> None:
    assert counts_at(100, is_single=False) == 0
    assert counts_at(200, is_single=False) == counts_at(200, is_single=True)


def test_the_surest_third_of_each_theme_is_learned_from() -> None:
    given = LIKELY >= 0.55
    lesson = weak_lesson(ROWS, LIKELY, given, 0.3)
    assert lesson is not None
    assert lesson.rows.toarray()[:, [0, 3]].tolist() == [[1, 0], [0, 1]]
    assert lesson.borne.tolist() == [[True, False], [False, True]]
    assert lesson.counts.tolist() == [0.3, 0.3]


def test_where_nothing_is_given_there_is_nothing_to_learn() -> None:
    assert weak_lesson(ROWS, LIKELY, np.zeros_like(LIKELY, dtype=bool), 0.3) is None


def test_words_that_nobody_reviewed_are_learned_from_comments_whose_theme_is_sure() -> None:
    said = {"ice": "zamboni broken again {n}", "pay": "kiosk swallowed coins {n}"}
    reviewed = [Example(text.format(n=n), "en") for n in range(10) for text in said.values()]
    labels = [frozenset([theme]) for _ in range(10) for theme in said]
    pairs = ((said["ice"], "skates rink"), (said["pay"], "cash parking"))
    others = [Example(text.format(n=more), "en") for text, more in pairs] * 20
    themes = list(said)
    defined = np.tile(np.array([[0.9, 0.1], [0.1, 0.9]], dtype=np.float32), (20, 1))
    half = np.full((20, 2), 0.5, dtype=np.float32)
    asked, unclear = [Example("skates rink", "en")], np.full((1, 2), 0.5, dtype=np.float32)
    alone, taught = (
        LearnedCoder(
            reviewed, labels, themes, defined=half, others=others, others_defined=known, is_single=True
        ).probabilities(asked, unclear)[0, 0]
        for known in (None, defined)
    )
    assert taught > alone
