"""Building: the draft as its author sees it, and every change to it, kept apart from everybody else's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.access import Actor
from engage.actions import guarded
from engage.drafts import Draft as Draft
from engage.drafts import draft_to_edit, note
from engage.office import Office
from surveys.definition import SurveyDefinition
from surveys.editing import Change, touched
from surveys.problems import DefinitionError
from surveys.store import surveys
from surveys.store.database import Transaction
from surveys.store.surveys import EditConflictError as EditConflictError
from surveys.translations import Agreed, agreed_after, confirmed

TRIES = 3
"""Two who save at the same moment: the second looks again."""


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
        return draft_to_edit(tx, actor, slug)


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
        draft = draft_to_edit(tx, actor, slug)
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
        draft = draft_to_edit(tx, actor, slug)
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
        draft = draft_to_edit(tx, actor, slug)
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
