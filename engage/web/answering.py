"""What showing a survey and taking one have in common: pages made once, the check, the receipt."""

from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from engage.access import NotFoundError
from engage.actions.collect import Opened, Receipt
from engage.leaving import Ended
from engage.office import Office
from engage.web import refusals
from engage.web.ended_page import ended_page
from engage.web.replies import PreparedPage, html
from engage.web.survey_page import check_page, filled, question_page, receipt_page
from engage.web.visits import Visit
from surveys import journey
from surveys.definition import Page, SurveyDefinition
from surveys.journey import RawAnswers
from surveys.problems import Problem

CHECK = "check"
KEY_PLACE = "KEY-OF-THIS-VISIT"
MOST_PREPARED = 500

Result = TypeVar("Result")


class Answering:
    """Answers that do not depend on how a resident came to them; an office is all that they share."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.settings = office.settings
        self._first_pages: dict[tuple[object, ...], PreparedPage] = {}
        self._receipts: dict[tuple[object, ...], str] = {}

    async def in_thread(self, verb: Callable[..., Result], *given: object) -> Result:
        """Do what may wait for the database or a disk without holding up others."""
        return await run_in_threadpool(verb, self.office, *given)

    def first_page(self, request: Request, opened: Opened, visit: Visit) -> Response:
        """Return the first page, empty; it is drawn once and differs between residents in the key alone."""
        # A survey whose rules look at the day begins otherwise on another one.
        known = (opened.version.id, opened.definition.day, visit.language, visit.channel, visit.release)
        prepared = self._first_pages.get(known)
        if prepared is None:
            first = opened.definition.pages[0]
            text = question_page(self.settings, opened, visit, first, raw={}, token=KEY_PLACE)
            prepared = PreparedPage.of(text, KEY_PLACE)
            if len(self._first_pages) >= MOST_PREPARED:
                self._first_pages.clear()
            self._first_pages[known] = prepared
        return prepared.reply(request, opened.key.token)

    def check(self, request: Request, visit: Visit, opened: Opened, token: str, raw: RawAnswers) -> Response:
        """Show all answers to be checked, or the first page on which something is still wrong."""
        definition = opened.definition
        problems = journey.check(definition, raw).problems
        if not problems:
            return html(request, check_page(self.settings, opened, visit, raw=raw, token=token))
        asked = first_wrong(definition, problems)
        text = question_page(
            self.settings, opened, visit, asked, raw=raw, token=token, problems=problems, is_change=True
        )
        return html(request, text, status=422)

    def receipt(self, request: Request, visit: Visit, opened: Opened, receipt: Receipt) -> Response:
        """Say what is stored; the browser forgets the key."""
        if receipt.outcome in ("conflict", "withdrawn"):
            said = refusals.sent_before(
                request, self.settings, visit, receipt, is_correction=opened.key.correction is not None
            )
            return forgetting(said, visit)
        # What a receipt says around the reference is made once; "has results" is part of what it says.
        ending = receipt.ending.name if receipt.ending else ""
        how = receipt.outcome if opened.key.correction else "stored"
        kind = (opened.version.id, opened.survey.are_results_public, visit.language, ending, how)
        prepared = self._receipts.get(kind)
        if prepared is None:
            if len(self._receipts) >= MOST_PREPARED:
                self._receipts.clear()
            prepared = self._receipts[kind] = receipt_page(self.settings, opened, visit, receipt.ending, how)
        return forgetting(html(request, filled(prepared, visit.language, receipt)), visit)

    def ended(self, request: Request, visit: Visit, opened: Opened, ended: Ended) -> Response:
        """Say that the survey is over early; the browser forgets the key."""
        return forgetting(html(request, ended_page(self.settings, opened, visit, ended)), visit)


def forgetting(response: Response, visit: Visit) -> Response:
    """Let the browser forget the key of this survey."""
    if visit.cookie:
        response.delete_cookie(visit.cookie_name, path="/", httponly=True, samesite="lax")
    return response


def named(opened: Opened, name: str) -> Page | None:
    """Return the page of that name; ``None`` when there is none."""
    return next((page for page in opened.definition.pages if page.name == name), None)


def page_of(opened: Opened, name: str) -> Page:
    """Return the page of that name.

    Raises:
        NotFoundError: there is none.
    """
    found = named(opened, name)
    if found is None:
        raise NotFoundError(name)
    return found


def first_wrong(definition: SurveyDefinition, problems: tuple[Problem, ...]) -> Page:
    """Return the first page on which one of ``problems`` stands."""
    wrong = {problem.place for problem in problems}
    return next(page for page in definition.pages if wrong & {q.name for q in page.questions})
