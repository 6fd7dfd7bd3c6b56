"""Conditions as rows and groups: what a change of one part makes of the whole."""

from typing import Any

import pytest

from engage.portal.building.trees import (
    Group,
    Row,
    added,
    codes_of,
    comparisons_for,
    group_of,
    joined,
    labels_of,
    part_at,
    replaced,
    row_for,
    row_of,
    tree_of,
    tree_of_row,
)
from tests.factories import definition, question

A: dict[str, Any] = {"test": "answered", "question": "a"}
B: dict[str, Any] = {"test": "answered", "question": "b"}
C: dict[str, Any] = {"test": "selected", "question": "c", "options": ["x"]}


def everything(test: str, *parts: Any) -> dict[str, Any]:
    return {"test": test, "of": list(parts)}


def no(part: Any) -> dict[str, Any]:
    return {"test": "not", "of": part}


@pytest.mark.parametrize(
    ("tree", "group"),
    [
        (None, Group("all", ())),
        (A, Group("all", (A,))),
        (no(A), Group("all", (no(A),))),
        (everything("any", A, B), Group("any", (A, B))),
        (no(everything("any", A, B)), Group("none", (A, B))),
        (no(everything("all", A, B)), Group("not_all", (A, B))),
    ],
)
def test_a_condition_is_a_group_and_comes_back(tree: Any, group: Group) -> None:
    assert group_of(tree) == group
    assert tree_of(group, is_whole=True) == tree


def test_a_group_inside_stays_a_group_with_one_row() -> None:
    tree = everything("all", A, everything("any", B))
    assert part_at(tree, (1, 0)) == B
    assert replaced(tree, (1, 0), C) == everything("all", A, everything("any", C))
    assert replaced(tree, (1, 0), None) == A
    assert replaced(tree, (1,), None) == A
    assert replaced(tree, (0,), None) == everything("any", B)
    assert replaced(A, (0,), None) is None


def test_parts_are_added_where_they_are_asked_for() -> None:
    assert added(None, (), A) == A
    assert added(A, (), B) == everything("all", A, B)
    assert added(everything("any", A, B), (), C) == everything("any", A, B, C)
    assert added(everything("all", A, everything("any", B)), (1,), C) == everything(
        "all", A, everything("any", B, C)
    )


def test_parts_go_together_in_another_way() -> None:
    tree = everything("all", A, everything("any", B, C))
    assert joined(tree, (), "none") == no(everything("any", A, everything("any", B, C)))
    assert joined(tree, (1,), "not_all") == everything("all", A, no(everything("all", B, C)))


def test_a_place_that_is_gone_changes_nothing() -> None:
    assert replaced(A, (4,), B) == A
    assert part_at(A, (4, 2)) is None


AGE = {"value": "answer", "question": "age"}


@pytest.mark.parametrize(
    ("tree", "row"),
    [
        (A, Row("a", "answered")),
        (no(A), Row("a", "not_answered")),
        (C, Row("c", "selected", options=("x",))),
        (no(C), Row("c", "not_selected", options=("x",))),
        ({"test": "compare", "left": AGE, "sign": ">=", "right": 18.0}, Row("age", ">=", values=(18.0,))),
        (
            {"test": "compare", "left": {"value": "count", "question": "c"}, "sign": "=", "right": 2.0},
            Row("c", "count =", values=(2.0,)),
        ),
        (
            {"test": "between", "of": AGE, "lowest": 1.0, "highest": AGE},
            Row("age", "between", values=(1.0, AGE)),
        ),
    ],
)
def test_a_part_is_a_row_and_comes_back(tree: Any, row: Row) -> None:
    assert row_of(tree) == row
    assert tree_of_row(row) == tree


@pytest.mark.parametrize(
    "tree",
    [
        no({"test": "compare", "left": AGE, "sign": "=", "right": 1.0}),
        {"test": "compare", "left": 1.0, "sign": "=", "right": AGE},
        {
            "test": "compare",
            "left": AGE,
            "sign": "=",
            "right": {"value": "plus", "left": 1.0, "right": 2.0},
        },
    ],
)
def test_what_says_more_is_no_row(tree: Any) -> None:
    assert row_of(tree) is None


MADE = definition(
    [
        question("single_choice", "ward", "north", "south"),
        question("multiple_choice", "used", "a", "b"),
        question("number_entry", "age"),
        question("date_entry", "day"),
        question("time_entry", "hour"),
        question("long_text", "why"),
        {**question("matrix_single", "grid", "good", "bad"), "rows": [
            {"code": "desk", "label": {"en": "Desk", "fr": "Comptoir"}},
            {"code": "web", "label": {"en": "Web", "fr": "Web"}},
        ]},
    ]
)  # fmt: skip
SIGNS = ["=", "!=", "<", "<=", ">", ">="]


@pytest.mark.parametrize(
    ("name", "tests"),
    [
        ("ward", ["selected", "not_selected", "answered", "not_answered"]),
        (
            "used",
            ["selected", "not_selected", "count =", "count <=", "count >=", "answered", "not_answered"],
        ),
        ("age", [*SIGNS, "between", "answered", "not_answered"]),
        ("day", [*SIGNS, "between", "answered", "not_answered"]),
        ("hour", [*SIGNS, "between", "answered", "not_answered"]),
        ("why", ["=", "!=", "answered", "not_answered"]),
        ("grid", ["selected", "not_selected", "answered", "not_answered"]),
    ],
)
def test_each_sort_of_answer_has_the_tests_that_make_sense(name: str, tests: list[str]) -> None:
    asked = MADE.question(name)
    assert asked is not None
    assert comparisons_for(asked) == tests


@pytest.mark.parametrize("name", [each.name for each in MADE.questions()])
def test_every_row_that_can_be_chosen_is_taken_by_a_survey(name: str) -> None:
    asked = MADE.question(name)
    assert asked is not None
    for test in comparisons_for(asked):
        last = question("long_text", "last", relevance=tree_of_row(row_for(asked, test)))
        data = MADE.as_data()["pages"][0]["questions"]
        assert definition([*data, last]).question("last") is not None


def test_what_was_compared_with_is_kept_where_it_fits() -> None:
    age, ward = MADE.question("age"), MADE.question("ward")
    assert age is not None
    assert ward is not None
    assert row_for(age, "between", Row("age", "<", values=(18.0,))).values == (18.0, 0)
    assert row_for(age, "<", Row("age", "<", values=(AGE,))).values == (AGE,)
    assert row_for(age, "<", Row("day", "<", values=({"value": "today"},))).values == (0,)
    assert row_for(ward, "not_selected", Row("ward", "selected", options=("south",))).options == ("south",)
    assert row_for(ward, "", Row("used", "selected", options=("a",))).options == ("north",)


def test_a_line_of_a_matrix_goes_with_its_option() -> None:
    grid = MADE.question("grid")
    assert grid is not None
    assert labels_of(grid)["desk=good"] == {"en": "Desk – Good", "fr": "Comptoir – Good (fr)"}
    assert len(codes_of(grid)) == 4
