import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.coding import ridge
from analysis.coding.learned import Example, LearnedCoder
from analysis.coding.lines import Lesson
from analysis.coding.network import Shortened
from analysis.coding.ridge import Ridge

ROWS = csr_matrix(np.tile(np.eye(4, 8, dtype=np.float32), (10, 1)))
BORNE = np.tile(np.eye(4, dtype=bool), (10, 1))


def test_each_theme_is_nearest_to_the_comments_that_bear_it() -> None:
    model = Ridge(Lesson(ROWS, BORNE, np.ones(40)), Shortened.of(ROWS, 0))
    assert (model.margins(ROWS).argmax(1) == BORNE.argmax(1)).all()


def test_a_comment_that_counts_for_little_changes_little() -> None:
    wrong = ~BORNE[:4]
    lesson = Lesson(ROWS, BORNE, np.ones(40))
    for counts in (0.0, 0.01):
        both = lesson.and_also(Lesson(ROWS[:4], wrong, np.full(4, counts)))
        assert (Ridge(both, Shortened.of(ROWS, 0)).margins(ROWS).argmax(1) == BORNE.argmax(1)).all()


def test_more_themes_than_lines_could_be_drawn_for_are_learned_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ridge, "CELLS", 100)
    said = {"zamboni": "the zamboni was broken at the rink again", "kiosk": "that kiosk swallowed my coins"}
    examples = [Example(text, "en") for text in said.values()] * 20
    labels = [frozenset([theme]) for theme in said] * 20
    for is_single in (True, False):
        coder = LearnedCoder(examples, labels, [*said, "never"], is_single=is_single)
        likely = coder.probabilities([Example("zamboni broken", "en"), Example("coins in the kiosk", "en")])
        assert coder.given(likely).tolist() == [[True, False, False], [False, True, False]]
