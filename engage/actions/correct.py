"""Correcting: whoever holds reference and code opens their answers again, and sends them changed."""

from engage import keys
from engage.access import RESIDENT, require, scope_of
from engage.actions import collect, guarded
from engage.actions.collect import Opened, SurveyClosedError
from engage.office import Office
from surveys import journey
from surveys.records import Response, Survey
from surveys.store import corrections, drafts


class NotToBeCorrectedError(LookupError):
    """The response is withdrawn, set aside, or was screened out: there is nothing to change."""


@guarded("open: says only whether a response may still be changed")
def is_open_to(office: Office, response: Response, survey: Survey) -> bool:
    """Say whether a response can be corrected now: it counts, and its survey is open."""
    return response.status == "complete" and survey.is_open_at(office.now())


@guarded("open: the withdrawal code is the key")
def begin(office: Office, reference: str, code: str) -> Opened:
    """Lay the sent answers out as draft answers, under a key that puts them in the place of the first.

    What is sent under it goes through ``collect.submit`` like any form. Nothing changes until then.

    Raises:
        NotFoundError: as ``collect.look_up``.
        NotToBeCorrectedError: there is nothing to change.
        SurveyClosedError: the survey takes no changes any more.
    """
    response, survey, version = collect.look_up(office, reference, code)
    if response.status != "complete":
        raise NotToBeCorrectedError(reference)
    if not survey.is_open_at(office.now()):
        raise SurveyClosedError(survey)
    granted = require(RESIDENT, "answer_survey", scope_of(survey, is_published=True))
    now = office.now()
    with office.db.write() as tx:
        held = corrections.begin(tx, response.id)
        if held is None:
            raise NotToBeCorrectedError(reference)
        form, base = held
        key = keys.new_correction_key(
            office.settings.secret, form=form, base=base, version_id=version.id, now=now
        )
        opened = Opened(survey, version, key, granted.is_test)
        drafts.discard_old(tx, now=now)
        drafts.save(
            tx,
            submission_key=key.value,
            survey_id=survey.id,
            version_id=version.id,
            page=version.definition.pages[0].name,
            raw=journey.as_raw(opened.as_written, response.answers),
            at=now,
        )
    return opened
