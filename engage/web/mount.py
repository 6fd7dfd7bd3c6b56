"""What stands on the portal's server beside Streamlit's own pages, and what happens as it starts and ends."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from starlette.routing import BaseRoute

from engage.office import Office
from engage.web import resident, sign_in
from surveys.store import runs

RESIDENTS_ROOT = "/"


def beside_the_portal(office: Office) -> list[BaseRoute]:
    """Return the sign-in pages and the residents' pages; the portal itself keeps the root address."""
    pages = [route for route in resident.routes(office) if getattr(route, "path", "") != RESIDENTS_ROOT]
    return [*sign_in.routes(office), *pages]


def lifespan(office: Office) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Return what to do around serving: end runs that nobody works on any more, and close the office."""

    @asynccontextmanager
    async def around(app: Any) -> AsyncIterator[None]:
        del app
        with office.db.write() as tx:
            runs.end_silent(tx, now=office.now())
        try:
            yield
        finally:
            office.close()

    return around
