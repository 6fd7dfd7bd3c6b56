"""The light face as an application of its own, to be served beside the portal."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from engage.office import Office
from engage.web import refusals
from engage.web.headers import SecurityHeaders
from engage.web.resident import routes


def resident_app(office: Office) -> Starlette:
    """Return the application; whoever opened the office closes it."""
    settings = office.settings

    async def not_found(request: Request, error: Exception) -> Response:
        del error
        return refusals.not_found(request, settings)

    async def wrong_method(request: Request, error: Exception) -> Response:
        del error
        return refusals.wrong_method(request, settings)

    async def went_wrong(request: Request, error: Exception) -> Response:
        del error
        return refusals.went_wrong(request, settings)

    return Starlette(
        routes=routes(office),
        middleware=[Middleware(SecurityHeaders, is_https=settings.public_url.startswith("https:"))],
        exception_handlers={404: not_found, 405: wrong_method, 500: went_wrong},
    )
