"""OpenID Connect against a real provider in miniature: who gets in, and what forged answers get."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from engage.actions import sign_in
from engage.actions.sign_in import COOKIE
from engage.office import Office
from engage.settings import OpenIdConnect
from engage.web.sign_in import routes
from engage.web.sockets import listen
from tests.factories import cast

ANA = "ana@larkmere.example"
KEY = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    """A provider whose answers a test can bend."""

    issuer: str = ""
    key: Any = field(default_factory=lambda: KEY)
    signs_with: Any = None
    claims: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    gives_id_token: bool = True

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def metadata(self, request: Request) -> JSONResponse:
        del request
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def keys(self, request: Request) -> JSONResponse:
        del request
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def token(self, request: Request) -> JSONResponse:
        form = await request.form()
        verifier = str(form.get("code_verifier", ""))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if challenge != self.asked["code_challenge"] or form.get("code") != "the code":
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": "engage",
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
            "email": ANA,
            "email_verified": True,
            **self.claims,
        }
        answer = {"access_token": "x", "token_type": "Bearer"}
        if self.gives_id_token:
            header = {"alg": "RS256", "kid": "one"}
            answer["id_token"] = jwt.encode(header, claims, self.signs_with or self.key)
        return JSONResponse(answer)


def serving(app: Any) -> tuple[str, uvicorn.Server, threading.Thread]:
    made = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    return f"http://127.0.0.1:{made.getsockname()[1]}", server, thread


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    made.issuer, server, thread = serving(made.app())
    yield made
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def browser(office: Office, provider: Provider) -> Iterator[httpx.Client]:
    """A browser before an office that knows the provider."""
    cast(office)
    oidc = OpenIdConnect(issuer=provider.issuer, client_id="engage", client_secret="the client's secret")
    office.settings = replace(office.settings, oidc=oidc)
    app = Starlette(routes=routes(office))
    url, server, thread = serving(app)
    office.settings = replace(office.settings, portal_url=url)
    app.router.routes[:] = routes(office)
    with closing(httpx.Client(base_url=url, timeout=20)) as client:
        yield client
    server.should_exit = True
    thread.join(10)


def begin(
    browser: httpx.Client, provider: Provider, address: str = "/sign-in/oidc?lang=fr&next=/results"
) -> str:
    """Go to the provider as a browser does, and return the state it was given."""
    sent = browser.get(address)
    assert sent.status_code == 302
    place = urlsplit(sent.headers["location"])
    provider.asked = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{provider.issuer}/authorize"
    return str(provider.asked["state"])


def come_back(browser: httpx.Client, state: str, code: str = "the code") -> httpx.Response:
    return browser.get("/sign-in/callback", params={"state": state, "code": code})


def test_a_known_person_with_a_verified_address_gets_in(
    browser: httpx.Client, provider: Provider, office: Office
) -> None:
    answer = come_back(browser, begin(browser, provider))
    assert (answer.status_code, answer.headers["location"]) == (303, "/results?lang=fr")
    assert sign_in.actor_of(office, browser.cookies[COOKIE]).staff.email == ANA


def test_the_provider_is_asked_with_pkce_a_nonce_and_our_address(
    browser: httpx.Client, provider: Provider
) -> None:
    begin(browser, provider)
    assert provider.asked["response_type"] == "code"
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == f"{browser.base_url}/sign-in/callback".replace("//sign", "/sign")
    assert len(provider.asked["nonce"]) >= 16
    assert provider.asked["scope"].split() == ["openid", "email", "profile"]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@larkmere.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
    ],
)
def test_who_is_not_known_or_not_verified_is_told_so(
    browser: httpx.Client, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = come_back(browser, begin(browser, provider))
    assert answer.status_code == 403
    assert "n’a pas encore accès ici" in answer.text
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another application"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
    ],
)
def test_an_answer_meant_for_somebody_else_is_refused(
    browser: httpx.Client, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = come_back(browser, begin(browser, provider))
    assert answer.status_code == 403
    assert "n’a pas confirmé votre identité" in answer.text
    assert COOKIE not in browser.cookies


def test_an_answer_signed_by_somebody_else_is_refused(browser: httpx.Client, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_back(browser, begin(browser, provider)).status_code == 403


def test_an_answer_without_an_identity_is_refused(browser: httpx.Client, provider: Provider) -> None:
    provider.gives_id_token = False
    assert come_back(browser, begin(browser, provider)).status_code == 403


def test_an_answer_nobody_asked_for_or_a_second_time_is_refused(
    browser: httpx.Client, provider: Provider
) -> None:
    assert come_back(browser, "made up").status_code == 403
    state = begin(browser, provider)
    assert come_back(browser, state, code="another code").status_code == 403
    state = begin(browser, provider)
    assert come_back(browser, state).status_code == 303
    browser.cookies.delete(COOKIE)
    assert come_back(browser, state).status_code == 403


def test_a_provider_that_says_no_or_is_down_leads_back_to_the_page(
    browser: httpx.Client, provider: Provider
) -> None:
    begin(browser, provider)
    denied = browser.get("/sign-in/callback?error=access_denied&error_description=<b>no</b>")
    assert denied.status_code == 403
    assert "<b>no</b>" not in denied.text
    assert 'href="/sign-in/oidc' in denied.text


def test_a_provider_that_cannot_be_reached_is_said_kindly(office: Office) -> None:
    cast(office)
    with closing(listen("127.0.0.1", 0)) as made:
        nobody = f"http://127.0.0.1:{made.getsockname()[1]}"
    oidc = OpenIdConnect(issuer=nobody, client_id="engage", client_secret="x")
    office.settings = replace(office.settings, oidc=oidc)
    url, server, thread = serving(Starlette(routes=routes(office)))
    answer = httpx.get(f"{url}/sign-in/oidc?lang=en", timeout=20)
    server.should_exit = True
    thread.join(10)
    assert answer.status_code == 403
    assert "did not confirm who you are" in answer.text


def test_the_flow_keeps_its_state_apart_from_other_sessions(
    browser: httpx.Client, provider: Provider
) -> None:
    begin(browser, provider)
    assert set(browser.cookies) == {"engage_identity"}
    come_back(browser, provider.asked["state"])
    assert set(browser.cookies) == {COOKIE}
