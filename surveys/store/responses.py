"""Responses: stored exactly once, found again, withdrawn for good."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, func, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from surveys.questions import Value
from surveys.records import NewResponse, Outcome, Recorded, Response, StoredComment, TurnedAway, Way
from surveys.store import attachments, corrections, quotas, run_parts
from surveys.store.database import Statements, Transaction
from surveys.tables import (
    CodedCommentRow,
    CommentRow,
    ReleaseRow,
    ResponseRow,
    metadata,
)


class NotInsertedError(RuntimeError):
    """The database refused a response: its key was stored meanwhile, or what it points to is not there."""


def record(tx: Statements, responses: Sequence[NewResponse]) -> list[Recorded]:
    """Store each response once and say, in order, how it ended.

    A key met before is compared by content: equal content gets the first receipt again, other content
    is a conflict. The draft answers of what is stored go in the same transaction.

    Raises:
        NotInsertedError: the database refused one, and not because its key is known.
        FilesGoneError: one names files that are not kept under its key.
    """
    first: dict[str, NewResponse] = {}
    for response in responses:
        first.setdefault(response.submission_key, response)
    gated = [response for response in first.values() if response.places]
    admitted = _admitted(tx, gated) if gated else quotas.NOBODY
    let_in = [_marked(one, admitted) for key, one in first.items() if key not in admitted.refused]
    try:
        stored = _insert(tx, let_in)
    except IntegrityError as error:
        raise NotInsertedError from error
    if gated:
        quotas.hold(tx, admitted, stored)
    if any(one.may_have_left for one in first.values()):
        _count_those_who_left(tx, first, admitted, stored)
    others = [key for key in first if key not in stored and key not in admitted.refused]
    earlier = _met(tx, others) if others else {}
    if len(earlier) < len(others):
        raise NotInsertedError
    outcomes = []
    for response in responses:
        key = response.submission_key
        if quota := admitted.refused.get(key):
            outcomes.append(Recorded("full", "", response.received_at, quota))
            continue
        if first[key] is response and key in stored:
            outcomes.append(Recorded("stored", response.reference, response.received_at))
            continue
        status, content_hash, reference, received_at = earlier.get(key) or _as_met(first[key])
        outcome = _outcome_again(status, content_hash == response.content_hash)
        outcomes.append(Recorded(outcome, reference, received_at))
    return outcomes


def _admitted(tx: Statements, gated: Sequence[NewResponse]) -> quotas.Admitted:
    """Decide who gets a place; what was stored before is not asked again, however full it is now."""
    quotas.lock(tx, {response.survey_id for response in gated})
    met = _met(tx, [response.submission_key for response in gated])
    return quotas.admit(tx, [one for one in gated if one.submission_key not in met])


def _marked(response: NewResponse, admitted: quotas.Admitted) -> NewResponse:
    over = admitted.over.get(response.submission_key)
    return replace(response, over_quotas=over) if over else response


def _count_those_who_left(
    tx: Statements, sent: Mapping[str, NewResponse], admitted: quotas.Admitted, stored: Collection[str]
) -> None:
    """Count whom a quota or a screen-out ends the survey for, and no longer who could go on after all."""
    left: dict[str, tuple[Way, str]] = {key: ("quota", quota) for key, quota in admitted.refused.items()}
    left |= {
        key: ("screen_out", one.screened_out_by)
        for key, one in sent.items()
        if one.screened_out_by and key in stored
    }
    quotas.came_after_all(tx, [key for key, one in sent.items() if key in stored and one.may_have_left])
    quotas.turn_away(
        tx,
        [
            TurnedAway(key, sent[key].survey_id, sent[key].version_id, way, name, sent[key].received_at)
            for key, (way, name) in left.items()
            if not sent[key].is_test
        ],
    )
    if admitted.refused:
        tx.connection().execute(_FORGET_DRAFTS, [{"key": key} for key in admitted.refused])


def _as_met(response: NewResponse) -> tuple[str, str, str, datetime]:
    return "complete", response.content_hash, response.reference, response.received_at


def _outcome_again(status: str, is_same: bool) -> Outcome:
    if status == "withdrawn":
        return "withdrawn"
    return "repeated" if is_same else "conflict"


# Every answer waits for these few statements: made once, and without the cost of mapping rows to objects.
_RESPONSES, _COMMENTS, _DRAFTS = (metadata.tables[name] for name in ("response", "comment", "draft_answers"))
_KEYS: Any = bindparam("keys", expanding=True)
_FIND_MET = select_columns(
    _RESPONSES.c.submission_key,
    _RESPONSES.c.status,
    _RESPONSES.c.content_hash,
    _RESPONSES.c.reference,
    _RESPONSES.c.received_at,
).where(_RESPONSES.c.submission_key.in_(_KEYS))
# A key that is there, or that another process puts there meanwhile, is passed over: no look before is needed.
_ADD_RESPONSE: Mapping[str, Any] = {
    name: dialect.insert(_RESPONSES)
    .on_conflict_do_nothing()
    .returning(_RESPONSES.c.submission_key, _RESPONSES.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_ADD_COMMENT = insert(_COMMENTS)
_FORGET_DRAFTS = delete(_DRAFTS).where(_DRAFTS.c.submission_key == bindparam("key"))


def _met(tx: Statements, keys: Sequence[str]) -> dict[str, tuple[str, str, str, datetime]]:
    found = tx.connection().execute(_FIND_MET, {"keys": keys})
    return {key: (status, digest, ref, at) for key, status, digest, ref, at in found}


def _insert(tx: Statements, fresh: Sequence[NewResponse]) -> dict[str, int]:
    """Store what is not there yet; return the ids it was given by its keys."""
    if not fresh:
        return {}
    connection = tx.connection()
    add = _ADD_RESPONSE[connection.dialect.name]
    ids: dict[str, int] = dict(connection.execute(add, [_row(response) for response in fresh]).all())
    comments = [
        {
            "response_id": ids[response.submission_key],
            "survey_id": response.survey_id,
            "question_name": name,
            "text": words,
        }
        for response in fresh
        if response.submission_key in ids
        for name, words in response.comments
    ]
    if comments:
        connection.execute(_ADD_COMMENT, comments)
    if ids:
        connection.execute(_FORGET_DRAFTS, [{"key": key} for key in ids])
    for response in fresh:
        if response.attachments and response.submission_key in ids:
            attachments.bind(tx, response.submission_key, ids[response.submission_key], response.attachments)
    return ids


def _row(response: NewResponse) -> dict[str, Any]:
    return {
        "submission_key": response.submission_key,
        "reference": response.reference,
        "content_hash": response.content_hash,
        "withdrawal_hash": response.withdrawal_hash,
        "survey_id": response.survey_id,
        "version_id": response.version_id,
        "release_id": response.release_id,
        "import_id": response.import_id,
        "status": "screened_out" if response.screened_out_by else "complete",
        "channel": response.channel,
        "language": response.language,
        "is_test": response.is_test,
        "answers": dict(response.answers),
        "orders": response.orders or None,
        "over_quotas": list(response.over_quotas) or None,
        "received_at": response.received_at,
    }


# In the order of ``Response``: plain columns are read several times faster than whole rows.
_COLUMNS: tuple[Any, ...] = (
    ResponseRow.id,
    ResponseRow.reference,
    ResponseRow.survey_id,
    ResponseRow.version_id,
    ResponseRow.status,
    ResponseRow.channel,
    ResponseRow.language,
    ReleaseRow.number,
    ResponseRow.answers,
    ResponseRow.received_at,
    ResponseRow.is_test,
    ResponseRow.orders,
    ResponseRow.over_quotas,
    ResponseRow.corrections,
)


def _responses(*more: Any) -> Any:
    return (
        select(*_COLUMNS, *more)
        .select_from(ResponseRow)
        .outerjoin(ReleaseRow, col(ReleaseRow.id) == col(ResponseRow.release_id))
    )


def by_key(tx: Transaction, submission_key: str) -> Response | None:
    """Return the response stored under a submission key."""
    found = tx.execute(_responses().where(col(ResponseRow.submission_key) == submission_key)).first()
    return Response(*found) if found else None


def by_reference(tx: Transaction, reference: str) -> tuple[Response, str] | None:
    """Return the response of a reference and the hash its withdrawal code must have."""
    query = _responses(ResponseRow.withdrawal_hash).where(col(ResponseRow.reference) == reference)
    found = tx.execute(query).first()
    return (Response(*found[:-1]), found[-1]) if found else None


def of_survey(
    tx: Transaction, survey_id: int, *, with_tests: bool = False, longer_than: int = 0
) -> Iterator[Response]:
    """Yield a survey's complete responses, oldest first, in bounded memory.

    ``longer_than`` leaves out those of whose answers none can be longer, in bytes.
    """
    query = (
        _responses()
        .where(col(ResponseRow.survey_id) == survey_id, col(ResponseRow.status) == "complete")
        .order_by(col(ResponseRow.id))
        .execution_options(yield_per=1000)
    )
    if not with_tests:
        query = query.where(col(ResponseRow.is_test).is_(False))
    if longer_than:
        # As they are stored (JSON in ASCII), answers are no shorter than in UTF-8.
        query = query.where(func.length(cast(ResponseRow.answers, Text)) > longer_than)
    for row in tx.execute(query):
        yield Response(*row)


def counts(tx: Transaction, survey_ids: Sequence[int]) -> dict[int, int]:
    """Return complete, non-test responses per survey."""
    query = (
        select(ResponseRow.survey_id, func.count())
        .where(
            col(ResponseRow.survey_id).in_(survey_ids),
            col(ResponseRow.status) == "complete",
            col(ResponseRow.is_test).is_(False),
        )
        .group_by(col(ResponseRow.survey_id))
    )
    found = dict(tx.execute(query).all())
    return {survey_id: found.get(survey_id, 0) for survey_id in survey_ids}


def bytes_of_answers(tx: Transaction, survey_id: int) -> int:
    """Return how many bytes the answers of what ``of_survey`` yields take as they are stored."""
    query = select(func.coalesce(func.sum(func.length(cast(ResponseRow.answers, Text))), 0)).where(
        col(ResponseRow.survey_id) == survey_id,
        col(ResponseRow.status) == "complete",
        col(ResponseRow.is_test).is_(False),
    )
    return int(tx.execute(query).scalar_one())


def received_between(tx: Transaction, survey_id: int) -> tuple[datetime, datetime] | None:
    """Return when the first and the last of what ``of_survey`` yields came in; ``None`` when none did."""
    query = select(func.min(ResponseRow.received_at), func.max(ResponseRow.received_at)).where(
        col(ResponseRow.survey_id) == survey_id,
        col(ResponseRow.status) == "complete",
        col(ResponseRow.is_test).is_(False),
    )
    first, last = tx.execute(query).one()
    return (first, last) if first else None


def arrived_after(tx: Transaction, survey_id: int, response_id: int) -> int:
    """Return how many of what ``of_survey`` yields came after a response."""
    query = select(func.count()).where(
        col(ResponseRow.survey_id) == survey_id,
        col(ResponseRow.id) > response_id,
        col(ResponseRow.status) == "complete",
        col(ResponseRow.is_test).is_(False),
    )
    return int(tx.execute(query).scalar_one())


def tally(tx: Transaction, survey_id: int) -> tuple[int, int, int, int]:
    """Return number, highest id, sum of ids and corrections of what ``of_survey`` yields.

    Equal when nothing changed.
    """
    sums = func.sum(ResponseRow.id), func.sum(ResponseRow.corrections)
    query = select(func.count(), func.max(ResponseRow.id), *sums).where(
        col(ResponseRow.survey_id) == survey_id,
        col(ResponseRow.status) == "complete",
        col(ResponseRow.is_test).is_(False),
    )
    number, highest, total, changes = tx.execute(query).one()
    return int(number), int(highest or 0), int(total or 0), int(changes or 0)


def comments(
    tx: Transaction, survey_id: int, *, segments: Sequence[str] = (), ids: Sequence[int] | None = None
) -> Iterator[StoredComment]:
    """Yield a survey's comments in order of arrival, each with what filters need; tests are left out."""
    columns: tuple[Any, ...] = (
        CommentRow.id,
        CommentRow.response_id,
        CommentRow.question_name,
        CommentRow.text,
        ResponseRow.language,
        ResponseRow.channel,
        ReleaseRow.number,
        ResponseRow.received_at,
        *((ResponseRow.answers,) if segments else ()),
    )
    query = _of_comments(survey_id, columns).outerjoin(
        ReleaseRow, col(ReleaseRow.id) == col(ResponseRow.release_id)
    )
    if ids is not None:
        query = query.where(col(CommentRow.id).in_(ids))
    for row in tx.execute(query):
        answers: Mapping[str, Value] = row[8] if segments else {}
        yield StoredComment(*(*row[:8], {name: answers.get(name) for name in segments}))


def comment_places(tx: Transaction, survey_id: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield id, response id, question name and page language of what ``comments`` yields."""
    columns = (CommentRow.id, CommentRow.response_id, CommentRow.question_name, ResponseRow.language)
    yield from tx.execute(_of_comments(survey_id, columns))


def words(tx: Transaction, survey_id: int) -> Iterator[tuple[int, str]]:
    """Yield id and words of what ``comments`` yields, for looking through all of them."""
    yield from tx.execute(_of_comments(survey_id, (CommentRow.id, CommentRow.text)))


def _of_comments(survey_id: int, columns: Sequence[Any]) -> Any:
    return (
        select(*columns)
        .select_from(CommentRow)
        .join(ResponseRow, col(ResponseRow.id) == col(CommentRow.response_id))
        .where(
            col(CommentRow.survey_id) == survey_id,
            col(ResponseRow.status) == "complete",
            col(ResponseRow.is_test).is_(False),
        )
        .order_by(col(CommentRow.id))
        .execution_options(yield_per=1000)
    )


def withdraw(tx: Transaction, response_id: int, *, at: datetime) -> None:
    """Erase answers, comments, files and what analysis said of them; keep the key, so it stays deleted."""
    # Held first: a correction under way must end before there is anything to erase.
    held = select(ResponseRow.submission_key).where(ResponseRow.id == response_id).with_for_update()
    key = str(tx.execute(held).scalar_one())
    ids = select(CommentRow.id).where(CommentRow.response_id == response_id)
    tx.execute(delete(CodedCommentRow).where(col(CodedCommentRow.comment_id).in_(ids)))
    run_parts.forget_chunks_of(tx, response_id)
    tx.execute(delete(CommentRow).where(col(CommentRow.response_id) == response_id))
    attachments.forget(tx, response_id)
    quotas.free(tx, response_id)
    corrections.forget(tx, response_id, key)
    tx.execute(
        update(ResponseRow)
        .where(col(ResponseRow.id) == response_id)
        .values(
            status="withdrawn", answers={}, orders=None, over_quotas=None, content_hash="", withdrawn_at=at
        )
    )


def foresee(tx: Transaction, responses: Sequence[NewResponse]) -> list[str]:
    """Return, in order, how storing each of ``responses`` would end; nothing is stored (for a dry run)."""
    met = _met(tx, [response.submission_key for response in responses])
    return [
        _outcome_again(found[0], found[1] == response.content_hash)
        if (found := met.get(response.submission_key))
        else "stored"
        for response in responses
    ]
