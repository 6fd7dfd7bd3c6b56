"""A draft on the light pages, for those who may edit it: as residents will get it, nothing kept."""

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import escape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from engage import keys
from engage.access import RESIDENT, NotFoundError, RefusedError
from engage.actions import build, sign_in
from engage.actions.collect import Opened
from engage.office import Office
from engage.web import refusals
from engage.web.forms import Form, FormTooLargeError, FormUnreadableError, read_form
from engage.web.replies import html
from engage.web.survey_page import Notice, check_page, question_page
from engage.web.visits import Visit, is_language, is_slug
from engage.wording import wording
from surveys import journey
from surveys.definition import Page
from surveys.journey import RawAnswers
from surveys.records import SurveyVersion

MARK = "preview"
"""The form needs something there; it opens nothing."""
LARGEST = (2_000_000, 4_000_000)
"""Of a file that is tried, and of all of them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Visit):
    """A visit to the draft instead of to what is live."""

    @property
    def address(self) -> str:
        """Return the preview's own address."""
        return f"/preview/{self.language}/{self.slug}"


def routes(office: Office) -> list[BaseRoute]:
    """Return the preview's address; it stands beside the portal, where staff are signed in."""
    return [Route("/preview/{language}/{slug}", _Preview(office).handle, methods=["GET", "POST"])]


class _Preview:
    """Each request carries all answers so far; the server keeps none."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def handle(self, request: Request) -> Response:
        """Show a page, or go on from one; to whoever may not edit the draft there is none."""
        language, slug = request.path_params["language"], request.path_params["slug"]
        if not is_slug(slug) or not is_language(language):
            return refusals.no_such_survey(request, self._office.settings)
        try:
            opened = await run_in_threadpool(self._opened, slug, request.cookies.get(sign_in.COOKIE))
        except (NotFoundError, RefusedError):
            return refusals.no_such_survey(request, self._office.settings)
        visit = Look(language=language, slug=slug)
        if request.method == "GET":
            return self._page(request, opened, visit, opened.definition.pages[0], {})
        try:
            form = await read_form(request, most_files=lambda: LARGEST)
        except FormTooLargeError:
            return refusals.too_large(request, self._office.settings)
        except FormUnreadableError:
            return refusals.unreadable_form(request, self._office.settings)
        for sent in form.files:
            sent.close()
        return self._step(request, opened, visit, form)

    def _opened(self, slug: str, cookie: str | None) -> Opened:
        """Return the draft as if somebody had opened it; refused to whoever may not edit it."""
        actor = sign_in.actor_of(self._office, cookie) or RESIDENT
        draft = build.draft_for(self._office, actor, slug)
        version = SurveyVersion(0, draft.survey.id, 0, "draft", draft.definition, "", None, draft.edits)
        key = replace(
            keys.new_submission_key(self._office.settings.secret, version_id=0, now=self._office.now()),
            value=MARK,
            token=MARK,
        )
        return Opened(draft.survey, version, key, is_test=True)

    def _step(self, request: Request, opened: Opened, visit: Look, form: Form) -> Response:
        do, _, target = form.ours.get("_do", "").partition(":")
        name, raw = form.ours.get("_page", ""), form.answers
        definition = opened.definition
        here = next((page for page in definition.pages if page.name == name), None)
        if do == "change":
            wanted = next((p for p in definition.pages if target in {q.name for q in p.questions}), None)
            return self._page(request, opened, visit, wanted or definition.pages[0], raw)
        if do == "language":
            return self._page(request, opened, visit, here or definition.pages[0], raw)
        if do == "back":
            answers = journey.check(definition, raw).answers
            pages = journey.pages(definition, answers)
            before = journey.page_before(definition, here, answers) if here else pages[-1]
            return self._page(request, opened, visit, before or definition.pages[0], raw)
        if here is None:
            return self._page(request, opened, visit, definition.pages[0], {}, is_sent=True)
        return self._forward(request, opened, visit, here, raw)

    def _forward(
        self, request: Request, opened: Opened, visit: Look, here: Page, raw: RawAnswers
    ) -> Response:
        definition = opened.definition
        checked = journey.check(definition, raw)
        names = {question.name for question in here.questions}
        problems = tuple(problem for problem in checked.problems if problem.place in names)
        if problems:
            return self._page(request, opened, visit, here, raw, problems=problems)
        pages = journey.pages(definition, checked.answers)
        rest = pages[pages.index(here) + 1 :] if here in pages else []
        if rest:
            return self._page(request, opened, visit, rest[0], raw)
        if len(definition.pages) == 1:
            return self._page(request, opened, visit, here, {}, is_sent=True)
        return html(
            request,
            check_page(
                self._office.settings, opened, visit, raw=raw, token=MARK, notice=_notice(visit.language)
            ),
        )

    def _page(
        self,
        request: Request,
        opened: Opened,
        visit: Look,
        page: Page,
        raw: RawAnswers,
        *,
        problems: Any = (),
        is_sent: bool = False,
    ) -> Response:
        text = question_page(
            self._office.settings,
            opened,
            visit,
            page,
            raw=raw,
            token=MARK,
            problems=problems,
            notice=_notice(visit.language, is_sent=is_sent),
        )
        return html(request, _carrying(text, page, raw), status=422 if problems else 200)


def _notice(language: str, *, is_sent: bool = False) -> Notice:
    t = wording(language)
    if is_sent:
        return Notice(t("Preview"), t("Here the answers would be sent. Nothing was kept."))
    return Notice(t("Preview"), t("This is the draft. Nothing you type is kept or sent."))


def _carrying(text: str, page: Page, raw: RawAnswers) -> str:
    """Let the form carry the answers of other pages: nothing is kept on the server."""
    names = {question.name for question in page.questions}
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, given in raw.items()
        if name not in names
        for value in given
    )
    return text.replace("novalidate>", f"novalidate>{hidden}", 1)
