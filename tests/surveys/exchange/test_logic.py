"""Constraints, calculations and repeated answers go out to other programs and come in from them.

1. The example of them all comes back as it was, except for what was listed when it went out.
2. Forms of other programs are read: constraint, constraint_message, calculate, ``${name}`` in labels;
   validators, expressions and ``{name}`` in titles.
3. What ours cannot say is listed by its place.
4. What somebody changed in the file meanwhile wins over what stands beside.
"""

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from surveys.definition import SurveyDefinition, publishing_problems
from surveys.exchange.differences import differences
from surveys.exchange.files import carry, write
from surveys.exchange.notes import LOSSES
from surveys.exchange.surveyjs_in import read as read_surveyjs
from tests.factories import both, definition, question
from tests.logic_example import logic_example
from tests.surveys.exchange.sheets import form

FILE = {"json": "survey.json", "xlsform": "survey.xlsx", "surveyjs": "survey.json"}


def back(survey: SurveyDefinition, format: str) -> tuple[SurveyDefinition, list[tuple[str, str]]]:
    data, notes = write(survey, format, "survey")
    carried = carry(data, FILE[format])
    assert carried.definition is not None, carried.refusals
    return carried.definition, [(note.code, note.place) for note in notes if note.code in LOSSES]


@pytest.mark.parametrize(
    ("format", "lost"),
    [
        ("json", []),
        ("xlsform", []),
        # It has no word for how many options were chosen.
        ("surveyjs", [("setting_not_carried", "ease")]),
    ],
)
def test_the_example_comes_back_but_for_what_was_listed(format: str, lost: list[tuple[str, str]]) -> None:
    found, listed = back(logic_example(), format)
    assert listed == lost
    assert [(n.code, n.place) for n in differences(logic_example(), found)] == lost
    for name in ("age", "age_band", "adults", "cost_per_visit", "children", "born_on"):
        assert found.question(name) == logic_example().question(name)


def test_the_form_of_the_example_is_valid_and_says_it_to_other_programs() -> None:
    data, _ = write(logic_example(), "xlsform", "logic")
    made = convert(data, file_type=".xlsx")
    assert made.warnings == []
    sheet = load_workbook(io.BytesIO(data))["survey"]
    header, *rows = sheet.iter_rows(values_only=True)
    by_name = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_name["children"]["constraint"] == ". >= 0 and . <= 20 and . <= ${members}"
    assert by_name["children"]["constraint_message::English (en)"].startswith("You said that ${members} ")
    assert by_name["adults"]["calculation"] == "(${members} - coalesce(${children}, 0))"
    assert by_name["spent"]["relevant"] == "${visits} > 0"
    assert by_name["ease"]["label::English (en)"] == "How easy was it to register for ${programs}?"


def test_what_is_changed_in_the_file_wins(tmp_path: Any) -> None:
    book = load_workbook(io.BytesIO(write(logic_example(), "xlsform", "logic")[0]))
    sheet = book["survey"]
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(header, row, strict=True))
        if cells["name"].value == "adults":
            cells["calculation"].value = "${members} - 1"
        if cells["name"].value == "ease":
            cells["label::English (en)"].value = "Was ${programs} easy?"
    target = tmp_path / "survey.xlsx"
    book.save(target)
    carried = carry(target.read_bytes(), "survey.xlsx")
    assert carried.definition is not None
    adults, ease = (carried.definition.question(name) for name in ("adults", "ease"))
    assert adults is not None
    assert ease is not None
    assert adults.formula.model_dump(mode="json") == {  # type: ignore[attr-defined]
        "value": "minus",
        "left": {"value": "answer", "question": "members"},
        "right": 1.0,
    }
    assert ease.text["en"] == "Was {{programs}} easy?"


def test_a_form_from_outside_brings_its_rules() -> None:
    rule, years = ". <= ${all} and . >= 0", "int((today() - ${born}) div 365.25)"
    carried = form(
        f"""
        type      | name | label::en           | constraint   | constraint_message::en | calculation
        integer   | all  | How many in all?    |              |                        |
        integer   | kids | How many children?  | {rule}       | Fewer than in all.     |
        date      | born | Born?               | . < today()  |                        |
        calculate | age  | Age                 |              |                        | {years}
        calculate | odd  |                     |              |                        | now()
        text      | why  | Why are you ${{age}}? | regex(., 1) |                        |
        """
    )
    assert carried.definition is not None
    assert sorted((note.code, note.place) for note in carried.notes) == [
        ("calculation_not_carried", "survey 6"),
        ("constraint_not_carried", "survey 7"),
        ("fallback_needed", "why"),
    ]
    kids, born, why = (carried.definition.question(name) for name in ("kids", "born", "why"))
    assert kids is not None
    assert kids.constraint is not None
    assert kids.constraint.message == {"en": "Fewer than in all."}
    assert kids.constraint.condition.holds({"all": "3", "kids": "3"})
    assert not kids.constraint.condition.holds({"all": "3", "kids": "4"})
    assert born is not None
    assert born.constraint is not None
    assert set(born.constraint.message) == {"en", "fr"}
    assert why is not None
    assert why.text == {"en": "Why are you {{age}}?"}
    found = [problem.code for problem in publishing_problems(carried.definition, None)]
    assert "pipe_same_page" not in found


def test_surveyjs_from_outside_brings_its_rules() -> None:
    data = {
        "pages": [
            {
                "name": "first",
                "elements": [
                    {"type": "text", "inputType": "number", "name": "all", "title": "How many?"},
                    {
                        "type": "text",
                        "inputType": "number",
                        "name": "kids",
                        "title": "Children?",
                        "validators": [
                            {"type": "expression", "expression": "{kids} <= {all}", "text": "Too many."},
                            {"type": "regex", "regex": "x"},
                        ],
                    },
                    {
                        "type": "expression",
                        "name": "adults",
                        "title": "Adults",
                        "expression": "{all} - {kids}",
                    },
                ],
            },
            {
                "name": "second",
                "elements": [
                    {"type": "comment", "name": "why", "title": "Why {adults}?", "visibleIf": "{adults} > 1"}
                ],
            },
        ]
    }
    carried = read_surveyjs(data, "x.json")
    assert carried.definition is not None
    assert [(note.code, note.place) for note in carried.notes] == [
        ("constraint_not_carried", "kids"),
        ("fallback_needed", "why"),
    ]
    kids, adults, why = (carried.definition.question(name) for name in ("kids", "adults", "why"))
    assert kids is not None
    assert kids.constraint is not None
    assert kids.constraint.message == {"en": "Too many."}
    assert adults is not None
    assert adults.work_out({"all": "3", "kids": "1"}) == "2"
    assert why is not None
    assert why.relevance is not None
    assert why.relevance.holds({"adults": "2"})
    assert why.text == {"en": "Why {{adults}}?"}


@pytest.mark.parametrize("format", ["xlsform", "surveyjs"])
def test_what_a_format_has_no_words_for_is_listed(format: str) -> None:
    clock = {"value": "time", "time": "12:00"}
    early = {"test": "compare", "left": {"value": "answer", "question": "at"}, "sign": "<", "right": clock}
    many = {"value": "how_many", "of": [early]}
    survey = definition(
        [
            question("time_entry", "at", constraint={"condition": early, "message": both("Mornings only.")}),
            question("calculated", "mornings", formula=many),
            question("long_text", "why", relevance={"test": "answered", "question": "mornings"}),
        ]
    )
    found, listed = back(survey, format)
    assert listed == [
        ("setting_not_carried", "at"),
        ("question_left_out", "mornings"),
        ("setting_not_carried", "why"),
    ]
    assert [q.name for q in found.questions()] == ["at", "why"]


def test_surveyjs_says_it_to_other_programs() -> None:
    data = json.loads(write(logic_example(), "surveyjs", "logic")[0])
    elements = {element["name"]: element for page in data["pages"] for element in page["elements"]}
    assert elements["children"]["validators"][0]["expression"] == "{children} <= {members}"
    assert elements["cost_per_visit"]["expression"] == "({spent} / {visits})"
    assert elements["age"]["expression"] == "dateDiff({born_on}, today(), 'years')"
    assert elements["better"]["title"]["default"].endswith("for {age_band}?")
