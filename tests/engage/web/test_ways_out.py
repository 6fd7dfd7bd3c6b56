"""Early ends and endings on the light face: kind, in both languages, honest about what was kept."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from engage.actions import collect
from engage.office import Office
from surveys.definition import read_definition
from tests.engage.web.pages import Page, visit
from tests.factories import answer, both, definition_data, publish_definition, question, stored

LIVES = question("yes_no", "lives_here", required=True)
WARD = question("single_choice", "ward", "north", "south", required=True)
VISITOR = {"test": "selected", "question": "lives_here", "options": ["no"]}
NORTH = {"test": "selected", "question": "ward", "options": ["north"]}
LINK = {"address": "https://larkmere.example/visit?a=1&b=2", "label": both("Visit Larkmere")}
HOSTILE = {"en": "<script>alert(1)</script> & **bold**", "fr": "<b>oui</b>"}


def survey(office: Office, *, pages: Any = None, out: dict[str, Any] | None = None, **more: Any) -> None:
    data = definition_data(pages=pages or [[LIVES], [WARD]], **more)
    data["pages"][0]["screen_outs"] = [{"name": "visitors", "condition": VISITOR, **(out or {})}]
    made = read_definition(data)
    publish_definition(office, made)


def screened_out(client: TestClient, language: str = "en") -> Page:
    return visit(client, f"/{language}/s/library").fill(lives_here="no").press("continue")


@pytest.mark.parametrize(
    ("language", "heading", "kept"),
    [
        ("en", "Thank you for your interest", "We kept none of your answers."),
        ("fr", "Merci de votre intérêt", "Nous n’avons gardé aucune de vos réponses."),
    ],
)
def test_a_screen_out_is_kind_in_both_languages(
    office: Office, client: TestClient, language: str, heading: str, kept: str
) -> None:
    survey(office)
    page = screened_out(client, language)
    assert (page.status, page.heading, page.language) == (200, heading, language)
    assert kept in page.text
    assert page.codes == []
    assert stored(office) == []
    assert "engage_draft_library" not in client.cookies


def test_the_language_can_be_changed_on_it(office: Office, client: TestClient) -> None:
    survey(office, out={"text": both("For residents only.")})
    page = screened_out(client)
    assert "For residents only." in page.text
    assert 'href="/fr/s/library?over=visitors"' in page.text
    french = visit(client, "/fr/s/library?over=visitors")
    assert "For residents only. (fr)" in french.text
    assert french.heading == "Merci de votre intérêt"


@pytest.mark.parametrize("name", ["nobody", "", "../x", "<b>"])
def test_an_end_that_does_not_exist_shows_the_survey(office: Office, client: TestClient, name: str) -> None:
    survey(office)
    assert visit(client, "/en/s/library", params={"over": name}).heading == "Library survey"


def test_answers_that_are_kept_have_a_receipt(office: Office, client: TestClient) -> None:
    survey(office, out={"keeps": "answers"})
    page = screened_out(client)
    reference, code = page.codes
    assert "We kept only the answers that led to this page" in page.text
    assert collect.look_up(office, reference, code)[0].answers == {"lives_here": "no"}
    found = visit(client, "/en/receipt").fill(_reference=reference, _code=code).press("find")
    assert "They are not counted in the results." in found.text


def test_a_full_quota_is_told_kindly(office: Office, client: TestClient) -> None:
    survey(office, quotas=[{"name": "north", "condition": NORTH, "title": both("North"), "limit": 1}])
    answer(office, lives_here="yes", ward="north")
    page = visit(client, "/en/s/library").fill(lives_here="yes").press("continue")
    page = page.fill(ward="north").press("continue")
    assert (page.status, page.heading) == (200, "Thank you for wanting to take part")
    assert "This says nothing about you or your answers." in page.text
    assert len(stored(office)) == 1


def test_a_survey_of_one_page_ends_when_it_is_sent(office: Office, client: TestClient) -> None:
    survey(office, pages=[[LIVES, WARD]])
    page = visit(client, "/en/s/library").fill(lives_here="no", ward="north").press("send")
    assert page.heading == "Thank you for your interest"
    assert stored(office) == []


def test_without_cookies_it_is_the_same(office: Office, cookieless: TestClient) -> None:
    survey(office)
    assert screened_out(cookieless).heading == "Thank you for your interest"


def test_an_author_s_words_are_text_and_the_link_is_only_clicked(office: Office, client: TestClient) -> None:
    survey(office, out={"text": HOSTILE, "link": LINK})
    page = screened_out(client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; **bold**" in page.text
    assert '<a href="https://larkmere.example/visit?a=1&amp;b=2" rel="noopener noreferrer">' in page.text
    assert "larkmere.example" not in page.response.headers["content-security-policy"]


def test_an_ending_stands_on_the_receipt_instead_of_the_thanks(office: Office, client: TestClient) -> None:
    ending = {"name": "north", "condition": NORTH, "text": both("Come to the open house."), "link": LINK}
    survey(office, thanks=both("Thanks from all of us."), endings=[ending])
    for ward, words, other in (
        ("north", "Come to the open house.", "Thanks from all of us."),
        ("south", "Thanks from all of us.", "Come to the open house."),
    ):
        page = visit(client, "/en/s/library").fill(lives_here="yes").press("continue")
        receipt = page.fill(ward=ward).press("continue").press("send")
        assert receipt.heading == "Your answers were sent"
        assert words in receipt.text
        assert other not in receipt.text
        assert ("Visit Larkmere" in receipt.text) is (ward == "north")


def test_a_lost_page_is_shown_again(office: Office, client: TestClient) -> None:
    survey(office, out={"keeps": "answers"})
    first = visit(client, "/en/s/library")
    second = first.fill(lives_here="yes").press("continue")
    token = second.values("_key")[0]
    collect.submit(office, "library", token, {"lives_here": ["no"]}, language="en")
    assert visit(client, "/en/s/library").heading == "Thank you for your interest"
