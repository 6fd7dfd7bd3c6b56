"""What a new version changes, and what of it breaks a trend."""

from typing import Any

import pytest

from surveys.changes import CODES, Change, changes, trend_breaks
from tests.factories import definition, option, question

WARD = question("single_choice", "ward", "north", "south", text={"en": "Which ward?", "fr": "Quel quartier?"})
RATE = question("rating_scale", "rate")
GRID = question("matrix_single", "grid", "good", "poor", rows=[option("speed"), option("price")])
IF_NORTH = {"test": "selected", "question": "ward", "options": ["north"]}


def of_ward(**settings: Any) -> list[str]:
    """Return the codes of what changes when the question about the ward does."""
    found = changes(definition([WARD, RATE]), definition([WARD | settings, RATE]))
    assert {each.place for each in found} <= {"ward"}
    return [each.code for each in found]


def test_nothing_changed() -> None:
    assert changes(definition(), definition()) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"text": {"en": "Where do you live?", "fr": "Quel quartier?"}}, "wording_changed"),
        ({"text": {"en": "Which ward? ", "fr": "Quel  quartier ?"}}, "signs_changed"),
        ({"hint": {"en": "Roughly", "fr": "Environ"}}, "hint_changed"),
        ({"options": [option("north"), option("south"), option("west")]}, "options_added"),
        ({"options": [option("north")]}, "options_removed"),
        ({"options": [option("south"), option("north")]}, "options_reordered"),
        ({"options": [option("north", label="Upper town"), option("south")]}, "options_relabelled"),
        ({"options": [option("north"), option("south", missing=True)]}, "settings_changed"),
        ({"required": True}, "required_changed"),
        ({"look": "dropdown"}, "look_changed"),
        ({"segment": True}, "look_changed"),
    ],
)
def test_each_change_has_its_code(settings: dict[str, Any], code: str) -> None:
    assert of_ward(**settings) == [code]


def test_the_scale_the_lines_and_the_base() -> None:
    before = definition([WARD, RATE, GRID])
    after = definition(
        [WARD, RATE | {"points": 7, "relevance": IF_NORTH}, GRID | {"rows": [option("speed")]}]
    )
    assert [(each.code, each.place) for each in changes(before, after)] == [
        ("options_added", "rate"),
        ("base_changed", "rate"),
        ("settings_changed", "rate"),
        ("lines_changed", "grid"),
    ]


def test_what_breaks_a_trend_is_told_apart() -> None:
    before = definition([WARD, RATE])
    after = definition([RATE, WARD | {"hint": {"en": "Roughly"}, "options": [option("north")]}], title="New")
    assert [each.code for each in trend_breaks(before, after)] == ["options_removed"]
    assert [(each.code, each.place) for each in changes(before, after)] == [
        ("survey_changed", "title"),
        ("question_moved", "rate"),
        ("hint_changed", "ward"),
        ("options_removed", "ward"),
        ("question_moved", "ward"),
    ]


def test_questions_and_pages_come_and_go() -> None:
    before = definition(pages=[[WARD], [RATE]])
    after = definition(pages=[[WARD, GRID]])
    assert [(each.code, each.place) for each in changes(before, after)] == [
        ("page_removed", "page_2"),
        ("question_added", "grid"),
        ("question_removed", "rate"),
    ]
    assert ("page_added", "page_2") in [(each.code, each.place) for each in changes(after, before)]


def test_another_kind_under_the_same_name_breaks_it() -> None:
    found = changes(definition([WARD]), definition([question("long_text", "ward")]))
    assert [(each.code, each.breaks_trend) for each in found] == [("kind_changed", True)]


def test_a_code_nobody_registered_is_refused() -> None:
    assert "nonsense" not in CODES
    with pytest.raises(ValueError, match="nonsense"):
        Change("nonsense", "ward")
