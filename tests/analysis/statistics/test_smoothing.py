import pytest

from analysis.statistics.smoothing import smoothed


def test_small_groups_are_drawn_to_the_others_and_large_ones_keep_their_own() -> None:
    small, *_, large = smoothed([(3, 3), (20, 200), (24, 200), (30, 200), (16, 200), (120, 400)])
    assert small.share < 0.5
    assert large.share == pytest.approx(0.3, abs=0.02)
    assert large.low < 0.3 < large.high


def test_groups_alike_are_taken_for_one() -> None:
    for estimate in smoothed([(10, 100), (11, 100), (9, 100), (0, 4)]):
        assert estimate.share == pytest.approx(0.1, abs=0.01)


def test_few_groups_stand_alone_under_jeffreys_prior() -> None:
    one, none = smoothed([(1, 9), (0, 0)])
    assert one.share == pytest.approx(0.15)
    assert (none.share, none.low, none.high) == pytest.approx((0.5, 0.0, 1.0))


def test_a_theme_nobody_raises_has_a_bound_above() -> None:
    for estimate in smoothed([(0, 20), (0, 30), (0, 40)]):
        assert estimate.low == 0
        assert 0 < estimate.high < 0.15
    assert smoothed([]) == []
