"""Takes a form that came back: keeps it, checks it, leads on, sends it; nothing typed is lost on the way."""

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from engage.access import NotFoundError
from engage.actions import attach, collect
from engage.actions.collect import KeyUnreadableError, NotStoredError, Opened, Receipt, SurveyClosedError
from engage.leaving import Ended
from engage.web import given_back, refusals
from engage.web.answering import CHECK, Answering, first_wrong, forgetting, named, page_of
from engage.web.files import also_wrong, take_files
from engage.web.forms import FormTooLargeError, FormUnreadableError, read_form
from engage.web.replies import html, see_other
from engage.web.survey_page import Notice, question_page
from engage.web.visits import Sent, Visit, keep_key, peer_of, sent_of
from engage.wording import wording
from surveys import journey
from surveys.definition import Page
from surveys.journey import RawAnswers
from surveys.problems import Problem

AT_ONCE = 2
"""Forms whose files are made harmless at the same time."""
log = logging.getLogger(__name__)


class Taking:
    """What happens to a form, by the button that sent it."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._office = answering.office
        self._settings = answering.settings
        self._in_thread = answering.in_thread
        self._drawing = CapacityLimiter(AT_ONCE)

    async def take(self, request: Request) -> Response:
        """Answer a form; whatever goes wrong, what was typed comes back with it.

        Raises:
            NotFoundError, SurveyClosedError: as ``collect.open_survey``.
        """
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
            return forgetting(given_back.under_new_key(request, self._office, sent), sent.visit)
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
        asked = page_of(opened, sent.page)
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
            return self._answering.ended(request, visit, opened, result)
        if isinstance(result, Receipt):
            return self._answering.receipt(request, visit, opened, result)
        asked = first_wrong(definition, result.problems)
        return await self._same_page(request, sent, opened, asked, result.problems, ())

    async def _too_fast(self, request: Request, sent: Sent, seconds: int) -> Response:
        opened = collect.reopen(self._office, sent.visit.slug, sent.token)
        raw = await self._known(sent, opened)
        return given_back.too_fast(request, self._office, sent, raw, seconds)

    async def _files_refused(self, request: Request, sent: Sent, opened: Opened) -> Response:
        pages = opened.definition.pages
        asked = named(opened, sent.page) or pages[0]
        if len(pages) > 1:
            await self._keep(sent)
        checked = journey.check(opened.definition, await self._known(sent, opened))
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
            before = journey.page_before(definition, page_of(opened, sent.page), answers)
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
        return forgetting(see_other(onward), visit)

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
            checked = self._answering.check(request, visit, opened, sent.token, raw)
            return self._keeping(checked, sent, opened)
        asked = page_of(opened, step)
        text = question_page(
            self._settings, opened, visit, asked, raw=raw, token=sent.token, is_change=is_change
        )
        return self._keeping(html(request, text), sent, opened)

    async def _known(self, sent: Sent, opened: Opened) -> RawAnswers:
        """Return the drafts under the key with what just came laid over them."""
        if len(opened.definition.pages) == 1:
            return sent.answers
        resumed = await self._in_thread(collect.resume, sent.visit.slug, sent.token)
        return {**(resumed.raw if resumed else {}), **sent.answers}

    def _keeping(self, response: Response, sent: Sent, opened: Opened) -> Response:
        """Let the browser hold the key of drafts that are now kept, until it is closed."""
        visit = sent.visit
        is_saved = len(opened.definition.pages) > 1 or sent.do == "language"
        if is_saved and visit.may_keep_cookie and visit.cookie != sent.token:
            keep_key(response, visit, sent.token, self._settings)
        return response


def _not_yet_shown(asked: Page, sent: Sent, answers: journey.Answers) -> tuple[str, ...]:
    """Return the questions of a page that its own answers brought up after it was drawn."""
    if not any(question.relevance for question in asked.questions):
        return ()
    wanted = journey.relevant(asked.questions, answers)
    return tuple(q.name for q in wanted if q.asks and q.is_visible and q.name not in sent.shown)


def _more_to_ask(visit: Visit) -> Notice:
    t = wording(visit.language)
    return Notice(
        t("One more thing"),
        t("Because of your answers there is more to ask on this page. Nothing has been sent yet."),
    )


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
