"""What people decided about comments: rows are added and never changed; the newest of each coder stands."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from surveys.decisions import Decision, NewDecision
from surveys.store.database import Transaction
from surveys.tables import ReviewDecisionRow

_NAMES = tuple(each.name for each in fields(NewDecision))


def add(tx: Transaction, decision: NewDecision, *, at: datetime) -> Decision:
    """Keep a decision; an earlier one of the same coder on the same comment stays as history."""
    values = {name: getattr(decision, name) for name in _NAMES}
    themes = decision.themes
    row = ReviewDecisionRow(
        **{**values, "themes": None if themes is None else list(themes), "machine": dict(decision.machine)},
        at=at,
    )
    tx.add(row)
    tx.flush()
    return _decision(row)


def of_survey(tx: Transaction, survey_id: int) -> list[Decision]:
    """Return every decision on a survey's comments, oldest first."""
    return _found(tx, ReviewDecisionRow.survey_id == survey_id)


def of_comment(tx: Transaction, survey_id: int, comment_id: int) -> list[Decision]:
    """Return every decision on one comment, oldest first."""
    return _found(tx, ReviewDecisionRow.survey_id == survey_id, ReviewDecisionRow.comment_id == comment_id)


def tally(tx: Transaction, survey_id: int) -> tuple[int, int]:
    """Return how many decisions there are and the newest one's id: equal while nothing has changed."""
    query = select(func.count(), func.coalesce(func.max(ReviewDecisionRow.id), 0))
    count, newest = tx.execute(query.where(col(ReviewDecisionRow.survey_id) == survey_id)).one()
    return int(count), int(newest)


def _found(tx: Transaction, *conditions: bool) -> list[Decision]:
    query = select(ReviewDecisionRow).where(*conditions).order_by(col(ReviewDecisionRow.id))
    return [_decision(row) for row in tx.exec(query)]


def _decision(row: ReviewDecisionRow) -> Decision:
    values = {name: getattr(row, name) for name in _NAMES}
    themes: Sequence[str] | None = row.themes
    return Decision(
        **{**values, "themes": None if themes is None else tuple(themes)}, id=row.id or 0, at=row.at
    )
