"""Files brought in: which, by which mapping, and what came of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from surveys.records import ImportRun
from surveys.store.database import Transaction
from surveys.tables import ImportRow


def add(
    tx: Transaction,
    *,
    survey_id: int,
    file_name: str,
    file_hash: str,
    mapping: Mapping[str, Any],
    by: str,
    at: datetime,
) -> int:
    """Note a file and return its id."""
    row = ImportRow(
        survey_id=survey_id,
        file_name=file_name,
        file_hash=file_hash,
        mapping=dict(mapping),
        by=by,
        at=at,
    )
    tx.add(row)
    tx.flush()
    return row.id or 0


def count(tx: Transaction, import_id: int, *, created: int, repeated: int, refused: int) -> None:
    """Note how many rows were created, met before, and refused."""
    row = tx.get(ImportRow, import_id)
    if row is None:
        raise LookupError(import_id)
    row.created, row.repeated, row.refused = created, repeated, refused
    tx.add(row)


def imports(tx: Transaction, survey_id: int) -> list[ImportRun]:
    """Return a survey's imports, newest first."""
    query = select(ImportRow).where(ImportRow.survey_id == survey_id).order_by(col(ImportRow.id).desc())
    return [
        ImportRun(
            row.id or 0,
            row.survey_id,
            row.file_name,
            row.file_hash,
            row.mapping,
            row.created,
            row.repeated,
            row.refused,
            row.at,
        )
        for row in tx.exec(query)
    ]
