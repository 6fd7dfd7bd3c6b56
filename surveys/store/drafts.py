"""Draft answers: kept page by page until they are sent or twenty hours old."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from surveys.records import DraftAnswers
from surveys.store.database import Transaction
from surveys.tables import DraftAnswersRow

KEPT_FOR = timedelta(hours=20)


def save(
    tx: Transaction,
    *,
    submission_key: str,
    survey_id: int,
    version_id: int,
    page: str,
    raw: Mapping[str, list[str]],
    at: datetime,
) -> None:
    """Lay ``raw`` over what was kept before and remember the page to return to."""
    row = tx.get(DraftAnswersRow, submission_key, with_for_update=True)
    if row is None:
        fresh = DraftAnswersRow(
            submission_key=submission_key,
            survey_id=survey_id,
            version_id=version_id,
            page=page,
            raw={},
            updated_at=at,
        )
        with suppress(IntegrityError), tx.begin_nested():
            tx.add(fresh)  # another tab may be first
        row = tx.get_one(DraftAnswersRow, submission_key, with_for_update=True)
    row.raw = {**row.raw, **{name: list(texts) for name, texts in raw.items()}}
    row.page = page
    row.updated_at = at
    tx.add(row)


def get(tx: Transaction, submission_key: str, *, now: datetime) -> DraftAnswers | None:
    """Return the answers kept under a key, unless they are too old."""
    row = tx.get(DraftAnswersRow, submission_key)
    if row is None or row.updated_at < now - KEPT_FOR:
        return None
    return DraftAnswers(
        row.submission_key, row.survey_id, row.version_id, row.page, dict(row.raw), row.updated_at
    )


def discard(tx: Transaction, submission_key: str) -> None:
    """Forget the answers of a key."""
    tx.execute(delete(DraftAnswersRow).where(col(DraftAnswersRow.submission_key) == submission_key))


def discard_old(tx: Transaction, *, now: datetime) -> None:
    """Forget every draft that is too old to come back to."""
    tx.execute(delete(DraftAnswersRow).where(col(DraftAnswersRow.updated_at) < now - KEPT_FOR))
