"""Reviewing in a real browser: by keyboard alone, in both languages, on a phone, for everybody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from engage.office import open_office
from engage.sample import load_sample
from engage.settings import Settings
from tests.browsing import check_access, settle, sign_in
from tests.conftest import PHONE, SECRET
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.engage.portal.test_browser import browse
from tests.serving import everything_of

pytestmark = pytest.mark.browser
__all__ = ["browse"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The portal with the sample, of which one survey was analysed."""
    folder = tmp_path_factory.mktemp("review")
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'engage.db'}", secret=SECRET)
    office = open_office(settings)
    load_sample(office)
    ids = comment_ids(office, "permits-beta")
    finish_run(office, [said(id_, "search", sentiment_confidence=0.6) for id_ in ids], slug="permits-beta")
    office.close()
    with everything_of(settings, ENGAGE_DEMO="1") as url:
        yield url


def type_key(page: Any, key: str) -> None:
    page.keyboard.press(key)
    settle(page)


def test_comments_are_coded_by_keyboard_and_corrected(browse: Any, served: str) -> None:
    page = browse("/?lang=en")
    sign_in(page, "Dev")
    page.goto(f"{served}/review?survey=permits-beta&lang=en")
    settle(page)
    expect(page.get_by_text("0 comments reviewed: 0 at random")).to_be_visible()
    check_access(page)
    for key in ("1", "a", "Enter"):
        type_key(page, key)
    expect(page.get_by_text("1 comment reviewed: 1 at random")).to_be_visible()
    type_key(page, "Enter")
    expect(page.get_by_text("Mark a tone or a theme first")).to_be_visible()
    type_key(page, "ArrowLeft")
    expect(page.get_by_text("Mark a tone or a theme first")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Negative"))).to_have_attribute(
        "data-testid", "stBaseButton-primary"
    )
    for key in ("3", "0", "Enter"):
        type_key(page, key)
    expect(page.get_by_text("1 comment reviewed: 1 at random")).to_be_visible()


def test_reviewing_in_french_on_a_phone(browse: Any, served: str) -> None:
    page = browse("/?lang=fr", size=PHONE, language="fr")
    page.goto(f"{served}/sign-in?lang=fr&next=/review%3Fsurvey%3Dpermits-beta%26lang%3Dfr")
    page.get_by_role("button", name=re.compile("Ana")).first.click()
    page.wait_for_url(re.compile("/review"))
    settle(page)
    expect(page.get_by_text("Quel en est le ton?")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Garder et continuer"))).to_be_visible()
    check_access(page)
