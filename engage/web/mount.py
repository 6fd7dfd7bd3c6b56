"""What stands on the portal's server beside Streamlit's own pages, and what happens as it starts and ends."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from starlette.routing import BaseRoute

from engage import jobs
from engage.actions import attach
from engage.office import Office
from engage.web import preview, resident, sign_in

RESIDENTS_ROOT = "/"


def beside_the_portal(office: Office) -> list[BaseRoute]:
    """Return the sign-in pages, previews and the residents' pages; the portal keeps the root address."""
    pages = [route for route in resident.routes(office) if getattr(route, "path", "") != RESIDENTS_ROOT]
    return [*sign_in.routes(office), *preview.routes(office), *pages]


def lifespan(office: Office) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Return what to do around serving: end runs that nobody works on, then close."""

    @asynccontextmanager
    async def around(app: Any) -> AsyncIterator[None]:
        del app
        jobs.recover(office)
        attach.forget_unsent(office)
        try:
            yield
        finally:
            jobs.close()
            office.close()

    return around
