"""Signing in with the town's identity provider: OpenID Connect, verified by Authlib and never by hand."""

import hmac
import logging
import warnings
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from engage.settings import OpenIdConnect, Settings

FLOW_SECONDS = 600
"""How long somebody may take at the provider; the state of the flow is signed and lives no longer."""

log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]
Admit = Callable[[str, bool], str]
Finish = Callable[[str, str, str], Response]
Refuse = Callable[..., Awaitable[Response]]


class IdentityProvider:
    """The authorization code flow with PKCE and a nonce.

    ``admit`` turns a verified e-mail address into a session token, or raises ``PermissionError``.
    """

    def __init__(self, settings: Settings, oidc: OpenIdConnect, *, admit: Admit) -> None:
        self._settings = settings
        self._oidc = oidc
        self._admit = admit
        self._client: Any = None

    def routes(self, *, finish: Finish, refuse: Refuse) -> list[BaseRoute]:
        """Return where the flow begins and where the provider sends people back to."""

        async def begin(request: Request) -> Response:
            from engage.web.signing import language_of, local_path

            request.session["language"] = language_of(request)
            request.session["onward"] = local_path(request.query_params.get("next", ""))
            try:
                redirect_uri = f"{self._settings.portal_url}/sign-in/callback"
                answer: Response = await self._ready_client().authorize_redirect(request, redirect_uri)
            except Exception as error:  # the provider may be down or misconfigured in any way
                log.error("the identity provider cannot be asked: %s", type(error).__name__)
                return await refuse(request, language_of(request), is_known=False)
            return answer

        async def come_back(request: Request) -> Response:
            language = str(request.session.get("language", "en"))
            onward = str(request.session.get("onward", "/"))
            try:
                claims = (await self._ready_client().authorize_access_token(request)).get("userinfo") or {}
            except Exception as error:  # forged, stale, replayed or refused: all end the same way
                log.warning("an answer of the identity provider was refused: %s", type(error).__name__)
                return await refuse(request, language, is_known=False)
            finally:
                request.session.clear()
            try:
                email, is_verified = str(claims.get("email", "")), claims.get("email_verified") is True
                token = await run_in_threadpool(self._admit, email, is_verified)
            except PermissionError:
                return await refuse(request, language, is_known=True)
            return finish(token, onward, language)

        return [
            Route("/sign-in/oidc", self._with_session(begin)),
            Route("/sign-in/callback", self._with_session(come_back)),
        ]

    def _ready_client(self) -> Any:
        if self._client is None:
            with warnings.catch_warnings():
                # Authlib announces the successor of its HTTP client, and insists unless told by name.
                from authlib.deprecate import AuthlibDeprecationWarning

                warnings.simplefilter("ignore", AuthlibDeprecationWarning)
                from authlib.integrations.starlette_client import OAuth
            self._client = OAuth().register(
                "town",
                client_id=self._oidc.client_id,
                client_secret=self._oidc.client_secret,
                server_metadata_url=f"{self._oidc.issuer}/.well-known/openid-configuration",
                client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
            )
        return self._client

    def _with_session(self, handler: Handler) -> "_OwnSession":
        return _OwnSession(
            handler,
            secret=hmac.new(self._settings.secret, b"identity provider", sha256).hexdigest(),
            is_https=self._settings.portal_url.startswith("https://"),
        )


class _OwnSession:
    """A signed, short-lived session for this flow only, apart from the one Streamlit keeps."""

    def __init__(self, handler: Handler, *, secret: str, is_https: bool) -> None:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            response = (
                await handler(request) if request.method == "GET" else RedirectResponse("/sign-in", 303)
            )
            await response(scope, receive, send)

        self._app: ASGIApp = SessionMiddleware(
            answer,
            secret_key=secret,
            session_cookie="engage_identity",
            max_age=FLOW_SECONDS,
            path="/sign-in",
            same_site="lax",
            https_only=is_https,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve with a copy of the scope, so that an outer session never sees this one."""
        await self._app(dict(scope), receive, send)
