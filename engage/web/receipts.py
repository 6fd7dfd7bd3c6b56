"""Find a response again by its reference and withdrawal code; read it, withdraw it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engage.access import NotFoundError
from engage.actions import collect, correct
from engage.actions.collect import SurveyClosedError
from engage.actions.correct import NotToBeCorrectedError
from engage.office import Office
from engage.web import refusals
from engage.web.forms import FormTooLargeError, FormUnreadableError, read_form
from engage.web.render import other_language, page
from engage.web.replies import html
from engage.web.survey_page import question_page
from engage.web.visits import Visit, is_language, keep_key, peer_of
from engage.wording import wording
from surveys import journey
from surveys.journey import relevant
from surveys.piping import told
from surveys.questions import in_language
from surveys.records import Response as Stored
from surveys.records import Survey, SurveyVersion

WITHDRAW = "withdraw"
CORRECT = "correct"
CONFIRMED = "withdraw_now"


class ReceiptPages:
    """The handlers of the address on every receipt."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._settings = office.settings

    def routes(self) -> list[Route]:
        """Return the one address; what was typed never stands in it."""
        return [Route("/{language}/receipt", self.handle, methods=["GET", "POST"])]

    async def handle(self, request: Request) -> Response:
        """Ask for reference and code, or do what was asked with them."""
        language = request.path_params["language"]
        if not is_language(language):
            return refusals.not_found(request, self._settings)
        if request.method != "POST":
            return self._ask(request, language)
        try:
            ours = (await read_form(request)).ours
        except FormTooLargeError:
            return refusals.too_large(request, self._settings)
        except FormUnreadableError:
            return refusals.unreadable_form(request, self._settings)
        reference, code = ours.get("_reference", "").strip(), ours.get("_code", "").strip()
        if ours.get("_do") == "language":
            return self._ask(request, language, reference=reference, code=code)
        if seconds := self._office.pacing.lookups.wait(peer_of(request)):
            return self._too_fast(request, language, reference, code, seconds)
        return await self._act(request, language, ours.get("_do", ""), reference, code)

    async def _act(self, request: Request, language: str, do: str, reference: str, code: str) -> Response:
        t = wording(language)
        if not reference or not code:
            wrong = t("Please fill in both the reference and the withdrawal code.")
            return self._ask(request, language, reference=reference, code=code, wrong=wrong)
        try:
            found = await run_in_threadpool(collect.look_up, self._office, reference, code)
            if do == CONFIRMED:
                await run_in_threadpool(collect.withdraw, self._office, reference, code)
                return self._withdrawn(request, language, found)
        except NotFoundError:
            wrong = t(
                "The reference and the code do not belong together. Please check both, letter by letter."
            )
            return self._ask(request, language, reference=reference, code=code, wrong=wrong)
        if found[0].status == "withdrawn":
            return self._withdrawn(request, language, found)
        if do == CORRECT:
            return await self._correct(request, language, found, reference, code)
        return self._found(request, language, found, code=code, is_leaving=do == WITHDRAW)

    async def _correct(
        self,
        request: Request,
        language: str,
        found: tuple[Stored, Survey, SurveyVersion],
        reference: str,
        code: str,
    ) -> Response:
        """Lay the answers out to be changed; what cannot be changed is shown as it stands."""
        try:
            opened = await run_in_threadpool(correct.begin, self._office, reference, code)
        except (NotToBeCorrectedError, SurveyClosedError):
            return self._found(request, language, found, code=code, is_leaving=False)
        # A survey in one language only is corrected in that one.
        offered = opened.version.definition.languages
        visit = Visit(language=language if language in offered else offered[0], slug=opened.survey.slug)
        raw = journey.as_raw(opened.as_written, found[0].answers)
        first = opened.definition.pages[0]
        text = question_page(self._settings, opened, visit, first, raw=raw, token=opened.key.token)
        return keep_key(html(request, text), visit, opened.key.token, self._settings)

    def _too_fast(self, request: Request, language: str, reference: str, code: str, seconds: int) -> Response:
        wrong = wording(language).n(
            "Many codes are being tried from your connection just now. Please try again in %(n)s second.",
            "Many codes are being tried from your connection just now. Please try again in %(n)s seconds.",
            seconds,
        )
        answer = self._ask(request, language, reference=reference, code=code, wrong=wrong)
        answer.status_code = 429
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def _ask(
        self, request: Request, language: str, *, reference: str = "", code: str = "", wrong: str = ""
    ) -> Response:
        text = page(
            self._settings,
            "find.html",
            language,
            switch=f"/{other_language(language)}/receipt",
            switch_form="find",
            default_do="find",
            reference=reference[:40],
            code=code[:40],
            wrong=wrong,
            has_error=bool(wrong),
        )
        return html(request, text, status=422 if wrong else 200)

    def _found(
        self,
        request: Request,
        language: str,
        found: tuple[Stored, Survey, SurveyVersion],
        *,
        code: str,
        is_leaving: bool,
    ) -> Response:
        response, survey, version = found
        asked = relevant(tuple(version.definition.questions()), response.answers)
        questions = told(version.definition, asked, response.answers)
        text = page(
            self._settings,
            "withdraw.html" if is_leaving else "found.html",
            language,
            switch=f"/{other_language(language)}/receipt",
            title=in_language(version.definition.title, language),
            slug=survey.slug,
            reference=response.reference,
            code=code,
            received_at=response.received_at,
            can_correct=correct.is_open_to(self._office, response, survey),
            corrections=response.corrections,
            is_set_aside=response.status == "spam",
            is_screened_out=response.status == "screened_out",
            answers=[
                (
                    in_language(question.text, language),
                    question.show(response.answers.get(question.name), language),
                )
                for question in questions
                if question.asks
            ],
        )
        return html(request, text)

    def _withdrawn(
        self, request: Request, language: str, found: tuple[Stored, Survey, SurveyVersion]
    ) -> Response:
        response, survey, version = found
        text = page(
            self._settings,
            "withdrawn.html",
            language,
            switch=f"/{other_language(language)}/receipt",
            title=in_language(version.definition.title, language),
            reference=response.reference,
            again=f"/{language}/s/{survey.slug}" if survey.is_open_at(self._office.now()) else "",
        )
        return html(request, text)
