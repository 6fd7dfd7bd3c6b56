"""The sign-in pages: who gets a cookie, of what sort, from where, and what the others are told."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engage.access import OPERATOR
from engage.actions import administer, sign_in
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.web.sign_in import routes
from engage.web.signing import local_path
from tests.factories import cast
from tests.signing_in import ANA, PASSWORD, quick_hashing

pytestmark = pytest.mark.usefixtures("quick_hashing")
__all__ = ["quick_hashing"]

HERE = {"origin": "http://testserver"}


@pytest.fixture
def ana(office: Office):
    person = cast(office).ana.staff
    administer.set_password(office, OPERATOR, person.id, PASSWORD)
    return person


def browser(office: Office) -> TestClient:
    return TestClient(Starlette(routes=routes(office)), follow_redirects=False)


def send(client: TestClient, **form: str):
    return client.post("/sign-in", data=form, headers=HERE)


def test_the_page_asks_for_an_address_and_a_password_that_managers_can_fill(office: Office) -> None:
    page = browser(office).get("/sign-in", headers={"accept-language": "en-CA"})
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert 'autocomplete="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert "onpaste" not in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/sign-in?lang=fr", "en", "fr"),
        ("/sign-in?lang=en", "fr", "en"),
        ("/sign-in", "fr-CA,fr;q=0.9", "fr"),
        ("/sign-in?lang=de", "de", "en"),
    ],
)
def test_it_speaks_the_readers_language(office: Office, address: str, accepts: str, language: str) -> None:
    page = browser(office).get(address, headers={"accept-language": accepts})
    assert f'<html lang="{language}">' in page.text
    assert ("Connexion du personnel" in page.text) == (language == "fr")


def test_the_right_password_sets_a_cookie_scripts_cannot_read_and_goes_on(office: Office, ana) -> None:
    client = browser(office)
    answer = send(client, email=ANA, password=PASSWORD, lang="fr", next="/results?survey=library")
    assert (answer.status_code, answer.headers["location"]) == (303, "/results?survey=library&lang=fr")
    attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=43200"} <= attributes
    assert "secure" not in attributes
    assert sign_in.actor_of(office, client.cookies[COOKIE]).staff.id == ana.id
    assert client.get("/sign-in").headers["location"] == "/overview"


def test_the_cookie_is_for_encrypted_connections_where_the_portal_has_one(office: Office, ana) -> None:
    office.settings = replace(office.settings, portal_url="https://staff.larkmere.example")
    answer = send(browser(office), email=ANA, password=PASSWORD)
    assert "; Secure" in answer.headers["set-cookie"]


def test_an_unknown_account_and_a_wrong_password_get_the_same_page(office: Office, ana) -> None:
    wrong = send(browser(office), email=ANA, password="not the password")
    unknown = send(browser(office), email="xyz@larkmere.example", password="not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(ANA, "") == unknown.text.replace("xyz@larkmere.example", "")
    assert "do not belong together" in wrong.text
    assert "set-cookie" not in wrong.headers
    assert "not the password" not in wrong.text


def test_after_several_wrong_tries_the_page_says_how_long_to_wait(office: Office, ana) -> None:
    for _ in range(6):
        answer = send(browser(office), email=ANA, password="not the password", lang="fr")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) in (4, 5)
    assert "Veuillez attendre" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_a_form_from_another_site_signs_nobody_in(office: Office, ana, headers: dict[str, str]) -> None:
    client = browser(office)
    answer = client.post("/sign-in", data={"email": ANA, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, sign_in.sign_in(office, ANA, PASSWORD))
    client.post("/sign-out", headers=headers)
    assert sign_in.actor_of(office, client.cookies[COOKIE]).staff.id == ana.id


def test_signing_out_from_the_portal_is_one_click_and_from_elsewhere_asks_first(office: Office, ana) -> None:
    client = browser(office)
    send(client, email=ANA, password=PASSWORD)
    token = client.cookies[COOKIE]
    page = client.get("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert "Do you want to sign out" in page.text
    assert sign_in.actor_of(office, token) is not None
    answer = client.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert sign_in.actor_of(office, token) is None
    assert COOKIE not in client.cookies


def test_demo_people_are_cards_to_pick_from(office: Office) -> None:
    people = cast(office)
    office.settings = replace(office.settings, is_demo=True)
    client = browser(office)
    page = client.get("/sign-in?lang=fr")
    assert page.text.count('name="demo"') == 7
    assert "Se connecter en tant que Ana" in page.text
    assert 'type="password"' not in page.text
    assert send(client, demo=str(people.ana.staff.id)).status_code == 303
    assert sign_in.actor_of(office, client.cookies[COOKIE]).staff.name == "Ana"


@pytest.mark.parametrize("demo", ["1", "999", "1e3", "-1", "²", "9" * 50])
def test_outside_demo_mode_nobody_can_be_picked(office: Office, demo: str) -> None:
    cast(office)
    client = browser(office)
    assert send(client, demo=demo).status_code == 401
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"email=%00&password=%00", b"email=%ED%A0%80&password=x", b"a=" * 500, b"x" * 100_000],
)
def test_a_malformed_form_gets_the_page_again(office: Office, body: bytes) -> None:
    answer = browser(office).post("/sign-in", content=body, headers=HERE)
    assert answer.status_code == 401
    assert "Staff sign-in" in answer.text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/results?survey=a&f.channel=web,phone", "/results?survey=a&f.channel=web,phone"),
        ("", "/overview"),
        ("https://elsewhere.example", "/overview"),
        ("//elsewhere.example", "/overview"),
        ("/\\elsewhere.example", "/overview"),
        ("/sign-out", "/overview"),
        ("/x\r\nset-cookie: a=b", "/overview"),
        ("javascript:alert(1)", "/overview"),
        ("/" + "x" * 3000, "/overview"),
    ],
)
def test_one_goes_on_within_the_portal_only(given: str, kept: str) -> None:
    assert local_path(given) == kept


def test_words_in_the_address_field_come_back_as_text(office: Office) -> None:
    answer = send(browser(office), email='"><script>alert(1)</script>', password="x")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
