"""What stands before the portal: a limit of sessions, closed addresses, uploads where they are asked for."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket

from engage.actions import author, sign_in
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.web.guard import PortalGuard
from tests.factories import cast, make_survey, question

PORTAL = "the portal"


async def session(socket: WebSocket) -> None:
    await socket.accept()
    await socket.receive_text()
    await socket.close()


async def answer(request) -> PlainTextResponse:
    del request
    return PlainTextResponse(PORTAL)


@pytest.fixture
def browser(office: Office) -> TestClient:
    """A browser before a portal that takes one session."""
    office.settings = replace(office.settings, portal_sessions=1)
    routes = [
        WebSocketRoute("/_stcore/stream", session),
        Route("/{path:path}", answer, methods=["GET", "PUT"]),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PortalGuard, office=office)]))


@pytest.fixture
def staff_cookie(office: Office) -> dict[str, str]:
    people = cast(office)
    token = sign_in.sign_in_by_identity(office, people.ana.staff.email, True)
    return {COOKIE: token}


def test_pages_and_sessions_pass_while_there_is_room(browser: TestClient) -> None:
    assert browser.get("/overview").text == PORTAL
    with browser.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("done")


def test_a_full_portal_shows_where_the_surveys_are(browser: TestClient, office: Office) -> None:
    with browser.websocket_connect("/_stcore/stream") as socket:
        full = browser.get("/overview", headers={"accept-language": "fr-CA"})
        assert full.status_code == 503
        assert full.headers["retry-after"] == "60"
        assert "Le portail est complet" in full.text
        assert f'href="{office.settings.public_url}/fr/"' in full.text
        with pytest.raises(WebSocketDenialResponse) as denied, browser.websocket_connect("/_stcore/stream"):
            pass
        assert denied.value.status_code == 503
        socket.send_text("done")
    assert browser.get("/overview").status_code == 200


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/s/library", "/api/v1/surveys", "/sign-in", "/healthz", "/assets/x.css"]
)
def test_a_full_portal_does_not_close_what_is_beside_it(browser: TestClient, path: str) -> None:
    with browser.websocket_connect("/_stcore/stream") as socket:
        assert browser.get(path).text == PORTAL
        socket.send_text("done")


def test_staff_get_into_a_full_portal(browser: TestClient, staff_cookie: dict[str, str]) -> None:
    with browser.websocket_connect("/_stcore/stream") as socket:
        browser.cookies.update(staff_cookie)
        assert browser.get("/overview").text == PORTAL
        with browser.websocket_connect("/_stcore/stream") as second:
            second.send_text("done")
        socket.send_text("done")


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_inner_addresses_are_closed_to_everybody(
    browser: TestClient, staff_cookie: dict[str, str], path: str
) -> None:
    browser.cookies.update(staff_cookie)
    assert browser.get(path).status_code == 404


def test_strangers_bring_files_only_where_a_survey_asks_for_them(browser: TestClient, office: Office) -> None:
    upload = "/_stcore/upload_file/session/file"
    make_survey(office, questions=[question("file_upload", "photo")])
    assert browser.put(upload, content=b"x").text == PORTAL
    assert browser.put(upload, content=(b"x" for _ in range(3))).status_code == 403
    author.close(office, cast(office).ana, "library")
    assert browser.put(upload, content=b"x").status_code == 403


def test_uploads_are_for_those_who_are_signed_in_now(
    browser: TestClient, office: Office, staff_cookie: dict[str, str]
) -> None:
    upload = "/_stcore/upload_file/session/file"
    assert browser.put(upload, content=b"x").status_code == 403
    browser.cookies.set(COOKIE, "made up")
    assert browser.put(upload, content=b"x").status_code == 403
    browser.cookies.clear()
    browser.cookies.update(staff_cookie)
    assert browser.put(upload, content=b"x").text == PORTAL
    sign_in.sign_out(office, staff_cookie[COOKIE])
    assert browser.put(upload, content=b"x").status_code == 403


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://localhost:3000", "null", "http://["])
def test_another_sites_page_reaches_nothing_of_streamlit(browser: TestClient, origin: str) -> None:
    headers = {"origin": origin}
    for path in ("/_stcore/health", "/_stcore/host-config"):
        assert browser.get(path, headers=headers).status_code == 403
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        browser.websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass
    assert denied.value.status_code == 403
    assert browser.get("/overview", headers=headers).text == PORTAL


@pytest.mark.parametrize("origin", ["http://testserver", "http://127.0.0.1:8501"])
def test_our_own_pages_open_sessions(browser: TestClient, origin: str) -> None:
    with browser.websocket_connect("/_stcore/stream", headers={"origin": origin}) as socket:
        socket.send_text("done")
