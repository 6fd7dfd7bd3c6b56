"""Choices that only some are offered, in other programs' words: in, out, and in again.

1. A cascade of lists is read option by option: what a filter says of the option is worked out, the rest is
   its condition. Options that nobody is offered stay away; one that stands twice is offered by either.
2. Where a list depends on an answer of the same page, a page begins, and that is said.
3. A filter that says something else is listed, and everybody is offered everything.
4. What goes out says it in the other program's own words, and comes back equal.
"""

import json
from typing import Any

import pytest
from pyxform.xls2xform import convert

from surveys.definition import SurveyDefinition
from surveys.exchange.differences import differences
from surveys.exchange.files import carry, write
from surveys.exchange.notes import LOSSES, Carried
from surveys.questions import Option
from surveys.relevance import All, AnyOf, Compare, Not, Selected
from tests.factories import both, definition, option, question
from tests.surveys.exchange.sheets import codes, form

CHOICES = """
list_name | name    | label   | region | near
region    | north   | North   |        |
region    | south   | South   |        |
park      | creek   | Creek   | north  | north
park      | pier    | Pier    | south  | north south
park      | lost    | Lost    | moon   |
park      | other   | Other   | north  |
park      | other   | Other   | south  |
"""


def cascade(choice_filter: str) -> Carried:
    survey = f"""
        type              | name   | label   | choice_filter
        select_one region | region | Where?  |
        select_one park   | park   | Which?  | {choice_filter}
        text              | why    | Why?    |
        """
    return form(survey, choices=CHOICES)


def offered(carried: Carried, name: str = "park") -> list[tuple[str, object]]:
    assert carried.definition is not None, carried.refusals
    found = carried.definition.question(name)
    assert found is not None
    return [(each.code, each.relevance) for each in found.choices()]


def chosen(*regions: str, of: str = "region") -> Selected:
    return Selected(question=of, options=regions)


@pytest.mark.parametrize(
    ("choice_filter", "found"),
    [
        (
            "region=${region}",
            [("creek", chosen("north")), ("pier", chosen("south")), ("other", chosen("north", "south"))],
        ),
        (
            "selected(near, ${region})",
            [("creek", chosen("north")), ("pier", chosen("north", "south"))],
        ),
        (
            "region = ${region} or name = 'other'",
            [("creek", chosen("north")), ("pier", chosen("south")), ("other", None)],
        ),
        ("region = 'north' and true()", [("creek", None), ("other", None)]),
        ("not(region != 'south')", [("pier", None), ("other", None)]),
        (
            "region != ${region} and name != 'lost'",
            [
                ("creek", Not(of=chosen("north"))),
                ("pier", Not(of=chosen("south"))),
                ("other", AnyOf(of=(Not(of=chosen("north")), Not(of=chosen("south"))))),
            ],
        ),
    ],
)
def test_a_filter_is_read_choice_by_choice(choice_filter: str, found: list[tuple[str, object]]) -> None:
    carried = cascade(choice_filter)
    assert offered(carried) == found
    assert [note for note in carried.notes if note.code in LOSSES] == []


def test_a_page_begins_where_a_list_depends_on_its_own_page() -> None:
    carried = cascade("region=${region}")
    assert codes(carried) == [("page_begun", "park")]
    assert carried.definition is not None
    pages = [(page.name, [q.name for q in page.questions]) for page in carried.definition.pages]
    assert pages == [("page_1", ["region"]), ("page_1_2", ["park", "why"])]


def test_a_page_begins_where_a_text_repeats_an_answer_of_its_own_page() -> None:
    carried = form(
        """
        type    | name | label
        text    | pet  | What is your pet called?
        integer | age  | How old is ${pet}?
        note    | end  | Thank you for ${pet}.
        """
    )
    assert [note for note in codes(carried) if note[0] == "page_begun"] == [("page_begun", "age")]
    assert carried.definition is not None
    pages = [[q.name for q in page.questions] for page in carried.definition.pages]
    assert pages == [["pet"], ["age", "end"]]


@pytest.mark.parametrize(
    "choice_filter",
    ["pulldata('a', region)", "region > ${region}", "unknown = ${region}", "region =", "false()"],
)
def test_a_filter_that_says_something_else_is_listed(choice_filter: str) -> None:
    carried = form(
        f"""
        type              | name   | label   | choice_filter
        select_one region | region | Where?  |
        select_one ward   | ward   | Which?  | {choice_filter}
        """,
        choices=CHOICES + "ward | old | Old | north |\nward | new | New | south |",
    )
    assert codes(carried) == [("choice_filter_not_carried", "survey 3")]
    assert offered(carried, "ward") == [("old", None), ("new", None)]


def test_a_number_and_several_answers_decide_as_well() -> None:
    carried = form(
        """
        type                   | name | label | choice_filter
        integer                | age  | Age?  |
        select_multiple region | been | Been? |
        select_one park        | park | Best? | age <= ${age} and selected(${been}, region)
        """,
        choices="list_name | name | label | region | age\nregion | north | N\npark | slide | S | north | 12",
    )
    ((code, condition),) = offered(carried)
    assert code == "slide"
    assert isinstance(condition, All)
    assert condition.of[1] == chosen("north", of="been")


def test_a_line_of_a_table_is_asked_about_on_its_own_condition() -> None:
    carried = form(
        """
        type              | name   | label  | appearance | relevant
        begin_group       | one    | One    |            |
        select_one region | region | Where? |            |
        end_group         |        |        |            |
        begin_group       | rate   | Rate   | table-list |
        select_one steps  | creek  | Creek  |            | ${region} = 'north'
        select_one steps  | pier   | Pier   |            |
        end_group         |        |        |            |
        """,
        choices=CHOICES + "steps | bad | Bad | | \nsteps | good | Good | | ",
    )
    assert carried.definition is not None, carried.refusals
    rate = carried.definition.question("rate")
    assert [(row.code, row.relevance) for row in rate.rows] == [("creek", chosen("north")), ("pier", None)]  # type: ignore[union-attr]


def test_a_table_whose_lines_look_at_each_other_stays_questions() -> None:
    carried = form(
        """
        type              | name   | label  | appearance | relevant
        begin_group       | rate   | Rate   | table-list |
        select_one steps  | creek  | Creek  |            |
        select_one steps  | pier   | Pier   |            | ${creek} = 'bad'
        end_group         |        |        |            |
        """,
        choices="list_name | name | label\nsteps | bad | Bad\nsteps | good | Good",
    )
    assert carried.definition is not None, carried.refusals
    assert [q.name for q in carried.definition.questions()] == ["creek", "pier"]


SURVEYJS: dict[str, Any] = {
    "title": "Parks",
    "pages": [
        {"name": "one", "elements": [{"type": "checkbox", "name": "regions", "choices": ["north", "south"]}]},
        {
            "name": "two",
            "elements": [
                {
                    "type": "dropdown",
                    "name": "park",
                    "choices": [
                        {"value": "creek", "text": "Creek", "visibleIf": "{regions} contains 'north'"},
                        {"value": "pier", "text": "Pier"},
                        {"value": "deck", "text": "Deck", "visibleIf": "countInArray(1) > 2"},
                    ],
                },
                {
                    "type": "checkbox",
                    "name": "again",
                    "choices": ["north", "south"],
                    "choicesVisibleIf": "{regions} contains {item}",
                },
                {
                    "type": "matrix",
                    "name": "rate",
                    "columns": ["bad", "good"],
                    "rows": ["north", "south"],
                    "rowsVisibleIf": "{regions} contains {item}",
                },
            ],
        },
    ],
}


def test_surveyjs_says_it_of_each_item_or_of_all() -> None:
    carried = carry(json.dumps(SURVEYJS).encode(), "parks.json")
    assert offered(carried) == [("creek", chosen("north", of="regions")), ("pier", None), ("deck", None)]
    assert offered(carried, "again") == [(c, chosen(c, of="regions")) for c in ("north", "south")]
    assert carried.definition is not None
    rate = carried.definition.question("rate")
    assert [row.relevance for row in rate.rows] == [chosen(c, of="regions") for c in ("north", "south")]  # type: ignore[union-attr]
    assert codes(carried) == [("choice_filter_not_carried", "park")]


def survey() -> SurveyDefinition:
    by_region = {"test": "selected", "question": "region", "options": ["north"]}
    old = {"test": "compare", "left": {"value": "answer", "question": "age"}, "sign": ">=", "right": 65}
    options = [option("creek", relevance=by_region), option("pier"), option("club", relevance=old)]
    options.append(option("dock", relevance=by_region))
    rows = [{"code": "bus", "label": both("Bus"), "relevance": old}, {"code": "car", "label": both("Car")}]
    return definition(
        pages=[
            [question("single_choice", "region", "north", "south"), question("number_entry", "age")],
            [
                {**question("single_choice", "park"), "options": options},
                {**question("multiple_choice", "parks"), "options": options},
                {**question("ranking", "best", places=2), "options": options},
                question("matrix_single", "rate", "bad", "good", rows=rows),
            ],
        ]
    )


@pytest.mark.parametrize("format", ["json", "xlsform", "surveyjs"])
def test_it_goes_out_and_comes_back_equal(format: str) -> None:
    data, notes = write(survey(), format, "parks")
    carried = carry(data, "parks.xlsx" if format == "xlsform" else "parks.json")
    assert differences(survey(), carried.definition) == ()
    assert [note for note in notes if note.code in LOSSES] == []


def test_other_programs_are_told_in_their_own_words() -> None:
    made = convert(write(survey(), "xlsform", "parks")[0], file_type=".xlsx")
    assert made.warnings == []
    assert "offered = 'all' or (offered = '1' and" in made.xform
    elements = json.loads(write(survey(), "surveyjs", "parks")[0])["pages"][1]["elements"]
    assert [choice.get("visibleIf") for choice in elements[0]["choices"]] == [
        "{region} = 'north'",
        None,
        "{age} >= 65",
        "{region} = 'north'",
    ]
    assert elements[3]["rows"][0]["visibleIf"] == "{age} >= 65"


def test_what_a_format_has_no_words_for_is_listed() -> None:
    clock = {
        "test": "compare",
        "left": {"value": "answer", "question": "at"},
        "sign": "<",
        "right": {"value": "time", "time": "12:00"},
    }
    asked: dict[str, Any] = {
        **question("single_choice", "park"),
        "options": [option("a", relevance=clock), option("b")],
    }
    found = definition(pages=[[question("time_entry", "at")], [asked]])
    for format in ("xlsform", "surveyjs"):
        notes = write(found, format, "parks")[1]
        assert [(n.code, n.place, n.details) for n in notes if n.code in LOSSES] == [
            ("setting_not_carried", "park", {"setting": "options"})
        ]


def test_options_are_values_that_can_be_compared() -> None:
    assert Option(code="a", label={}) == Option(code="a", label={}, relevance=None)
    assert isinstance(survey().question("rate").rows[0].relevance, Compare)  # type: ignore[union-attr]
