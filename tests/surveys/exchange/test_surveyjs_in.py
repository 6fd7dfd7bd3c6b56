"""SurveyJS definitions from outside: what is carried, and what is listed."""

import json
from typing import Any

import pytest

from surveys.exchange.files import carry
from surveys.exchange.notes import Carried
from surveys.questions import Question
from surveys.relevance import Answered, Not, Selected

WARD = {
    "type": "radiogroup",
    "name": "ward",
    "title": {"default": "Where?", "fr": "Où?"},
    "choices": ["old", "new"],
}


def form(*elements: dict[str, Any], **more: Any) -> Carried:
    return carry(
        json.dumps({"title": "Town", "pages": [{"name": "p", "elements": elements}], **more}).encode(),
        "f.json",
    )


def question(carried: Carried, name: str) -> Question:
    assert carried.definition is not None, carried.refusals
    found = carried.definition.question(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ({"type": "dropdown", "choices": [1, 2]}, "single_choice"),
        ({"type": "checkbox", "choices": [{"value": "a", "text": "A"}]}, "multiple_choice"),
        ({"type": "boolean"}, "yes_no"),
        ({"type": "boolean", "labelTrue": "Sure", "labelFalse": "Never"}, "single_choice"),
        ({"type": "rating"}, "rating_scale"),
        ({"type": "rating", "rateMin": 0, "rateMax": 10}, "nps"),
        ({"type": "rating", "rateValues": ["low", "high"]}, "single_choice"),
        ({"type": "text"}, "short_text"),
        ({"type": "text", "inputType": "number"}, "number_entry"),
        ({"type": "text", "inputType": "email"}, "email_address"),
        ({"type": "comment"}, "long_text"),
        ({"type": "html", "html": "<p>Read this</p>"}, "information"),
        ({"type": "matrix", "columns": ["a"], "rows": ["r"]}, "matrix_single"),
    ],
)
def test_each_element_is_a_kind(element: dict[str, Any], kind: str) -> None:
    carried = form({"type": "text", "name": "one"}, {**element, "name": "q"})
    assert question(carried, "q").kind == kind
    assert carried.notes == ()


@pytest.mark.parametrize(
    ("visible_if", "condition"),
    [
        ("{ward} = 'old'", Selected(question="ward", options=("old",))),
        ("{ward} anyof ['old', 'new']", Selected(question="ward", options=("old", "new"))),
        ("{ward} notempty", Answered(question="ward")),
        ("!({ward} == 'old')", Not(of=Selected(question="ward", options=("old",)))),
        ("{ward} <> 'old'", Not(of=Selected(question="ward", options=("old",)))),
    ],
)
def test_a_condition_is_carried(visible_if: str, condition: object) -> None:
    carried = form(WARD, {"type": "comment", "name": "why", "visibleIf": visible_if})
    assert (question(carried, "why").relevance, carried.notes) == (condition, ())


def test_panels_stand_on_the_page_and_dynamic_ones_are_refused() -> None:
    inner = {
        "type": "panel",
        "name": "box",
        "visibleIf": "{ward} = 'old'",
        "elements": [{"type": "text", "name": "t"}],
    }
    carried = form(WARD, inner)
    assert question(carried, "t").relevance == Selected(question="ward", options=("old",))
    assert [(note.code, note.place) for note in carried.notes] == [("group_flattened", "box")]
    refused = form({"type": "paneldynamic", "name": "children"})
    assert ("repeat_refused", "children") in [(refusal.code, refusal.place) for refusal in refused.refusals]


def test_what_is_left_behind_is_listed() -> None:
    carried = form(
        {**WARD, "showOtherItem": True, "choicesByUrl": {"url": "https://example.org"}},
        {"type": "signaturepad", "name": "sign"},
        {"type": "comment", "name": "why", "visibleIf": "age({born}) > 18", "validators": []},
        {
            "type": "html",
            "name": "h",
            "html": "See <a href='https://example.org'>this</a><script>x()</script>",
        },
        calculatedValues=[],
    )
    assert [(note.code, note.place) for note in carried.notes] == [
        ("setting_not_carried", "survey"),
        ("setting_not_carried", "ward"),
        ("type_not_carried", "sign"),
        ("relevance_not_carried", "why"),
        ("markup_removed", "h"),
    ]
    assert question(carried, "h").text == {"en": "See this"}
    assert question(carried, "ward_other").kind == "other_text"
