"""Options that only some are offered, on the light face.

1. A page offers what goes with the answers of earlier pages, in either language, without scripts.
2. Somebody who goes back and changes the earlier answer is told, and chooses again.
3. What was not offered is not taken, however it was sent.
"""

import pytest
from starlette.testclient import TestClient

from engage.office import Office
from tests.engage.web.pages import Page, visit
from tests.factories import definition, option, publish_definition, question, stored

NOT_OFFERED = "The answer you had chosen no longer goes with what you answered before."
REGION = question("single_choice", "region", "north", "south", required=True)


def if_region(code: str) -> dict[str, object]:
    return {"test": "selected", "question": "region", "options": [code]}


def publish(office: Office, kind: str = "single_choice", **settings: object) -> None:
    asked = question(kind, "place", **settings)
    asked["options"] = [
        option("park", relevance=if_region("north")),
        option("rink", relevance=if_region("north")),
        option("beach", relevance=if_region("south")),
    ]
    found = definition(pages=[[REGION], [asked], [question("short_text", "last")]])
    publish_definition(office, found)


def offered(page: Page) -> list[str]:
    return [code for code in ("park", "rink", "beach") if f'value="{code}"' in page.text]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("look", ["list", "dropdown"])
def test_a_page_offers_what_goes_with_earlier_answers(
    office: Office, client: TestClient, language: str, look: str
) -> None:
    publish(office, look=look)
    page = visit(client, f"/{language}/s/library").fill(region="north").press("continue")
    assert offered(page) == ["park", "rink"]


def test_somebody_who_changes_the_earlier_answer_chooses_again(office: Office, client: TestClient) -> None:
    publish(office)
    page = visit(client, "/en/s/library").fill(region="north").press("continue")
    page = page.fill(place="park").press("continue").press("continue")
    assert page.heading == "Check your answers"
    page = page.press("change:region").fill(region="south").press("continue")
    assert page.errors == {"place": f"{NOT_OFFERED} Please choose again."}
    assert offered(page) == ["beach"]
    page = page.fill(place="beach").press("continue")
    assert page.heading == "Check your answers"
    assert page.press("send").heading == "Your answers were sent"
    assert [answers["place"] for answers in stored(office)] == ["beach"]


def test_what_was_not_offered_is_not_taken(office: Office, client: TestClient) -> None:
    publish(office, "multiple_choice")
    page = visit(client, "/en/s/library").fill(region="north").press("continue")
    page = page.fill(place=["park", "beach"]).press("continue")
    assert page.status == 422
    assert stored(office) == []
