"""The portal in a real browser: from a resident's answer to the comments behind a finding."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from engage.office import open_office
from engage.sample import load_sample
from engage.settings import Settings
from tests.browsing import LEVELS, SLOW, check_access, faults, settle, sign_in
from tests.conftest import DESKTOP, PHONE, SECRET
from tests.serving import everything_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product on one port, with the sample consultation and its demo people."""
    folder = tmp_path_factory.mktemp("portal")
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'engage.db'}", secret=SECRET)
    office = open_office(settings)
    load_sample(office)
    office.close()
    with everything_of(settings, ENGAGE_DEMO="1") as url:
        yield url


@pytest.fixture
def browse(visit: Any, served: str) -> Iterator[Any]:
    """Call it with an address for a page of the portal that has come to rest."""
    visits: list[Any] = []

    def go(path: str, *, size: tuple[int, int] = DESKTOP, language: str = "en") -> Any:
        made = visit(size=size, language=language)
        visits.append(made)
        made.page.set_default_timeout(SLOW)
        made.page.goto(served + path)
        settle(made.page)
        return made.page

    yield go
    for made in visits:
        # Streamlit looks for its server below a deep link first; the 404 that tells it where is no error.
        made.console_errors[:] = [text for text in made.console_errors if "404" not in text]


def press(page: Any, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()
    settle(page)


def test_from_an_answer_to_the_comments_behind_a_theme(browse: Any, served: str) -> None:
    page = browse("/take-part?survey=permits-beta&lang=en", size=PHONE)
    page.get_by_text("Difficult", exact=True).first.click()
    page.get_by_label(re.compile("What could we do better")).fill("The pay button hides under my thumb")
    press(page, "button", "Send your answers")
    expect(page.get_by_role("heading", name="Thank you. Your answers were received.")).to_be_visible()
    check_access(page)

    staff = browse("/?lang=en")
    sign_in(staff, "Ana")
    expect(staff.get_by_text("the comments were not analysed yet").first).to_be_visible()
    check_access(staff)
    staff.goto(f"{served}/analysis?survey=permits-beta&lang=en")
    settle(staff)
    press(staff, "button", "Run the analysis")
    expect(staff.get_by_role("heading", name=re.compile("The analysis is running"))).to_be_visible()
    expect(staff.get_by_text(re.compile(r"Waiting to start|Step \d+ of \d+: "))).to_be_visible()
    expect(staff.get_by_role("heading", name="The newest analysis")).to_be_visible(timeout=SLOW)
    settle(staff)
    check_access(staff)

    press(staff, "link", "Read the results")
    expect(staff.get_by_text("656 responses").first).to_be_visible()
    check_access(staff)
    press(staff, "tab", "Themes")
    way = staff.get_by_role("link", name=re.compile(r"See \d+ comments")).first
    count = re.search(r"\d+", way.inner_text()).group()  # type: ignore[union-attr]
    way.click()
    settle(staff)
    expect(staff.get_by_text(f"{count} comments", exact=True)).to_be_visible()
    assert "theme=" in staff.url
    check_access(staff)

    staff.reload()
    settle(staff)
    expect(staff.get_by_text(f"{count} comments", exact=True)).to_be_visible()
    staff.goto(f"{served}/comments?survey=permits-beta&lang=en&q=under my thumb")
    settle(staff)
    expect(staff.get_by_text("The pay button hides under my thumb")).to_be_visible()


def test_taking_part_in_french_on_a_phone(browse: Any) -> None:
    page = browse("/?lang=fr", size=PHONE, language="fr")
    check_access(page)
    press(page, "button", "Participer")
    expect(page.get_by_text("Page 1 de 4")).to_be_visible()
    press(page, "button", "Continuer")
    expect(page.get_by_text("Veuillez revoir 1 réponse avant de continuer")).to_be_visible()
    check_access(page)
    page.get_by_text("Chaque mois", exact=True).click()
    press(page, "button", "Continuer")
    expect(page.get_by_text("Page 2 de 4")).to_be_visible()
    check_access(page)
    page.reload()
    settle(page)
    expect(page.get_by_text("Nous avons gardé vos réponses.", exact=False)).to_be_visible()
    expect(page.get_by_text("Page 2 de 4")).to_be_visible()


def test_changing_the_language_keeps_what_is_typed(browse: Any) -> None:
    page = browse("/take-part?survey=permits-beta&lang=en", size=PHONE)
    page.get_by_text("Easy", exact=True).first.click()
    page.get_by_label(re.compile("What worked well")).fill("Je garde ceci")
    press(page, "button", "Français")
    expect(page.get_by_label(re.compile("bien fonctionné"))).to_have_value("Je garde ceci")
    expect(page.get_by_role("radio", name="Facile", exact=True)).to_be_checked()


def test_three_impatient_clicks_send_once(browse: Any) -> None:
    page = browse("/take-part?survey=permits-beta&lang=en", size=PHONE)
    page.get_by_text("Very easy", exact=True).first.click()
    button = page.get_by_role("button", name="Send your answers")
    for _ in range(3):
        button.evaluate("element => element.click()")
    expect(page.get_by_role("heading", name="Thank you. Your answers were received.")).to_be_visible()
    settle(page)
    expect(page.get_by_text("You had sent the same answers before")).to_have_count(0)


def test_a_stranger_learns_nothing_from_a_staff_address(browse: Any) -> None:
    page = browse("/results?survey=permits-beta&lang=en")
    expect(page.get_by_role("heading", name="We could not find that")).to_be_visible()
    expect(page.get_by_text("Payments")).to_have_count(0)
    check_access(page)


def test_a_draft_is_built_by_keyboard_translated_and_previewed(browse: Any, served: str) -> None:
    page = browse("/?lang=en")
    sign_in(page, "Ana")
    page.goto(f"{served}/build?survey=digital-services&lang=en&part=survey")
    settle(page)
    title = page.get_by_label("Title, in English")
    title.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Town services online")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Out of date: the English said")).to_be_visible()
    settle(page)
    check_access(page)
    page.get_by_role("button", name="Still right").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Out of date: the English said")).to_have_count(0)
    settle(page)

    page.get_by_role("button", name="Add a question").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Add a question")).to_be_visible()
    settle(page)
    check_access(page)
    page.get_by_role("button", name="Yes or no").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Question, in English")).to_have_value("New question")
    settle(page)
    check_access(page)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Question, in English")).to_have_count(0)
    settle(page)

    page.goto(f"{served}/translate?survey=digital-services&lang=fr")
    settle(page)
    expect(page.get_by_role("heading", name="Traduire")).to_be_visible()
    check_access(page)
    page.goto(f"{served}/preview/en/digital-services")
    expect(page.get_by_role("heading", name="Town services online")).to_be_visible()
    expect(page.get_by_text("This is the draft. Nothing you type is kept or sent.")).to_be_visible()
    assert faults(page, LEVELS) == []
