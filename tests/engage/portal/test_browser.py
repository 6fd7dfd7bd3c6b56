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
        # Streamlit looks for its server below a deep link first; the 404 that tells it where is no error. An
        # answer that is refused comes back as a page with 422.
        expected = ("404", "422")
        made.console_errors[:] = [
            text for text in made.console_errors if not any(code in text for code in expected)
        ]


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


def write(page: Any, label: str, english: str, french: str) -> None:
    """Fill both languages of a text, and wait until they are saved."""
    for language, words in (("English", english), ("French", french)):
        field = page.get_by_label(f"{label}, in {language}", exact=True).first
        field.fill(words)
        field.press("Tab")
        settle(page)


def choose(page: Any, label: str, option: str, *, at: int = 0) -> None:
    """Choose from the list that bears a label; ``at`` says which, where there are several."""
    field = page.get_by_role("combobox", name=label).nth(at)
    field.focus()
    field.press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).first.click()
    settle(page)


def test_a_survey_with_logic_is_built_by_the_page_alone_and_answered(browse: Any, served: str) -> None:
    page = browse("/?lang=en")
    sign_in(page, "Ana")
    page.goto(f"{served}/new-survey?lang=en")
    settle(page)
    press(page, "radio", "Nothing")
    page.get_by_label("Title in English").fill("The rink")
    page.get_by_label("Title in French").fill("La patinoire")
    page.get_by_role("textbox", name="Last part of its address").fill("rink")
    press(page, "button", "Create the draft")
    expect(page.get_by_label("Introduction, in English")).to_be_visible()
    settle(page)
    write(page, "Introduction", "Tell us about the rink.", "Parlez-nous de la patinoire.")
    notice = "Collected under the Municipal Act. Questions: 905-555-0100."
    write(page, "Collection notice", notice, "Recueilli en vertu de la Loi. Questions : 905-555-0100.")

    press(page, "button", "Add a question")
    press(page, "button", "Yes or no")
    write(page, "Question", "Do you skate?", "Patinez-vous?")
    press(page, "button", "Add a question")
    page.get_by_text("On a new page", exact=True).click()
    settle(page)
    press(page, "button", "A number")
    write(page, "Question", "How many times last winter?", "Combien de fois l’hiver dernier?")
    press(page, "button", "Ask only some people")
    choose(page, "Question", "Do you skate?")
    expect(page.get_by_text("Asked if the answer to “Do you skate?” is “Yes”.")).to_be_visible()
    press(page, "button", "Add a check")
    choose(page, "Test", "is at most", at=1)
    number = page.get_by_label("Number", exact=True).first
    number.fill("200")
    number.press("Tab")
    settle(page)
    write(page, "What they read whose answer is not taken", "Give 200 or less.", "Indiquez 200 ou moins.")
    check_access(page)
    page.get_by_role("button", name=re.compile("New page")).first.click()
    settle(page)
    write(page, "Title of the page", "Skating", "Le patinage")
    page.get_by_role("button", name=re.compile("New question")).first.click()
    settle(page)
    write(page, "Question", "What could be better?", "Que pourrait-on améliorer?")

    press(page, "button", "Quotas")
    press(page, "button", "Add a quota")
    choose(page, "Question", "Do you skate?")
    write(page, "Name of the quota, for staff", "Skaters", "Patineurs")
    limit = page.get_by_role("spinbutton", name="How many responses at most")
    limit.fill("1")
    limit.press("Tab")
    settle(page)
    check_access(page)
    press(page, "button", "Endings")
    press(page, "button", "Add an ending")
    choose(page, "Question", "Do you skate?")
    choose(page, "Test", "is none of")
    write(page, "What they read", "Come and try it!", "Venez l’essayer!")
    expect(page.get_by_text("Read if the answer to “Do you skate?” is not “Yes”.")).to_be_visible()
    check_access(page)
    press(page, "button", "Publish")
    press(page, "button", "Publish now")
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    settle(page)
    _answer_the_rink(page, served)


def _answer_the_rink(page: Any, served: str) -> None:
    """Answer on the light pages: the check, the quota of one, and the ending hold what was chosen."""

    def press_on(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile(name)).first.click()

    def begin(answer: str) -> None:
        page.goto(f"{served}/en/s/rink")
        page.get_by_label(answer, exact=True).check()
        press_on("Continue")

    page.context.clear_cookies()  # staff who try a survey out take no place
    begin("Yes")
    expect(page.get_by_role("heading", name="Skating")).to_be_visible()
    page.get_by_label("How many times last winter?").fill("900")
    press_on("Continue|Check")
    expect(page.get_by_text("Give 200 or less.").first).to_be_visible()
    page.get_by_label("How many times last winter?").fill("9")
    press_on("Continue|Check")
    press_on("Send")
    expect(page.get_by_text("Your reference").first).to_be_visible()
    begin("Yes")
    expect(page.get_by_text("Enough people in your situation have already answered")).to_be_visible()
    begin("No")
    press_on("Send")
    expect(page.get_by_text("Come and try it!")).to_be_visible()
