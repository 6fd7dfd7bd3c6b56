"""Kinds that few programs have: files, budgets, sliders, fields side by side; what stands beside options."""

import json
from typing import Any

import pytest

from surveys.definition import SurveyDefinition, read_definition
from surveys.exchange.files import carry, write
from surveys.exchange.notes import Carried
from tests.factories import both, definition_data, option, question
from tests.surveys.exchange.sheets import codes


def surveyjs(*elements: dict[str, Any]) -> Carried:
    return carry(json.dumps({"pages": [{"elements": list(elements)}]}).encode(), "survey.json")


def settings(carried: Carried, name: str) -> dict[str, Any]:
    assert carried.definition is not None, carried.refusals
    found = carried.definition.question(name)
    assert found is not None
    return found.model_dump(mode="json")


@pytest.mark.parametrize(
    ("element", "takes", "most", "largest", "notes"),
    [
        ({}, ["images", "pdf"], 1, 5, []),
        ({"acceptedTypes": "image/*", "sourceType": "camera"}, ["images"], 1, 5, []),
        ({"acceptedTypes": ".png, .pdf", "allowMultiple": True}, ["images", "pdf"], 5, 5, []),
        ({"acceptedTypes": ".txt", "allowMultiple": True, "maxFiles": 3}, ["text"], 3, 5, []),
        ({"acceptedCategories": "image", "maxSize": 2_500_000}, ["images"], 1, 3, []),
        ({"acceptedTypes": ".docx"}, ["images", "pdf"], 1, 5, ["acceptedTypes"]),
        ({"maxSize": 90_000_000}, ["images", "pdf"], 1, 10, ["maxSize"]),
    ],
)
def test_files_are_taken_as_far_as_ours_go(
    element: dict[str, Any], takes: list[str], most: int, largest: int, notes: list[str]
) -> None:
    carried = surveyjs({"type": "file", "name": "photo", "title": "A photo?", **element})
    made = settings(carried, "photo")
    assert (made["kind"], made["takes"], made["most"], made["largest"]) == (
        "file_upload",
        takes,
        most,
        largest,
    )
    assert [note.details["setting"] for note in carried.notes] == notes


def test_a_field_of_several_is_a_question_of_its_own() -> None:
    carried = surveyjs(
        {
            "type": "multipletext",
            "name": "home",
            "title": "Your home",
            "items": [
                {"name": "rooms", "title": "Rooms", "inputType": "number", "isRequired": True},
                {"name": "street"},
            ],
        },
        {"type": "text", "name": "why", "visibleIf": "{home.rooms} > 3"},
    )
    rooms, street = settings(carried, "home_rooms"), settings(carried, "home_street")
    assert (rooms["kind"], rooms["text"], rooms["required"]) == (
        "number_entry",
        {"en": "Your home – Rooms"},
        True,
    )
    assert (street["kind"], street["text"]) == ("short_text", {"en": "Your home – street"})
    assert settings(carried, "why")["relevance"]["left"] == {"value": "answer", "question": "home_rooms"}
    assert codes(carried) == [("group_flattened", "home")]


def test_who_does_not_say_gives_no_answer() -> None:
    carried = surveyjs(
        {
            "type": "radiogroup",
            "name": "age",
            "choices": ["young", "old"],
            "showRefuseItem": True,
            "refuseText": "Rather not",
            "showDontKnowItem": True,
        }
    )
    options = settings(carried, "age")["options"]
    assert [(o["code"], o["label"]["en"], o["missing"]) for o in options] == [
        ("young", "young", False),
        ("old", "old", False),
        ("refused", "Rather not", True),
        ("dont_know", "Don’t know", True),
    ]
    assert carried.notes == ()


@pytest.mark.parametrize(
    ("element", "kind", "notes"),
    [
        ({"min": 0, "max": 10}, "number_slider", []),
        ({"min": 0, "max": 1, "step": 0.1}, "number_slider", []),
        ({"sliderType": "range"}, "number_slider", ["sliderType"]),
        ({"min": 5, "max": 5}, "number_entry", ["min"]),
        ({"min": "a"}, "number_entry", ["min"]),
    ],
)
def test_a_slider_is_a_number(element: dict[str, Any], kind: str, notes: list[str]) -> None:
    carried = surveyjs({"type": "slider", "name": "how", **element})
    assert settings(carried, "how")["kind"] == kind
    assert [note.details["setting"] for note in carried.notes] == notes


def budgets() -> SurveyDefinition:
    split = {**question("budget_split", "shares", "trees", "benches", total=200), "unit": both("dollars")}
    later = question("short_text", "why", relevance={"test": "answered", "question": "shares"})
    projects: dict[str, Any] = question("budget_projects", "projects", budget=500)
    projects["options"] = [option("pool", cost=400), option("path", cost=90)]
    return read_definition(definition_data(pages=[[split, later, projects]]))


def element(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in data["pages"][0]["elements"] if one["name"] == name)


@pytest.mark.parametrize("format", ["xlsform", "surveyjs"])
def test_a_budget_and_its_costs_come_back(format: str) -> None:
    carried = carry(
        write(budgets(), format, "survey")[0], "survey.xlsx" if format == "xlsform" else "survey.json"
    )
    assert carried.definition == budgets()


def test_an_amount_that_somebody_adds_to_the_file_is_an_option() -> None:
    data = json.loads(write(budgets(), "surveyjs", "survey")[0])
    element(data, "shares")["items"].append({"name": "paths", "title": "Paths"})
    made = settings(carry(json.dumps(data).encode(), "survey.json"), "shares")
    assert ([o["code"] for o in made["options"]], made["total"]) == (["trees", "benches", "paths"], 200)


@pytest.mark.parametrize(
    "beside", [{"pool": {"cost": "much"}}, {"pool": {"price": 1}}, {"pool": 4}, [], {"x": {"cost": 1}}]
)
def test_what_stands_beside_and_does_not_fit_is_left_alone(beside: object) -> None:
    data = json.loads(write(budgets(), "surveyjs", "survey")[0])
    element(data, "projects")["engage"]["of_options"] = beside
    carried = carry(json.dumps(data).encode(), "survey.json")
    assert [o["code"] for o in settings(carried, "projects")["options"]] == ["pool", "path"]
