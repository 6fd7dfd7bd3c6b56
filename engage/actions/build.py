"""Building: the draft as its author sees it, and every change to it, kept apart from everybody else's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engage.access import Actor, require, scope_of
from engage.actions import guarded
from engage.actions.author import found, note
from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.editing import Change, touched
from surveys.problems import DefinitionError
from surveys.records import Survey, SurveyVersion
from surveys.store import staff, surveys
from surveys.store.database import Transaction
from surveys.store.surveys import EditConflictError as EditConflictError
from surveys.translations import Agreed, agreed_after, confirmed

TRIES = 3
"""Two who save at the same moment: the second looks again."""


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


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft after a change. ``others`` is what somebody else had changed meanwhile; it was kept."""

    definition: SurveyDefinition
    edits: int
    agreed: Agreed
    others: frozenset[tuple[str, str]]


@guarded("edit_survey")
def draft_for(office: Office, actor: Actor, slug: str) -> Draft:
    """Return what ``actor`` may edit.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
    """
    with office.db.read() as tx:
        survey = found(tx, slug)
        require(actor, "edit_survey", scope_of(survey))
        return current(tx, survey)


@guarded("edit_survey")
def change_draft(office: Office, actor: Actor, slug: str, change: Change, *, seen: SurveyDefinition) -> Saved:
    """Save one change to the draft that looked like ``seen``; the first one makes it out of the live version.

    What somebody else changed meanwhile is kept: the change is made to the newest draft.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        DefinitionError: the change would break the survey; with every reason.
        EditConflictError: somebody else changed the very same thing; nothing was saved.
    """
    for left in reversed(range(TRIES)):
        try:
            return _changed(office, actor, slug, change, seen)
        except EditConflictError:
            if not left:
                raise
    raise EditConflictError(slug)  # pragma: no cover


def _changed(office: Office, actor: Actor, slug: str, change: Change, seen: SurveyDefinition) -> Saved:
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "edit_survey", scope_of(survey))
        draft = current(tx, survey)
        others = touched(seen, draft.definition)
        if others & touched(seen, change(seen)):
            raise EditConflictError(slug)
        try:
            after = change(draft.definition)
        except DefinitionError:
            if others:  # what it stood on is gone
                raise EditConflictError(slug) from None
            raise
        agreed = agreed_after(draft.definition, after, draft.agreed)
        return save(tx, office, actor, draft, after, agreed=agreed, others=others)


@guarded("edit_survey")
def put_back(
    office: Office,
    actor: Actor,
    slug: str,
    definition: SurveyDefinition,
    *,
    agreed: Mapping[str, Mapping[str, str]],
    edits: int,
) -> Saved:
    """Make the draft what it was before a change (``definition`` and ``agreed``), unless it was saved since.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        EditConflictError: it was saved since by somebody else.
    """
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "edit_survey", scope_of(survey))
        draft = current(tx, survey)
        if draft.edits != edits:
            raise EditConflictError(slug)
        return save(tx, office, actor, draft, definition, agreed=agreed, others=set())


@guarded("edit_survey")
def confirm_translations(office: Office, actor: Actor, slug: str, keys: Iterable[str]) -> Saved:
    """Say of texts that were marked as lagging behind that both languages say the same.

    Raises:
        NotFoundError, RefusedError: not theirs to edit.
        EditConflictError: somebody saved the draft at the same moment.
    """
    with office.db.write() as tx:
        survey = found(tx, slug)
        require(actor, "edit_survey", scope_of(survey))
        draft = current(tx, survey)
        agreed = confirmed(draft.agreed, keys)
        return save(tx, office, actor, draft, draft.definition, agreed=agreed, others=set())


def save(
    tx: Transaction,
    office: Office,
    actor: Actor,
    draft: Draft,
    after: SurveyDefinition,
    *,
    agreed: Agreed,
    others: set[tuple[str, str]],
) -> Saved:
    """Save what ``draft`` becomes in the transaction that read it, and tell it; nothing new is not saved."""
    if after == draft.definition and agreed == draft.agreed:
        return Saved(after, draft.edits, agreed, frozenset(others))
    survey = draft.survey
    edits = surveys.save_draft(
        tx, survey.id, after, edits=draft.edits, at=office.now(), by=actor.label, agreed=agreed
    )
    note(tx, office, actor, "survey.draft_saved", survey, edits=edits)
    return Saved(after, edits, agreed, frozenset(others))


def current(tx: Transaction, survey: Survey) -> Draft:
    """Return a survey's draft, or what the first change would make a draft of."""
    draft, frozen = surveys.draft(tx, survey.id), tuple(surveys.versions(tx, survey.id))
    if draft is None:
        live = next(version for version in frozen if version.id == survey.live_version_id)
        return Draft(survey, live.definition, 0, {}, frozen, None, "")
    editor = _name(tx, draft.edited_by)
    return Draft(survey, draft.definition, draft.edits, draft.agreed, frozen, draft.edited_at, editor)


def _name(tx: Transaction, label: str) -> str:
    sort, _, number = label.partition(":")
    person = staff.by_id(tx, int(number)) if sort == "staff" and number.isdecimal() else None
    return person.name if person else ""
