"""Yes or no, points in a row, and the likelihood to recommend.

1. Yes and no are stored as ``yes`` and ``no``; "I don't know" counts as neither.
2. Spreadsheets' ways of writing yes and no are met.
3. A rating has 2 to 11 points from 1; its ends carry the author's words in both languages.
4. Stars and faces decorate an option and are never stored.
5. A mean is taken over the points as they are numbered; a position runs from 0 to 1.
6. Likelihood runs from 0 to 10; its net score is promoters less detractors in per cent.
"""

from typing import Any

import pytest
from pydantic import ValidationError

from surveys.problems import AnswerError
from surveys.questions import KINDS, Question
from surveys.summaries import ScaleSummary
from tests.factories import both, question


def built(kind: str, **settings: Any) -> Question:
    return KINDS[kind].model_validate(question(kind, "asked", **settings))


def codes(asked: Question) -> list[str]:
    return [option.code for option in asked.choices()]


def test_yes_and_no_are_stored_and_counted() -> None:
    asked = built("yes_no", decline=both("I don't know"))
    assert codes(asked) == ["yes", "no", "declined"]
    summary = asked.summarise(["yes", "no", "yes", "declined", None])
    assert (summary.base, summary.missing) == (3, 2)
    assert asked.show("yes", "fr") == ["Oui"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Yes", "yes"), ("OUI", "yes"), ("1.0", "yes"), ("vrai", "yes"), ("0", "no"), ("Non", "no"), ("x", "x")],
)
def test_yes_and_no_are_met_in_spreadsheets(cell: str, code: str) -> None:
    asked = built("yes_no")
    assert asked.from_cell(cell) == [code]


def test_an_answer_that_is_neither_is_refused() -> None:
    with pytest.raises(AnswerError) as raised:
        built("yes_no").parse(["declined"])
    assert raised.value.code == "option_unknown"


def test_both_yes_and_no_is_refused() -> None:
    with pytest.raises(AnswerError) as raised:
        built("yes_no").parse(["yes", "no"])
    assert raised.value.code == "several_answers"


def test_the_ends_of_a_rating_carry_their_meaning() -> None:
    asked = built("rating_scale", points=3, worst=both("Poor"), best=both("Good"))
    assert [asked.show(code, "en") for code in codes(asked)] == [["1 – Poor"], ["2"], ["3 – Good"]]
    assert asked.show("3", "fr") == ["3 – Good (fr)"]


@pytest.mark.parametrize("points", [1, 12])
def test_a_rating_has_two_to_eleven_points(points: int) -> None:
    with pytest.raises(ValidationError):
        built("rating_scale", points=points)


@pytest.mark.parametrize(
    ("look", "marks"),
    [
        ("numbers", ["", "", "", "", ""]),
        ("stars", ["★", "★★", "★★★", "★★★★", "★★★★★"]),
        ("faces", ["😠", "😞", "😐", "😊", "😃"]),
    ],
)
def test_stars_and_faces_decorate(look: str, marks: list[str]) -> None:
    asked = built("rating_scale", look=look, decline=both("Not sure"))
    assert [asked.mark(code) for code in codes(asked)] == [*marks, ""]


def test_two_points_show_the_worst_and_the_best_face() -> None:
    asked = built("rating_scale", look="faces", points=2)
    assert [asked.mark("1"), asked.mark("2")] == ["😠", "😃"]


def test_a_rating_is_averaged_over_those_who_gave_one() -> None:
    asked = built("rating_scale", decline=both("Not sure"))
    summary = asked.summarise(["5", "2", "declined", None])
    assert isinstance(summary, ScaleSummary)
    assert (summary.base, summary.missing, summary.mean, summary.lowest) == (2, 2, 3.5, 1)
    assert [asked.position(value) for value in ("1", "3", "5", "declined", None)] == [0, 0.5, 1, None, None]


def test_eleven_points_run_from_nought_to_ten() -> None:
    asked = built("nps")
    assert codes(asked) == [str(number) for number in range(11)]
    assert asked.show("0", "fr") == ["0 – Pas du tout probable"]


@pytest.mark.parametrize(
    ("given", "net"),
    [
        (["10", "9"], 100),
        (["0", "6"], -100),
        (["7", "8"], 0),
        # Seventy promoters, twenty passives and ten detractors make 60, as in the method's own example.
        (["9"] * 70 + ["7"] * 20 + ["3"] * 10, 60),
    ],
)
def test_the_net_score_is_promoters_less_detractors(given: list[str], net: float) -> None:
    summary = built("nps").summarise(given)
    assert isinstance(summary, ScaleSummary)
    assert summary.net == net
    assert summary.mean == sum(map(int, given)) / len(given)


def test_nobody_makes_no_net_score() -> None:
    summary = built("nps").summarise([None])
    assert isinstance(summary, ScaleSummary)
    assert (summary.net, summary.mean) == (None, None)
