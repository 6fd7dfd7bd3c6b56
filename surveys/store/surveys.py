"""Surveys and their versions: a draft beside the live one, publishing that freezes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from surveys.definition import SurveyDefinition, read_definition
from surveys.records import Survey, SurveyState, SurveyVersion
from surveys.store.database import Transaction
from surveys.tables import SurveyRow, VersionRow
from surveys.translations import Agreed

DRAFT = 0


class EditConflictError(RuntimeError):
    """Somebody else saved the draft meanwhile; nothing was overwritten."""


def create(
    tx: Transaction,
    *,
    slug: str,
    definition: SurveyDefinition,
    department_id: int,
    owner_id: int | None,
    service_id: int | None,
    at: datetime,
) -> int:
    """Add a survey with ``definition`` as its draft and return its id.

    Raises:
        ValueError: ``slug_taken``, by somebody who was faster.
    """
    row = SurveyRow(
        slug=slug,
        title=dict(definition.title),
        purpose=definition.purpose,
        department_id=department_id,
        owner_id=owner_id,
        service_id=service_id,
        created_at=at,
    )
    tx.add(row)
    try:
        tx.flush()
    except IntegrityError as error:
        raise ValueError("slug_taken") if "slug" in str(error.orig) else error from None
    save_draft(tx, row.id or 0, definition, edits=0, at=at)
    return row.id or 0


def save_draft(
    tx: Transaction,
    survey_id: int,
    definition: SurveyDefinition,
    *,
    edits: int,
    at: datetime,
    by: str = "",
    agreed: Agreed | None = None,
) -> int:
    """Save the draft that was read when it had ``edits`` saves; return the new count.

    ``agreed`` is what it remembers of translations that lag behind.

    Raises:
        EditConflictError: it has been saved since.
    """
    values: dict[str, Any] = {
        "definition": definition.as_data(),
        "fingerprint": definition.fingerprint(),
        "edited_at": at,
        "edited_by": by,
        "agreed": agreed or {},
    }
    saved = tx.execute(
        update(VersionRow)
        .where(
            col(VersionRow.survey_id) == survey_id,
            col(VersionRow.number) == DRAFT,
            col(VersionRow.edits) == edits,
        )
        .values(**values, edits=edits + 1)
    )
    if saved.rowcount == 1:  # type: ignore[attr-defined]
        # Until it is published, a survey goes by the title of its draft.
        tx.execute(
            update(SurveyRow)
            .where(col(SurveyRow.id) == survey_id, col(SurveyRow.state) == "draft")
            .values(title=dict(definition.title), purpose=definition.purpose)
        )
        return edits + 1
    if edits or draft(tx, survey_id) is not None:
        raise EditConflictError(survey_id)
    tx.add(VersionRow(survey_id=survey_id, number=DRAFT, state="draft", edits=1, created_at=at, **values))
    try:
        tx.flush()
    except IntegrityError:
        raise EditConflictError(survey_id) from None
    return 1


def publish(tx: Transaction, survey_id: int, *, at: datetime, by: int | None) -> SurveyVersion:
    """Freeze the draft as the next version, make it the live one, and return it.

    Raises:
        LookupError: there is no draft.
    """
    row = tx.exec(_versions(survey_id).where(col(VersionRow.number) == DRAFT)).first()
    if row is None:
        raise LookupError("no draft")
    highest = tx.execute(
        select(func.max(VersionRow.number)).where(VersionRow.survey_id == survey_id)
    ).scalar_one()
    tx.execute(
        update(VersionRow)
        .where(col(VersionRow.survey_id) == survey_id, col(VersionRow.state) == "published")
        .values(state="superseded")
    )
    row.number, row.state, row.published_at, row.published_by = highest + 1, "published", at, by
    row.agreed = {}
    tx.add(row)
    tx.flush()
    version = _version(row)
    tx.execute(
        update(SurveyRow)
        .where(col(SurveyRow.id) == survey_id)
        .values(title=dict(version.definition.title), purpose=version.definition.purpose)
    )
    return version


def set_state(tx: Transaction, survey_id: int, state: SurveyState, *, at: datetime) -> None:
    """Open or close a survey."""
    moment = {"opened_at": at, "closed_at": None} if state == "open" else {"closed_at": at}
    tx.execute(update(SurveyRow).where(col(SurveyRow.id) == survey_id).values(state=state, **moment))


def set_dates(
    tx: Transaction, survey_id: int, *, opens_at: datetime | None, closes_at: datetime | None
) -> None:
    """Say when a survey opens and closes by itself; ``None`` where only people do that."""
    tx.execute(
        update(SurveyRow).where(col(SurveyRow.id) == survey_id).values(opens_at=opens_at, closes_at=closes_at)
    )


def set_results_public(tx: Transaction, survey_id: int, *, is_public: bool) -> None:
    """Show or hide the public results page."""
    tx.execute(update(SurveyRow).where(col(SurveyRow.id) == survey_id).values(are_results_public=is_public))


def surveys(tx: Transaction, *, department_ids: Sequence[int] | None = None) -> list[Survey]:
    """Return surveys, newest first, all or of some departments."""
    query = _surveys().order_by(col(SurveyRow.id).desc())
    if department_ids is not None:
        query = query.where(col(SurveyRow.department_id).in_(department_ids))
    return _collected(tx, query)


def by_slug(tx: Transaction, slug: str) -> Survey | None:
    """Return the survey of that address, or ``None``."""
    if not slug.isascii() or "\0" in slug:
        return None  # PostgreSQL refuses to compare such a text; no slug is one
    found = _collected(tx, _surveys().where(col(SurveyRow.slug) == slug))
    return found[0] if found else None


def by_id(tx: Transaction, survey_id: int) -> Survey | None:
    """Return the survey of that id, or ``None``."""
    found = _collected(tx, _surveys().where(col(SurveyRow.id) == survey_id))
    return found[0] if found else None


def version(tx: Transaction, version_id: int) -> SurveyVersion | None:
    """Return one version, or ``None``."""
    row = tx.get(VersionRow, version_id)
    return _version(row) if row else None


def draft(tx: Transaction, survey_id: int) -> SurveyVersion | None:
    """Return the draft beside the live version, or ``None``."""
    row = tx.exec(_versions(survey_id).where(col(VersionRow.number) == DRAFT)).first()
    return _version(row) if row else None


def draft_to_publish(tx: Transaction, survey_id: int) -> SurveyVersion | None:
    """Return the draft as ``draft`` does; nobody else can save or publish it until ``tx`` ends."""
    query = _versions(survey_id).where(col(VersionRow.number) == DRAFT).with_for_update()
    row = tx.exec(query).first()
    return _version(row) if row else None


def versions(tx: Transaction, survey_id: int) -> list[SurveyVersion]:
    """Return a survey's frozen versions, oldest first."""
    query = _versions(survey_id).where(col(VersionRow.number) != DRAFT).order_by(col(VersionRow.number))
    return [_version(row) for row in tx.exec(query)]


def _versions(survey_id: int) -> Any:
    return select(VersionRow).where(VersionRow.survey_id == survey_id)


def _surveys() -> Any:
    # One outer join finds the live version and the draft; at most two rows come back per survey.
    return select(SurveyRow, VersionRow.id, VersionRow.state).outerjoin(
        VersionRow,
        (col(VersionRow.survey_id) == col(SurveyRow.id)) & col(VersionRow.state).in_(("published", "draft")),
    )


def _collected(tx: Transaction, query: Any) -> list[Survey]:
    rows: dict[int, SurveyRow] = {}
    ids: dict[int, dict[str, int]] = {}
    for row, version_id, state in tx.execute(query):
        rows[row.id] = row
        ids.setdefault(row.id, {})[state] = version_id
    return [_survey(row, ids[id_]) for id_, row in rows.items()]


def _survey(row: SurveyRow, version_ids: dict[str, int]) -> Survey:
    return Survey(
        id=row.id or 0,
        slug=row.slug,
        title=row.title,
        purpose=row.purpose,
        state=row.state,  # type: ignore[arg-type]
        department_id=row.department_id,
        owner_id=row.owner_id,
        service_id=row.service_id,
        live_version_id=version_ids.get("published"),
        has_draft="draft" in version_ids,
        are_results_public=row.are_results_public,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
    )


def _version(row: VersionRow) -> SurveyVersion:
    return SurveyVersion(
        id=row.id or 0,
        survey_id=row.survey_id,
        number=row.number,
        state=row.state,  # type: ignore[arg-type]
        definition=read_definition(row.definition),
        fingerprint=row.fingerprint,
        published_at=row.published_at,
        edits=row.edits,
        published_by=row.published_by,
        edited_at=row.edited_at,
        edited_by=row.edited_by,
        agreed=row.agreed,
    )
