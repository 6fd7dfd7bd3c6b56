"""Conditions, constraints, calculations and repeated answers on the light face.

1. A constraint is told in the author's words, in the reader's language, with the answers it looked at.
2. What a resident wrote is shown as text wherever it is repeated.
3. A calculated value is stored, whatever was sent for it, and never asked.
4. Today is the day on which the survey was opened, in the town's time.
"""

import html
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.values import TODAY
from tests.engage.web.pages import visit
from tests.factories import both, definition, publish_definition, question, stored
from tests.logic_example import logic_example


def publish(office: Office, found: SurveyDefinition) -> None:
    publish_definition(office, found)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "You said that 2 people live in your home. Give that many children or fewer."),
        ("fr", "Vous avez dit que votre foyer compte 2 personnes. Indiquez ce nombre d’enfants ou moins."),
    ],
)
def test_a_constraint_is_told_in_its_author_s_words(
    office: Office, client: TestClient, language: str, told: str
) -> None:
    publish(office, logic_example())
    page = visit(client, f"/{language}/s/library").fill(members="2", children="3").press("continue")
    assert page.status == 422
    assert told in page.text
    assert page.values("children") == ["3"]


def test_the_whole_way_and_what_is_stored(office: Office, client: TestClient) -> None:
    publish(office, logic_example())
    page = visit(client, "/en/s/library")
    assert "Cost of a visit" not in page.text
    page = page.fill(ward="harbour", born_on="1990-05-05", members="3", children="1", programs=["skating"])
    page = page.press("continue")
    assert page.heading == "Programs in Harbourfront"
    assert "How easy was it to register for Skating?" in page.text
    page = page.fill(ease="4", visits="4").press("continue")
    # How much it was is asked once it is known that they went at all.
    assert "One more thing" in page.text
    page = page.fill(spent="10").press("continue")
    assert "By your answers, a visit cost your household 2.5 dollars." in page.text
    assert "better for 18 to 64?" in page.text
    page = page.fill(fair="too_low", better="Longer hours").press("continue")
    assert page.heading == "Check your answers"
    assert "Programs in Harbourfront" in page.text
    assert "Cost of a visit" not in page.text
    assert page.press("send").heading == "Your answers were sent"
    (answers,) = stored(office)
    assert {name: answers[name] for name in ("age", "age_band", "adults", "cost_per_visit")} == {
        "age": "36",
        "age_band": "18_to_64",
        "adults": "2",
        "cost_per_visit": "2.5",
    }


def test_what_is_sent_for_a_calculated_value_is_passed_over(office: Office, client: TestClient) -> None:
    double = {"value": "times", "left": {"value": "answer", "question": "number"}, "right": 2}
    publish(
        office,
        definition([question("number_entry", "number"), question("calculated", "twice", formula=double)]),
    )
    page = visit(client, "/en/s/library?twice=99").fill(number="4")
    assert page.send([*page.form.fields, ("twice", "99"), ("_do", "send")]).status == 200
    assert stored(office) == [{"number": "4", "twice": "8"}]


HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} {{name|no}} **b** \u202e"


def test_what_a_resident_wrote_is_repeated_as_text(office: Office, client: TestClient) -> None:
    publish(
        office,
        definition(
            pages=[
                [question("short_text", "name")],
                [question("long_text", "why", text=both("Why, {{name|neighbour}}?"))],
            ]
        ),
    )
    first = visit(client, "/en/s/library").fill(name=HOSTILE)
    page = first.press("continue")
    assert "<img" not in page.text
    shown = "Why, \u2068<img src=x onerror=alert(1)> {\u2060{ 7*7 }} {\u2060{name|no}} **b**\u2069?"
    assert shown in html.unescape(page.text)
    check = page.fill(why="So").press("continue")
    assert "<img" not in check.text
    assert shown in html.unescape(check.text)


def test_today_is_the_day_on_which_the_survey_was_opened(
    office: Office, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {"value": "today"}
    publish(
        office,
        definition(
            pages=[
                [question("date_entry", "seen_on"), question("calculated", "opened", formula=seen)],
                [question("long_text", "why")],
            ]
        ),
    )
    # Half past eleven at night in the town.
    monkeypatch.setattr(office, "now", lambda: datetime(2026, 9, 15, 3, 30, tzinfo=UTC))
    page = visit(client, "/en/s/library").fill(seen_on="2026-09-01").press("continue")
    monkeypatch.setattr(office, "now", lambda: datetime(2026, 9, 15, 5, 0, tzinfo=UTC))
    page = page.fill(why="Late").press("continue")
    page.press("send")
    assert stored(office) == [
        {"seen_on": "2026-09-01", "opened": "2026-09-14", "why": "Late", TODAY: "2026-09-14"}
    ]
