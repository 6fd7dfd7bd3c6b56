"""The served site and the browser of the fixtures: a survey answered in both languages by real Chromium."""

from collections.abc import Callable

import pytest

from engage.office import Office
from tests.browsing import follow
from tests.conftest import DESKTOP, Visit
from tests.factories import make_survey, stored
from tests.serving import Site


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_sent_in_a_browser_is_stored(
    office: Office, serve: Callable[[], Site], visit: Callable[..., Visit], language: str
) -> None:
    make_survey(office)
    page = visit(size=DESKTOP, language=language).page
    page.goto(f"{serve().url}/{language}/s/library")
    page.check("input[name=ease][value=good]")
    page.fill("textarea[name=improve]", "Plus de lumière")
    follow(page, "button.button")
    assert stored(office) == [{"ease": "good", "improve": "Plus de lumière"}]
    assert page.locator("html").get_attribute("lang") == language


def test_the_site_ends_with_its_process(office: Office, serve: Callable[[], Site]) -> None:
    site = serve()
    assert site.process.poll() is None
    site.stop()
    assert site.process.poll() is not None
