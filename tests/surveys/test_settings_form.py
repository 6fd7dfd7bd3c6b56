"""Settings as an author fills them in: read off the model of each kind, whichever it is."""

import pytest

from surveys.questions import KINDS, Question
from surveys.settings_form import Setting, settings_of, settings_of_survey


def test_a_choice_between_two_ends() -> None:
    best = [each for each in settings_of("scale") if each.name == "best"]
    assert best == [Setting("best", "choice", choices=("first", "last"))]


def test_what_cannot_be_made_by_hand_is_left_out() -> None:
    assert [each.name for each in settings_of("map_point") if each.name in ("areas", "addresses")] == [
        "addresses"
    ]
    assert "outlines" not in {each.name for each in settings_of("home_area")}


def test_numbers_with_their_limits() -> None:
    found = {
        each.name: (each.sort, each.is_optional, each.low, each.high) for each in settings_of("number_entry")
    }
    assert found["decimals"] == ("whole", False, 0, 6)
    assert found["lowest"] == ("number", True, -(10**12), 10**12)
    assert found["unit"] == ("texts", False, None, None)


def test_days_and_texts_and_points() -> None:
    sorts = {each.name: each.sort for kind in KINDS for each in settings_of(kind)}
    assert [sorts[name] for name in ("earliest", "parameter", "bounds", "statement")] == [
        "day",
        "text",
        "numbers",
        "texts",
    ]


def test_the_parts_of_an_option() -> None:
    [options] = [each for each in settings_of("budget_projects") if each.name == "options"]
    assert (options.sort, options.low) == ("items", 1)
    assert {"code", "label", "exclusive", "missing", "cost"} <= {part.name for part in options.parts}
    cost = options.part("cost")
    assert cost is not None
    assert cost.sort == "whole"
    assert options.part("nothing") is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_every_question_has_is_not_told_again(kind: str) -> None:
    assert {each.name for each in settings_of(kind)} & set(Question.model_fields) == set()


def test_what_cannot_be_chosen_is_not_asked() -> None:
    assert [each.name for each in settings_of("scale") if each.name == "look"] == []


def test_the_survey_itself() -> None:
    found = {each.name: each.sort for each in settings_of_survey()}
    assert (found["title"], found["minutes"], found["purpose"]) == ("texts", "whole", "choice")
