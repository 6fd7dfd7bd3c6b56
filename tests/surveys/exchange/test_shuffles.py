"""Shuffled answers between formats: in the words of each, and what has no word is listed."""

import io
import json
from typing import Any

import openpyxl
import pytest

from surveys.exchange.files import carry, write
from surveys.questions import Question
from tests.factories import definition, question
from tests.surveys.exchange.sheets import codes, form
from tests.surveys.exchange.test_limesurvey import parks
from tests.surveys.exchange.test_surveyjs_in import form as surveyjs
from tests.surveys.exchange.test_surveyjs_in import question as of_surveyjs

SHUFFLED = definition([question("single_choice", "ward", "north", "south", shuffled=True)])


def asked(carried: Any, name: str) -> Question:
    found = carried.definition.question(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("parameters", "is_shuffled", "notes"),
    [
        ("randomize=true", True, []),
        ("randomize = True", True, []),
        ("randomize=false", False, []),
        ("", False, []),
        ("randomize=true, seed=${other}", True, [("setting_not_carried", "survey 2")]),
    ],
)
def test_an_xlsform_says_it_in_its_parameters(parameters: str, is_shuffled: bool, notes: list[Any]) -> None:
    carried = form(
        f"""
        type            | name | label::English (en) | label::Français (fr) | parameters
        select_one ward | ward | Where?              | Où?                  | {parameters}
        """
    )
    assert asked(carried, "ward").is_shuffled is is_shuffled
    assert codes(carried) == notes


def test_steps_of_a_scale_cannot_be_shuffled_and_the_loss_is_listed() -> None:
    carried = form(
        """
        type             | name | label::English (en) | label::Français (fr) | appearance | parameters
        select_one steps | ease | How easy?           | Est-ce facile?       | likert     | randomize=true
        """
    )
    assert not asked(carried, "ease").is_shuffled
    assert codes(carried) == [("setting_not_carried", "survey 2")]


def test_what_we_write_says_it_to_other_programs() -> None:
    data, _ = write(SHUFFLED, "xlsform", "survey")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["survey"]
    table = [dict(zip([c.value for c in sheet[1]], [c.value for c in row], strict=True)) for row in sheet]
    [ward] = [row for row in table if row["name"] == "ward"]
    assert ward["parameters"] == "randomize=true"
    data, _ = write(SHUFFLED, "surveyjs", "survey")
    [element] = [e for e in json.loads(data)["pages"][0]["elements"] if e["name"] == "ward"]
    assert element["choicesOrder"] == "random"


def test_somebody_who_takes_it_out_of_our_file_is_believed() -> None:
    data, _ = write(SHUFFLED, "surveyjs", "survey")
    text = json.loads(data)
    for element in text["pages"][0]["elements"]:
        element.pop("choicesOrder", None)
    assert not asked(carry(json.dumps(text).encode(), "survey.json"), "ward").is_shuffled


@pytest.mark.parametrize(
    ("element", "is_shuffled", "notes"),
    [
        ({"type": "radiogroup", "choices": [1, 2], "choicesOrder": "random"}, True, 0),
        ({"type": "checkbox", "choices": [1, 2], "choicesOrder": "none"}, False, 0),
        ({"type": "radiogroup", "choices": [1, 2], "choicesOrder": "asc"}, False, 1),
        ({"type": "matrix", "columns": ["a"], "rows": ["r"], "rowsOrder": "random"}, True, 0),
        ({"type": "matrix", "columns": ["a"], "rows": ["r"], "rowOrder": "random"}, True, 0),
        ({"type": "comment", "choicesOrder": "random"}, False, 1),
    ],
)
def test_surveyjs_says_it_in_a_property(element: dict[str, Any], is_shuffled: bool, notes: int) -> None:
    carried = surveyjs({"type": "text", "name": "one"}, {**element, "name": "q"})
    assert of_surveyjs(carried, "q").is_shuffled is is_shuffled
    assert [note.code for note in carried.notes] == ["setting_not_carried"] * notes


def test_a_page_of_surveyjs_shuffles_its_questions() -> None:
    page = {"name": "p", "questionsOrder": "random", "elements": [{"type": "text", "name": "one"}]}
    carried = carry(json.dumps({"title": "Town", "pages": [page]}).encode(), "f.json")
    assert carried.definition is not None
    assert [page.shuffled for page in carried.definition.pages] == [True]
    assert carried.notes == ()


@pytest.mark.parametrize(("random", "is_shuffled"), [("0", False), ("1", True)])
def test_limesurvey_says_it_in_an_attribute(random: str, is_shuffled: bool) -> None:
    assert asked(parks(random=random), "ward").is_shuffled is is_shuffled
