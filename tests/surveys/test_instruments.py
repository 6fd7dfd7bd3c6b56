"""Standard instruments score as they were published.

1. Each is a question that can be published in both languages, under any name.
2. SUS: Brooke's own example scores 55; the best answers 100, the worst 0, the middle 50.
3. UMUX-Lite: its ends score 0 and 100; the regression to SUS gives 22.9 and 87.9.
4. Recommendation: 70 promoters and 10 detractors in a hundred make 60.
5. Satisfaction and the five steps give shares, effort a mean from 1 to 7.
6. Without an answer there is no score, and declining is none.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveys.definition import publishing_problems
from surveys.instruments import INSTRUMENTS, block, mean_score, sus_like, sus_score, umux_lite_score
from surveys.questions import Value
from tests.factories import definition


def lines(*points: int) -> Value:
    return [f"item_{number}={point}" for number, point in enumerate(points, 1)]


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_each_can_be_published_under_a_name_of_its_own(name: str) -> None:
    asked = block(name, variable="wave_2")
    assert asked.name == "wave_2"
    assert publishing_problems(definition([asked.model_dump()]), None) == []
    with pytest.raises(ValidationError):
        block(name, variable="Wave 2")


def test_the_example_of_the_inventor_scores_55() -> None:
    assert sus_score(lines(5, 4, 2, 1, 2, 3, 2, 4, 5, 2)) == 55


@pytest.mark.parametrize(
    ("points", "score"), [((5, 1) * 5, 100), ((1, 5) * 5, 0), ((3,) * 10, 50), ((5,) * 10, 50), ((5,), 55)]
)
def test_usability_runs_from_0_to_100(points: tuple[int, ...], score: float) -> None:
    assert sus_score(lines(*points)) == score


@given(st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_usability_moves_in_steps_of_two_and_a_half(points: list[int]) -> None:
    score = sus_score(lines(*points))
    assert score is not None
    assert 0 <= score <= 100
    assert score % 2.5 == 0


@pytest.mark.parametrize(
    ("points", "score", "like"), [((7, 7), 100, 87.9), ((1, 1), 0, 22.9), ((4, 4), 50, 55.4)]
)
def test_two_items_foretell_ten(points: tuple[int, int], score: float, like: float) -> None:
    found = umux_lite_score(lines(*points))
    assert found == pytest.approx(score)
    assert sus_like(score) == pytest.approx(like)


def test_one_of_two_items_is_no_score() -> None:
    assert umux_lite_score(lines(7)) is None


@pytest.mark.parametrize(
    ("name", "values", "score"),
    [
        ("net_promoter", ["10"] * 70 + ["8"] * 20 + ["6"] * 10, 60),
        ("satisfaction", ["5", "4", "3", "1"], 50),
        ("effort", ["7", "6", "2"], 5),
        ("five_step", ["excellent", "very_good", "good", "fair", "poor"], 60),
        ("sus", [lines(*(5, 1) * 5), lines(*(3,) * 10)], 75),
    ],
)
def test_a_survey_scores_the_mean(name: str, values: list[Value], score: float) -> None:
    assert mean_score(INSTRUMENTS[name], values) == pytest.approx(score)
    assert mean_score(INSTRUMENTS[name], [*values, None]) == pytest.approx(score)


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
@pytest.mark.parametrize("value", [None, "declined", [], "…"])
def test_no_answer_has_no_score(name: str, value: Value) -> None:
    assert INSTRUMENTS[name].score(value) is None
    assert mean_score(INSTRUMENTS[name], [value]) is None


def test_only_a_published_validation_is_called_validated() -> None:
    assert [name for name, one in INSTRUMENTS.items() if one.french == "validated"] == ["sus"]
