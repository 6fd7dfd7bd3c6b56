"""The light face before a survey's first day, until its last, and after it, in both languages."""

from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from engage.actions import author
from engage.office import Office
from tests.engage.web.pages import visit
from tests.factories import AT, cast, make_survey

DAY = timedelta(days=1)


@pytest.fixture
def office(office: Office) -> Office:
    make_survey(office)
    return at(office, AT)


def at(office: Office, moment: datetime) -> Office:
    office.now = lambda: moment
    office.live.forget("library")
    return office


@pytest.mark.parametrize(
    ("language", "heading", "told"),
    [
        ("en", "This survey is not open yet", "from September 15, 2026, 9:00 a.m. on."),
        ("fr", "Ce sondage n’est pas encore ouvert", "à partir du 15 septembre 2026, 9 h 00."),
    ],
)
def test_before_its_day_it_says_when_it_opens(
    office: Office, client: TestClient, language: str, heading: str, told: str
) -> None:
    author.schedule(office, cast(office).ana, "library", opens_at=AT + DAY)
    page = visit(client, f"/{language}/s/library")
    assert (page.status, page.heading) == (403, heading)
    assert told in page.text
    assert "Library survey" not in visit(client, f"/{language}/").text


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Open until September 15, 2026, 9:00 a.m."), ("fr", "Ouvert jusqu’au 15 septembre 2026, 9 h 00")],
)
def test_until_its_last_day_it_says_how_long(
    office: Office, client: TestClient, language: str, told: str
) -> None:
    author.schedule(office, cast(office).ana, "library", closes_at=AT + DAY)
    assert told in visit(client, f"/{language}/s/library").text
    assert told in visit(client, f"/{language}/").text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "closed on September 15, 2026, 9:00 a.m. and takes no more answers."),
        ("fr", "a pris fin le 15 septembre 2026, 9 h 00 et n’accepte plus de réponses."),
    ],
)
def test_after_its_last_day_it_says_when_it_closed(
    office: Office, client: TestClient, language: str, told: str
) -> None:
    author.schedule(office, cast(office).ana, "library", closes_at=AT + DAY)
    at(office, AT + 2 * DAY)
    page = visit(client, f"/{language}/s/library")
    assert page.status == 410
    assert told in page.text


def test_without_a_day_nothing_is_said_of_one(client: TestClient) -> None:
    assert "Open until" not in visit(client, "/en/s/library").text


def test_machines_are_told_until_when(office: Office, client: TestClient) -> None:
    author.schedule(office, cast(office).ana, "library", opens_at=AT - DAY, closes_at=AT + DAY)
    [survey] = client.get("/api/v1/surveys").json()["surveys"]
    assert survey["closes_at"] == "2026-09-15T13:00:00+00:00"
