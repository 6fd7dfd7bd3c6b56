"""Conditions and calculations read as sentences, in English and in French."""

from typing import Any

import pytest

from engage.wording import wording
from engage.wording.conditions import in_words, rules_in_words
from surveys.definition import SurveyDefinition
from tests.factories import both, definition, question
from tests.logic_example import logic_example


def selected(name: str, *options: str) -> dict[str, Any]:
    return {"test": "selected", "question": name, "options": list(options)}


def answer(name: str) -> dict[str, str]:
    return {"value": "answer", "question": name}


def compare(left: Any, sign: str, right: Any) -> dict[str, Any]:
    return {"test": "compare", "left": left, "sign": sign, "right": right}


def no(condition: dict[str, Any]) -> dict[str, Any]:
    return {"test": "not", "of": condition}


AGE = answer("age")
ASKED = [
    question("single_choice", "ward", "north", "south", text="Ward?"),
    question("multiple_choice", "used", "tax", "bus", text="Used?"),
    question("number_entry", "age", text="Age?"),
    question("date_entry", "seen", text="Seen?"),
    question("time_entry", "at", text="At?"),
    question("short_text", "street", text="Street?"),
    question(
        "matrix_single",
        "parts",
        "easy",
        "hard",
        text="Parts?",
        rows=[{"code": "pay", "label": both("Paying")}],
    ),
    question("calculated", "twice", text="Twice", formula=AGE),
]


def told(condition: dict[str, Any], language: str = "en") -> str:
    made: SurveyDefinition = definition([*ASKED, question("long_text", "why", relevance=condition)])
    why = made.question("why")
    assert why is not None
    return in_words(wording(language), why.relevance, made)


@pytest.mark.parametrize(
    ("condition", "english", "french"),
    [
        (
            selected("ward", "north", "south"),
            "the answer to “Ward?” is “North” or “South”",
            "la réponse à « Ward? (fr) » est « North (fr) » ou « South (fr) »",
        ),
        (
            no(selected("used", "tax")),
            "the answers to “Used?” do not include “Tax”",
            "les réponses à « Used? (fr) » ne comprennent pas « Tax (fr) »",
        ),
        (
            selected("parts", "pay=hard"),
            "the answer to “Parts?” is “Paying – Hard”",
            "la réponse à « Parts? (fr) » est « Paying (fr) – Hard (fr) »",
        ),
        (
            compare(AGE, ">=", 1234.5),
            "the answer to “Age?” is at least 1,234.5",
            "la réponse à « Age? (fr) » vaut au moins 1 234,5",
        ),
        (
            compare(answer("seen"), "<", {"value": "date", "day": "2026-09-01"}),
            "the answer to “Seen?” is before September 1, 2026",
            "la réponse à « Seen? (fr) » précède 1er septembre 2026",
        ),
        (
            compare(answer("at"), ">=", {"value": "time", "time": "14:05"}),
            "the answer to “At?” is 14:05 or after",
            "la réponse à « At? (fr) » est 14 h 05 ou après",
        ),
        (
            {"test": "answered", "question": "twice"},
            "“Twice” is known",
            "« Twice (fr) » est connu",
        ),
        (
            {"test": "between", "of": AGE, "lowest": 18, "highest": 24},
            "the answer to “Age?” is from 18 to 24",
            "la réponse à « Age? (fr) » va de 18 à 24",
        ),
    ],
)
def test_a_condition_reads_as_part_of_a_sentence(
    condition: dict[str, Any], english: str, french: str
) -> None:
    assert told(condition) == english
    assert told(condition, "fr").replace("\u00a0", " ").replace("\u202f", " ") == french


def test_what_belongs_together_stands_in_brackets() -> None:
    north, tax = selected("ward", "north"), {"test": "answered", "question": "used"}
    either = {"test": "any", "of": [north, tax]}
    assert told({"test": "all", "of": [either, no(tax)]}) == (
        "(the answer to “Ward?” is “North” or “Used?” was answered) and “Used?” was not answered"
    )
    assert told(no(either)).startswith("it is not so that (the answer to")
    assert told({"test": "all", "of": [north]}) == told(north)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            {"value": "plus", "left": AGE, "right": {"value": "times", "left": 2, "right": 3}},
            "Age?” + (2 × 3)",
        ),
        ({"value": "sum", "of": [1, 2, AGE]}, "the sum of 1, 2 and the answer to “Age?”"),
        ({"value": "first", "of": [AGE, 0]}, "the first there is of the answer to “Age?” and 0"),
        ({"value": "count", "question": "used"}, "the number of answers chosen to “Used?”"),
        (
            {"value": "years", "since": answer("seen"), "until": {"value": "today"}},
            "the full years from the answer to “Seen?” to the day of the survey",
        ),
        (
            {"value": "how_many", "of": [compare(AGE, ">", 1)]},
            "how many of these hold: the answer to “Age?” is",
        ),
        (
            {"value": "round", "of": {"value": "mean", "of": [1, 2]}},
            "(the mean of 1 and 2) rounded to 0 decimals",
        ),
    ],
)
def test_a_value_reads_as_part_of_a_sentence(value: Any, said: str) -> None:
    assert said in told(compare(value, ">", 1))


def test_a_long_question_is_named_by_its_beginning_without_what_it_repeats() -> None:
    long = question(
        "number_entry", "age", text="How old were you when you moved to {{ward|the town}} " + "x" * 80
    )
    made = definition([ASKED[0], long, question("long_text", "why", relevance=compare(AGE, "=", 1))])
    said = in_words(wording("en"), list(made.questions())[-1].relevance, made)
    assert said == "the answer to “How old were you when you moved to the town xxxxxxxxxxxxxxx…” is 1"


def test_every_rule_of_the_example_is_told_in_both_languages() -> None:
    survey = logic_example()
    for found in survey.questions():
        english, french = (rules_in_words(wording(code), found, survey) for code in ("en", "fr"))
        assert len(english) == len(french) == len(dict(found.rules()))
        assert all(one != other for one, other in zip(english, french, strict=True))
    band = survey.question("age_band")
    assert band is not None
    assert rules_in_words(wording("fr"), band, survey)[1].startswith(
        "Calcul\u00a0: «\u00a0Moins de 18 ans\u00a0» si"
    )
