import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.intervals import discoveries, figure, jeffreys, newcombe, p_value, wilson


def test_wilson_matches_the_published_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 81 of 263
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_newcombe_matches_the_published_example() -> None:
    # Newcombe (1998), method 10: 56/70 against 48/80 gives 0.0524 to 0.3339
    difference, low, high = newcombe((48, 80), (56, 70))
    assert (difference, low, high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_no_base_means_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert newcombe((0, 0), (1, 2)) == (0.0, -1.0, 1.0)
    assert figure(0, 0).share == 0


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_within_its_interval(count: int, base: int) -> None:
    count = min(count, base)
    found = figure(count, base)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_difference_lies_within_its_interval(a: int, n: int, b: int, m: int) -> None:
    difference, low, high = newcombe((min(a, n), n), (min(b, m), m))
    assert low - 1e-9 <= difference <= high + 1e-9


def test_equal_shares_are_no_discovery() -> None:
    assert p_value((5, 10), (50, 100)) == 1.0
    assert p_value((0, 10), (0, 10)) == 1.0
    assert p_value((10, 100), (60, 100)) < 1e-10


def test_the_false_discovery_rule_is_that_of_the_paper() -> None:
    # Benjamini and Hochberg (1995), their 15 p values: four stand at 5 %
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
    ]
    p += [0.759, 1.0]
    assert discoveries(p) == [True] * 4 + [False] * 11
    assert discoveries([]) == []


def test_wilson_covers_about_95_in_100() -> None:
    base, shares = 40, [place / 50 for place in range(3, 48)]
    covered = 0.0
    for share in shares:
        for count in range(base + 1):
            low, high = wilson(count, base)
            if low <= share <= high:
                covered += math.comb(base, count) * share**count * (1 - share) ** (base - count)
    assert covered / len(shares) == pytest.approx(0.95, abs=0.01)


def test_jeffreys_interval_is_the_published_one() -> None:
    # Brown, Cai, DasGupta (2001), table 5, n = 7: x = 0 to 3
    bounds = [jeffreys(count, 7) for count in range(4)]
    published = [(0, 0.292), (0.016, 0.501), (0.065, 0.648), (0.139, 0.766)]
    assert [pytest.approx(each, abs=2e-3) for each in published] == bounds
    assert jeffreys(0, 0) == (0.0, 1.0)
    assert jeffreys(7, 7)[1] == 1
