"""The survey on the light face: the one address that is shared, printed and embedded."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.access import NotFoundError
from engage.actions.collect import SurveyClosedError
from engage.office import Office
from engage.web import refusals
from engage.web.answering import Answering
from engage.web.showing import Showing
from engage.web.taking import Taking
from engage.web.visits import is_language, is_slug


class SurveyPages:
    """The handler of one survey address."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._settings = office.settings
        answering = Answering(office)
        self._showing, self._taking = Showing(answering), Taking(answering)

    def routes(self) -> list[Route]:
        """Return the address that is shared, printed and embedded."""
        return [Route("/{language}/s/{slug}", self.handle, methods=["GET", "POST"])]

    async def handle(self, request: Request) -> Response:
        """Show or take a form; every refusal is a page in the reader's language."""
        language, slug = request.path_params["language"], request.path_params["slug"]
        if not is_slug(slug):
            return refusals.no_such_survey(request, self._settings)
        if not is_language(language):
            return refusals.wrong_language(request, self._settings, slug)
        try:
            if request.method == "POST":
                return await self._taking.take(request)
            return await self._showing.show(request)
        except NotFoundError:
            return refusals.no_such_survey(request, self._settings)
        except SurveyClosedError as closed:
            return refusals.closed(request, self._office, closed.survey, typed={})
