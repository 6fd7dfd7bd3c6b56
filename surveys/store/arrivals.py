"""The newest responses of a survey, without what they say."""

from typing import Any

from sqlmodel import col, select

from surveys.records import Arrival
from surveys.store.database import Transaction
from surveys.tables import ReleaseRow, ResponseRow


def latest(tx: Transaction, survey_id: int, *, limit: int) -> list[Arrival]:
    """Return at most ``limit`` responses, newest first; tests are among them and say so."""
    query: Any = (
        select(ResponseRow, ReleaseRow.number)
        .outerjoin(ReleaseRow, col(ReleaseRow.id) == col(ResponseRow.release_id))
        .where(col(ResponseRow.survey_id) == survey_id, col(ResponseRow.status) == "complete")
        .order_by(col(ResponseRow.received_at).desc(), col(ResponseRow.id).desc())
        .limit(limit)
    )
    return [
        Arrival(
            row.id or 0, row.received_at, row.channel, row.language, release, len(row.answers), row.is_test
        )
        for row, release in tx.execute(query)
    ]
