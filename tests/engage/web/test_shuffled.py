"""Shuffled options and questions on the light face: one order a form, whatever happens to the form."""

import re
from typing import Any

from starlette.testclient import TestClient

from engage.office import Office
from surveys.definition import read_definition
from surveys.store import responses
from tests.engage.web.pages import Page, visit
from tests.factories import definition_data, make_survey, publish_definition, question, survey_now

WARD = question("single_choice", "ward", *"abcdefgh", shuffled=True, required=True)
USED = question("multiple_choice", "used", *"klmnop", shuffled=True)
LAST = question("long_text", "last", required=True)
SURVEY = "/en/s/library"


def order(page: Page, name: str) -> list[str]:
    """Return the options of a question as they stand on a page."""
    return re.findall(rf'name="{name}" id="[^"]*" value="(\w)"', page.text)


def kept_orders(office: Office) -> list[Any]:
    with office.db.read() as tx:
        return [one.orders for one in responses.of_survey(tx, survey_now(office).id)]


def test_a_form_keeps_its_order_and_the_order_is_kept_with_the_response(
    office: Office, client: TestClient
) -> None:
    make_survey(office, questions=[WARD, USED, LAST])
    first = visit(client, SURVEY)
    shown = order(first, "ward")
    refused = first.fill(ward=shown[0], used=["k"]).press("send")
    assert set(refused.errors) == {"last"}
    assert order(refused, "ward") == shown
    in_french = refused.press("language")
    assert order(in_french, "ward") == shown
    receipt = in_french.fill(last="Merci").press("send")
    assert receipt.status == 200
    assert kept_orders(office) == [{"ward.options": shown, "used.options": order(first, "used")}]


def test_forms_differ(office: Office, client: TestClient) -> None:
    make_survey(office, questions=[WARD])
    shown = {tuple(order(visit(client, SURVEY), "ward")) for _ in range(8)}
    assert len(shown) > 1
    assert {"".join(sorted(one)) for one in shown} == {"abcdefgh"}


def test_a_draft_come_back_to_has_its_order(office: Office, client: TestClient) -> None:
    make_survey(office, pages=[[question("yes_no", "first")], [WARD]])
    second = visit(client, SURVEY).fill(first="yes").press("continue")
    shown = order(second, "ward")
    assert order(visit(client, SURVEY), "ward") == shown
    checked = second.fill(ward="a").press("continue")
    changed = checked.press("change:ward")
    assert order(changed, "ward") == shown


def test_without_cookies_the_order_is_the_same(office: Office, cookieless: TestClient) -> None:
    make_survey(office, pages=[[question("yes_no", "first")], [WARD], [LAST]])
    second = visit(cookieless, SURVEY).fill(first="yes").press("continue")
    shown = order(second, "ward")
    back = second.fill(ward="a").press("continue").press("back")
    assert order(back, "ward") == shown


def test_questions_of_a_page_change_places(office: Office, client: TestClient) -> None:

    data = definition_data(pages=[[question("yes_no", name) for name in "abcdef"]])
    data["pages"][0]["shuffled"] = True
    publish_definition(office, read_definition(data))
    page = visit(client, SURVEY)
    shown = list(dict.fromkeys(re.findall(r'name="(\w)" id="q-', page.text)))
    assert sorted(shown) == list("abcdef")
    page.fill(a="yes").press("send")
    assert kept_orders(office) == [{"page_1.questions": shown}]
