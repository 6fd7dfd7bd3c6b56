"""What stands before the portal: no uploads from strangers, no inner pages, and a limit of open sessions."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from engage.actions import attach
from engage.actions.sign_in import COOKIE, actor_of
from engage.office import Office
from engage.web.origins import is_foreign, own_places
from engage.web.render import page
from engage.web.uploads import Uploads
from engage.wording import LANGUAGES

CORE = "/_stcore/"
STREAM = "/_stcore/stream"
UPLOADS = "/_stcore/upload_file"
INNER = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
RETRY_SECONDS = "60"
NOT_PORTALS = frozenset(
    {*LANGUAGES, "_stcore", "static", "media", "component", "api", "assets", "pictures", "healthz", "readyz"}
    | {"sign-in", "sign-out"}
)


class PortalGuard:
    """Counts the portal's open sessions and turns away what the portal must not meet."""

    def __init__(self, app: ASGIApp, *, office: Office) -> None:
        self._app = app
        self._office = office
        self._most = office.settings.portal_sessions
        self._open = 0
        self._own = own_places(office.settings)
        self._uploads = Uploads(partial(attach.are_asked_for, office))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        path = scope.get("path", "")
        if path.startswith(CORE) and self._is_foreign(scope):
            await PlainTextResponse("This page belongs to another site.", 403)(scope, receive, send)
            return
        if scope["type"] == "websocket" and path.startswith(STREAM):
            await self._stream(scope, receive, send)
            return
        refusal = await self._refusal(scope, path) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._open >= self._most and not await self._is_staff(scope):
            await _full()(scope, receive, send)
            return
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1

    async def _refusal(self, scope: Scope, path: str) -> Response | None:
        if path.startswith(INNER):
            return PlainTextResponse("Not found", 404)
        if path.startswith(UPLOADS) and not await self._is_staff(scope):
            return await self._strangers_upload(scope, path)
        is_page = scope["method"] == "GET" and "." not in path.rpartition("/")[2]
        if self._open >= self._most and is_page and _is_portals(path) and not await self._is_staff(scope):
            return self._full_page(scope)
        return None

    async def _strangers_upload(self, scope: Scope, path: str) -> Response | None:
        """Let a file pass where a survey asks for some, within limits; what is no new file may always go."""
        if scope["method"] in ("DELETE", "OPTIONS"):
            return None
        session = path.removeprefix(UPLOADS).strip("/").partition("/")[0]
        said = HTTPConnection(scope).headers.get("content-length", "")
        if await run_in_threadpool(self._uploads.admit, session, said):
            return None
        return PlainTextResponse("No files are taken here now.", 403)

    def _is_foreign(self, scope: Scope) -> bool:
        """Say whether another site's page asks.

        Streamlit would look up this machine's outside address at a stranger's to decide that, and would
        trust any page served from this machine.
        """
        return scope["type"] in ("http", "websocket") and is_foreign(HTTPConnection(scope), self._own)

    async def _is_staff(self, scope: Scope) -> bool:
        token = HTTPConnection(scope).cookies.get(COOKIE)
        return bool(token) and await run_in_threadpool(actor_of, self._office, token) is not None

    def _full_page(self, scope: Scope) -> Response:
        accepted = HTTPConnection(scope).headers.get("accept-language", "").lower()
        language = "fr" if accepted.startswith("fr") else "en"
        settings = self._office.settings
        body = page(settings, "portal_full.html", language, residents=settings.public_url)
        return HTMLResponse(body, 503, {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"})


def _full() -> Response:
    return PlainTextResponse("Full", 503, {"Retry-After": RETRY_SECONDS})


def _is_portals(path: str) -> bool:
    """Say whether an address is a page of the portal: not one for residents, signing in or machines."""
    return path.strip("/").partition("/")[0] not in NOT_PORTALS
