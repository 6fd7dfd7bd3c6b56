"""The second step's pages: no session before the code, a QR code of our own making, codes shown once."""

import re
from base64 import b32decode
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engage import one_time
from engage.access import OPERATOR
from engage.actions import administer, sign_in
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.settings import SecondFactor
from engage.web.sign_in import routes
from tests.factories import AT, cast
from tests.signing_in import ANA, PASSWORD, quick_hashing

pytestmark = pytest.mark.usefixtures("quick_hashing")
__all__ = ["quick_hashing"]

HERE = {"origin": "http://testserver"}
OWN = "/sign-in/second-step"


@pytest.fixture
def client(office: Office) -> TestClient:
    """A browser, where Ana has a password and her role needs a second step; the clock stands."""
    administer.set_password(office, OPERATOR, cast(office).ana.staff.id, PASSWORD)
    office.settings = replace(
        office.settings, second_factor=SecondFactor(required_roles=frozenset({"owner"}))
    )
    office.now = lambda: AT
    return TestClient(Starlette(routes=routes(office)), follow_redirects=False)


def send(client: TestClient, path: str, **form: str):
    return client.post(path, data=form, headers=HERE)


def sign(client: TestClient, **more: str):
    return send(client, "/sign-in", email=ANA, password=PASSWORD, **more)


def ticket_on(page) -> str:
    return unescape(re.search(r'name="ticket" value="([^"]+)"', page.text)[1])


def shown(office: Office, spelled: str) -> str:
    return one_time.code_at(b32decode(spelled.replace(" ", "")), one_time.step_at(office.now()))


def key_on(page) -> str:
    return re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page.text)[1]


def set_up(office: Office, client: TestClient) -> tuple[str, list[str]]:
    """Set Ana's step up; return what her app was told, and her recovery codes. Half a minute passes."""
    page = sign(client)
    key = key_on(page)
    done = send(client, "/sign-in/set-up", ticket=ticket_on(page), code=shown(office, key))
    assert done.status_code == 200
    client.cookies.clear()
    office.now = lambda: AT + timedelta(seconds=30)
    return key, re.findall(r"<li><code>([A-Z0-9-]+)</code>", done.text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_required_step_is_set_up_at_the_next_sign_in(
    office: Office, client: TestClient, language: str
) -> None:
    page = sign(client, lang=language, next="/results?survey=library")
    assert (page.status_code, "set-cookie" in page.headers) == (200, False)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["cache-control"] == "no-store"
    picture = re.search(r'src="(data:image/svg\+xml[^"]+)"', page.text)
    assert picture
    assert "http://" not in unescape(picture[1]).replace("http://www.w3.org/2000/svg", "")
    wrong = send(client, "/sign-in/set-up", ticket=ticket_on(page), code="000000", lang=language)
    assert (wrong.status_code, key_on(wrong)) == (401, key_on(page))
    done = send(
        client,
        "/sign-in/set-up",
        ticket=ticket_on(page),
        code=shown(office, key_on(page)),
        lang=language,
        next="/results?survey=library",
    )
    assert sign_in.actor_of(office, client.cookies[COOKIE]).staff.email == ANA
    assert "HttpOnly" in done.headers["set-cookie"]
    assert len(re.findall(r"<li><code>", done.text)) == 10
    assert f'href="/results?survey=library&amp;lang={language}"' in done.text


def test_the_code_is_asked_after_the_password_and_then_one_goes_on(
    office: Office, client: TestClient
) -> None:
    key, codes = set_up(office, client)
    page = sign(client, next="/results?survey=library")
    assert 'autocomplete="one-time-code"' in page.text
    assert COOKIE not in client.cookies
    wrong = send(
        client, "/sign-in/code", ticket=ticket_on(page), code="000000", next="/results?survey=library"
    )
    assert wrong.status_code == 401
    assert wrong.text.count("This code is not right") == 1
    assert "000000" not in wrong.text
    done = send(
        client,
        "/sign-in/code",
        ticket=ticket_on(wrong),
        code=shown(office, key),
        lang="fr",
        next="/results?survey=library",
    )
    assert done.headers["location"] == "/results?survey=library&lang=fr"
    assert sign_in.actor_of(office, client.cookies[COOKIE]).staff.email == ANA
    client.cookies.clear()
    page = sign(client)
    assert send(client, "/sign-in/code", ticket=ticket_on(page), code=codes[0]).status_code == 303


def test_the_language_changes_without_signing_in_again(office: Office, client: TestClient) -> None:
    page = sign(client)
    french = send(client, "/sign-in/set-up?lang=fr", ticket=ticket_on(page), _do="language")
    assert '<html lang="fr">' in french.text
    assert key_on(french) == key_on(page)
    set_up(office, client)
    page = sign(client)
    french = send(client, "/sign-in/code?lang=fr", ticket=ticket_on(page), _do="language", lang="en")
    assert "Deuxième étape" in french.text


def test_too_late_means_to_sign_in_again_and_says_so(office: Office, client: TestClient) -> None:
    key, _ = set_up(office, client)
    page = sign(client)
    office.now = lambda: AT + timedelta(minutes=30)
    over = send(client, "/sign-in/code", ticket=ticket_on(page), code=shown(office, key), lang="fr")
    assert over.headers["location"] == "/sign-in?lang=fr&over=1"
    assert "Cela a pris trop de temps" in client.get(over.headers["location"]).text


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/set-up", OWN])
@pytest.mark.parametrize(
    "form", [{}, {"ticket": "x" * 5000}, {"ticket": "\udcff", "code": "\0"}, {"_do": "codes"}]
)
def test_forms_that_are_not_ours_lead_back_to_the_beginning(client: TestClient, path: str, form) -> None:
    body = {name: value.encode("utf-8", "surrogateescape") for name, value in form.items()}
    assert client.post(path, data=body, headers=HERE).headers["location"].startswith("/sign-in?lang=en")
    assert client.post(path, content=b"x" * 20_000, headers=HERE).status_code == 303
    elsewhere = client.post(path, data=body, headers={"origin": "https://evil.example"})
    assert elsewhere.status_code == 303
    assert client.get(path).status_code == 303


def test_after_several_wrong_codes_the_page_says_how_long_to_wait(office: Office, client: TestClient) -> None:
    set_up(office, client)
    page = sign(client)
    for _ in range(6):
        answer = send(client, "/sign-in/code", ticket=ticket_on(page), code="000000")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


def test_ones_own_page_sets_up_renews_and_removes(office: Office, client: TestClient) -> None:
    office.settings = replace(office.settings, second_factor=SecondFactor())
    sign(client)
    assert "Set up the second step" in client.get(OWN).text
    assert "This is not your password" in send(client, OWN, _do="start", password="not it").text
    page = send(client, OWN, _do="start", password=PASSWORD)
    key = key_on(page)
    assert f'name="next" value="{OWN}"' not in page.text  # signing in never leads below itself
    send(client, "/sign-in/set-up", ticket=ticket_on(page), code=shown(office, key))
    assert "10 recovery codes are left" in client.get(OWN).text
    office.now = lambda: AT + timedelta(seconds=30)
    renewed = send(client, OWN, _do="codes", code=shown(office, key))
    codes = re.findall(r"<li><code>([A-Z0-9-]+)</code>", renewed.text)
    assert len(codes) == 10
    assert send(client, OWN, _do="remove", code="000000").status_code == 401
    assert send(client, OWN, _do="remove", code=codes[0]).headers["location"] == f"{OWN}?lang=en"
    assert "Set up the second step" in client.get(OWN).text


def test_what_the_role_needs_cannot_be_removed(office: Office, client: TestClient) -> None:
    key, codes = set_up(office, client)
    page = sign(client)
    send(client, "/sign-in/code", ticket=ticket_on(page), code=shown(office, key))
    assert "Remove the second step" not in client.get(OWN).text
    answer = send(client, OWN, _do="remove", code=codes[0])
    assert "cannot be removed" in answer.text
    assert "10 recovery codes are left" in answer.text
