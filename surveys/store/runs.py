"""Analysis runs: asked for, watched, cancelled, finished; what they found is never overwritten."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select

from surveys.records import AnalysisRun
from surveys.store import run_parts
from surveys.store.database import Transaction
from surveys.tables import AnalysisResultRow, AnalysisRunRow, CodedCommentRow, CommentRow, SurveyRow

UNDER_WAY = ("queued", "running")
GO_ON = ("interrupted", "out_of_memory")
"""Failures after which a run can go on from what it had finished."""
SILENT_FOR = timedelta(minutes=5)


def add(
    tx: Transaction, *, survey_id: int, seed: int, started_by: str, inputs: Mapping[str, Any], at: datetime
) -> int:
    """Queue a run and return its id."""
    row = AnalysisRunRow(
        survey_id=survey_id,
        seed=seed,
        started_by=started_by,
        inputs=dict(inputs),
        created_at=at,
        heartbeat_at=at,
    )
    tx.add(row)
    tx.flush()
    return row.id or 0


def get(tx: Transaction, run_id: int) -> AnalysisRun | None:
    """Return a run, or ``None``."""
    row = tx.get(AnalysisRunRow, run_id)
    return _run(row) if row else None


def runs(tx: Transaction, survey_id: int) -> list[AnalysisRun]:
    """Return a survey's runs, newest first."""
    query = select(AnalysisRunRow).where(AnalysisRunRow.survey_id == survey_id)
    return [_run(row) for row in tx.exec(query.order_by(col(AnalysisRunRow.id).desc()))]


def hold(tx: Transaction, survey_id: int) -> None:
    """Make other transactions that hold the survey wait for this one (SQLite has one writer anyway)."""
    tx.execute(select(SurveyRow.id).where(SurveyRow.id == survey_id).with_for_update())


def under_way(tx: Transaction, survey_id: int) -> AnalysisRun | None:
    """Return the run that is queued or running, or ``None``."""
    return next((run for run in runs(tx, survey_id) if run.state in UNDER_WAY), None)


def latest_done(tx: Transaction, survey_id: int) -> AnalysisRun | None:
    """Return the newest finished run, or ``None``."""
    return next((run for run in runs(tx, survey_id) if run.state == "done"), None)


def start(
    tx: Transaction, run_id: int, *, total: int, at: datetime, inputs: Mapping[str, Any] | None = None
) -> bool:
    """Mark a queued run as running; ``False`` when it was cancelled before it began.

    ``inputs`` takes the place of what was noted when it was queued.
    """
    noted = {} if inputs is None else {"inputs": dict(inputs)}
    started = tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id) == run_id, col(AnalysisRunRow.state) == "queued")
        .values(state="running", started_at=at, heartbeat_at=at, total=total, **noted)
    )
    return bool(started.rowcount == 1)  # type: ignore[attr-defined]


def progress(tx: Transaction, run_id: int, *, step: str, done: int, total: int, at: datetime) -> bool:
    """Note how far a run is; return whether somebody asked to cancel it."""
    tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id) == run_id)
        .values(step=step, done=done, total=total, heartbeat_at=at)
    )
    row = tx.get(AnalysisRunRow, run_id)
    return row is None or row.is_cancel_asked


def beat(tx: Transaction, run_ids: Sequence[int], *, at: datetime) -> None:
    """Say of runs that are queued or running that their process is alive."""
    tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id).in_(run_ids), col(AnalysisRunRow.state).in_(UNDER_WAY))
        .values(heartbeat_at=at)
    )


def ask_to_cancel(tx: Transaction, run_id: int, *, at: datetime) -> None:
    """Ask a run to stop; one that has not begun is cancelled at once."""
    tx.execute(update(AnalysisRunRow).where(col(AnalysisRunRow.id) == run_id).values(is_cancel_asked=True))
    tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id) == run_id, col(AnalysisRunRow.state) == "queued")
        .values(state="cancelled", finished_at=at)
    )


def keep_coded(tx: Transaction, run_id: int, coded: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Keep what a run says of some comments; nobody sees it before the run is done.

    A large run keeps its comments in several short transactions, so that residents who send answers do not
    wait for it. Comments withdrawn meanwhile are left out: deleted stays deleted.
    """
    for start_at in range(0, len(coded), 1000):
        chunk = coded[start_at : start_at + 1000]
        alive = set(tx.exec(select(CommentRow.id).where(col(CommentRow.id).in_([id_ for id_, _ in chunk]))))
        rows = [
            {"run_id": run_id, "comment_id": id_, "coded": dict(said)} for id_, said in chunk if id_ in alive
        ]
        if rows:
            tx.execute(insert(CodedCommentRow), rows)


def finish(
    tx: Transaction,
    run_id: int,
    *,
    findings: Mapping[str, Any],
    coded: Iterable[tuple[int, Mapping[str, Any]]],
    at: datetime,
) -> None:
    """Keep what a run found and mark it as done; nobody sees any of it before.

    ``coded`` is what ``keep_coded`` has not kept yet.
    """
    run = tx.get(AnalysisRunRow, run_id)
    if run is None:
        raise LookupError(run_id)
    keep_coded(tx, run_id, list(coded))
    tx.add(AnalysisResultRow(run_id=run_id, findings=dict(findings)))
    run_parts.finish(tx, run.survey_id, run_id)
    tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id) == run_id)
        .values(state="done", finished_at=at, heartbeat_at=at)
    )


def end(tx: Transaction, run_id: int, state: str, *, at: datetime, failure: str = "") -> None:
    """Mark a run ``failed`` or ``cancelled``; it leaves nothing of what it found.

    One that was cut off keeps the chunks that it had finished, for ``again``.
    """
    if failure not in GO_ON:
        run_parts.forget(tx, run_id)
    tx.execute(delete(CodedCommentRow).where(col(CodedCommentRow.run_id) == run_id))
    tx.execute(
        update(AnalysisRunRow)
        .where(col(AnalysisRunRow.id) == run_id)
        .values(state=state, failure=failure, finished_at=at)
    )


def again(tx: Transaction, run_id: int, *, at: datetime) -> bool:
    """Queue a run that was cut off once more; ``False`` when it was not, or somebody was faster."""
    queued = tx.execute(
        update(AnalysisRunRow)
        .where(
            col(AnalysisRunRow.id) == run_id,
            col(AnalysisRunRow.state) == "failed",
            col(AnalysisRunRow.failure).in_(GO_ON),
        )
        .values(state="queued", failure="", finished_at=None, is_cancel_asked=False, heartbeat_at=at)
    )
    return bool(queued.rowcount == 1)  # type: ignore[attr-defined]


def end_silent(tx: Transaction, *, now: datetime) -> int:
    """Mark as failed the runs whose process went away without a word; return how many."""
    silent = tx.exec(
        select(AnalysisRunRow.id).where(
            col(AnalysisRunRow.state).in_(UNDER_WAY), col(AnalysisRunRow.heartbeat_at) < now - SILENT_FOR
        )
    ).all()
    for run_id in silent:
        end(tx, run_id or 0, "failed", at=now, failure="interrupted")
    run_parts.forget_stale(tx, now=now)
    return len(silent)


def findings(tx: Transaction, run_id: int) -> Mapping[str, Any] | None:
    """Return what a finished run found, or ``None``."""
    row = tx.get(AnalysisResultRow, run_id)
    return row.findings if row else None


def coded_comments(
    tx: Transaction, run_id: int, *, ids: Sequence[int] | None = None
) -> dict[int, Mapping[str, Any]]:
    """Return what a run says of each comment still there, by comment id."""
    query = select(CodedCommentRow.comment_id, CodedCommentRow.coded).where(CodedCommentRow.run_id == run_id)
    if ids is not None:
        query = query.where(col(CodedCommentRow.comment_id).in_(ids))
    found = tx.execute(query.order_by(col(CodedCommentRow.comment_id)))
    return dict(found.all())


def coded_ids(tx: Transaction, run_id: int) -> set[int]:
    """Return the ids of the comments of which a run says something."""
    return set(tx.exec(select(CodedCommentRow.comment_id).where(CodedCommentRow.run_id == run_id)))


def count_coded(tx: Transaction, run_id: int) -> int:
    """Return of how many comments a run says something."""
    query = select(func.count()).select_from(CodedCommentRow).where(col(CodedCommentRow.run_id) == run_id)
    return int(tx.execute(query).scalar_one())


def each_coded(tx: Transaction, run_id: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield what ``coded_comments`` returns, by comment id, in bounded memory."""
    query = (
        select(CodedCommentRow.comment_id, CodedCommentRow.coded)
        .where(CodedCommentRow.run_id == run_id)
        .order_by(col(CodedCommentRow.comment_id))
        .execution_options(yield_per=1000)
    )
    yield from tx.execute(query)


def remove(tx: Transaction, run_id: int) -> None:
    """Remove a run and everything it found."""
    run_parts.forget(tx, run_id)
    for row in (CodedCommentRow, AnalysisResultRow):
        tx.execute(delete(row).where(col(row.run_id) == run_id))
    tx.execute(delete(AnalysisRunRow).where(col(AnalysisRunRow.id) == run_id))


def _run(row: AnalysisRunRow) -> AnalysisRun:
    return AnalysisRun(
        id=row.id or 0,
        survey_id=row.survey_id,
        state=row.state,  # type: ignore[arg-type]
        step=row.step,
        done=row.done,
        total=row.total,
        seed=row.seed,
        started_by=row.started_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        is_cancel_asked=row.is_cancel_asked,
        failure=row.failure,
        inputs=row.inputs,
    )
