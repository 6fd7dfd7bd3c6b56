"""In a real browser without scripts, in both languages: screened out, full, ended, found again, corrected."""

from typing import Any

import pytest

from engage.office import Office
from engage.settings import ROOT
from surveys.definition import read_definition
from tests.browsing import faults, follow
from tests.conftest import DESKTOP, PHONE, Site
from tests.engage.web.test_browser import Open, Serve, too_wide
from tests.factories import answer, publish_definition, stored

pytestmark = pytest.mark.browser

EXAMPLE = (ROOT / "data" / "examples" / "who_is_asked.json").read_text("utf-8")
ON = ".go button.button"


@pytest.fixture
def site(office: Office, serve: Serve) -> Site:
    """The example survey, with one place left for people between 25 and 64, and that one taken."""
    made = read_definition(EXAMPLE)
    made = made.model_copy(
        update={"quotas": tuple(quota.model_copy(update={"limit": 1}) for quota in made.quotas)}
    )
    publish_definition(office, made, "rink")
    answer(office, "rink", lives_here="yes", age="25_to_64")
    return serve()


def begin(site: Site, page: Any, language: str, lives: str, age: str) -> None:
    page.goto(f"{site.url}/{language}/s/rink")
    page.check(f"input[name=lives_here][value={lives}]")
    page.check(f"input[name=age][value='{age}']")
    follow(page, ON)


def looks_right(visit: Open, page: Any, language: str) -> None:
    """Check what the page is without its policy against scripts, which axe needs."""
    assert page.get_attribute("html", "lang") == language
    assert too_wide(page) <= 0
    copy = visit(language=language).page
    copy.set_content(page.content())
    assert faults(copy) == []


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("fr", DESKTOP)])
def test_who_is_screened_out_or_finds_no_place_is_thanked(
    site: Site, visit: Open, office: Office, language: str, size: tuple[int, int]
) -> None:
    page = visit(language=language, size=size, has_script=False).page
    begin(site, page, language, "no", "unsaid")
    assert (
        page.inner_text("h1")
        == {"en": "Thank you for your interest", "fr": "Merci de votre intérêt"}[language]
    )
    assert page.get_attribute("main a[rel]", "href") == "https://larkmere.example/visit"
    looks_right(visit, page, language)
    follow(page, "main a[href$='/s/rink']")
    begin(site, page, language, "yes", "25_to_64")
    thanks = {"en": "Thank you for wanting to take part", "fr": "Merci d’avoir voulu participer"}
    assert page.inner_text("h1") == thanks[language]
    looks_right(visit, page, language)
    assert len(stored(office, "rink")) == 1


@pytest.mark.parametrize(("language", "size"), [("fr", PHONE), ("en", DESKTOP)])
def test_sent_ended_found_again_and_corrected(
    site: Site, visit: Open, office: Office, language: str, size: tuple[int, int]
) -> None:
    page = visit(language=language, size=size, has_script=False).page
    begin(site, page, language, "yes", "under_25")
    page.check("input[name=uses][value=hockey]")
    follow(page, ON)
    page.fill("[name=comment]", "Soup")
    follow(page, ON)
    follow(page, ON)
    assert page.get_attribute("main a[rel]", "href") == "https://larkmere.example/youth-council"
    reference, code = (each.inner_text() for each in page.locator("code").all())
    follow(page, f"main a[href='/{language}/receipt']")
    page.fill("#reference", reference)
    page.fill("#code", code)
    follow(page, ON)
    looks_right(visit, page, language)
    follow(page, "button[value=correct]")
    looks_right(visit, page, language)
    follow(page, ON)
    page.uncheck("input[name=uses][value=hockey]")
    page.check("input[name=uses][value=meeting]")
    follow(page, ON)
    follow(page, ON)
    looks_right(visit, page, language)
    follow(page, "button[value=send].button")
    changed = {"en": "Your answers were changed", "fr": "Vos réponses ont été modifiées"}
    assert page.inner_text("h1") == changed[language]
    assert [each.inner_text() for each in page.locator("code").all()] == [reference, code]
    assert page.locator("main a[rel]").count() == 0
    assert stored(office, "rink")[1]["uses"] == ["meeting"]
    looks_right(visit, page, language)
