"""A question of every kind in a real browser: by keyboard alone, in both languages, and open to everybody.

1. Every page can be filled in with keys, on a phone and on a desk: Tab leads to every field and button. The
   answers are stored, and other programs read them from every format.
2. No page breaks a rule of access, empty or with errors, or must be scrolled sideways.
3. A line that opens under an option is seen once the option is chosen.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engage.actions import attach
from engage.office import Office
from tests.browsing import choose, faults, follow, reach
from tests.conftest import DESKTOP, PHONE, Site, Visit
from tests.every_kind import SENT, STORED, example
from tests.factories import cast, publish_definition, stored
from tests.read_back import check_files

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
NARROW = (320, 640)
# One dot, as small as a picture can be.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def site(office: Office, serve: Callable[[], Site]) -> Site:
    """The example survey, served."""
    publish_definition(office, example(), "kinds")
    return serve()


def inputs(page: Any, name: str) -> Any:
    return page.locator(f'[name="{name}"]')


def answer(page: Any) -> None:
    """Fill in what the page asks with keys only; each field is reached as the Tab key would reach it."""
    for name, given in SENT.items():
        parts = given if isinstance(given, dict) else {"": given}
        for row, wanted in parts.items():
            field = f"{name}.{row}" if row else name
            if inputs(page, field).count():
                codes = [wanted] if isinstance(wanted, str) else wanted
                put(page, field, [f"{row}={code}" if row else code for code in codes])


def put(page: Any, name: str, texts: list[str]) -> None:
    found = inputs(page, name)
    sort = found.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if sort == "radio":
        choose(page, found, texts[0])
        return
    if sort == "checkbox":
        for one in sorted(texts, key=found.evaluate_all("all => all.map(e => e.value)").index):
            reach(page, page.locator(f'[name="{name}"][value="{one}"]'))
            page.keyboard.press("Space")
        return
    for place, text in enumerate(texts):
        if not text:
            continue
        one = found.nth(place)
        reach(page, one)
        if sort == "select":
            page.keyboard.type(one.locator(f'option[value="{text}"]').inner_text())
        elif sort in ("date", "time"):
            type_parts(page, one, text)
        else:
            page.keyboard.type(text)


def type_parts(page: Any, field: Any, text: str) -> None:
    """Type a day or a time; the order of its parts, and whether it has half days, is the browser's."""
    parts = text.replace(":", "-").split("-")
    for keys in orders(parts):
        page.keyboard.type(keys)
        if field.input_value() == text:
            return
        for _ in range(4):
            page.keyboard.press("Backspace")
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{text} could not be typed")


def orders(parts: list[str]) -> list[str]:
    if len(parts) == 3:
        year, month, day = parts
        return [month + day + year, day + month + year, year + month + day]
    hours, minutes = int(parts[0]), parts[1]
    return [f"{hours:02d}{minutes}", f"{(hours + 11) % 12 + 1:02d}{minutes}{'PM' if hours > 11 else 'AM'}"]


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("fr", DESKTOP)])
def test_every_kind_is_answered_with_keys(
    office: Office, site: Site, visit: Open, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    page = visit(language=language, size=size).page
    page.goto(f"{site.url}/{language}/s/kinds?source=poster")
    while page.locator("button.button[value=continue]").count():
        answer(page)
        if page.locator("input[type=file]").count():
            with page.expect_file_chooser() as chooser:
                reach(page, page.locator("input[type=file]"))
                page.keyboard.press("Enter")
            chooser.value.set_files({"name": "screen.png", "mimeType": "image/png", "buffer": PICTURE})
        reach(page, page.locator("button.button[value=continue]"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".error").all_inner_texts() == []
    reach(page, page.locator("button.button[value=send]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("code").count() == 2
    [one] = attach.files_of(office, cast(office).ana, "kinds")
    assert one.media_type == "image/png"
    assert stored(office, "kinds") == [{**STORED, "screenshot": [f"{one.id}/screen.png"]}]
    check_files(office, cast(office).ana, "kinds", tmp_path / "files")


@pytest.mark.parametrize(("language", "size"), [("en", NARROW), ("fr", DESKTOP)])
def test_every_page_is_open_to_everybody(
    site: Site, visit: Open, language: str, size: tuple[int, int]
) -> None:
    opened = visit(language=language, size=size)
    page = opened.page
    page.goto(f"{site.url}/{language}/s/kinds")
    follow(page, "button.button[value=continue]")
    assert faults(page) == []
    while page.locator("button.button[value=continue]").count():
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        answer(page)
        follow(page, "button.button[value=continue]")
    assert faults(page) == []
    opened.console_errors.clear()  # the browser notes the status of the page with errors


def test_what_other_means_is_asked_once_other_is_chosen(site: Site, visit: Open) -> None:
    page = visit().page
    page.goto(f"{site.url}/en/s/kinds")
    while not inputs(page, "heard_of_it").count():
        answer(page)
        follow(page, "button.button[value=continue]")
    line = inputs(page, "heard_of_it_other")
    assert not line.is_visible()
    inputs(page, "heard_of_it").select_option("other")
    assert line.is_visible()
    inputs(page, "heard_of_it").select_option("neighbour")
    assert not line.is_visible()
