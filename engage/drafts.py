"""A survey's draft in the transaction that will change it: found, and asked for by somebody who may edit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engage.access import Actor, NotFoundError, require, scope_of
from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.records import Survey, SurveyVersion
from surveys.store import audit, staff, surveys
from surveys.store.database import Transaction
from surveys.translations import Agreed


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written: the draft, or the live version that the first change makes a draft of."""

    survey: Survey
    definition: SurveyDefinition
    edits: int
    """How often it was saved; 0 while there is only the live version."""
    agreed: Agreed
    frozen: tuple[SurveyVersion, ...]
    edited_at: datetime | None
    edited_by: str
    """The name of who saved it last; empty for nobody, or the operator."""


def draft_to_edit(tx: Transaction, actor: Actor, slug: str) -> Draft:
    """Return what ``actor`` may edit: the draft, or what the first change makes a draft of.

    Raises:
        NotFoundError, RefusedError: there is no such survey, or it is not theirs to edit.
    """
    survey = found(tx, slug)
    require(actor, "edit_survey", scope_of(survey))
    draft, frozen = surveys.draft(tx, survey.id), tuple(surveys.versions(tx, survey.id))
    if draft is not None:
        editor = _name(tx, draft.edited_by)
        return Draft(survey, draft.definition, draft.edits, draft.agreed, frozen, draft.edited_at, editor)
    live = next((version for version in frozen if version.id == survey.live_version_id), None)
    if live is None:
        raise NotFoundError(slug)
    return Draft(survey, live.definition, 0, {}, frozen, None, "")


def _name(tx: Transaction, label: str) -> str:
    sort, _, number = label.partition(":")
    person = staff.by_id(tx, int(number)) if sort == "staff" and number.isdecimal() else None
    return person.name if person else ""


def found(tx: Transaction, slug: str) -> Survey:
    """Return the survey of that address, or raise ``NotFoundError``."""
    survey = surveys.by_slug(tx, slug)
    if survey is None:
        raise NotFoundError(slug)
    return survey


def note(tx: Transaction, office: Office, actor: Actor, action: str, survey: Survey, **details: Any) -> None:
    """Add an audit entry about a survey to the transaction that changes it."""
    audit.append(
        tx,
        at=office.now(),
        actor=actor.label,
        action=action,
        target=f"survey:{survey.id}",
        department_id=survey.department_id,
        details=details,
    )
