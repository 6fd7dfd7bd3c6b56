"""Who goes no further: screened out, or in a group that has no place left; counted, and told kindly."""

from dataclasses import dataclass
from datetime import datetime

from engage.office import Office
from surveys import journey
from surveys.definition import Page, SurveyDefinition
from surveys.journey import Answers, Checked
from surveys.records import Place, Response, Survey, TurnedAway, Way
from surveys.store import drafts, quotas, responses
from surveys.store.database import Transaction
from surveys.ways_out import Quota, ScreenOut, WayOut


@dataclass(frozen=True, slots=True)
class Ended:
    """The survey is over early. With a ``reference``, the answers that decided it were stored."""

    way: Way
    words: WayOut
    reference: str = ""
    withdrawal_code: str = ""
    received_at: datetime | None = None
    stays: str = ""
    """The reference of what was sent before and stays as it was, where a correction led here."""


def ruling(office: Office, survey: Survey, answered: SurveyDefinition) -> SurveyDefinition:
    """Return the version whose quotas count: the live one, also for forms opened before it was published."""
    live = office.live.version(survey.live_version_id) if survey.live_version_id else None
    return live.definition if live else answered


def may_leave(office: Office, survey: Survey, definition: SurveyDefinition) -> bool:
    """Say whether anybody can be told that this survey is over early."""
    return definition.may_end_early or ruling(office, survey, definition).may_end_early


def is_over_after(
    office: Office,
    survey: Survey,
    definition: SurveyDefinition,
    page: Page,
    answers: Answers,
    *,
    holder: str = "",
) -> bool:
    """Say whether ``answers``, right up to the end of ``page``, end the survey there.

    ``holder`` is the key of what is corrected, if anything: the places it holds need not be free.
    """
    if not may_leave(office, survey, definition):
        return False
    if any(way.condition.holds(answers) for way in page.screen_outs):
        return True
    met = journey.quotas(ruling(office, survey, definition), answers, up_to=page)
    return _full(office, survey, met, holder) is not None


def left(
    office: Office, survey: Survey, definition: SurveyDefinition, checked: Checked, *, holder: str = ""
) -> ScreenOut | Quota | None:
    """Return what ends the survey for answers that are sent now; ``None`` for those to be stored.

    Whether the last place is free is decided where it is taken; here only those are stopped who still
    have questions before them.
    """
    if not may_leave(office, survey, definition):
        return None
    if screen_out := journey.screened_out(definition, checked.answers, checked.problems):
        return screen_out
    if not checked.problems:
        return None
    wrong = {problem.place for problem in checked.problems}
    before = None
    for page in definition.pages:
        if wrong & {question.name for question in page.questions}:
            break
        before = page
    if before is None:
        return None
    met = journey.quotas(ruling(office, survey, definition), checked.answers, up_to=before)
    return _full(office, survey, met, holder)


def places(
    office: Office, survey: Survey, definition: SurveyDefinition, answers: Answers
) -> tuple[Place, ...]:
    """Return the places that a response with ``answers`` needs or takes."""
    rules = ruling(office, survey, definition)
    return tuple(
        Place(quota.name, quota.limit, quota.when_full == "end") for quota in journey.quotas(rules, answers)
    )


def quota_named(office: Office, survey: Survey, definition: SurveyDefinition, name: str) -> Quota:
    """Return a quota of the version that rules."""
    return next(quota for quota in ruling(office, survey, definition).quotas if quota.name == name)


def turn_away(office: Office, gone: TurnedAway, *, is_test: bool) -> Response | None:
    """Count somebody, and forget what was kept of their answers; a test is not counted.

    Nobody is turned away who has sent already: what is stored under the key is returned instead.
    """
    with office.db.write() as tx:
        stored = responses.by_key(tx, gone.submission_key)
        if stored is not None:
            return stored
        drafts.discard(tx, gone.submission_key)
        if not is_test:
            quotas.turn_away(tx, [gone])
    return None


def _full(office: Office, survey: Survey, met: list[Quota], holder: str) -> Quota | None:
    needed = [quota for quota in met if quota.when_full == "end"]
    if not needed:
        return None
    with office.db.read() as tx:
        taken = quotas.places_taken(tx, survey.id)
        held = quotas.held_by_key(tx, holder) if holder else set()
    full = (quota for quota in needed if taken.get(quota.name, 0) >= quota.limit)
    return next((quota for quota in full if quota.name not in held), None)


def count_anew(tx: Transaction, survey_id: int, definition: SurveyDefinition) -> None:
    """Give the places of a version that is published now to the responses that are there already."""
    quotas.forget(tx, survey_id)
    if not definition.quotas:
        return
    held = [
        (response.id, survey_id, [quota.name for quota in journey.quotas(definition, response.answers)])
        for response in responses.of_survey(tx, survey_id)
    ]
    quotas.take(tx, held)
