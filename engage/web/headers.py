"""Security headers on every answer, as plain ASGI: what a page may load, who may frame or keep it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RESIDENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {frames}"
)
PORTAL_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frames}; object-src 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Add the headers that an answer does not set itself.

    ``policy`` is ``RESIDENT_POLICY`` or ``PORTAL_POLICY``; ``frame_ancestors`` says which sites may frame
    the pages; ``keeps`` is the Cache-Control of answers that have none.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        policy: str = RESIDENT_POLICY,
        is_https: bool = False,
        frame_ancestors: str = "'none'",
        keeps: str | None = "no-store",
    ) -> None:
        self._app = app
        self._headers = ALWAYS | {"Content-Security-Policy": policy.format(frames=frame_ancestors)}
        if frame_ancestors == "'none'":
            self._headers["X-Frame-Options"] = "DENY"
        if is_https:
            self._headers["Strict-Transport-Security"] = TWO_YEARS
        if keeps:
            self._headers["Cache-Control"] = keeps
        self._raw = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; complete the headers of HTTP answers on their way out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in self._raw if pair[0] not in present),
                ]
            await send(message)

        await self._app(scope, receive, send_completed)
