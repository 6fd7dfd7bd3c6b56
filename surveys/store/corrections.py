"""Corrections: changed answers take the place of the first, exactly once; what they replace is history."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import col, select

from surveys.records import CORRECTS, Correction, NewResponse, Outcome, Recorded, Response
from surveys.store import attachments, drafts, quotas, run_parts
from surveys.store.database import Transaction
from surveys.tables import (
    AttachmentRow,
    CodedCommentRow,
    CommentRow,
    DraftAnswersRow,
    ReleaseRow,
    ResponseRow,
    SupersededRow,
)


def correct(tx: Transaction, correction: Correction, changed: NewResponse) -> Recorded:
    """Put the answers of ``changed`` in the place of those that ``correction`` began with; say how it ended.

    ``stored``: replaced. ``repeated``: the same correction sent again. ``unchanged``: nothing differs.
    ``conflict``: somebody corrected the response meanwhile. ``withdrawn``: it is, and stays so. ``full``: no
    place is left for the changed answers, so the first ones stay. The row is held until ``tx`` ends, so of
    two who correct or withdraw at once the second finds what the first left.

    Raises:
        LookupError: there is no such response.
    """
    row = tx.exec(
        select(ResponseRow).where(ResponseRow.submission_key == correction.form).with_for_update()
    ).first()
    if row is None:
        raise LookupError(correction.form)
    if outcome := _ended_before(tx, row, correction, changed):
        if outcome == "unchanged":
            drafts.discard(tx, correction.key)
        return _told(row, outcome)
    # A test stays one, whoever corrects it.
    admitted = _places(tx, row.id or 0, replace(changed, is_test=row.is_test))
    if quota := admitted.refused.get(changed.submission_key):
        return Recorded("full", row.reference, row.received_at, quota)
    _keep_history(tx, row, correction, changed.received_at)
    _replace_comments(tx, row, dict(changed.comments))
    quotas.free(tx, row.id or 0)
    quotas.hold(tx, admitted, {changed.submission_key: row.id or 0})
    attachments.rebind(tx, correction, row.id or 0, changed.attachments)
    tx.execute(
        update(ResponseRow)
        .where(col(ResponseRow.id) == row.id)
        .values(
            answers=dict(changed.answers),
            content_hash=changed.content_hash,
            orders=changed.orders or None,
            over_quotas=list(admitted.over.get(changed.submission_key, ())) or None,
            language=changed.language,
            corrections=correction.base + 1,
        )
        .execution_options(synchronize_session=False)
    )
    drafts.discard(tx, correction.key)
    return _told(row, "stored")


def ended(tx: Transaction, correction: Correction) -> str:
    """Return ``stored`` when a correction is in place, ``withdrawn`` when its response is; else nothing."""
    query = select(ResponseRow.id, ResponseRow.status).where(ResponseRow.submission_key == correction.form)
    found = tx.execute(query).first()
    if found is None or found[1] == "withdrawn":
        return "withdrawn" if found else ""
    return "stored" if _newest_key(tx, found[0]) == correction.key else ""


def history(tx: Transaction, survey_id: int) -> Iterator[Response]:
    """Yield the answers of a survey that corrections replaced, oldest response first; tests are left out.

    Each as a response of the status ``superseded``; its ``corrections`` are those it had by then.
    """
    columns: tuple[Any, ...] = (
        ResponseRow.id,
        ResponseRow.reference,
        ResponseRow.survey_id,
        SupersededRow.version_id,
        ResponseRow.channel,
        SupersededRow.language,
        ReleaseRow.number,
        SupersededRow.answers,
        ResponseRow.received_at,
        SupersededRow.number,
        SupersededRow.superseded_at,
    )
    query = (
        select(*columns)
        .select_from(SupersededRow)
        .join(ResponseRow, col(ResponseRow.id) == col(SupersededRow.response_id))
        .outerjoin(ReleaseRow, col(ReleaseRow.id) == col(ResponseRow.release_id))
        .where(
            col(ResponseRow.survey_id) == survey_id,
            col(ResponseRow.status) == "complete",
            col(ResponseRow.is_test).is_(False),
        )
        .order_by(col(ResponseRow.id), col(SupersededRow.number))
        .execution_options(yield_per=1000)
    )
    for *before, channel, language, release, answers, received_at, number, at in tx.execute(query):
        sent = (channel, language, release, answers, received_at, False, None, None)
        values: tuple[Any, ...] = (*before, "superseded", *sent, number - 1, at)
        yield Response(*values)


def begin(tx: Transaction, response_id: int) -> tuple[str, int] | None:
    """Return the key a response was sent under and how often it was corrected; ``None`` if it cannot be.

    It is held until ``tx`` ends, so that it is not withdrawn before the draft of its correction is there.
    """
    query: Any = select(ResponseRow.submission_key, ResponseRow.corrections, ResponseRow.status)
    found = tx.execute(query.where(ResponseRow.id == response_id).with_for_update()).first()
    return (found[0], found[1]) if found and found[2] == "complete" else None


def forget(tx: Transaction, response_id: int, submission_key: str) -> None:
    """Erase what corrections of a response replaced, and those that are under way."""
    tx.execute(delete(SupersededRow).where(col(SupersededRow.response_id) == response_id))
    under_way = f"{submission_key}{CORRECTS}"
    for table in (DraftAnswersRow, AttachmentRow):
        tx.execute(
            delete(table)
            .where(col(table.submission_key).startswith(under_way, autoescape=True))
            .execution_options(synchronize_session=False)
        )


def _ended_before(
    tx: Transaction, row: ResponseRow, correction: Correction, changed: NewResponse
) -> Outcome | None:
    """Return how it ends where nothing is to be replaced."""
    if row.status == "withdrawn":
        return "withdrawn"
    is_same = row.content_hash == changed.content_hash
    if row.status != "complete":
        return "conflict"
    if row.corrections == correction.base:
        return "unchanged" if is_same else None
    is_sent_again = is_same and _newest_key(tx, row.id or 0) == correction.key
    return "repeated" if is_sent_again else "conflict"


def _newest_key(tx: Transaction, response_id: int) -> str | None:
    query = (
        select(SupersededRow.replaced_by)
        .where(SupersededRow.response_id == response_id)
        .order_by(col(SupersededRow.number).desc())
        .limit(1)
    )
    found = tx.execute(query).first()
    return found[0] if found else None


def _told(row: ResponseRow, outcome: Outcome) -> Recorded:
    return Recorded(outcome, row.reference, row.received_at)


def _places(tx: Transaction, response_id: int, changed: NewResponse) -> quotas.Admitted:
    """Give the changed answers places: what the response holds already it need not find free."""
    if not changed.places:
        return quotas.NOBODY
    quotas.lock(tx, {changed.survey_id})
    return quotas.admit(tx, [changed], besides=quotas.held(tx, response_id))


def _keep_history(tx: Transaction, row: ResponseRow, correction: Correction, at: datetime) -> None:
    tx.execute(
        insert(SupersededRow).values(
            response_id=row.id,
            number=correction.base + 1,
            version_id=row.version_id,
            language=row.language,
            answers=row.answers,
            replaced_by=correction.key,
            superseded_at=at,
        )
    )


def _replace_comments(tx: Transaction, row: ResponseRow, words: Mapping[str, str]) -> None:
    """Keep the comments that still say the same, so that what was coded of them stays."""
    query = select(CommentRow.id, CommentRow.question_name, CommentRow.text).where(
        CommentRow.response_id == row.id
    )
    kept: set[str] = set()
    gone: list[int] = []
    for id_, name, text in tx.execute(query):
        if words.get(name) == text:
            kept.add(name)
        else:
            gone.append(id_)
    if gone:
        tx.execute(delete(CodedCommentRow).where(col(CodedCommentRow.comment_id).in_(gone)))
        run_parts.forget_chunks_of(tx, row.id or 0)
        tx.execute(delete(CommentRow).where(col(CommentRow.id).in_(gone)))
    fresh = [
        {"response_id": row.id, "survey_id": row.survey_id, "question_name": name, "text": text}
        for name, text in words.items()
        if name not in kept
    ]
    if fresh:
        tx.execute(insert(CommentRow), fresh)
