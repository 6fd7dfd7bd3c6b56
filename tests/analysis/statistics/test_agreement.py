import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask

from analysis.statistics.agreement import Agreement, alpha, kappa, masi

# Krippendorff (2011), example C: four observers, twelve units, "." where nobody looked
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]  # Cohen (1960), table 1


def units() -> list[list[str | None]]:
    rows = [observer.split() for observer in OBSERVERS]
    return [[None if value == "." else value for value in unit] for unit in zip(*rows, strict=True)]


def two(first: str, second: str) -> list[list[str]]:
    return [list(pair) for pair in zip(first.split(), second.split(), strict=True)]


def test_alpha_of_nominal_data_is_the_published_one() -> None:
    found = alpha(units())
    assert found.value == pytest.approx(0.743, abs=5e-4)
    assert found.n == 11  # the last unit has one value only


def test_alpha_of_two_observers_is_the_published_one() -> None:
    # Krippendorff (2011), examples A (binary) and B (nominal)
    binary = two("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert alpha(binary).value == pytest.approx(0.095, abs=5e-4)
    nominal = two("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert alpha(nominal).value == pytest.approx(0.692, abs=5e-4)


def test_kappa_is_the_published_one() -> None:
    pairs = [(i, j) for i, row in enumerate(COHEN) for j, count in enumerate(row) for _ in range(count)]
    found = kappa(pairs)
    assert found.value == pytest.approx(0.492, abs=5e-4)
    # Fleiss, Cohen and Everitt's standard error makes 0.39 to 0.59 of it
    assert (found.low, found.high) == pytest.approx((0.39, 0.59), abs=0.015)
    assert found.n == 200


SETS = st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=3)


@given(SETS, SETS)
def test_masi_is_that_of_nltk(one: frozenset[str], other: frozenset[str]) -> None:
    assert masi(one, other) == pytest.approx(masi_distance(one, other))


@given(st.lists(st.tuples(SETS, SETS, SETS), min_size=2, max_size=12))
def test_alpha_of_sets_is_that_of_nltk(coded: list[tuple[frozenset[str], ...]]) -> None:
    rows = [
        (str(coder), unit, value) for unit, given in enumerate(coded) for coder, value in enumerate(given)
    ]
    found = alpha(coded, distance=masi)
    if len({value for given in coded for value in given}) == 1:
        assert found.value is None
    else:
        assert found.value == pytest.approx(AnnotationTask(rows, distance=masi_distance).alpha())


def test_no_theme_said_twice_is_agreement() -> None:
    assert masi(frozenset(), frozenset()) == 0
    assert masi(frozenset(), frozenset("a")) == 1
    coded = [(frozenset(), frozenset()), (frozenset("a"), frozenset("a"))] * 10
    assert alpha(coded, distance=masi).value == 1


def test_what_cannot_be_told_is_not_told() -> None:
    assert alpha([]) == kappa([]) == alpha([["a", None]]) == Agreement(None, None, None, 0)
    assert kappa([("a", "a")] * 5) == Agreement(None, None, None, 5)
    assert alpha([["a", "a"]] * 5).strength == "unknown"
    assert alpha([]).strength == "none"


def test_the_interval_narrows_with_more_comments() -> None:
    few, many = (kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")] * times) for times in (5, 80))
    assert few.value == many.value == pytest.approx(0.5)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < many.low < 0.5 < many.high < few.high


def test_the_same_coding_gives_the_same_interval() -> None:
    assert alpha(units(), seed=3) == alpha(units(), seed=3)


def test_strength_follows_krippendorff() -> None:
    strengths = [Agreement(value, None, None, 50).strength for value in (0.5, 0.7, 0.8)]
    assert strengths == ["poor", "tentative", "good"]
