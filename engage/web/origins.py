"""Whose page asks: ours, or another site's."""

from starlette.requests import HTTPConnection

from engage.settings import Settings


def own_places(settings: Settings) -> frozenset[str]:
    """Return our hosts with their ports, as an Origin header names them."""
    return frozenset(_place(url) for url in (settings.portal_url, settings.public_url))


def is_foreign(request: HTTPConnection, own: frozenset[str]) -> bool:
    """Say whether another site's page asks; browsers always tell, programs that are none need not."""
    origin = request.headers.get("origin")
    if origin is None:
        return False
    place = _place(origin)
    return not place or place not in own | {request.headers.get("host")}


def _place(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
