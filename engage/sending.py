"""From what a form brings to what is stored of it, and to what its sender reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from engage import attached, correcting, keys, leaving
from engage.leaving import Ended
from engage.office import Office
from engage.opened import Opened, Receipt, Rejected
from surveys import journey, shuffling
from surveys.journey import RawAnswers
from surveys.questions import Value
from surveys.records import Channel, NewResponse, Recorded, Release, TurnedAway, Way
from surveys.store import drafts
from surveys.ways_out import ScreenOut, WayOut


@dataclass(frozen=True, slots=True)
class Prepared:
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
class Leaving:
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


def prepare(
    office: Office, opened: Opened, raw: RawAnswers, *, language: str, channel: Channel, release: str
) -> Prepared | Leaving | Rejected:
    """Check what is sent, laid over the draft answers, and say what is to be stored of it."""
    definition = opened.as_written
    if len(definition.pages) > 1:
        with office.db.read() as tx:
            kept = drafts.get(tx, opened.key.value, now=office.now())
        raw = {**(kept.raw if kept else {}), **raw}
    checked = journey.check(definition, raw)
    gone = leaving.left(office, opened.survey, definition, checked, holder=opened.holder)
    if isinstance(gone, ScreenOut) and gone.keeps == "answers" and not opened.key.correction:
        answers = journey.screening_answers(gone, checked.answers)
        more: dict[str, Any] = {"comments": (), "screened_out_by": gone.name, "may_have_left": True}
        return Prepared(opened, _response(office, opened, answers, language, channel, release, more), gone)
    if gone is not None:
        return Leaving(opened, "screen_out" if isinstance(gone, ScreenOut) else "quota", gone, office.now())
    answers, problems = checked.answers, checked.problems
    problems = problems or attached.lost_files(
        office.db, opened.key.value, definition, answers, also=opened.holder
    )
    if problems:
        return Rejected(problems, answers)
    more = {
        "comments": tuple(journey.comments(definition, answers)),
        "attachments": attached.ids_in(definition, answers),
    }
    if leaving.may_leave(office, opened.survey, definition):
        more["places"] = leaving.places(office, opened.survey, definition, answers)
        more["may_have_left"] = True
    return Prepared(opened, _response(office, opened, answers, language, channel, release, more), None)


def _response(
    office: Office,
    opened: Opened,
    answers: Mapping[str, Value],
    language: str,
    channel: Channel,
    release: str,
    more: Mapping[str, Any],
) -> NewResponse:
    now = office.now()
    return NewResponse(
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
        orders=shuffling.shown(opened.as_written, opened.key.form, answers),
        release_id=_release_id(office.live.releases(opened.survey.slug), release, now),
        is_test=opened.is_test,
        **more,
    )


def content_hash(version_id: int, answers: Mapping[str, Value]) -> str:
    """Return a SHA-256 that is equal for equal answers to one version."""
    return sha256(json.dumps([version_id, answers], sort_keys=True).encode()).hexdigest()


def _release_id(releases: Sequence[Release], number: str, now: datetime) -> int | None:
    named = next((release.id for release in releases if release.number == number), None)
    current = [release.id for release in releases if release.released_at <= now]
    return named or (current[-1] if current else None)


def outcome_of(office: Office, prepared: Prepared, recorded: Recorded) -> Receipt | Ended:
    """Return what a resident reads when their answers are, or are not, stored."""
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
