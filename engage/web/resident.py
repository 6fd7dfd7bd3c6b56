"""Every address of the residents' light face."""

from starlette.routing import BaseRoute

from engage.office import Office
from engage.web import assets
from engage.web.survey import SurveyPages


def routes(office: Office) -> list[BaseRoute]:
    """Return the routes."""
    return [*SurveyPages(office).routes(), *assets.routes(office.settings)]
