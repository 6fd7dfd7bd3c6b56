"""The front page and the two statements, in the language the browser prefers."""

import pytest
from starlette.testclient import TestClient

from engage.actions import author
from engage.office import Office
from tests.engage.web.pages import visit
from tests.factories import cast, make_survey


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-CA,en;q=0.9,fr;q=0.8", "en"),
        ("de,fr;q=0.3,en;q=0.2", "fr"),
        ("de", "en"),
        ("", "en"),
        ("fr;q=nonsense, en;q=0.1", "en"),
        ("*", "en"),
        (";;;,,,q=", "en"),
    ],
)
def test_the_root_leads_to_the_language_the_browser_prefers(
    client: TestClient, accepts: str, language: str
) -> None:
    found = client.get("/", headers={"accept-language": accepts}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/{language}/")


def test_open_surveys_are_cards(office: Office, client: TestClient) -> None:
    make_survey(office, "permits", title="Online permits", minutes=4, purpose="beta_feedback")
    make_survey(office, "hidden", title="Not published", is_published=False)
    make_survey(office, "over", title="Over already")
    author.close(office, cast(office).ana, "over")
    page = visit(client, "/en/")
    assert '<a href="/en/s/permits">Online permits</a>' in page.text
    assert "Takes about 4 minutes" in page.text
    assert "Beta feedback" in page.text
    assert "Not published" not in page.text
    assert "Over already" not in page.text


def test_public_results_are_linked(office: Office, client: TestClient) -> None:
    make_survey(office)
    assert "/en/results/library" not in visit(client, "/en/").text
    author.show_results(office, cast(office).ana, "library", is_public=True)
    assert "/en/results/library" in visit(client, "/en/").text


def test_with_nothing_open_it_says_so(client: TestClient) -> None:
    assert "Aucun sondage n’est ouvert en ce moment." in visit(client, "/fr/").text


def test_a_survey_in_one_language_is_marked_with_it(office: Office, client: TestClient) -> None:
    make_survey(office, languages=["en"])
    assert '<a href="/en/s/library" hreflang="en" lang="en">' in visit(client, "/fr/").text


def test_a_long_introduction_is_cut_at_a_word(office: Office, client: TestClient) -> None:
    long = "word " * 100
    make_survey(office, introduction={"en": long, "fr": long})
    text = visit(client, "/en/").text
    assert "word…" in text
    assert long.strip() not in text


@pytest.mark.parametrize("page", ["", "privacy", "accessibility", "receipt"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_links_to_itself_in_the_other_language_and_to_help(
    client: TestClient, page: str, language: str
) -> None:
    shown = visit(client, f"/{language}/{page}")
    other = {"en": "fr", "fr": "en"}[language]
    assert shown.status == 200
    assert shown.language == language
    assert f'"/{other}/{page}"' in shown.text
    for address in ("", "receipt", "privacy", "accessibility"):
        assert f'<a href="/{language}/{address}">' in shown.text


def test_what_is_said_of_drafts_and_groups_is_what_is_done(client: TestClient, office: Office) -> None:
    text = visit(client, "/en/privacy").text
    assert "for 20 hours" in text
    assert f"at least {office.settings.public_minimum} people" in text


def test_an_unknown_language_and_an_unknown_page_are_not_found(client: TestClient) -> None:
    for address in ("/de/", "/xx/privacy", "/en/nothing", "/favicon.ico"):
        page = visit(client, address)
        assert (page.status, page.heading) == (404, "Page not found")
