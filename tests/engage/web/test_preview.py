"""The preview of a draft on the light pages: for those who may edit it, page by page, and nothing is kept."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engage.actions import sign_in
from engage.office import Office
from engage.web import preview
from tests.factories import cast, definition, make_survey, question, stored

FIRST = question("single_choice", "ward", "north", "south", required=True, text="Which ward?")
THEN = question(
    "long_text", "why", text="Why?", relevance={"test": "selected", "question": "ward", "options": ["north"]}
)


@pytest.fixture
def looks(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser in which somebody of the cast is signed in; the cookie is their name."""
    people = cast(office)
    monkeypatch.setattr(sign_in, "actor_of", lambda _office, token: getattr(people, token or "rosa"))
    make_survey(office, is_published=False, pages=[[FIRST], [THEN]])
    with TestClient(Starlette(routes=preview.routes(office))) as client:
        client.cookies.set(sign_in.COOKIE, "ana")
        yield client


@pytest.mark.parametrize("name", ["rosa", "cho", "dev", "sam", "ava"])
def test_whoever_may_not_edit_finds_nothing(looks: TestClient, name: str) -> None:
    looks.cookies.set(sign_in.COOKIE, name)
    assert looks.get("/preview/en/library").status_code == 404


@pytest.mark.parametrize("address", ["/preview/de/library", "/preview/en/none", "/preview/en/Not a slug"])
def test_what_is_not_there_is_not_found(looks: TestClient, address: str) -> None:
    assert looks.get(address).status_code == 404


@pytest.mark.parametrize(("language", "told"), [("en", "This is the draft."), ("fr", "Ceci est l’ébauche.")])
def test_the_draft_is_shown_in_both_languages(looks: TestClient, language: str, told: str) -> None:
    page = looks.get(f"/preview/{language}/library")
    assert page.status_code == 200
    assert told in page.text
    assert f'action="/preview/{language}/library"' in page.text
    assert f'lang="{language}"' in page.text


def test_it_goes_page_by_page_and_keeps_nothing(looks: TestClient, office: Office) -> None:
    send = {"_page": "page_1", "_do": "continue"}
    refused = looks.post("/preview/en/library", data=send)
    assert (refused.status_code, "There is a problem" in refused.text) == (422, True)
    second = looks.post("/preview/en/library", data=send | {"ward": "north"})
    assert "Why?" in second.text
    assert re.search(r'type="hidden" name="ward" value="north"', second.text)
    check = looks.post(
        "/preview/en/library",
        data={"_page": "page_2", "_do": "continue", "ward": "north", "why": "<b>Light</b>"},
    )
    assert "&lt;b&gt;Light&lt;/b&gt;" in check.text
    assert "<b>Light" not in check.text
    done = looks.post("/preview/en/library", data={"_do": "send", "ward": "north", "why": "Light"})
    assert "Here the answers would be sent." in done.text
    assert stored(office) == []


def test_a_page_nobody_is_asked_is_passed_over(looks: TestClient) -> None:
    check = looks.post("/preview/en/library", data={"_page": "page_1", "_do": "continue", "ward": "south"})
    assert "Why?" not in check.text
    back = looks.post("/preview/en/library", data={"_do": "back", "ward": "south"})
    assert "Which ward?" in back.text
    change = looks.post("/preview/en/library", data={"_do": "change:ward", "ward": "south"})
    assert "Which ward?" in change.text


def test_words_carried_along_are_words(looks: TestClient) -> None:
    page = looks.post(
        "/preview/en/library",
        data={"_page": "page_2", "_do": "back", "ward": "north", "why": '"><script>alert(1)</script>'},
    )
    assert "<script>" not in page.text


def test_one_page_is_sent_at_once(office: Office, looks: TestClient) -> None:
    make_survey(office, "short", is_published=False, questions=[FIRST])
    done = looks.post("/preview/fr/short", data={"_page": "page_1", "_do": "send", "ward": "north"})
    assert "Les réponses seraient envoyées ici." in done.text
    assert definition([FIRST]).pages[0].name == "page_1"


def test_a_form_that_cannot_be_read_is_told(looks: TestClient) -> None:
    page = looks.post("/preview/en/library", content=b"x", headers={"content-type": "text/plain"})
    assert 400 <= page.status_code < 500
