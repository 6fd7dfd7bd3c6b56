"""Residents in a real browser: phone journeys without scripts, keyboard, errors, language, look, access."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engage.actions import author
from engage.office import Office
from tests.browsing import faults, follow
from tests.conftest import DESKTOP, PHONE, Site, Visit
from tests.factories import answer, cast, default_questions, make_survey, option, question, stored

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
Serve = Callable[[], Site]
NARROW = (320, 640)
WORDS = {
    "en": {"check": "Check your answers", "sent": "Your answers were sent"},
    "fr": {"check": "Vérifiez vos réponses", "sent": "Vos réponses ont été envoyées"},
}


@pytest.fixture
def site(office: Office, serve: Serve) -> Site:
    """A survey of one page and one of three, with every control there is."""
    scale = question("scale", "rate", required=True, text="How would you rate it?")
    scale["options"] = [option(code) for code in ("poor", "fair", "good", "very_good", "excellent")]
    scale["options"].append(option("unsure", missing=True, label="Not sure"))
    told = {"kind": "information", "name": "note", "text": {"en": "Nearly there.", "fr": "Presque fini."}}
    make_survey(office, "library")
    make_survey(
        office,
        "three",
        pages=[default_questions()[:2], [told, scale, *default_questions()[2:5]], default_questions()[5:]],
        purpose="beta_feedback",
    )
    return serve()


@pytest.fixture
def resident(visit: Open) -> Iterator[Open]:
    """Call it for a page; the browser's notes of statuses that were meant are no errors."""
    opened: list[Visit] = []

    def open_page(**more: Any) -> Visit:
        opened.append(visit(**more))
        return opened[-1]

    yield open_page
    for one in opened:
        one.console_errors[:] = [
            text for text in one.console_errors if "responded with a status of 4" not in text
        ]


def too_wide(page: Any) -> int:
    """Return by how many pixels the page must be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def go(page: Any) -> None:
    """Press the first button below the questions."""
    follow(page, ".go button")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_phone_without_scripts_answers_a_survey_of_one_page(
    office: Office, site: Site, resident: Open, language: str
) -> None:
    page = resident(language=language, has_script=False).page
    page.goto(f"{site.url}/{language}/")
    follow(page, f"a[href='/{language}/s/library']")
    page.click("label:has-text('Good')")
    page.fill("[name=improve]", "The search.\nReally.")
    go(page)
    assert page.inner_text("h1") == WORDS[language]["sent"]
    assert page.locator("code").count() == 2
    assert stored(office, "library") == [{"ease": "good", "improve": "The search.\nReally."}]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_phone_without_scripts_answers_page_by_page_and_mends_an_error(
    office: Office, site: Site, resident: Open, language: str
) -> None:
    page = resident(language=language, has_script=False).page
    page.goto(f"{site.url}/{language}/s/three")
    page.click("label:has-text('Good')")
    go(page)
    page.fill("[name=postal]", "N1N 2B2 too long")
    go(page)
    assert page.locator(".box.bad li a").count() == 2
    page.fill("[name=postal]", "N1N 2B2")
    page.click("label:has-text('Excellent')")
    page.locator("select").first.select_option("speed")
    go(page)
    page.fill("[name=worked]", "Staff")
    go(page)
    assert page.inner_text("h1") == WORDS[language]["check"]
    follow(page, ".sum button")
    page.click("label:has-text('Poor')")
    go(page)
    assert page.inner_text("h1") == WORDS[language]["check"]
    go(page)
    assert page.inner_text("h1") == WORDS[language]["sent"]
    assert stored(office, "three") == [
        {"ease": "poor", "rate": "excellent", "first": ["speed"], "postal": "N1N 2B2", "worked": "Staff"}
    ]


def test_the_keyboard_alone_is_enough(office: Office, site: Site, resident: Open) -> None:
    page = resident().page
    page.goto(f"{site.url}/en/s/library")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        kind = page.evaluate("document.activeElement.type || ''")
        value = page.evaluate("document.activeElement.value || ''")
        assert _is_in_view(page)
        if name and name not in seen:
            seen.append(name)
        if name == "ease":
            page.keyboard.press("ArrowDown")
        elif name == "used" and value == "tax":
            page.keyboard.press("Space")
        elif name == "first" and seen.count("first") == 1 and "ranked" not in seen:
            page.keyboard.type("Spe")
            seen.append("ranked")
        elif name == "improve":
            page.keyboard.type("By keyboard")
        elif kind == "submit" and value == "send":
            page.keyboard.press("Enter")
            break
    assert page.inner_text("h1") == "Your answers were sent"
    assert stored(office, "library") == [
        {"ease": "fair", "used": ["tax"], "first": ["speed"], "improve": "By keyboard"}
    ]


def _is_in_view(page: Any) -> bool:
    return bool(
        page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            return document.activeElement === document.body
                || (box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth) }"""
        )
    )


def test_enter_in_a_line_goes_on_and_never_switches_the_language(site: Site, resident: Open) -> None:
    page = resident(has_script=False).page
    page.goto(f"{site.url}/en/s/library")
    page.click("label:has-text('Good')")
    page.press("[name=postal]", "Enter")
    assert page.inner_text("h1") == "Your answers were sent"
    page.goto(f"{site.url}/en/receipt")
    page.press("#reference", "Enter")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Please fill in both" in page.inner_text(".box.bad")


def test_after_an_error_focus_is_on_the_summary_and_its_links_lead_to_the_fields(
    site: Site, resident: Open
) -> None:
    page = resident().page
    page.goto(f"{site.url}/en/s/library")
    page.fill("[name=postal]", "far too long")
    go(page)
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.click(".box.bad a >> nth=1")
    assert page.evaluate("document.activeElement.name") == "postal"
    page.click(".box.bad a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "ease"


def test_back_keeps_what_was_typed_on_both_pages(site: Site, resident: Open) -> None:
    page = resident(has_script=False).page
    page.goto(f"{site.url}/en/s/three")
    page.click("label:has-text('Good')")
    go(page)
    page.fill("[name=postal]", "N1N")
    follow(page, "text=Back")
    assert page.is_checked("[value=good]")
    go(page)
    assert page.input_value("[name=postal]") == "N1N"


def test_the_browsers_own_back_and_reload_lose_nothing(site: Site, resident: Open) -> None:
    page = resident(has_script=False).page
    page.goto(f"{site.url}/en/s/three")
    page.click("label:has-text('Good')")
    go(page)
    page.reload()
    page.fill("[name=postal]", "N1N")
    page.click("label:has-text('Fair')")
    go(page)
    page.reload()
    assert page.inner_text("h1") == "Page 3"
    page.go_back()
    page.goto(f"{site.url}/en/s/three")
    assert "We kept your answers" in page.inner_text(".box")
    follow(page, "text=Start again with an empty form")
    assert not page.is_checked("[value=good]")


def test_a_language_switch_keeps_what_was_typed(site: Site, resident: Open) -> None:
    page = resident(has_script=False).page
    page.goto(f"{site.url}/en/s/library")
    page.fill("[name=improve]", "Half a sent")
    follow(page, "text=Français")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.input_value("[name=improve]") == "Half a sent"
    follow(page, "text=English")
    assert page.input_value("[name=improve]") == "Half a sent"


def test_three_quick_clicks_send_once(office: Office, site: Site, resident: Open) -> None:
    page = resident().page
    page.goto(f"{site.url}/en/s/library")
    page.click("label:has-text('Good')")
    page.locator(".go button").first.click(click_count=3, no_wait_after=True)
    page.wait_for_selector("code")
    assert len(stored(office, "library")) == 1


def test_the_receipts_address_lets_one_withdraw(office: Office, site: Site, resident: Open) -> None:
    receipt = answer(office, improve="Take me out")
    page = resident(has_script=False).page
    page.goto(f"{site.url}/en/receipt")
    page.fill("#reference", receipt.reference.lower())
    page.fill("#code", receipt.withdrawal_code.lower())
    go(page)
    assert "Take me out" in page.inner_text("main")
    follow(page, "button:has-text('Withdraw these answers')")
    follow(page, "text=Yes, withdraw them")
    assert page.inner_text("h1") == "These answers were withdrawn"
    assert stored(office, "library") == []


def _states(office: Office, site: Site, page: Any, language: str) -> Any:
    """Walk through every state a resident meets; yield the name of each."""
    base = f"{site.url}/{language}"
    for _ in range(12):
        answer(office, ease="poor", language=language)
    for _ in range(13):
        answer(office, ease="good", language=language)
    receipt = answer(office, ease="good", improve="Words")
    author.show_results(office, cast(office).ana, "library", is_public=True)
    plain = (
        "",
        "privacy",
        "accessibility",
        "receipt",
        "s/library",
        "s/nowhere",
        "results/library",
        "nothing",
    )
    for name in plain:
        page.goto(f"{base}/{name}")
        yield name
    page.goto(f"{site.url}/de/s/library")
    yield "wrong language"
    page.goto(f"{base}/s/library")
    page.fill("[name=postal]", "far too long")
    page.locator("select").nth(1).select_option("speed")
    go(page)
    yield "errors"
    page.goto(f"{base}/s/three")
    page.click("label:has-text('Good')")
    go(page)
    yield "page 2"
    go(page)
    yield "errors on page 2"
    page.goto(f"{base}/s/three")
    yield "resumed"
    page.click("label:has-text('Not sure')")
    go(page)
    page.fill("[name=worked]", "Long " * 200 + "w" * 200)
    go(page)
    yield "check"
    go(page)
    yield "receipt"
    page.goto(f"{base}/receipt")
    go(page)
    yield "nothing typed"
    page.fill("#reference", receipt.reference)
    page.fill("#code", receipt.withdrawal_code)
    go(page)
    yield "found"
    follow(page, "button[value=withdraw]")
    yield "withdraw"
    follow(page, ".danger")
    yield "withdrawn"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["narrow", "desktop"])
def test_every_state_is_accessible_and_fits(
    office: Office, site: Site, resident: Open, language: str, size: tuple[int, int]
) -> None:
    page = resident(size=size, language=language).page
    found: dict[str, list[str]] = {}
    for name in _states(office, site, page, language):
        wrong = faults(page)
        if (pixels := too_wide(page)) > 0:
            wrong.append(f"{pixels} px too wide")
        if wrong:
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("look", ["dark", "forced", "spaced"])
def test_other_looks_are_accessible_too(office: Office, site: Site, chromium: Any, look: str) -> None:
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
        bypass_csp=True,
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for name in _states(office, site, page, "en"):
        if look == "spaced":
            # The spacing that WCAG 1.4.12 asks a page to bear.
            page.wait_for_load_state()  # a style needs a head to go to
            page.add_style_tag(
                content="*{line-height:1.5!important;letter-spacing:.12em!important;"
                "word-spacing:.16em!important} p{margin-bottom:2em!important}"
            )
        wrong = faults(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) > 0 else [])
        if wrong:
            found[name] = wrong
    context.close()
    assert found == {}


def test_targets_are_large_enough_for_a_thumb(site: Site, resident: Open) -> None:
    page = resident().page
    for address in ("/en/s/three", "/en/receipt", "/en/s/library"):
        page.goto(site.url + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button:not(.unseen), select, input[type=text], textarea,'
                + ' .pick, .top a, .foot a[href^="/"], summary')]
                .map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect().height])
                .filter(([, height]) => height < 43.5)"""
        )
        assert small == []


def test_the_first_view_is_small(site: Site, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    meter = context.new_cdp_session(page)
    meter.send("Network.enable")
    received: list[float] = []
    meter.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"{site.url}/en/s/three", wait_until="networkidle")
    context.close()
    assert len(received) <= 4
    assert sum(received) <= 20_000
