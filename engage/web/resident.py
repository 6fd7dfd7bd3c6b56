"""Every address of the residents' light face."""

from starlette.routing import BaseRoute

from engage.office import Office
from engage.web import api, assets, health, home, pictures
from engage.web.public_results import ResultPages
from engage.web.receipts import ReceiptPages
from engage.web.survey import SurveyPages


def routes(office: Office) -> list[BaseRoute]:
    """Return the routes, the busiest first."""
    return [
        *SurveyPages(office).routes(),
        *assets.routes(office.settings),
        *pictures.routes(office),
        *ReceiptPages(office).routes(),
        *ResultPages(office).routes(),
        *health.routes(office),
        *api.routes(office),
        *home.routes(office),
    ]
