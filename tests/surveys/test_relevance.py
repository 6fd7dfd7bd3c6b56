"""Who is asked a question: conditions over earlier answers."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from surveys.relevance import Condition

READ: TypeAdapter[Any] = TypeAdapter(Condition)


def selected(name: str, *options: str) -> dict[str, Any]:
    return {"test": "selected", "question": name, "options": list(options)}


ANSWERED = {"test": "answered", "question": "improve"}
NORTH = selected("ward", "north")
TAX = selected("used", "tax", "permits")


@pytest.mark.parametrize(
    ("condition", "answers", "holds"),
    [
        (NORTH, {"ward": "north"}, True),
        (NORTH, {"ward": "south"}, False),
        (NORTH, {"ward": None}, False),
        (NORTH, {}, False),
        (NORTH, {"ward": "northern"}, False),
        (TAX, {"used": ["library", "permits"]}, True),
        (TAX, {"used": ["library"]}, False),
        (TAX, {"used": []}, False),
        (ANSWERED, {"improve": "More light"}, True),
        (ANSWERED, {"improve": None}, False),
        ({"test": "not", "of": NORTH}, {}, True),
        ({"test": "not", "of": NORTH}, {"ward": "north"}, False),
        ({"test": "all", "of": [NORTH, TAX]}, {"ward": "north", "used": ["tax"]}, True),
        ({"test": "all", "of": [NORTH, TAX]}, {"ward": "north"}, False),
        ({"test": "any", "of": [NORTH, TAX]}, {"ward": "north"}, True),
        ({"test": "any", "of": [NORTH, TAX]}, {}, False),
        ({"test": "any", "of": [{"test": "not", "of": {"test": "all", "of": [NORTH]}}]}, {}, True),
    ],
)
def test_a_condition_holds(condition: dict[str, Any], answers: dict[str, Any], holds: bool) -> None:
    assert READ.validate_python(condition).holds(answers) is holds


def test_a_condition_names_every_question_below_it() -> None:
    nested = {"test": "any", "of": [{"test": "not", "of": NORTH}, {"test": "all", "of": [TAX, ANSWERED]}]}
    assert [leaf.question for leaf in READ.validate_python(nested).questions()] == ["ward", "used", "improve"]


@pytest.mark.parametrize(
    "data",
    [{}, {"test": "eval", "code": "1"}, {"test": "all", "of": []}, {**NORTH, "options": []}, "ward == north"],
)
def test_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(ValueError):
        READ.validate_python(data)
