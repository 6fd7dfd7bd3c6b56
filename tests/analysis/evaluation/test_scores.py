import pytest

from analysis.evaluation.scores import calibration_error


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)


def test_too_much_and_too_little_confidence_in_different_bands_do_not_cancel() -> None:
    assert calibration_error([0.95, 0.05], [False, True]) == pytest.approx(0.95)


def test_nothing_said_has_no_error() -> None:
    assert calibration_error([], []) == 0
