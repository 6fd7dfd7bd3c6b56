"""Files that residents add: kept with the draft answers, bound to the response in its own transaction."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, update
from sqlmodel import col, select

from surveys.records import Attachment, Correction
from surveys.store.database import Statements, Transaction
from surveys.store.drafts import KEPT_FOR
from surveys.tables import AttachmentRow, ResponseRow


class FilesGoneError(RuntimeError):
    """A response names files that are not kept under its key (any more)."""


def keep(
    tx: Transaction,
    *,
    id: str,
    submission_key: str,
    survey_id: int,
    question_name: str,
    name: str,
    media_type: str,
    content: bytes,
    at: datetime,
) -> None:
    """Keep a file beside the draft answers of a key; one that is kept already stays as it is."""
    if tx.get(AttachmentRow, id) is not None:
        return
    tx.execute(
        insert(AttachmentRow).values(
            id=id,
            submission_key=submission_key,
            survey_id=survey_id,
            question_name=question_name,
            name=name,
            media_type=media_type,
            size=len(content),
            content=content,
            kept_at=at,
        )
    )


def kept(tx: Transaction, submission_key: str) -> dict[str, tuple[str, str]]:
    """Return question name and file name of each file kept under a key, by id."""
    query = select(AttachmentRow.id, AttachmentRow.question_name, AttachmentRow.name).where(
        AttachmentRow.submission_key == submission_key
    )
    return {id: (question, name) for id, question, name in tx.execute(query)}


def unsent(tx: Transaction) -> int:
    """Return how many bytes are kept that belong to no response yet."""
    query = select(func.coalesce(func.sum(AttachmentRow.size), 0)).where(
        col(AttachmentRow.response_id).is_(None)
    )
    return int(tx.execute(query).scalar_one())


def bind(tx: Statements, submission_key: str, response_id: int, ids: Collection[str]) -> None:
    """Give files to the response just stored, and forget what else was kept under its key.

    Raises:
        FilesGoneError: not all of them are there; the transaction must not be committed.
    """
    mine = col(AttachmentRow.submission_key) == submission_key
    found = tx.execute(
        update(AttachmentRow)
        .where(mine, col(AttachmentRow.id).in_(ids), col(AttachmentRow.response_id).is_(None))
        .values(response_id=response_id)
        .execution_options(synchronize_session=False)
    )
    if found.rowcount != len(set(ids)):
        raise FilesGoneError(submission_key)
    tx.execute(
        delete(AttachmentRow)
        .where(mine, col(AttachmentRow.response_id).is_(None))
        .execution_options(synchronize_session=False)
    )


def rebind(tx: Transaction, correction: Correction, response_id: int, ids: Collection[str]) -> None:
    """Give a corrected response the files it names now, kept under either key; erase those it named before.

    Raises:
        FilesGoneError: not all of them are there; the transaction must not be committed.
    """
    keys = col(AttachmentRow.submission_key).in_((correction.key, correction.form))
    tx.execute(
        update(AttachmentRow)
        .where(keys, col(AttachmentRow.id).in_(ids))
        .values(response_id=response_id, submission_key=correction.form)
        .execution_options(synchronize_session=False)
    )
    tx.execute(
        delete(AttachmentRow)
        .where(or_(keys, col(AttachmentRow.response_id) == response_id), col(AttachmentRow.id).not_in(ids))
        .execution_options(synchronize_session=False)
    )
    query = select(func.count()).where(col(AttachmentRow.response_id) == response_id)
    if int(tx.execute(query).scalar_one()) != len(set(ids)):
        raise FilesGoneError(correction.form)


def forget(tx: Transaction, response_id: int) -> None:
    """Erase the files of a response."""
    tx.execute(delete(AttachmentRow).where(col(AttachmentRow.response_id) == response_id))


def discard(tx: Transaction, submission_key: str) -> None:
    """Forget the files of draft answers that a resident does not want to keep."""
    tx.execute(
        delete(AttachmentRow).where(
            col(AttachmentRow.submission_key) == submission_key, col(AttachmentRow.response_id).is_(None)
        )
    )


def discard_old(tx: Transaction, *, now: datetime) -> None:
    """Forget the files of every draft that is too old to come back to."""
    tx.execute(
        delete(AttachmentRow).where(
            col(AttachmentRow.kept_at) < now - KEPT_FOR, col(AttachmentRow.response_id).is_(None)
        )
    )


_COLUMNS = (
    AttachmentRow.id,
    AttachmentRow.response_id,
    AttachmentRow.question_name,
    AttachmentRow.name,
    AttachmentRow.media_type,
    AttachmentRow.size,
)


def of_survey(tx: Transaction, survey_id: int, *, with_tests: bool = False) -> list[Attachment]:
    """Return the files of a survey's complete responses, oldest response first, without their content."""
    query = (
        select(*_COLUMNS)  # type: ignore[call-overload]
        .join(ResponseRow, col(ResponseRow.id) == col(AttachmentRow.response_id))
        .where(col(AttachmentRow.survey_id) == survey_id, col(ResponseRow.status) == "complete")
        .order_by(col(AttachmentRow.response_id), col(AttachmentRow.question_name), col(AttachmentRow.id))
    )
    if not with_tests:
        query = query.where(col(ResponseRow.is_test).is_(False))
    return [Attachment(*found) for found in tx.execute(query)]


def contents(tx: Transaction, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield id and content of files, one in memory at a time."""
    for id in ids:
        content = tx.execute(select(AttachmentRow.content).where(AttachmentRow.id == id)).scalar()
        if content is not None:
            yield id, content
