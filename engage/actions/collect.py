"""Collecting: open a survey, keep draft answers, send once, look up, withdraw."""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from engage import attached, correcting, keys, leaving
from engage.access import RESIDENT, Actor, NotFoundError, require, scope_of
from engage.actions import guarded
from engage.leaving import Ended
from engage.office import Office
from surveys import journey, shuffling
from surveys.definition import Page, SurveyDefinition
from surveys.journey import RawAnswers
from surveys.problems import Problem
from surveys.questions import Value
from surveys.records import (
    Channel,
    NewResponse,
    Recorded,
    Release,
    Response,
    Survey,
    SurveyVersion,
    TurnedAway,
    Way,
)
from surveys.store import attachments, audit, corrections, drafts, responses, surveys
from surveys.store.database import Transaction
from surveys.ways_out import Ending, ScreenOut, WayOut

CLOSING_GRACE = timedelta(minutes=30)
"""Who opened a survey before it closed may still send for this long."""

log = logging.getLogger(__name__)


class SurveyClosedError(LookupError):
    """The survey is known but takes no answers now."""

    def __init__(self, survey: Survey) -> None:
        super().__init__(survey.slug)
        self.survey = survey


class KeyUnreadableError(ValueError):
    """The submission key was not made by us: the form was tampered with or cut off."""


class NotStoredError(RuntimeError):
    """The answers could not be stored; the resident keeps their text and may send again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A survey in front of a resident: the version to answer, and the key under which to send."""

    survey: Survey
    version: SurveyVersion
    key: keys.SubmissionKey
    is_test: bool
    """Whether who opened it is staff trying it out; their answers are kept apart."""

    @property
    def definition(self) -> SurveyDefinition:
        """Return what is asked, in the order in which this form shows it."""
        return shuffling.arranged(self.as_written, self.key.form)

    @property
    def as_written(self) -> SurveyDefinition:
        """Return what is asked in its author's order, on the day on which this form was opened."""
        return self.version.definition.on(self.key.opened_on)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of what is stored. ``outcome``: ``stored``, ``repeated``, ``conflict`` or ``withdrawn``;

    of a correction ``corrected``, ``unchanged``, ``conflict`` or ``withdrawn``.
    """

    outcome: str
    reference: str
    withdrawal_code: str
    received_at: datetime
    ending: Ending | None = None
    """What to read at the end, instead of the survey's thanks."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Answers with problems; nothing was stored."""

    problems: tuple[Problem, ...]
    answers: Mapping[str, Value]


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
        return [survey for survey in surveys.surveys(tx) if survey.is_open]


@guarded("open: lists only what staff switched on for everybody")
def published_surveys(office: Office) -> list[Survey]:
    """Return the surveys whose results are public, newest first."""
    with office.db.read() as tx:
        return [survey for survey in surveys.surveys(tx) if survey.are_results_public and survey.opened_at]


@guarded("answer_survey")
def open_survey(office: Office, slug: str, *, actor: Actor = RESIDENT) -> Opened:
    """Return the live version of a survey with a new submission key.

    Raises:
        NotFoundError: there is no such survey, or it was never published.
        SurveyClosedError: it is closed.
    """
    survey = office.live.survey(slug)
    if survey is None or survey.live_version_id is None:
        raise NotFoundError(slug)
    if not survey.is_open:
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
    if not survey.is_open and not _is_in_grace(survey, key, office.now()):
        raise SurveyClosedError(survey)
    granted = require(actor, "answer_survey", scope_of(survey, is_published=True))
    return Opened(survey, version, key, granted.is_test)


def _is_in_grace(survey: Survey, key: keys.SubmissionKey, now: datetime) -> bool:
    closed_at = survey.closed_at
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
        also=_holder(opened),
    )
    following = None if problems else journey.page_after(definition, page, checked.answers)
    _keep(office, opened, following or page, sent)
    is_over = not problems and leaving.is_over_after(
        office, opened.survey, definition, page, checked.answers, holder=_holder(opened)
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
    prepared = _prepare(office, slug, token, raw, language, channel, release, actor)
    if isinstance(prepared, Rejected):
        return prepared
    try:
        if isinstance(prepared, _Leaving):
            return prepared.leave(office)
        if prepared.opened.key.correction:
            recorded = prepared.put_in_place(office)
        else:
            recorded = _record(office, prepared.response).result()
    except Exception as error:
        raise _not_stored(error) from error
    return _outcome(office, prepared, recorded)


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
    prepared = _prepare(office, slug, token, raw, language, channel, release, actor)
    if isinstance(prepared, Rejected):
        return prepared
    try:
        if isinstance(prepared, _Leaving):
            return await asyncio.to_thread(prepared.leave, office)
        if prepared.opened.key.correction:
            recorded = await asyncio.to_thread(prepared.put_in_place, office)
        else:
            recorded = await asyncio.wrap_future(_record(office, prepared.response))
    except asyncio.CancelledError:
        raise
    except Exception as error:
        raise _not_stored(error) from error
    return _outcome(office, prepared, recorded)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A response to be stored, and what its sender reads then."""

    opened: Opened
    response: NewResponse
    screen_out: ScreenOut | None

    def put_in_place(self, office: Office) -> Recorded:
        """Store a correction, where this is one."""
        correction = self.opened.key.correction
        if correction is None:
            raise ValueError("nothing is corrected")
        return correcting.put_in_place(office, correction, self.opened.survey, self.response)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Somebody of whom nothing is stored."""

    opened: Opened
    way: Way
    words: WayOut
    at: datetime

    def leave(self, office: Office) -> Ended | Receipt:
        """Count them and say how the survey ends; unless answers were sent with this form before."""
        opened = self.opened
        if correction := opened.key.correction:
            return correcting.leave_as_it_was(office, correction, self.way, self.words)
        key, survey_id, version_id = opened.key.value, opened.survey.id, opened.version.id
        gone = TurnedAway(key, survey_id, version_id, self.way, self.words.name, self.at)
        if stored := leaving.turn_away(office, gone, is_test=opened.is_test):
            return Receipt(
                "withdrawn" if stored.status == "withdrawn" else "conflict",
                stored.reference,
                "",
                stored.received_at,
            )
        return Ended(self.way, self.words)


def _prepare(
    office: Office,
    slug: str,
    token: str,
    raw: RawAnswers,
    language: str,
    channel: Channel,
    release: str,
    actor: Actor,
) -> _Prepared | _Leaving | Rejected:
    opened = reopen(office, slug, token, actor=actor)
    definition = opened.as_written
    if len(definition.pages) > 1:
        with office.db.read() as tx:
            kept = drafts.get(tx, opened.key.value, now=office.now())
        raw = {**(kept.raw if kept else {}), **raw}
    checked = journey.check(definition, raw)
    now = office.now()
    gone = leaving.left(office, opened.survey, definition, checked, holder=_holder(opened))
    screen_out = gone if isinstance(gone, ScreenOut) else None
    is_kept = screen_out is not None and screen_out.keeps == "answers" and not opened.key.correction
    if gone is not None and not is_kept:
        return _Leaving(opened, "screen_out" if screen_out else "quota", gone, now)
    if screen_out is not None:
        answers = journey.screening_answers(screen_out, checked.answers)
        more: dict[str, Any] = {"comments": (), "screened_out_by": screen_out.name, "may_have_left": True}
    elif checked.problems:
        return Rejected(checked.problems, checked.answers)
    elif lost := attached.lost_files(
        office.db, opened.key.value, definition, checked.answers, also=_holder(opened)
    ):
        return Rejected(lost, checked.answers)
    else:
        answers = checked.answers
        more = {"comments": tuple(journey.comments(definition, answers))}
        more["attachments"] = attached.ids_in(definition, answers)
        if leaving.may_leave(office, opened.survey, definition):
            more["places"] = leaving.places(office, opened.survey, definition, answers)
            more["may_have_left"] = True
    response = NewResponse(
        submission_key=opened.key.value,
        survey_id=opened.survey.id,
        version_id=opened.version.id,
        content_hash=content_hash(opened.version.id, answers),
        reference=keys.new_reference(),
        withdrawal_hash=keys.hashed(keys.withdrawal_code(office.settings.secret, opened.key.form)),
        channel=channel,
        language=language,
        answers=answers,
        received_at=now,
        orders=shuffling.shown(definition, opened.key.form, answers),
        release_id=_release_id(office.live.releases(slug), release, now),
        is_test=opened.is_test,
        **more,
    )
    return _Prepared(opened, response, screen_out)


def content_hash(version_id: int, answers: Mapping[str, Value]) -> str:
    """Return a SHA-256 that is equal for equal answers to one version."""
    return sha256(json.dumps([version_id, answers], sort_keys=True).encode()).hexdigest()


def _release_id(releases: Sequence[Release], number: str, now: datetime) -> int | None:
    named = next((release.id for release in releases if release.number == number), None)
    current = [release.id for release in releases if release.released_at <= now]
    return named or (current[-1] if current else None)


def _record(office: Office, response: NewResponse) -> "Future[Recorded]":
    return office.recorder.record(response)


def _not_stored(error: Exception) -> NotStoredError:
    log.error("a response could not be stored: %s", type(error).__name__)
    return NotStoredError()


def _outcome(office: Office, prepared: _Prepared, recorded: Recorded) -> Receipt | Ended:
    opened, definition = prepared.opened, prepared.opened.as_written
    correction = opened.key.correction
    if recorded.outcome == "full":
        quota = leaving.quota_named(office, opened.survey, definition, recorded.quota)
        return Ended("quota", quota, stays=recorded.reference if correction else "")
    is_stored = recorded.outcome in ("stored", "repeated", "unchanged")
    code = keys.withdrawal_code(office.settings.secret, opened.key.form) if is_stored else ""
    if prepared.screen_out is not None and is_stored:
        return Ended("screen_out", prepared.screen_out, recorded.reference, code, recorded.received_at)
    ending = journey.ending(definition, prepared.response.answers) if definition.endings else None
    outcome: str = recorded.outcome
    if correction and outcome in ("stored", "repeated"):
        outcome = "corrected"
    return Receipt(outcome, recorded.reference, code, recorded.received_at, ending)


def _holder(opened: Opened) -> str:
    """Return the key of the response that is corrected, which holds places and files already."""
    return opened.key.form if opened.key.correction else ""


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
