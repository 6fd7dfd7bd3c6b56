"""The survey on the light face: open it, go page by page, check, send; nothing typed is lost on the way."""

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.access import NotFoundError
from engage.actions import attach, collect
from engage.actions.collect import KeyUnreadableError, NotStoredError, Opened, Receipt, SurveyClosedError
from engage.leaving import Ended
from engage.office import Office
from engage.web import given_back, refusals
from engage.web.ended_page import OVER, ended_as_named, ended_page
from engage.web.files import also_wrong, take_files
from engage.web.forms import FormTooLargeError, FormUnreadableError, read_form
from engage.web.replies import PreparedPage, html, see_other
from engage.web.survey_page import Notice, check_page, filled, question_page, receipt_page
from engage.web.visits import Sent, Visit, is_language, is_slug, keep_key, peer_of, sent_of, visit_of
from engage.wording import wording
from surveys import journey
from surveys.definition import Page
from surveys.journey import RawAnswers
from surveys.problems import Problem

KEY_PLACE = "KEY-OF-THIS-VISIT"
CHECK = "check"
MOST_PREPARED = 500
AT_ONCE = 2
"""Forms whose files are made harmless at the same time."""
log = logging.getLogger(__name__)

Result = TypeVar("Result")


class SurveyPages:
    """The handlers of one survey address; an office is all they share."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._drawing = CapacityLimiter(AT_ONCE)
        self._settings = office.settings
        self._prepared: dict[tuple[object, ...], PreparedPage] = {}
        self._receipts: dict[tuple[object, ...], str] = {}

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
            return await (self._take(request) if request.method == "POST" else self._show(request))
        except NotFoundError:
            return refusals.no_such_survey(request, self._settings)
        except SurveyClosedError as closed:
            return refusals.closed(request, self._office, closed.survey, typed={})

    # GET

    async def _show(self, request: Request) -> Response:
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
        return self._first_page(opened, visit).reply(request, opened.key.token)

    def _first_page(self, opened: Opened, visit: Visit) -> PreparedPage:
        # A survey whose rules look at the day begins otherwise on another one.
        known = (opened.version.id, opened.definition.day, visit.language, visit.channel, visit.release)
        prepared = self._prepared.get(known)
        if prepared is None:
            first = opened.definition.pages[0]
            text = question_page(self._settings, opened, visit, first, raw={}, token=KEY_PLACE)
            prepared = PreparedPage.of(text, KEY_PLACE)
            if len(self._prepared) >= MOST_PREPARED:
                self._prepared.clear()
            self._prepared[known] = prepared
        return prepared

    async def _return_to(self, request: Request, visit: Visit) -> Response:
        try:
            resumed = await self._in_thread(collect.resume, visit.slug, visit.cookie)
        except KeyUnreadableError:
            resumed = None
        if resumed is None:
            return await self._after_drafts(request, visit)
        step = request.query_params.get("step", "")
        opened, raw = resumed.opened, resumed.raw
        if step == CHECK:
            return self._check(request, visit, opened, visit.cookie, raw)
        named = _named(opened, step)
        text = question_page(
            self._settings,
            opened,
            visit,
            named or resumed.page,
            raw=raw,
            token=visit.cookie,
            notice=None if named else _kept(visit),
            is_change=request.query_params.get("return") == CHECK,
        )
        return html(request, text)

    async def _after_drafts(self, request: Request, visit: Visit) -> Response:
        """Answer a browser whose drafts are gone: sent (its receipt was lost on the way), or too old."""
        try:
            receipt = await self._in_thread(collect.receipt_of, visit.slug, visit.cookie)
        except KeyUnreadableError:
            receipt = None
        if receipt is None or (isinstance(receipt, Receipt) and receipt.outcome == "withdrawn"):
            return _forgetting(self._open(request, visit), visit)
        opened = collect.reopen(self._office, visit.slug, visit.cookie)
        if isinstance(receipt, Ended):
            return self._ended(request, visit, opened, receipt)
        return self._receipt(request, visit, opened, receipt)

    # POST

    async def _take(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        try:
            form = await read_form(request, most_files=partial(attach.most_bytes, self._office, slug))
        except FormTooLargeError:
            return refusals.too_large(request, self._settings)
        except FormUnreadableError:
            return refusals.unreadable_form(request, self._settings)
        sent = sent_of(request, self._office, form)
        steps: Mapping[str, Callable[[Request, Sent], Any]] = {
            "back": self._back,
            "language": self._switch,
            "change": self._change,
            "restart": self._restart,
        }
        step = steps.get(sent.do, self._forward)
        try:
            if wait := self._office.pacing.pages.wait(peer_of(request)):
                return await self._too_fast(request, sent, wait)
            if form.files:
                # Drawing pictures anew takes time: few at once, so that threads stay free for others.
                taking = partial(take_files, self._office, sent, form.files)
                sent = await to_thread.run_sync(taking, limiter=self._drawing)
            return await step(request, sent)
        except KeyUnreadableError:
            return _forgetting(given_back.under_new_key(request, self._office, sent), sent.visit)
        except SurveyClosedError as closed:
            return refusals.closed(request, self._office, closed.survey, typed=sent.answers)
        except NotFoundError:
            raise
        except NotStoredError:
            return given_back.not_stored(request, self._office, sent)
        except Exception as error:
            # Whatever it was, the resident keeps the text. Its message may hold their words: only the place
            # is logged.
            log.error("a form could not be taken: %s at %s", type(error).__name__, _place_of(error))
            return given_back.not_stored(request, self._office, sent)

    async def _forward(self, request: Request, sent: Sent) -> Response:
        opened = collect.reopen(self._office, sent.visit.slug, sent.token)
        if sent.problems:
            return await self._files_refused(request, sent, opened)
        if not sent.page or len(opened.definition.pages) == 1:
            return await self._send(request, sent, opened)
        saved = await self._in_thread(collect.save_page, sent.visit.slug, sent.token, sent.page, sent.answers)
        asked = _page(opened, sent.page)
        late = _not_yet_shown(asked, sent, saved.answers)
        if saved.problems or late:
            return await self._same_page(request, sent, opened, asked, saved.problems, late)
        if saved.is_over:
            return await self._send(request, sent, opened)
        if saved.following is None or sent.is_change:
            return await self._go(request, sent, CHECK)
        return await self._go(request, sent, saved.following.name)

    async def _send(self, request: Request, sent: Sent, opened: Opened) -> Response:
        definition = opened.definition
        only = definition.pages[0] if len(definition.pages) == 1 else None
        if only is not None and any(question.relevance for question in only.questions):
            # Only then can an answer bring up a question that was not shown; the action checks all again.
            checked = journey.check(definition, sent.answers)
            late = _not_yet_shown(only, sent, checked.answers)
            if late:
                return await self._same_page(request, sent, opened, only, checked.problems, late)
        if wait := self._office.pacing.forms.wait(peer_of(request)):
            return await self._too_fast(request, sent, wait)
        visit = sent.visit
        result = await collect.submit_async(
            self._office,
            visit.slug,
            sent.token,
            sent.answers,
            language=visit.language,
            channel=visit.channel,
            release=visit.release,
        )
        if isinstance(result, Ended):
            return self._ended(request, visit, opened, result)
        if isinstance(result, Receipt):
            return self._receipt(request, visit, opened, result)
        wrong = {problem.place for problem in result.problems}
        asked = next(page for page in definition.pages if wrong & {q.name for q in page.questions})
        return await self._same_page(request, sent, opened, asked, result.problems, ())

    async def _too_fast(self, request: Request, sent: Sent, seconds: int) -> Response:
        opened = collect.reopen(self._office, sent.visit.slug, sent.token)
        raw = await self._known(sent, opened)
        return given_back.too_fast(request, self._office, sent, raw, seconds)

    async def _files_refused(self, request: Request, sent: Sent, opened: Opened) -> Response:
        pages = opened.version.definition.pages
        asked = _named(opened, sent.page) or pages[0]
        if len(pages) > 1:
            await self._keep(sent)
        checked = journey.check(opened.version.definition, await self._known(sent, opened))
        return await self._same_page(request, sent, opened, asked, also_wrong(sent, asked, checked), ())

    async def _same_page(
        self,
        request: Request,
        sent: Sent,
        opened: Opened,
        asked: Page,
        problems: tuple[Problem, ...],
        late: tuple[str, ...],
    ) -> Response:
        wrong = tuple(problem for problem in problems if problem.place not in late)
        text = question_page(
            self._settings,
            opened,
            sent.visit,
            asked,
            raw=await self._known(sent, opened),
            token=sent.token,
            problems=wrong,
            notice=_more_to_ask(sent.visit) if late else None,
            is_change=sent.is_change,
        )
        return self._keeping(html(request, text, status=422 if wrong else 200), sent, opened)

    async def _back(self, request: Request, sent: Sent) -> Response:
        opened = collect.reopen(self._office, sent.visit.slug, sent.token)
        definition = opened.definition
        await self._keep(sent)
        answers = journey.check(definition, await self._known(sent, opened)).answers
        if sent.page:
            before = journey.page_before(definition, _page(opened, sent.page), answers)
        else:
            before = journey.pages(definition, answers)[-1]
        return await self._go(request, sent, (before or definition.pages[0]).name)

    async def _switch(self, request: Request, sent: Sent) -> Response:
        await self._keep(sent)
        return await self._go(request, sent, sent.page or CHECK)

    async def _change(self, request: Request, sent: Sent) -> Response:
        opened = collect.reopen(self._office, sent.visit.slug, sent.token)
        await self._keep(sent)
        pages = opened.definition.pages
        wanted = next((p for p in pages if sent.target in {q.name for q in p.questions}), pages[0])
        return await self._go(request, sent, wanted.name, anchor=f"#q-{sent.target}", is_change=True)

    async def _restart(self, request: Request, sent: Sent) -> Response:
        del request
        visit = sent.visit
        opened = collect.reopen(self._office, visit.slug, sent.token)
        await self._in_thread(collect.discard, visit.slug, sent.token)
        # Who stops correcting goes back to what was sent, not to an empty form.
        onward = f"/{visit.language}/receipt" if opened.key.correction else visit.link()
        return _forgetting(see_other(onward), visit)

    async def _keep(self, sent: Sent) -> None:
        visit = sent.visit
        if sent.page:
            await self._in_thread(collect.keep_typed, visit.slug, sent.token, sent.page, sent.answers)
            return
        if await self._in_thread(collect.resume, visit.slug, sent.token) is None:
            # The page where answers are checked carries them all: they outlive drafts that are gone.
            opened = collect.reopen(self._office, visit.slug, sent.token)
            for page in opened.definition.pages:
                await self._in_thread(collect.keep_typed, visit.slug, sent.token, page.name, sent.answers)

    async def _go(
        self, request: Request, sent: Sent, step: str, *, anchor: str = "", is_change: bool = False
    ) -> Response:
        """Lead on to a step: by its address where the browser holds the key, else drawn at once."""
        visit = sent.visit
        if sent.is_kept:
            more = {"return": CHECK} if is_change else {}
            return see_other(visit.link(step=step, **more) + anchor)
        opened = collect.reopen(self._office, visit.slug, sent.token)
        raw = await self._known(sent, opened)
        if step == CHECK:
            return self._keeping(self._check(request, visit, opened, sent.token, raw), sent, opened)
        text = question_page(
            self._settings,
            opened,
            visit,
            _page(opened, step),
            raw=raw,
            token=sent.token,
            is_change=is_change,
        )
        return self._keeping(html(request, text), sent, opened)

    def _check(self, request: Request, visit: Visit, opened: Opened, token: str, raw: RawAnswers) -> Response:
        """Show all answers to be checked, or the first page on which something is still wrong."""
        definition = opened.definition
        problems = journey.check(definition, raw).problems
        if not problems:
            return html(request, check_page(self._settings, opened, visit, raw=raw, token=token))
        wrong = {problem.place for problem in problems}
        asked = next(page for page in definition.pages if wrong & {q.name for q in page.questions})
        text = question_page(
            self._settings, opened, visit, asked, raw=raw, token=token, problems=problems, is_change=True
        )
        return html(request, text, status=422)

    def _receipt(self, request: Request, visit: Visit, opened: Opened, receipt: Receipt) -> Response:
        if receipt.outcome in ("conflict", "withdrawn"):
            said = refusals.sent_before(
                request, self._settings, visit, receipt, is_correction=opened.key.correction is not None
            )
            return _forgetting(said, visit)
        # What a receipt says around the reference is made once; "has results" is part of what it says.
        ending = receipt.ending.name if receipt.ending else ""
        how = receipt.outcome if opened.key.correction else "stored"
        kind = (opened.version.id, opened.survey.are_results_public, visit.language, ending, how)
        prepared = self._receipts.get(kind)
        if prepared is None:
            if len(self._receipts) >= MOST_PREPARED:
                self._receipts.clear()
            prepared = self._receipts[kind] = receipt_page(self._settings, opened, visit, receipt.ending, how)
        return _forgetting(html(request, filled(prepared, visit.language, receipt)), visit)

    def _ended(self, request: Request, visit: Visit, opened: Opened, ended: Ended) -> Response:
        return _forgetting(html(request, ended_page(self._settings, opened, visit, ended)), visit)

    async def _known(self, sent: Sent, opened: Opened) -> RawAnswers:
        """Return the drafts under the key with what just came laid over them."""
        if len(opened.definition.pages) == 1:
            return sent.answers
        resumed = await self._in_thread(collect.resume, sent.visit.slug, sent.token)
        return {**(resumed.raw if resumed else {}), **sent.answers}

    async def _in_thread(self, verb: Callable[..., Result], *given: object) -> Result:
        return await run_in_threadpool(verb, self._office, *given)

    def _keeping(self, response: Response, sent: Sent, opened: Opened) -> Response:
        """Let the browser hold the key of drafts that are now kept, until it is closed."""
        visit = sent.visit
        is_saved = len(opened.definition.pages) > 1 or sent.do == "language"
        if is_saved and visit.may_keep_cookie and visit.cookie != sent.token:
            keep_key(response, visit, sent.token, self._settings)
        return response


def _forgetting(response: Response, visit: Visit) -> Response:
    if visit.cookie:
        response.delete_cookie(visit.cookie_name, path="/", httponly=True, samesite="lax")
    return response


def _not_yet_shown(asked: Page, sent: Sent, answers: journey.Answers) -> tuple[str, ...]:
    """Return the questions of a page that its own answers brought up after it was drawn."""
    if not any(question.relevance for question in asked.questions):
        return ()
    wanted = journey.relevant(asked.questions, answers)
    return tuple(q.name for q in wanted if q.asks and q.is_visible and q.name not in sent.shown)


def _carried(opened: Opened, given: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the answers that the address itself gives."""
    if not given:
        return {}
    found = ((q, given.get(getattr(q, "parameter", ""), "")) for q in opened.definition.asked())
    return {question.name: [text] for question, text in found if text and not question.is_visible}


def _named(opened: Opened, name: str) -> Page | None:
    return next((page for page in opened.definition.pages if page.name == name), None)


def _page(opened: Opened, name: str) -> Page:
    found = _named(opened, name)
    if found is None:
        raise NotFoundError(name)
    return found


def _kept(visit: Visit) -> Notice:
    t = wording(visit.language)
    return Notice(
        t("We kept your answers"),
        t("You can go on where you stopped. Nothing has been sent yet."),
        can_restart=True,
    )


def _more_to_ask(visit: Visit) -> Notice:
    t = wording(visit.language)
    return Notice(
        t("One more thing"),
        t("Because of your answers there is more to ask on this page. Nothing has been sent yet."),
    )


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
