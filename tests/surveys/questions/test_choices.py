"""Choosing one, several, a step, an order: what is taken, what is refused, how it is counted.

1. Only offered codes are taken; an unknown one is refused.
2. One choice takes one code; several different ones are refused.
3. Several choices are kept once each in the author's order; limits and exclusive options are kept.
4. A scale has a direction; its mean runs from 1 (worst) to the number of steps (best).
5. A ranking has no gap and no repeat; a first place earns as many points as there are places.
6. "Prefer not to say" counts as missing, never as an answer.
7. Settings that no answer can meet, and repeated codes, are the author's problem.
"""

from typing import Any

import pytest

from surveys.problems import AnswerError, Problem
from surveys.questions import KINDS, Question
from surveys.summaries import Bar, ChoiceSummary, RankSummary, ScaleSummary
from tests.factories import both, option, question


def built(kind: str, *codes: str, **settings: Any) -> Question:
    return KINDS[kind].model_validate(question(kind, "asked", *codes, **settings))


def bar(code: str, count: int) -> Bar:
    return Bar(code, both(code.replace("_", " ").capitalize()), count)


def problem_of(asked: Question, raw: list[str]) -> tuple[str, dict[str, object]]:
    with pytest.raises(AnswerError) as raised:
        asked.parse(raw)
    return raised.value.code, raised.value.details


WARD = {"options": [option("north"), option("south"), option("unsaid", missing=True)]}


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "scale", "ranking"])
def test_an_unknown_option_is_refused(kind: str) -> None:
    settings = {"places": 2} if kind == "ranking" else {}
    assert problem_of(built(kind, "north", "south", **settings), ["east"]) == ("option_unknown", {})


@pytest.mark.parametrize("kind", ["single_choice", "scale"])
def test_one_choice_takes_one_code(kind: str) -> None:
    asked = built(kind, "north", "south")
    assert asked.parse(["south"]) == "south"
    assert asked.parse(["", "south", "south"]) == "south"
    assert problem_of(asked, ["north", "south"]) == ("several_answers", {})


def test_one_choice_counts_those_who_said() -> None:
    assert built("single_choice", **WARD).summarise(["north", "unsaid", None, "north", "south"]) == (
        ChoiceSummary(3, 2, (bar("north", 2), bar("south", 1)))
    )


def test_several_choices_stand_once_each_in_the_authors_order() -> None:
    assert built("multiple_choice", "a", "b", "c").parse(["c", "a", "c"]) == ["a", "c"]


def test_several_choices_keep_their_limits() -> None:
    asked = built("multiple_choice", "a", "b", "c", "d", fewest=2, most=3)
    assert problem_of(asked, ["a"]) == ("options_too_few", {"fewest": 2})
    assert problem_of(asked, ["a", "b", "c", "d"]) == ("options_too_many", {"most": 3, "chosen": 4})
    assert asked.parse(["d", "b"]) == ["b", "d"]


@pytest.mark.parametrize("mark", ["exclusive", "missing"])
def test_an_exclusive_option_stands_alone(mark: str) -> None:
    asked = built("multiple_choice", options=[option("a"), option("none", **{mark: True})])
    assert problem_of(asked, ["none", "a"]) == ("option_exclusive", {})
    assert asked.parse(["none"]) == ["none"]


def test_several_choices_are_counted_over_people() -> None:
    asked = built("multiple_choice", **WARD)
    summary = asked.summarise([["north", "south"], ["north"], ["unsaid"], None, []])
    assert summary == ChoiceSummary(2, 3, (bar("north", 2), bar("south", 1)), several=True)


def test_several_choices_are_exported_option_by_option() -> None:
    asked = built("multiple_choice", "a", "b")
    assert asked.export_columns() == ["asked/a", "asked/b"]
    assert [asked.export_cells(value) for value in (["b"], None)] == [["0", "1"], ["", ""]]


@pytest.mark.parametrize(("best", "mean"), [("last", 7 / 3), ("first", 5 / 3)])
def test_a_scale_has_a_direction(best: str, mean: float) -> None:
    steps = [option("poor"), option("fair"), option("good"), option("unsaid", missing=True)]
    asked = built("scale", options=steps, best=best)
    bars = (bar("poor", 1), bar("fair", 0), bar("good", 2))
    assert asked.summarise(["good", "good", "poor", "unsaid", None]) == ScaleSummary(3, 2, bars, mean)


def test_a_scale_nobody_answered_has_no_mean() -> None:
    assert built("scale", "poor", "good").summarise([None]) == (
        ScaleSummary(0, 1, (bar("poor", 0), bar("good", 0)), None)
    )


@pytest.mark.parametrize(("best", "places"), [("last", [0.0, 0.5, 1.0]), ("first", [1.0, 0.5, 0.0])])
def test_a_step_has_a_place_from_worst_to_best(best: str, places: list[float]) -> None:
    asked = built("scale", "a", "b", "c", best=best)
    assert [asked.position(code) for code in ("a", "b", "c")] == places  # type: ignore[attr-defined]
    assert asked.position(None) is None  # type: ignore[attr-defined]


def test_a_ranking_takes_an_order_without_gap_or_repeat() -> None:
    asked = built("ranking", "a", "b", "c", places=2)
    assert asked.parse(["c", "a"]) == ["c", "a"]
    assert asked.parse(["c", ""]) == ["c"]
    assert problem_of(asked, ["", "a"]) == ("rank_gap", {})
    assert problem_of(asked, ["a", "a"]) == ("rank_repeated", {})
    assert problem_of(asked, ["a", "b", "c"]) == ("options_too_many", {"most": 2, "chosen": 3})


def test_a_ranking_counts_first_places_and_points() -> None:
    asked = built("ranking", "a", "b", "c", places=2)
    summary = asked.summarise([["a", "b"], ["b"], None])
    first = (bar("a", 1), bar("b", 1), bar("c", 0))
    points = (bar("a", 2), bar("b", 3), bar("c", 0))
    assert summary == RankSummary(2, 1, first, points, 2)


def test_a_ranking_is_shown_and_exported_by_place() -> None:
    asked = built("ranking", "a", "b", "c", places=3)
    assert asked.show(["b", "a"], "fr") == ["1. B (fr)", "2. A (fr)"]
    assert asked.export_columns() == ["asked/1", "asked/2", "asked/3"]
    assert asked.export_cells(["b", "a"]) == ["b", "a", ""]


def test_a_code_no_longer_offered_shows_as_itself() -> None:
    assert built("single_choice", "a").show("retired", "en") == ["retired"]


def test_a_repeated_code_is_the_authors_problem() -> None:
    assert built("single_choice", "a", "b", "a").own_problems() == [
        Problem("option_repeated", "asked", {"code": "a"})
    ]


@pytest.mark.parametrize(
    ("kind", "settings", "details"),
    [
        ("multiple_choice", {"fewest": 3}, {"lowest": 3, "highest": 2}),
        ("multiple_choice", {"fewest": 2, "most": 1}, {"lowest": 2, "highest": 1}),
        ("ranking", {"places": 3}, {"lowest": 3, "highest": 2}),
    ],
)
def test_limits_no_answer_can_meet_are_the_authors_problem(
    kind: str, settings: dict[str, int], details: dict[str, int]
) -> None:
    assert built(kind, "a", "b", **settings).own_problems() == [Problem("limits_crossed", "asked", details)]
