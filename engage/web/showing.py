"""Shows a survey to whoever comes to its address: from the start, or where they had stopped."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from engage.actions import collect
from engage.actions.collect import KeyUnreadableError, Opened, Receipt
from engage.leaving import Ended
from engage.web import refusals
from engage.web.answering import CHECK, Answering, forgetting, named
from engage.web.ended_page import OVER, ended_as_named, ended_page
from engage.web.replies import html
from engage.web.survey_page import Notice, question_page
from engage.web.visits import Visit, visit_of
from engage.wording import wording


class Showing:
    """What an address shows when it is opened or reloaded."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._office = answering.office
        self._settings = answering.settings

    async def show(self, request: Request) -> Response:
        """Open the survey, or go on with the drafts whose key the browser brings.

        Raises:
            NotFoundError, SurveyClosedError: as ``collect.open_survey``.
        """
        visit = visit_of(request, self._office, request.query_params)
        if visit.cookie:
            return await self._return_to(request, visit)
        return self._open(request, visit)

    def _open(self, request: Request, visit: Visit) -> Response:
        opened = collect.open_survey(self._office, visit.slug)
        if visit.language not in opened.definition.languages:
            return refusals.not_in_this_language(request, self._settings, opened)
        if over := ended_as_named(opened, request.query_params.get(OVER, "")):
            return html(request, ended_page(self._settings, opened, visit, over))
        carried = _carried(opened, request.query_params)
        if carried or opened.version.definition.is_shuffled:
            first = opened.definition.pages[0]
            text = question_page(self._settings, opened, visit, first, raw=carried, token=opened.key.token)
            return html(request, text)
        return self._answering.first_page(request, opened, visit)

    async def _return_to(self, request: Request, visit: Visit) -> Response:
        try:
            resumed = await self._answering.in_thread(collect.resume, visit.slug, visit.cookie)
        except KeyUnreadableError:
            resumed = None
        if resumed is None:
            return await self._after_drafts(request, visit)
        step = request.query_params.get("step", "")
        opened, raw = resumed.opened, resumed.raw
        if step == CHECK:
            return self._answering.check(request, visit, opened, visit.cookie, raw)
        wanted = named(opened, step)
        text = question_page(
            self._settings,
            opened,
            visit,
            wanted or resumed.page,
            raw=raw,
            token=visit.cookie,
            notice=None if wanted else _kept(visit),
            is_change=request.query_params.get("return") == CHECK,
        )
        return html(request, text)

    async def _after_drafts(self, request: Request, visit: Visit) -> Response:
        """Answer a browser whose drafts are gone: sent (its receipt was lost on the way), or too old."""
        try:
            receipt = await self._answering.in_thread(collect.receipt_of, visit.slug, visit.cookie)
        except KeyUnreadableError:
            receipt = None
        if receipt is None or (isinstance(receipt, Receipt) and receipt.outcome == "withdrawn"):
            return forgetting(self._open(request, visit), visit)
        opened = collect.reopen(self._office, visit.slug, visit.cookie)
        if isinstance(receipt, Ended):
            return self._answering.ended(request, visit, opened, receipt)
        return self._answering.receipt(request, visit, opened, receipt)


def _carried(opened: Opened, given: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the answers that the address itself gives."""
    if not given:
        return {}
    found = ((q, given.get(getattr(q, "parameter", ""), "")) for q in opened.definition.asked())
    return {question.name: [text] for question, text in found if text and not question.is_visible}


def _kept(visit: Visit) -> Notice:
    t = wording(visit.language)
    return Notice(
        t("We kept your answers"),
        t("You can go on where you stopped. Nothing has been sent yet."),
        can_restart=True,
    )
