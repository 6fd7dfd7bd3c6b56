"""Formulas as authors write them: read into the tree, written back equal, refused with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, read_definition
from surveys.formulas import CODES, DEEPEST, FUNCTIONS, FormulaError, read_condition, read_value, written
from tests.factories import definition, question

EXAMPLES = ("logic", "who_is_asked", "every_question_kind")


def household() -> SurveyDefinition:
    return definition(
        [
            question("number_entry", "age"),
            question("number_entry", "members"),
            question("date_entry", "born"),
            question("time_entry", "leaves"),
            question("short_text", "street"),
            question("single_choice", "ward", "north", "south"),
            question("multiple_choice", "used", "permits", "2nd-home"),
            question("number_entry", "today"),
        ]
    )


KNOWN = {each.name: each for each in household().questions()}
AGE: dict[str, Any] = {"value": "answer", "question": "age"}


def compare(sign: str, right: Any, left: Any = AGE) -> dict[str, Any]:
    return {"test": "compare", "left": left, "sign": sign, "right": right}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("age >= 18", compare(">=", 18.0)),
        ("age ≥ 18", compare(">=", 18.0)),
        ("age <> -1.5", compare("!=", -1.5)),
        ('street = "Main ""A"""', compare("=", 'Main "A"', {"value": "answer", "question": "street"})),
        ("street = « rue King »", compare("=", "rue King", {"value": "answer", "question": "street"})),
        ('ward = "north"', {"test": "selected", "question": "ward", "options": ["north"]}),
        (
            "ward != 'north'",
            {"test": "not", "of": {"test": "selected", "question": "ward", "options": ["north"]}},
        ),
        (
            'selected(used, permits, "2nd-home")',
            {"test": "selected", "question": "used", "options": ["permits", "2nd-home"]},
        ),
        ("answered(age)", {"test": "answered", "question": "age"}),
        ("count(used) = 2", compare("=", 2.0, {"value": "count", "question": "used"})),
        ("18 <= age <= 65", {"test": "between", "of": AGE, "lowest": 18.0, "highest": 65.0}),
        ("between(age, 18, 65)", {"test": "between", "of": AGE, "lowest": 18.0, "highest": 65.0}),
        (
            "born < today and leaves >= 7:30",
            {
                "test": "all",
                "of": [
                    compare("<", {"value": "today"}, {"value": "answer", "question": "born"}),
                    compare(
                        ">=", {"value": "time", "time": "07:30:00"}, {"value": "answer", "question": "leaves"}
                    ),
                ],
            },
        ),
        ("{today} = 3", compare("=", 3.0, {"value": "answer", "question": "today"})),
        (
            "not age < 18 or (age > 5 AND members > 1)",
            {
                "test": "any",
                "of": [
                    {"test": "not", "of": compare("<", 18.0)},
                    {
                        "test": "all",
                        "of": [
                            compare(">", 5.0),
                            compare(">", 1.0, {"value": "answer", "question": "members"}),
                        ],
                    },
                ],
            },
        ),
    ],
)
def test_a_condition_is_read(text: str, tree: dict[str, Any]) -> None:
    assert read_condition(text, KNOWN) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", {"value": "plus", "left": 1.0, "right": {"value": "times", "left": 2.0, "right": 3.0}}),
        (
            "(1 + 2) ÷ age",
            {"value": "divided", "left": {"value": "plus", "left": 1.0, "right": 2.0}, "right": AGE},
        ),
        ("-age", {"value": "minus", "left": 0.0, "right": AGE}),
        (
            "round(age / 3, 1)",
            {"value": "round", "of": {"value": "divided", "left": AGE, "right": 3.0}, "decimals": 1},
        ),
        (
            "years(born, today())",
            {"value": "years", "since": {"value": "answer", "question": "born"}, "until": {"value": "today"}},
        ),
        (
            "later(2026-09-14; 7)",
            {"value": "later", "day": {"value": "date", "day": "2026-09-14"}, "days": 7.0},
        ),
        (
            'if(age > 17, "adult", "child")',
            {"value": "if", "when": compare(">", 17.0), "then": "adult", "otherwise": "child"},
        ),
        (
            "how_many(age > 1, answered(street))",
            {"value": "how_many", "of": [compare(">", 1.0), {"test": "answered", "question": "street"}]},
        ),
    ],
)
def test_a_value_is_read(text: str, tree: Any) -> None:
    assert read_value(text, KNOWN) == tree


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("  ", "formula_empty", {}),
    ("age >", "formula_unfinished", {}),
    ("(age > 1", "formula_unfinished", {}),
    ("age > 1)", "formula_unexpected", {"text": ")"}),
    ("age @ 1", "formula_unexpected", {"text": "@ 1"}),
    ('street = "Main', "formula_unclosed_text", {"text": '"Main'}),
    ("agee > 1", "formula_unknown_name", {"name": "agee", "near": "age"}),
    ("xyz > 1", "formula_unknown_name", {"name": "xyz", "near": ""}),
    ("summ(age) > 1", "formula_unknown_function", {"name": "summ", "near": "sum"}),
    ("years(born) > 1", "formula_parts", {"name": "years", "fewest": 2, "most": 2, "given": 1}),
    ("selected(ward)", "formula_parts", {"name": "selected", "fewest": 2, "most": 50, "given": 1}),
    ('selected("ward", north)', "formula_needs_name", {"name": "selected"}),
    ("round(age, 1.5) > 1", "formula_needs_whole_number", {"name": "round"}),
    ("age", "formula_needs_condition", {}),
    ("(age > 1) > 2", "formula_needs_value", {}),
    ("age = 2026-02-30", "formula_unexpected", {"text": "2026-02-30"}),
    ("leaves = 25:00", "formula_unexpected", {"text": "25:00"}),
    ("age > 10000000000000", "formula_unexpected", {"text": "10000000000000"}),
    ("(" * (DEEPEST + 1) + "age > 1" + ")" * (DEEPEST + 1), "formula_too_long", {"most": 5000}),
    ("not " * 50 + "age > 1", "formula_too_long", {"most": 5000}),
    ("a" * 5001, "formula_too_long", {"most": 5000}),
    ("__import__('os')", "formula_unknown_function", {"name": "__import__", "near": ""}),
]


@pytest.mark.parametrize(("text", "code", "details"), REFUSED)
def test_what_cannot_be_read_is_told(text: str, code: str, details: dict[str, Any]) -> None:
    with pytest.raises(FormulaError) as told:
        read_condition(text, KNOWN)
    assert (told.value.code, told.value.details) == (code, details)


def test_every_code_comes_up() -> None:
    assert {code for _, code, _ in REFUSED} == CODES


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_was_written_reads_back_equal(name: str) -> None:
    path: Path = ROOT / "data" / "examples" / f"{name}.json"
    made = read_definition(json.loads(path.read_text("utf-8")))
    known = {each.name: each for each in made.questions()}
    rules = [(rule, tree) for each in made.questions() for rule, tree in each.rules()]
    rules += [("relevance", way.condition) for way in made.ways_out()]
    for rule, tree in rules:
        data = tree.model_dump(mode="json")
        read = read_value if rule == "formula" else read_condition
        assert type(tree).model_validate(read(written(data), known)) == tree


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_is_written_as_it_is_read(name: str) -> None:
    texts = {
        "selected": "selected(ward, north)",
        "answered": "answered(ward)",
        "count": "count(used)",
        "how_many": "how_many(age > 1)",
        "all": "all(age > 1)",
        "any": "any(age > 1)",
        "between": "1 <= age <= 2",
        "if": 'if(age > 1, "a", "b")',
        "days": "days(born, today)",
        "years": "years(born, today)",
        "later": "later(born, 3)",
        "round": "round(age, 2)",
        "cut": "cut(age, 0)",
    }
    text = texts.get(name, f"{name}(age, members)")
    read = read_condition if name in ("selected", "answered", "all", "any", "between") else read_value
    assert written(read(text, KNOWN)) == text
