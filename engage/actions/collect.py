"""Collecting: open a survey, keep draft answers, send once, look up, withdraw."""

import asyncio
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engage import attached, keys, leaving, sending
from engage.access import RESIDENT, Actor, NotFoundError, require, scope_of
from engage.actions import guarded
from engage.leaving import Ended
from engage.office import Office
from engage.opened import KeyUnreadableError as KeyUnreadableError
from engage.opened import NotStoredError as NotStoredError
from engage.opened import Opened as Opened
from engage.opened import Receipt as Receipt
from engage.opened import Rejected as Rejected
from engage.opened import SurveyClosedError as SurveyClosedError
from engage.sending import content_hash as content_hash
from surveys import journey
from surveys.definition import Page, SurveyDefinition
from surveys.journey import RawAnswers
from surveys.problems import Problem
from surveys.questions import Value
from surveys.records import Channel, Response, Survey, SurveyVersion
from surveys.store import attachments, audit, corrections, drafts, responses, surveys
from surveys.store.database import Transaction

CLOSING_GRACE = timedelta(minutes=30)
"""Who opened a survey before it closed may still send for this long."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page of draft answers was kept. With problems, the resident stays; else ``following`` is next."""

    problems: tuple[Problem, ...]
    following: Page | None
    answers: Mapping[str, Value]
    is_over: bool = False
    """Whether these answers end the survey here; sending them says how."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Draft answers to return to."""

    opened: Opened
    page: Page
    raw: Mapping[str, Sequence[str]]


@guarded("open: lists only what is open to everybody")
def open_surveys(office: Office) -> list[Survey]:
    """Return the surveys that residents can answer now, newest first."""
    with office.db.read() as tx:
        return [survey for survey in surveys.surveys(tx) if survey.is_open_at(office.now())]


@guarded("open: lists only what staff switched on for everybody")
def published_surveys(office: Office) -> list[Survey]:
    """Return the surveys whose results are public, newest first."""
    with office.db.read() as tx:
        found = surveys.surveys(tx)
    return [each for each in found if each.are_results_public and each.open_since(office.now())]


@guarded("answer_survey")
def open_survey(office: Office, slug: str, *, actor: Actor = RESIDENT) -> Opened:
    """Return the live version of a survey with a new submission key.

    Raises:
        NotFoundError: there is no such survey, or it was never published.
        SurveyClosedError: it is closed, or does not open before a day still to come.
    """
    survey = office.live.survey(slug)
    if survey is None or survey.live_version_id is None:
        raise NotFoundError(slug)
    if not survey.is_open_at(office.now()):
        raise SurveyClosedError(survey)
    granted = require(actor, "answer_survey", scope_of(survey, is_published=True))
    version = office.live.version(survey.live_version_id)
    if version is None:
        raise NotFoundError(slug)
    key = keys.new_submission_key(office.settings.secret, version_id=version.id, now=office.now())
    return Opened(survey, version, key, granted.is_test)


@guarded("answer_survey")
def reopen(office: Office, slug: str, token: str, *, actor: Actor = RESIDENT) -> Opened:
    """Return the version that a key was made for, even when a newer one is live.

    Raises:
        KeyUnreadableError: the token is not ours, or is of another survey.
        NotFoundError, SurveyClosedError: as ``open_survey``; a survey that closed less than
            ``CLOSING_GRACE`` ago still takes answers under keys made before it closed.
    """
    survey = office.live.survey(slug)
    if survey is None or survey.live_version_id is None:
        raise NotFoundError(slug)
    key = keys.read_submission_key(office.settings.secret, token)
    version = office.live.version(key.version_id) if key else None
    if key is None or version is None or version.survey_id != survey.id or version.state == "draft":
        raise KeyUnreadableError(slug)
    if not survey.is_open_at(office.now()) and not _is_in_grace(survey, key, office.now()):
        raise SurveyClosedError(survey)
    granted = require(actor, "answer_survey", scope_of(survey, is_published=True))
    return Opened(survey, version, key, granted.is_test)


def _is_in_grace(survey: Survey, key: keys.SubmissionKey, now: datetime) -> bool:
    closed_at = survey.closed_since(now)
    return closed_at is not None and key.opened_at <= closed_at and now <= closed_at + CLOSING_GRACE


@guarded("answer_survey")
def save_page(
    office: Office, slug: str, token: str, page_name: str, raw: RawAnswers, *, actor: Actor = RESIDENT
) -> SavedPage:
    """Keep one page of draft answers as sent, then say what is wrong or what comes next.

    Everything is kept, right or wrong, so that nobody types twice. Raises as ``reopen``, and
    ``NotFoundError`` for a page the version does not have, ``NotStoredError`` when nothing can be kept.
    """
    opened = reopen(office, slug, token, actor=actor)
    definition = opened.as_written
    page = _page(definition, page_name)
    sent = _sent(definition, page, raw)
    with office.db.read() as tx:
        kept = drafts.get(tx, opened.key.value, now=office.now())
    known = journey.check(definition, {**(kept.raw if kept else {}), **sent}).answers
    checked = journey.check(definition, sent, page=page, known=known)
    problems = checked.problems or attached.lost_files(
        office.db,
        opened.key.value,
        definition,
        {name: checked.answers.get(name) for name in sent},
        also=opened.holder,
    )
    following = None if problems else journey.page_after(definition, page, checked.answers)
    _keep(office, opened, following or page, sent)
    is_over = not problems and leaving.is_over_after(
        office, opened.survey, definition, page, checked.answers, holder=opened.holder
    )
    return SavedPage(problems, following, checked.answers, is_over)


@guarded("answer_survey")
def keep_typed(
    office: Office, slug: str, token: str, page_name: str, raw: RawAnswers, *, actor: Actor = RESIDENT
) -> None:
    """Keep what is typed on a page without checking it (a language switch, a step back).

    Raises as ``save_page``.
    """
    opened = reopen(office, slug, token, actor=actor)
    page = _page(opened.version.definition, page_name)
    _keep(office, opened, page, _sent(opened.version.definition, page, raw))


def _sent(definition: SurveyDefinition, page: Page, raw: RawAnswers) -> dict[str, list[str]]:
    """Return what a page's questions were given, and what the address gave to any page."""
    carried = {q.name for q in definition.asked() if not q.is_visible and q.name in raw}
    names = [q.name for q in page.questions if q.asks and q.name not in carried]
    return {name: list(raw.get(name, ())) for name in (*names, *carried)}


def _page(definition: SurveyDefinition, name: str) -> Page:
    found = next((page for page in definition.pages if page.name == name), None)
    if found is None:
        raise NotFoundError(name)
    return found


def _keep(office: Office, opened: Opened, page: Page, sent: Mapping[str, list[str]]) -> None:
    try:
        with office.db.write() as tx:
            drafts.discard_old(tx, now=office.now())
            if _is_sent(tx, opened):
                return  # no draft comes after it
            drafts.save(
                tx,
                submission_key=opened.key.value,
                survey_id=opened.survey.id,
                version_id=opened.version.id,
                page=page.name,
                raw=sent,
                at=office.now(),
            )
    except Exception as error:
        log.error("draft answers could not be kept: %s", type(error).__name__)
        raise NotStoredError from error


def _is_sent(tx: Transaction, opened: Opened) -> bool:
    """Say whether what is kept under a key would be of no use: sent already, or withdrawn."""
    correction = opened.key.correction
    if correction is not None:
        return bool(corrections.ended(tx, correction))
    return responses.by_key(tx, opened.key.value) is not None


@guarded("answer_survey")
def resume(office: Office, slug: str, token: str, *, actor: Actor = RESIDENT) -> Resumed | None:
    """Return the draft answers kept under a key, and the page to return to; ``None`` when there are none.

    Raises as ``reopen``.
    """
    opened = reopen(office, slug, token, actor=actor)
    with office.db.read() as tx:
        kept = drafts.get(tx, opened.key.value, now=office.now())
    return Resumed(opened, _page(opened.definition, kept.page), kept.raw) if kept else None


@guarded("answer_survey")
def receipt_of(office: Office, slug: str, token: str, *, actor: Actor = RESIDENT) -> Receipt | Ended | None:
    """Return the receipt of what was sent under a key (its answer may have been lost on the way).

    ``None`` when nothing was sent. Raises as ``reopen``.
    """
    opened = reopen(office, slug, token, actor=actor)
    correction = opened.key.correction
    with office.db.read() as tx:
        found = responses.by_key(tx, opened.key.form)
        if correction is not None and not corrections.ended(tx, correction):
            return None
    if found is None:
        return None
    code = keys.withdrawal_code(office.settings.secret, opened.key.form)
    if found.status == "withdrawn":
        return Receipt("withdrawn", found.reference, "", found.received_at)
    definition = opened.as_written
    if found.status == "screened_out":
        screen_out = journey.screened_out(definition, found.answers) or definition.screen_outs()[0]
        return Ended("screen_out", screen_out, found.reference, code, found.received_at)
    ending = journey.ending(definition, found.answers)
    outcome = "corrected" if correction else "repeated"
    return Receipt(outcome, found.reference, code, found.received_at, ending)


@guarded("answer_survey")
def discard(office: Office, slug: str, token: str, *, actor: Actor = RESIDENT) -> None:
    """Forget the draft answers of a key, at the resident's wish. Raises as ``reopen``."""
    opened = reopen(office, slug, token, actor=actor)
    with office.db.write() as tx:
        drafts.discard(tx, opened.key.value)
        attachments.discard(tx, opened.key.value)


@guarded("answer_survey")
def submit(
    office: Office,
    slug: str,
    token: str,
    raw: RawAnswers,
    *,
    language: str,
    channel: Channel = "web",
    release: str = "",
    actor: Actor = RESIDENT,
) -> Receipt | Rejected | Ended:
    """Check all answers and store them exactly once; wait until they are durable.

    ``raw`` is laid over the draft answers kept under the key. ``release`` is the release a link named;
    an unknown or empty one means the release current now. The same key and content give the same receipt.
    Who is screened out, or finds a quota full, learns how the survey ends for them.

    Raises:
        NotFoundError, SurveyClosedError, KeyUnreadableError: as ``reopen``.
        NotStoredError: the answers could not be stored.
    """
    opened = reopen(office, slug, token, actor=actor)
    prepared = sending.prepare(office, opened, raw, language=language, channel=channel, release=release)
    if isinstance(prepared, Rejected):
        return prepared
    try:
        if isinstance(prepared, sending.Leaving):
            return prepared.leave(office)
        if opened.key.correction:
            recorded = prepared.put_in_place(office)
        else:
            recorded = office.recorder.record(prepared.response).result()
    except Exception as error:
        raise _not_stored(error) from error
    return sending.outcome_of(office, prepared, recorded)


@guarded("answer_survey")
async def submit_async(
    office: Office,
    slug: str,
    token: str,
    raw: RawAnswers,
    *,
    language: str,
    channel: Channel = "web",
    release: str = "",
    actor: Actor = RESIDENT,
) -> Receipt | Rejected | Ended:
    """Do what ``submit`` does without holding the event loop while the commit is under way."""
    opened = reopen(office, slug, token, actor=actor)
    prepared = sending.prepare(office, opened, raw, language=language, channel=channel, release=release)
    if isinstance(prepared, Rejected):
        return prepared
    try:
        if isinstance(prepared, sending.Leaving):
            return await asyncio.to_thread(prepared.leave, office)
        if opened.key.correction:
            recorded = await asyncio.to_thread(prepared.put_in_place, office)
        else:
            recorded = await office.recorder.record_async(prepared.response)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        raise _not_stored(error) from error
    return sending.outcome_of(office, prepared, recorded)


def _not_stored(error: Exception) -> NotStoredError:
    log.error("a response could not be stored: %s", type(error).__name__)
    return NotStoredError()


@guarded("open: the withdrawal code is the key")
def look_up(office: Office, reference: str, code: str) -> tuple[Response, Survey, SurveyVersion]:
    """Return a response to the resident who holds its reference and withdrawal code.

    Raises:
        NotFoundError: the two do not belong together; nothing tells which is wrong.
    """
    with office.db.read() as tx:
        found = responses.by_reference(tx, keys.tidy(reference))
        # The comparison is made in any case, so that the time taken tells nothing.
        wanted = found[1] if found else keys.hashed("no such reference")
        is_right = hmac.compare_digest(wanted, keys.hashed(keys.tidy(code)))
        if found is None or not is_right:
            raise NotFoundError("reference")
        survey = surveys.by_id(tx, found[0].survey_id)
        version = surveys.version(tx, found[0].version_id)
    if survey is None or version is None:
        raise NotFoundError("reference")
    return found[0], survey, version


@guarded("open: the withdrawal code is the key")
def withdraw(office: Office, reference: str, code: str) -> None:
    """Erase a response and everything derived from it; asking twice is harmless.

    Raises:
        NotFoundError: as ``look_up``.
    """
    response, survey, _ = look_up(office, reference, code)
    if response.status == "withdrawn":
        return
    with office.db.write() as tx:
        responses.withdraw(tx, response.id, at=office.now())
        audit.append(
            tx,
            at=office.now(),
            actor=RESIDENT.label,
            action="response.withdrawn",
            target=f"survey:{survey.id}/response:{response.id}",
            department_id=survey.department_id,
        )
