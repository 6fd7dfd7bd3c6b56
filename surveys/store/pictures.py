"""Pictures of surveys' authors: kept under a name made of their content."""

from datetime import datetime

from surveys.store.database import Transaction
from surveys.tables import PictureRow


def keep(
    tx: Transaction, *, file: str, media_type: str, content: bytes, survey_id: int, at: datetime
) -> None:
    """Keep a picture; one that is kept already stays as it is."""
    if tx.get(PictureRow, file) is None:
        tx.add(
            PictureRow(file=file, media_type=media_type, content=content, survey_id=survey_id, added_at=at)
        )
        tx.flush()


def content_of(tx: Transaction, file: str) -> tuple[str, bytes] | None:
    """Return media type and content of a picture."""
    row = tx.get(PictureRow, file)
    return (row.media_type, row.content) if row else None
