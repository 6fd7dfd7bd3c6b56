"""What is wrong with conditions, constraints and calculations is named with its place before anybody answers.

1. A rule looks at what is asked before it; a constraint may look at its own answer too.
2. Calculations that need each other are named with the way round.
3. What cannot be compared or calculated is named by what it is.
"""

from typing import Any

import pytest

from engage.wording.problems import told
from surveys.definition import read_definition
from surveys.problems import DefinitionError, Problem
from tests.factories import both, definition_data, question


def answer(name: str) -> dict[str, str]:
    return {"value": "answer", "question": name}


def compare(left: Any, sign: str, right: Any) -> dict[str, Any]:
    return {"test": "compare", "left": left, "sign": sign, "right": right}


def calculated(name: str, formula: Any, **settings: Any) -> dict[str, Any]:
    return question("calculated", name, formula=formula, **settings)


def constraint(condition: dict[str, Any]) -> dict[str, Any]:
    return {"condition": condition, "message": both("Please look again.")}


ASKED = [
    question("single_choice", "ward", "north", "south"),
    question("multiple_choice", "used", "permits", "tax"),
    question("number_entry", "age"),
    question("date_entry", "moved_on"),
    question("time_entry", "called_at"),
    question("short_text", "street"),
    question("rating_scale", "ease", points=5),
    question("map_point", "place"),
]


def problems(*more: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        read_definition(definition_data([*ASKED, *more]))
    except DefinitionError as error:
        return [(problem.code, problem.place) for problem in error.problems]
    return []


def asked_if(condition: dict[str, Any]) -> dict[str, Any]:
    return question("long_text", "why", relevance=condition)


@pytest.mark.parametrize(
    "condition",
    [
        compare(answer("age"), ">=", 18),
        compare(answer("ease"), "<", answer("age")),
        compare(answer("moved_on"), "<=", {"value": "today"}),
        compare(answer("called_at"), "<", {"value": "time", "time": "12:00"}),
        compare(answer("street"), "=", "Main Street"),
        compare({"value": "count", "question": "used"}, ">", 1),
        {"test": "between", "of": answer("age"), "lowest": 18, "highest": 24},
        compare({"value": "years", "since": answer("moved_on"), "until": {"value": "today"}}, ">", 5),
    ],
)
def test_values_of_one_sort_are_compared(condition: dict[str, Any]) -> None:
    assert problems(asked_if(condition)) == []


@pytest.mark.parametrize(
    ("condition", "code", "sentence"),
    [
        (compare(answer("ward"), ">", 3), "types_unlike", "A rule compares a choice with a number."),
        (compare(answer("age"), "=", "18"), "types_unlike", "A rule compares a number with a text."),
        (
            compare(answer("moved_on"), "<", answer("called_at")),
            "types_unlike",
            "A rule compares a day with a time of day.",
        ),
        (compare(answer("used"), "=", answer("used")), "types_unlike", "A rule compares several choices "),
        (compare(answer("place"), "=", "x"), "types_unlike", "A rule compares an answer that has no single"),
        (compare(answer("street"), "<", "M"), "types_unordered", "A rule asks for more or less of a text,"),
        (
            compare({"value": "plus", "left": answer("ward"), "right": 1}, "=", 2),
            "types_unfit",
            "A rule needs a number and finds a choice.",
        ),
        (
            compare({"value": "count", "question": "street"}, "=", 2),
            "types_unfit",
            "A rule needs several choices and finds a text.",
        ),
        (
            compare({"value": "days", "since": answer("age"), "until": {"value": "today"}}, "=", 2),
            "types_unfit",
            "A rule needs a day and finds a number.",
        ),
        (
            {"test": "between", "of": answer("age"), "lowest": 1, "highest": "2"},
            "types_unlike",
            "A rule compares a number with a text.",
        ),
    ],
)
def test_a_clash_is_named_by_what_clashes(condition: dict[str, Any], code: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        read_definition(definition_data([*ASKED, asked_if(condition)]))
    (problem,) = raised.value.problems
    assert (problem.code, problem.place) == (code, "why")
    assert told(problem, "en").sentence.startswith(sentence)


def test_a_rule_looks_at_what_is_asked_before() -> None:
    over = compare(answer("salary"), ">", 1)
    assert problems(asked_if(over), question("number_entry", "salary")) == [
        ("relevance_later_question", "why")
    ]
    assert problems(asked_if(over)) == [("relevance_unknown_question", "why")]
    assert problems(asked_if(compare(answer("why"), "=", "x"))) == [("relevance_later_question", "why")]
    assert problems(calculated("double", answer("agee"))) == [("calculation_unknown_question", "double")]
    assert problems(calculated("double", answer("salary")), question("number_entry", "salary")) == [
        ("calculation_later_question", "double")
    ]


def test_a_constraint_looks_at_its_own_answer() -> None:
    even = question("number_entry", "even", constraint=constraint(compare(answer("even"), ">", 1)))
    assert problems(even) == []
    told_off = constraint(compare(answer("age"), ">", 1))
    assert problems(question("information", "note", constraint=told_off)) == [
        ("constraint_misplaced", "note")
    ]
    assert problems(calculated("sum", answer("age"), constraint=told_off)) == [
        ("constraint_misplaced", "sum")
    ]


def test_calculations_that_need_each_other_are_named_with_the_way_round() -> None:
    first = calculated("first", {"value": "plus", "left": answer("second"), "right": 1})
    second = calculated("second", {"value": "plus", "left": answer("first"), "right": 1})
    with pytest.raises(DefinitionError) as raised:
        read_definition(definition_data([*ASKED, first, second, calculated("own", answer("own"))]))
    assert list(raised.value.problems) == [
        Problem("calculation_cycle", "first", {"ring": "first → second → first"}),
        Problem("calculation_cycle", "second", {"ring": "second → first → second"}),
        Problem("calculation_cycle", "own", {"ring": "own → own"}),
    ]


def test_a_rule_may_be_long_but_not_endless() -> None:
    parts = [answer("age")] * 50
    rows = [{"value": "sum", "of": parts}] * 39
    assert problems(calculated("long", {"value": "sum", "of": rows})) == []
    assert problems(calculated("long", {"value": "sum", "of": rows * 2})) != []
    deep: Any = answer("age")
    for _ in range(3000):
        deep = {"value": "round", "of": deep}
    assert [code for code, _ in problems(calculated("deep", deep))] == ["field_wrong"]


def test_a_calculation_means_what_it_gives() -> None:
    band = {"value": "if", "when": compare(answer("age"), ">=", 18), "then": "adult", "otherwise": "minor"}
    assert (
        problems(
            calculated("band", band),
            calculated("moved_plus", {"value": "later", "day": answer("moved_on"), "days": 30}),
            asked_if(
                {
                    "test": "all",
                    "of": [
                        compare(answer("band"), "=", "adult"),
                        compare(answer("moved_plus"), "<", {"value": "today"}),
                    ],
                }
            ),
        )
        == []
    )
    options = [{"code": code, "label": both(code)} for code in ("adult", "minor")]
    named = calculated("band", band, options=options)
    chosen = {"test": "selected", "question": "band", "options": ["adult"]}
    assert problems(named, asked_if(chosen)) == []
    assert problems(named, asked_if({**chosen, "options": ["elder"]})) == [
        ("relevance_unknown_option", "why")
    ]
    assert problems(calculated("all_used", answer("used"))) == [("types_unfit", "all_used")]
    mixed = {**band, "otherwise": 1}
    assert problems(calculated("band", mixed)) == [("types_unlike", "band")]
