"""A question of every kind in the portal, in a real browser, by keyboard alone, in both languages.

1. Every page can be filled in with keys and a file chosen, the answers are stored as on the light face, and
   other programs read them from every format.
2. No page breaks a rule of access, and none must be scrolled sideways on a phone.
"""

import io
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from engage.actions import attach, author
from engage.office import Office, open_office
from engage.settings import Settings
from surveys.questions import in_language
from tests.browsing import SLOW, check_access, settle
from tests.conftest import DESKTOP, PHONE, SECRET
from tests.engage.portal.test_every_kind import meant
from tests.every_kind import SENT, STORED, example
from tests.factories import cast, stored
from tests.read_back import check_files
from tests.serving import everything_of

pytestmark = pytest.mark.browser

WORDS = {
    "en": (
        *("Continue", "Send your answers", "Added: screen.png"),
        *("Check your answers", "Thank you. Your answers were received."),
    ),
    "fr": (
        *("Continuer", "Envoyer vos réponses", "Ajouté : screen.png"),
        *("Vérifiez vos réponses", "Merci. Vos réponses ont été reçues."),
    ),
}
NAMES = [question.name for question in example().asked() if question.is_visible]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Office]]:
    """The product on one port with the example survey, once for each language; its address and office."""
    folder = tmp_path_factory.mktemp("kinds")
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'engage.db'}", secret=SECRET)
    office = open_office(settings)
    people = cast(office)
    for slug in ("kinds-en", "kinds-fr"):
        author.create_survey(
            office, people.ana, slug=slug, definition=example(), department_id=people.digital
        )
        author.publish(office, people.ana, slug)
    with everything_of(settings) as url:
        yield url, office
    office.close()


def answer(page: Any, slug: str, language: str) -> None:
    """Answer what the page asks, with keys only."""
    for name in NAMES:
        for part in range(12):
            field = page.locator(f".st-key-take_part-{slug}-{language}-{name}-{part}")
            if name not in SENT or not field.count():
                break
            value = meant(name, part, language)
            if value not in (None, ""):
                put(page, field, name, value, language)


def put(page: Any, field: Any, name: str, value: Any, language: str) -> None:
    codes = [option.code for option in example().question(name).choices()]  # type: ignore[union-attr]
    if field.get_by_test_id("stButtonGroup").count():
        for code in value:
            press(page, field.get_by_role("button").nth(codes.index(code)), "Space")
    elif field.get_by_role("radio").count():
        press(page, field.get_by_role("radio").nth(codes.index(value)), "Space")
    elif field.get_by_role("checkbox").count():
        press(page, field.get_by_role("checkbox"), "Space")
    elif field.get_by_test_id("stDateInput").count():
        type_into(page, field, f"{value:%Y%m%d}" if isinstance(value, date) else value)
        page.keyboard.press("Escape")
    elif field.get_by_test_id("stTimeInput").count():
        type_into(page, field, f"{value:%H:%M}" if isinstance(value, time) else value)
        page.keyboard.press("Enter")
    elif field.get_by_role("combobox").count():
        type_into(page, field, label_of(name, value, language))
        page.keyboard.press("Enter")
    else:
        type_into(page, field, value)
        page.keyboard.press("Tab")


def label_of(name: str, value: str, language: str) -> str:
    """Return what a list shows for a code; a place is written as it is."""
    found = [o.label for o in example().question(name).choices() if o.code == value]  # type: ignore[union-attr]
    return in_language(found[0], language) if found else value


def press(page: Any, target: Any, key: str) -> None:
    target.focus()
    page.keyboard.press(key)


def type_into(page: Any, field: Any, text: str) -> None:
    field.locator("input, textarea, [contenteditable=true], [role=spinbutton]").first.focus()
    page.keyboard.type(text)


def come_to(page: Any, title: str) -> None:
    """Wait for a screen to be there and at rest."""
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=SLOW)
    settle(page)


def add_file(page: Any, folder: Path) -> None:
    """Choose a picture by the button; the browser's own window is the only thing not of keys."""
    picture = folder / "screen.png"
    out = io.BytesIO()
    Image.new("RGB", (12, 8), (10, 90, 160)).save(out, "PNG")
    picture.write_bytes(out.getvalue())
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_test_id("stFileUploader").get_by_role("button").first, "Enter")
    chooser.value.set_files(picture)


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("fr", DESKTOP)])
def test_every_kind_is_answered_with_keys(
    visit: Any, served: tuple[str, Office], tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    url, office = served
    slug = f"kinds-{language}"
    on, send, added, checking, thanks = WORDS[language]
    opened = visit(size=size, language=language)
    page = opened.page
    page.set_default_timeout(SLOW)
    page.goto(f"{url}/take-part?survey={slug}&lang={language}&source=poster")
    for screen in example().pages:
        come_to(page, in_language(screen.title, language))
        answer(page, slug, language)
        if page.get_by_test_id("stFileUploader").count():
            add_file(page, tmp_path)
            expect(page.get_by_text(added)).to_be_visible()
            settle(page)
        check_access(page)
        press(page, page.get_by_role("button", name=on, exact=True), "Enter")
    come_to(page, checking)
    check_access(page)
    press(page, page.get_by_role("button", name=send, exact=True), "Enter")
    come_to(page, thanks)
    check_access(page)
    opened.console_errors[:] = [text for text in opened.console_errors if "404" not in text]
    [one] = attach.files_of(office, cast(office).ana, slug)
    assert one.media_type == "image/png"
    assert stored(office, slug) == [{**STORED, "screenshot": [f"{one.id}/screen.png"]}]
    check_files(office, cast(office).ana, slug, tmp_path / "files")
