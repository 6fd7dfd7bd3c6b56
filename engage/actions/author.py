"""Authoring: see and create surveys, save a draft, publish, open, close, show results."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engage import leaving
from engage.access import Actor, NotFoundError, RefusedError, Scope, departments_where, require, scope_of
from engage.actions import guarded
from engage.drafts import draft_to_edit
from engage.drafts import found as found
from engage.drafts import note as note
from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.problems import DefinitionError
from surveys.readiness import stops
from surveys.records import Release, Service, Survey, SurveyVersion
from surveys.store import catalogue, responses, surveys
from surveys.store.database import Transaction
from surveys.store.surveys import EditConflictError as EditConflictError
from surveys.translations import Agreed, agreed_after


@dataclass(frozen=True, slots=True)
class SurveyState:
    """A survey as staff see it in a list."""

    survey: Survey
    responses: int
    service: Service | None


@guarded("see_survey")
def surveys_for(office: Office, actor: Actor) -> list[SurveyState]:
    """Return the surveys ``actor`` may see, newest first, with their responses; three statements."""
    # Who may see results but not drafts (the auditor) sees the list too.
    departments = [departments_where(actor, action) for action in ("see_survey", "see_results")]
    ids = None if None in departments else frozenset().union(*(found or () for found in departments))
    with office.db.read() as tx:
        found = surveys.surveys(tx, department_ids=None if ids is None else sorted(ids))
        found = [survey for survey in found if _may_see(actor, survey)]
        counts = responses.counts(tx, [survey.id for survey in found])
        services = {service.id: service for service in catalogue.services(tx)}
    return [SurveyState(s, counts[s.id], services.get(s.service_id or 0)) for s in found]


def _may_see(actor: Actor, survey: Survey) -> bool:
    try:
        _require_sight(actor, survey)
    except NotFoundError:
        return False
    return True


def _require_sight(actor: Actor, survey: Survey) -> None:
    try:
        require(actor, "see_survey", scope_of(survey))
    except RefusedError:
        require(actor, "see_results", scope_of(survey))


@guarded("see_survey")
def survey_for(office: Office, actor: Actor, slug: str) -> Survey:
    """Return one survey that ``actor`` may see.

    Raises:
        NotFoundError: there is none, or it is not theirs to see.
    """
    with office.db.read() as tx:
        survey = found(tx, slug)
    _require_sight(actor, survey)
    return survey


@guarded("see_survey")
def versions_for(
    office: Office, actor: Actor, slug: str
) -> tuple[SurveyVersion | None, list[SurveyVersion], list[Release]]:
    """Return a survey's draft (or ``None``), its frozen versions, and its service's releases."""
    with office.db.read() as tx:
        survey = found(tx, slug)
        _require_sight(actor, survey)
        releases = catalogue.releases(tx, survey.service_id) if survey.service_id else []
        return surveys.draft(tx, survey.id), surveys.versions(tx, survey.id), releases


@guarded("edit_survey")
def create_survey(
    office: Office,
    actor: Actor,
    *,
    slug: str,
    definition: SurveyDefinition,
    department_id: int,
    service_id: int | None = None,
    made_from: str = "",
) -> Survey:
    """Create a survey with a draft; its creator owns it. ``made_from`` is told in the audit.

    Raises:
        NotFoundError, RefusedError: ``actor`` may not create in that department.
        ValueError: the slug is taken or is not lower-case letters, digits and dashes.
    """
    owner_id = _staff_id(actor)
    require(actor, "edit_survey", Scope(department_id, owner_id))
    if not slug or len(slug) > 60 or not all(part.isalnum() and part.isascii() for part in slug.split("-")):
        raise ValueError("slug_wrong")
    with office.db.write() as tx:
        if surveys.by_slug(tx, slug.lower()) is not None:
            raise ValueError("slug_taken")
        survey_id = surveys.create(
            tx,
            slug=slug.lower(),
            definition=definition,
            department_id=department_id,
            owner_id=owner_id,
            service_id=service_id,
            at=office.now(),
        )
        survey = _by_id(tx, survey_id)
        note(tx, office, actor, "survey.created", survey, **({"from": made_from} if made_from else {}))
    return survey


@guarded("edit_survey")
def save_draft(
    office: Office,
    actor: Actor,
    slug: str,
    definition: SurveyDefinition,
    *,
    edits: int,
    agreed: Agreed | None = None,
) -> int:
    """Save the draft that was read when it had ``edits`` saves; return the new count.

    Texts that were changed in one language only are remembered, until the other follows. ``agreed`` says
    what to remember instead: taking a change back brings back what was remembered before it.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        EditConflictError: somebody saved it meanwhile.
    """
    with office.db.write() as tx:
        draft = draft_to_edit(tx, actor, slug)
        if agreed is None:
            agreed = agreed_after(draft.definition, definition, draft.agreed)
        saved = surveys.save_draft(
            tx, draft.survey.id, definition, edits=edits, at=office.now(), by=actor.label, agreed=agreed
        )
        note(tx, office, actor, "survey.draft_saved", draft.survey, edits=saved)
    return saved


def _staff_id(actor: Actor) -> int | None:
    return actor.staff.id if actor.staff else None


@guarded("publish_survey")
def publish(office: Office, actor: Actor, slug: str) -> SurveyVersion:
    """Freeze the draft and make it what residents answer; the first publishing opens the survey.

    Raises:
        NotFoundError, RefusedError: not theirs to publish.
        DefinitionError: with everything that must be mended first.
        LookupError: there is no draft.
    """
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "publish_survey", scope_of(survey))
        draft = surveys.draft_to_publish(tx, survey.id)
        if draft is None:
            raise LookupError("no draft")
        frozen = [version.definition for version in surveys.versions(tx, survey.id)]
        problems = stops(draft.definition, frozen=frozen, agreed=draft.agreed)
        if problems:
            raise DefinitionError(tuple(problems))
        version = surveys.publish(tx, survey.id, at=office.now(), by=_staff_id(actor))
        leaving.count_anew(tx, survey.id, version.definition)
        if survey.state == "draft":
            surveys.set_state(tx, survey.id, "open", at=office.now())
        note(tx, office, actor, "survey.published", survey, version=version.number)
    office.live.forget(slug)
    return version


@guarded("publish_survey")
def close(office: Office, actor: Actor, slug: str) -> None:
    """Stop taking answers. Raises as ``publish``."""
    _change_state(office, actor, slug, "closed", "survey.closed")


@guarded("publish_survey")
def reopen(office: Office, actor: Actor, slug: str) -> None:
    """Take answers now: a day of opening still to come, or of closing gone by, no longer counts.

    Raises as ``publish``; ``LookupError`` when it was never published.
    """
    _change_state(office, actor, slug, "open", "survey.reopened")


@guarded("publish_survey")
def schedule(
    office: Office,
    actor: Actor,
    slug: str,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> None:
    """Say when the survey opens and closes by itself; ``None`` where only people do that.

    Raises:
        NotFoundError, RefusedError: not theirs to publish.
        ValueError: ``closes_first``: it would close before it opens; ``closes_past``: that time is over.
    """
    now = office.now()
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "publish_survey", scope_of(survey))
        if closes_at is not None and closes_at != survey.closes_at and closes_at <= now:
            raise ValueError("closes_past")
        if opens_at is not None and closes_at is not None and closes_at <= opens_at:
            raise ValueError("closes_first")
        if (opens_at, closes_at) == (survey.opens_at, survey.closes_at):
            return
        surveys.set_dates(tx, survey.id, opens_at=opens_at, closes_at=closes_at)
        told = {"opens_at": _told(opens_at), "closes_at": _told(closes_at)}
        note(tx, office, actor, "survey.scheduled", survey, **told)
    office.live.forget(slug)


def _told(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes") if at is not None else ""


def _change_state(office: Office, actor: Actor, slug: str, state: Any, told: str) -> None:
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "publish_survey", scope_of(survey))
        if survey.live_version_id is None:
            raise LookupError("never published")
        surveys.set_state(tx, survey.id, state, at=office.now())
        if state == "open":
            _drop_dates(tx, survey, office.now())
        note(tx, office, actor, told, survey)
    office.live.forget(slug)


def _drop_dates(tx: Transaction, survey: Survey, now: datetime) -> None:
    """Forget the days that would keep a survey from being open now."""
    opens_at = None if survey.opens_at and survey.opens_at > now else survey.opens_at
    closes_at = None if survey.closes_at and survey.closes_at <= now else survey.closes_at
    surveys.set_dates(tx, survey.id, opens_at=opens_at, closes_at=closes_at)


@guarded("publish_survey")
def show_results(office: Office, actor: Actor, slug: str, *, is_public: bool) -> None:
    """Switch the public results page on or off. Raises as ``publish``."""
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "publish_survey", scope_of(survey))
        surveys.set_results_public(tx, survey.id, is_public=is_public)
        note(tx, office, actor, "survey.results_shown" if is_public else "survey.results_hidden", survey)
    office.live.forget(slug)


def _by_id(tx: Transaction, survey_id: int) -> Survey:
    survey = surveys.by_id(tx, survey_id)
    if survey is None:
        raise NotFoundError(survey_id)
    return survey
