"""Code frames of surveys: each change adds a version, none is ever changed or taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from surveys.frames import FrameChange, FrameVersion, NewFrame
from surveys.store.database import Transaction
from surveys.tables import FrameVersionRow


def add(tx: Transaction, made: NewFrame, *, by: str, at: datetime) -> FrameChange:
    """Keep a version; it is the newest from now on."""
    row = FrameVersionRow(
        survey_id=made.survey_id,
        number=number(tx, made.survey_id) + 1,
        what=made.what,
        of_themes=list(made.of),
        into_themes=list(made.into),
        back_to=made.back_to,
        theme_ids=[theme["id"] for theme in made.themes],
        themes=[dict(theme) for theme in made.themes],
        by=by,
        at=at,
    )
    tx.add(row)
    tx.flush()
    return _change(*(getattr(row, name) for name in _NAMES))


def number(tx: Transaction, survey_id: int) -> int:
    """Return the newest version's number; 0 where a survey has no code frame of its own."""
    query = select(func.coalesce(func.max(FrameVersionRow.number), 0))
    return int(tx.execute(query.where(col(FrameVersionRow.survey_id) == survey_id)).scalar_one())


def newest(tx: Transaction, survey_id: int) -> FrameVersion | None:
    """Return the newest version, or ``None``."""
    return get(tx, survey_id, number(tx, survey_id))


def get(tx: Transaction, survey_id: int, version: int) -> FrameVersion | None:
    """Return one version, or ``None``."""
    query = select(FrameVersionRow).where(
        FrameVersionRow.survey_id == survey_id, FrameVersionRow.number == version
    )
    row = tx.exec(query).first()
    if row is None:
        return None
    return FrameVersion(_change(*(getattr(row, name) for name in _NAMES)), tuple(row.themes))


def changes(tx: Transaction, survey_id: int) -> list[FrameChange]:
    """Return every version without its words, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(col(FrameVersionRow.survey_id) == survey_id)
        .order_by(col(FrameVersionRow.number))
    )
    return [_change(*found) for found in tx.execute(query)]


_NAMES = ("number", "what", "of_themes", "into_themes", "back_to", "theme_ids", "by", "at")
_COLUMNS: tuple[Any, ...] = tuple(getattr(FrameVersionRow, name) for name in _NAMES)


def _change(
    version: int, what: Any, of: Any, into: Any, back_to: Any, ids: Any, by: str, at: datetime
) -> FrameChange:
    return FrameChange(
        number=version,
        what=what,
        of=tuple(of),
        into=tuple(into),
        back_to=back_to,
        ids=tuple(ids),
        by=by,
        at=at,
    )
