"""Security headers stand on every answer, and no page brings what they forbid."""

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from engage.office import Office
from engage.web.headers import PORTAL_POLICY, SecurityHeaders
from tests.factories import make_survey

PAGES = ("/en/", "/fr/s/library", "/en/receipt", "/fr/privacy", "/en/nowhere", "/api/v1/surveys", "/healthz")


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_is_guarded(office: Office, client: TestClient, address: str) -> None:
    make_survey(office)
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("address", PAGES[:5])
def test_pages_bring_no_script_no_inline_style_and_nothing_from_elsewhere(
    office: Office, client: TestClient, address: str
) -> None:
    make_survey(office)
    text = client.get(address).text
    assert "<script" not in text
    assert "style=" not in text
    assert re.findall(r' on\w+="', text) == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []


def test_secure_transport_is_promised_only_where_it_is_used(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/healthz").headers
    app = SecurityHeaders(Starlette(routes=[Route("/", _hello)]), is_https=True)
    assert "includeSubDomains" in TestClient(app).get("/").headers["strict-transport-security"]


async def _hello(request: object) -> PlainTextResponse:
    return PlainTextResponse("hello", headers={"Cache-Control": "public"})


def test_an_answer_keeps_the_headers_it_sets_itself() -> None:
    app = SecurityHeaders(Starlette(routes=[Route("/", _hello)]))
    assert TestClient(app).get("/").headers.get_list("cache-control") == ["public"]


def test_sites_that_may_frame_a_page_are_named() -> None:
    app = SecurityHeaders(Starlette(routes=[Route("/", _hello)]), frame_ancestors="https://town.example")
    headers = TestClient(app).get("/").headers
    assert "frame-ancestors https://town.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


def test_the_portal_may_load_its_own_scripts_and_nothing_else() -> None:
    app = SecurityHeaders(Starlette(routes=[Route("/", _hello)]), policy=PORTAL_POLICY)
    policy = TestClient(app).get("/").headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-eval'; script" not in policy
    assert "http" not in policy


def test_sockets_pass_untouched() -> None:
    async def echo(socket: object) -> None:
        await socket.accept()  # type: ignore[attr-defined]
        await socket.send_text("hello")  # type: ignore[attr-defined]
        await socket.close()  # type: ignore[attr-defined]

    app = SecurityHeaders(Starlette(routes=[WebSocketRoute("/", echo)]))
    with TestClient(app).websocket_connect("/") as socket:
        assert socket.receive_text() == "hello"
