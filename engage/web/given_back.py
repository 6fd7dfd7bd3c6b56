"""Forms that go back as they came, with all they held, and a word on why nothing was sent."""

import logging
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from engage.actions import collect
from engage.actions.collect import SurveyClosedError
from engage.office import Office
from engage.web import refusals
from engage.web.replies import html
from engage.web.survey_page import Notice, check_page, question_page
from engage.web.visits import Sent
from engage.wording import wording
from surveys.journey import RawAnswers

log = logging.getLogger(__name__)


def not_stored(request: Request, office: Office, sent: Sent) -> Response:
    """Say that nothing was stored, with everything typed still in the form."""
    t = wording(sent.visit.language)
    notice = Notice(
        t("Not sent yet"),
        t("We could not store your answers just now. They are still below: please try again."),
        is_bad=True,
    )
    return _drawn(request, office, sent, sent.answers, notice, status=503, headers=refusals.TRY_LATER)


def too_fast(request: Request, office: Office, sent: Sent, raw: RawAnswers, seconds: int) -> Response:
    """Ask somebody to wait, from whose connection more comes than from a full library."""
    t = wording(sent.visit.language)
    notice = Notice(
        t("Not sent yet"),
        t.n(
            "Many forms are coming from your connection just now. Your answers are still below: please send "
            "them again in %(n)s second.",
            "Many forms are coming from your connection just now. Your answers are still below: please send "
            "them again in %(n)s seconds.",
            seconds,
        ),
        is_bad=True,
    )
    return _drawn(request, office, sent, raw, notice, status=429, headers={"Retry-After": str(seconds)})


def _drawn(
    request: Request,
    office: Office,
    sent: Sent,
    raw: RawAnswers,
    notice: Notice,
    *,
    status: int,
    headers: dict[str, str],
) -> Response:
    settings, visit = office.settings, sent.visit
    try:
        opened = collect.reopen(office, visit.slug, sent.token)
        definition = opened.definition
        asked = next((one for one in definition.pages if one.name == sent.page), None)
        draw = partial(check_page, settings, opened, visit)
        if asked is not None or len(definition.pages) == 1:
            draw = partial(question_page, settings, opened, visit, asked or definition.pages[0])
        text = draw(raw=raw, token=sent.token, notice=notice)
    except Exception as error:
        # Not even the questions can be read now: the words go back as they came, ready to send.
        log.error("a form could not be drawn again: %s", type(error).__name__)
        return refusals.not_sent(request, settings, sent)
    return html(request, text, status=status, headers=headers)


def under_new_key(request: Request, office: Office, sent: Sent) -> Response:
    """Give back a form whose key cannot be read, under a new key; one that was to correct only as words.

    Raises:
        NotFoundError: there is no such survey any more.
    """
    if sent.is_correction:
        return refusals.correction_lost(request, office, sent)
    try:
        return _drawn_anew(request, office, sent)
    except SurveyClosedError as closed:
        return refusals.closed(request, office, closed.survey, typed=sent.answers)


def _drawn_anew(request: Request, office: Office, sent: Sent) -> Response:
    visit = sent.visit
    opened = collect.open_survey(office, visit.slug)
    token, definition = opened.key.token, opened.definition
    t = wording(visit.language)
    notice = Notice(
        t("Please check and send again"),
        t("We could not recognise the form that came back. What you wrote is below; nothing was sent."),
        is_bad=True,
    )
    if not sent.page and len(definition.pages) > 1:
        text = check_page(office.settings, opened, visit, raw=sent.answers, token=token, notice=notice)
    else:
        asked = next((one for one in definition.pages if one.name == sent.page), definition.pages[0])
        text = question_page(
            office.settings, opened, visit, asked, raw=sent.answers, token=token, notice=notice
        )
    return html(request, text, status=400)
