"""How many responses each version of a survey has."""

from sqlalchemy import func
from sqlmodel import col, select

from surveys.store.database import Transaction
from surveys.tables import ResponseRow


def responses_by_version(tx: Transaction, survey_id: int) -> dict[int, int]:
    """Return complete, non-test responses by the id of their version; versions without any are left out."""
    query = (
        select(ResponseRow.version_id, func.count())
        .where(
            ResponseRow.survey_id == survey_id,
            col(ResponseRow.status) == "complete",
            col(ResponseRow.is_test).is_(False),
        )
        .group_by(col(ResponseRow.version_id))
    )
    return dict(tx.execute(query).all())
