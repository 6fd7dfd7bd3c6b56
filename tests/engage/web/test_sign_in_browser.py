"""The sign-in pages in a real browser: by keyboard, at 320 pixels, both languages, no fault for axe."""

import threading
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from engage import one_time
from engage.access import OPERATOR
from engage.actions import administer
from engage.office import Office
from engage.portal.serving import content_policy
from engage.settings import SecondFactor
from engage.web import assets, sign_in
from engage.web.headers import SecurityHeaders
from engage.web.sockets import listen
from tests.browsing import faults
from tests.conftest import DESKTOP, PHONE
from tests.factories import cast

pytestmark = pytest.mark.browser
PASSWORD = "seven otters cross slowly"


async def overview(request: Any) -> HTMLResponse:
    del request
    return HTMLResponse('<!doctype html><link rel="icon" href="data:,"><title>The portal</title>')


@pytest.fixture
def portal(office: Office) -> Iterator[str]:
    """The address of the sign-in pages with the portal's own headers."""
    people = cast(office)
    administer.set_password(office, OPERATOR, people.ana.staff.id, PASSWORD)
    made = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{made.getsockname()[1]}"
    office.settings = replace(office.settings, portal_url=url, public_url=url)
    beside = [*assets.routes(office.settings), Route("/overview", overview), Route("/", overview)]
    app = Starlette(
        routes=[*sign_in.routes(office), *beside],
        middleware=[Middleware(SecurityHeaders, policy=content_policy(), keeps=None)],
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield url
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [(320, 640), PHONE, DESKTOP])
@pytest.mark.parametrize("is_demo", [False, True])
def test_every_page_is_accessible_and_fits(
    office: Office, portal: str, visit: Any, language: str, size: tuple[int, int], is_demo: bool
) -> None:
    office.settings = replace(office.settings, is_demo=is_demo)
    opened = visit(size=size, language=language)
    page = opened.page
    for path in ("/sign-in", "/sign-out"):
        page.goto(f"{portal}{path}?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_password_is_said_near_the_top_and_the_address_stays(
    portal: str, visit: Any, language: str
) -> None:
    opened = visit(language=language)
    page = opened.page
    page.goto(f"{portal}/sign-in?lang={language}")
    page.fill("#email", "ana@larkmere.example")
    page.fill("#password", "not the password")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.title().startswith({"en": "Error:", "fr": "Erreur"}[language])
    assert page.input_value("#email") == "ana@larkmere.example"
    assert page.input_value("#password") == ""
    assert faults(page) == []
    opened.console_errors.clear()  # the browser notes the answer's 401


def test_signing_in_and_out_by_keyboard_without_scripts(portal: str, visit: Any) -> None:
    page = visit(has_script=False).page
    page.goto(f"{portal}/sign-in?lang=en")
    page.focus("#email")
    page.keyboard.type("ana@larkmere.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview?lang=en")
    assert [cookie["httpOnly"] for cookie in page.context.cookies()] == [True]
    page.goto(f"{portal}/sign-in")
    assert page.url == f"{portal}/overview"
    page.goto(f"{portal}/sign-out?lang=fr")
    page.get_by_role("button", name="Se déconnecter").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{portal}/")
    assert page.context.cookies() == []


def test_a_demo_person_is_one_click_away(office: Office, portal: str, visit: Any) -> None:
    office.settings = replace(office.settings, is_demo=True)
    page = visit(language="fr").page
    page.goto(f"{portal}/sign-in")
    page.get_by_role("button", name="Se connecter en tant que Cho").click()
    page.wait_for_url("**/overview?lang=fr")


def type_password(page: Any) -> None:
    page.fill("#email", "ana@larkmere.example")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "size"), [("en", (320, 640)), ("fr", PHONE), ("fr", DESKTOP)])
def test_a_second_step_from_setting_it_up_to_using_it_without_scripts_by_keyboard(
    office: Office, portal: str, visit: Any, language: str, size: tuple[int, int]
) -> None:
    rule = SecondFactor(required_roles=frozenset({"owner"}))
    office.settings = replace(office.settings, second_factor=rule)
    opened = visit(size=size, language=language)
    page = opened.page

    def check() -> None:
        assert page.locator("html").get_attribute("lang") == language
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    page.goto(f"{portal}/sign-in?lang={language}")
    type_password(page)
    page.locator("img.qr").wait_for()
    check()
    page.locator("summary").press("Enter")
    key = page.locator("code.key").inner_text()
    page.focus("#code")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    check()
    page.fill("#code", one_time.code_at(b32decode(key.replace(" ", "")), one_time.step_at(office.now())))
    page.keyboard.press("Enter")
    page.locator(".codes").wait_for()
    check()
    code = page.locator(".codes code").first.inner_text()
    page.locator(".go .button").click()
    page.wait_for_url("**/overview*")
    page.goto(f"{portal}/sign-in/second-step?lang={language}")
    check()
    page.context.clear_cookies()
    page.goto(f"{portal}/sign-in?lang={language}")
    type_password(page)
    page.get_by_role("heading", level=1).wait_for()
    page.locator("#code").fill(code)
    check()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/overview?lang={language}")
    opened.console_errors.clear()  # the browser notes the 401 of the wrong code
