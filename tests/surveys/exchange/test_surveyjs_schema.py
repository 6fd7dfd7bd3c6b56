"""What goes out to SurveyJS is valid to the schema that SurveyJS ships.

The schema allows any properties and any element: each is also checked against the class that its ``type``
names, and has nothing that this class has not, but for what an export of ours writes beside.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from jsonschema import Draft7Validator

from surveys.definition import SurveyDefinition
from surveys.exchange.files import write
from surveys.exchange.surveyjs import OWN
from tests.every_kind import example
from tests.surveys.exchange.definitions import definitions

SCHEMA = Path(__file__).parent.parent.parent / "fixtures" / "surveyjs" / "surveyjs_definition.json"


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    Draft7Validator.check_schema(found)
    return found


def properties(name: str) -> set[str]:
    """Return what a class of SurveyJS has, with what it takes from the classes it is made of."""
    told = schema()["definitions"][name]
    own = set(told.get("properties", {}))
    for part in told.get("allOf", ()):
        own |= set(part.get("properties", {}))
        if "$ref" in part:
            own |= properties(part["$ref"].rpartition("/")[2].removeprefix("#"))
    return own


def problems(definition: SurveyDefinition) -> list[str]:
    return problems_of(json.loads(write(definition, "surveyjs", "survey")[0]))


def problems_of(data: Any) -> list[str]:
    found = [error.message for error in Draft7Validator(schema()).iter_errors(data)]
    for page in data["pages"]:
        found += [f"page has no {name}" for name in sorted(set(page) - properties("page") - {OWN})]
        for element in page["elements"]:
            unknown = set(element) - properties(element["type"]) - {"type", OWN}
            found += [f"{element['type']} has no {name}" for name in sorted(unknown)]
            whole = {"$ref": f"#/definitions/{element['type']}", "definitions": schema()["definitions"]}
            found += [error.message for error in Draft7Validator(whole).iter_errors(element)]
    return found


def test_the_survey_of_every_kind_is_valid() -> None:
    assert problems(example()) == []


@given(definition=definitions())
@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_every_survey_is_valid(definition: SurveyDefinition) -> None:
    assert problems(definition) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "comment", "name": "q", "rows": "many"},
        {"type": "text", "name": "q", "longest": 5},
        {"type": "text"},
        {"type": "rating", "name": "q", "isRequired": "yes"},
    ],
)
def test_what_is_wrong_is_seen(wrong: dict[str, Any]) -> None:
    assert problems_of({"pages": [{"name": "p", "elements": [wrong]}]}) != []
