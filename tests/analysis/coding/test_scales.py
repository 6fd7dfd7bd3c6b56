import numpy as np
import pytest

from analysis.coding.scales import OneOf, Several

RIGHT = np.array([[True, False], [False, True]] * 40)
CHANCE = np.random.default_rng(0)
MARGINS = np.where(RIGHT, 1.0, -1.0) + CHANCE.normal(0, 0.8, RIGHT.shape)
SAYS_IT_ALL = np.where(RIGHT, 3.0, -3.0).astype(np.float32)
SAYS_NOTHING = CHANCE.normal(0, 1, RIGHT.shape).astype(np.float32)


def test_one_of_several_themes_sums_to_one() -> None:
    likely = OneOf(MARGINS, None, RIGHT).likely(MARGINS, None)
    assert likely.sum(1) == pytest.approx(np.ones(80))
    assert (likely.argmax(1) == MARGINS.argmax(1)).all()


def test_definitions_that_tell_the_theme_count_and_others_do_not() -> None:
    told, untold = (
        OneOf(MARGINS, witness, RIGHT).likely(MARGINS, witness).argmax(1) == RIGHT.argmax(1)
        for witness in (SAYS_IT_ALL, SAYS_NOTHING)
    )
    alone = MARGINS.argmax(1) == RIGHT.argmax(1)
    assert told.mean() > alone.mean()
    assert untold.mean() == alone.mean()


def test_definitions_count_less_as_reviews_grow() -> None:
    noisy = MARGINS[:1] * 0
    few = OneOf(MARGINS, SAYS_IT_ALL, RIGHT).likely(noisy, SAYS_IT_ALL[:1])[0, 0]
    many = np.tile(RIGHT, (60, 1))
    later = OneOf(np.tile(MARGINS, (60, 1)), np.tile(SAYS_IT_ALL, (60, 1)), many)
    assert few > later.likely(noisy, SAYS_IT_ALL[:1])[0, 0] > 0.5


def test_a_comment_on_its_own_is_read_as_among_others() -> None:
    for scale in (OneOf(MARGINS, SAYS_IT_ALL, RIGHT), Several(MARGINS, SAYS_IT_ALL, RIGHT)):
        together = scale.likely(MARGINS, SAYS_IT_ALL)
        assert scale.likely(MARGINS[:1], SAYS_IT_ALL[:1]) == pytest.approx(together[:1])


def test_several_themes_stand_each_for_itself() -> None:
    both = np.array([[2.0, 2.0], [-2.0, -2.0]])
    likely = Several(MARGINS, None, RIGHT).likely(both, None)
    assert likely[0].sum() > likely[1].sum()
