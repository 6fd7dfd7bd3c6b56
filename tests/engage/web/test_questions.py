"""Every control there is can be drawn, and says what its limits are."""

import pytest
from jinja2 import nodes

from engage.web.questions import first_problems, place_name, shown
from engage.web.render import environment
from engage.wording import wording
from surveys.definition import read_definition
from surveys.problems import Problem
from surveys.questions import KINDS, Question
from tests.factories import definition_data, question


def _one(data: dict[str, object]) -> Question:
    ask = question("short_text", "other")
    return next(iter(read_definition(definition_data([data, ask])).questions()))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_control_that_is_drawn(kind: str) -> None:
    source = environment().loader.get_source(environment(), "controls.html")[0]  # type: ignore[union-attr]
    macros = {macro.name for macro in environment().parse(source).find_all(nodes.Macro)}
    assert KINDS[kind].control in macros


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "Choose all that apply."),
        ({"most": 2}, "Choose up to 2."),
        ({"most": 1}, "Choose 1."),
        ({"fewest": 2}, "Choose at least 2."),
        ({"fewest": 2, "most": 3}, "Choose from 2 to 3."),
    ],
)
def test_limits_are_told_before_they_are_met(settings: dict[str, int], told: str) -> None:
    asked = _one(question("multiple_choice", "used", "a", "b", "c", **settings))
    assert shown(asked, wording("en")).limits == told


def test_the_longest_text_is_told_in_the_readers_numbers() -> None:
    asked = _one(question("long_text", "improve"))
    assert shown(asked, wording("en")).limits == "Up to 5,000 characters."
    assert shown(asked, wording("fr")).limits == "Au plus 5\N{NO-BREAK SPACE}000 caractères."


@pytest.mark.parametrize(
    ("kind", "settings", "told"),
    [
        ("number_entry", {}, ""),
        ("number_entry", {"lowest": 0, "highest": 1500}, "From 0 to 1,500."),
        ("number_entry", {"lowest": 0.5}, "0.5 or more."),
        ("number_entry", {"highest": 10}, "10 or less."),
        (
            "date_entry",
            {"earliest": "2026-01-01", "latest": "2026-12-31"},
            "From January 1, 2026 to December 31, 2026.",
        ),
    ],
)
def test_the_range_of_an_entry_is_told(kind: str, settings: dict[str, object], told: str) -> None:
    assert shown(_one(question(kind, "asked", **settings)), wording("en")).limits == told


def test_a_long_row_of_numbers_tells_its_ends_below() -> None:
    t = wording("en")
    numbers = shown(_one(question("nps", "recommend")), t).in_numbers
    assert (len(numbers), numbers[0], numbers[5]) == (11, ("0", "Not at all likely"), ("5", ""))
    assert shown(_one(question("rating_scale", "ease", points=7)), t).in_numbers == ()
    words = _one(question("scale", "ease", *"abcdefgh"))
    assert shown(words, t).in_numbers == ()


def test_places_are_named_and_then_numbered() -> None:
    assert [place_name(wording("en"), place) for place in (1, 5, 6)] == [
        "First priority",
        "Fifth priority",
        "Priority 6",
    ]


def test_an_empty_answer_is_offered_where_there_is_no_other_way_back() -> None:
    optional = _one(question("single_choice", "day", "monday"))
    required = _one(question("single_choice", "day", "monday", required=True))
    declinable = _one(
        {
            **question("single_choice", "day", "monday"),
            "options": [
                {"code": "monday", "label": {"en": "Monday", "fr": "Lundi"}},
                {"code": "none", "label": {"en": "Rather not", "fr": "Non"}, "missing": True},
            ],
        }
    )
    t = wording("en")
    assert [shown(q, t).can_clear for q in (optional, required, declinable)] == [True, False, False]


def test_of_several_problems_the_first_is_told() -> None:
    problems = [Problem("text_too_long", "a"), Problem("answer_required", "a"), Problem("rank_gap", "b")]
    assert {name: problem.code for name, problem in first_problems(problems).items()} == {
        "a": "text_too_long",
        "b": "rank_gap",
    }
