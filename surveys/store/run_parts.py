"""What a run keeps for later: finished chunks until it ends, so that it can go on; then what it learned.

Chunks may hold words of comments, so they go with any comment of their survey. What was learned holds none.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import col, select

from surveys.store.database import Transaction
from surveys.tables import AnalysisRunRow, CommentRow, ResponseRow, RunPartRow

LEARNED = "learned"
"""The part that outlives its run."""
KEPT_FOR = timedelta(days=7)
Part = tuple[str, int, bytes]


def keep(tx: Transaction, run_id: int, parts: Iterable[Part]) -> None:
    """Keep parts (name, number, content); of a part that is there already, the new content stands."""
    for name, number, content in parts:
        tx.execute(_of(run_id).where(col(RunPartRow.part) == name, col(RunPartRow.number) == number))
        row = {"run_id": run_id, "part": name, "number": number, "content": content}
        tx.execute(insert(RunPartRow), row)


def kept(tx: Transaction, run_id: int, part: str, number: int = 0) -> bytes | None:
    """Return the content of a part, or ``None``."""
    row = tx.get(RunPartRow, (run_id, part, number))
    return row.content if row else None


def count(tx: Transaction, run_id: int) -> int:
    """Return how many chunks a run has finished, as far as they are kept."""
    query = select(func.count()).where(col(RunPartRow.run_id) == run_id, col(RunPartRow.part) != LEARNED)
    return int(tx.execute(query).scalar_one())


def finish(tx: Transaction, survey_id: int, run_id: int) -> None:
    """Forget the chunks of a survey's runs, and what its earlier runs learned; the newest is updated only."""
    every = select(AnalysisRunRow.id).where(col(AnalysisRunRow.survey_id) == survey_id)
    tx.execute(
        delete(RunPartRow).where(
            col(RunPartRow.run_id).in_(every),
            (col(RunPartRow.run_id) != run_id) | (col(RunPartRow.part) != LEARNED),
        )
    )


def forget(tx: Transaction, run_id: int) -> None:
    """Forget all parts of a run."""
    tx.execute(_of(run_id))


def forget_chunks_of(tx: Transaction, response_id: int) -> None:
    """Forget the chunks that may hold words of a response: those of all runs of its survey."""
    survey = select(ResponseRow.survey_id).where(col(ResponseRow.id) == response_id)
    every = select(AnalysisRunRow.id).where(col(AnalysisRunRow.survey_id).in_(survey))
    tx.execute(delete(RunPartRow).where(col(RunPartRow.run_id).in_(every), col(RunPartRow.part) != LEARNED))


def forget_stale(tx: Transaction, *, now: datetime) -> None:
    """Forget the chunks of runs that nobody went on with, or whose comments are not all there any more."""
    ended = select(AnalysisRunRow).where(col(AnalysisRunRow.state).in_(("failed", "cancelled")))
    holding = select(RunPartRow.run_id).distinct()
    for run in tx.exec(ended.where(col(AnalysisRunRow.id).in_(holding))).all():
        is_old = run.finished_at is None or run.finished_at < now - KEPT_FOR
        if is_old or run.state == "cancelled" or not _all_there(tx, run):
            tx.execute(_of(run.id or 0))


def _all_there(tx: Transaction, run: AnalysisRunRow) -> bool:
    newest = run.inputs.get("newest_comment")
    query = select(func.count()).where(
        col(CommentRow.survey_id) == run.survey_id, col(CommentRow.id) <= (newest or 0)
    )
    return newest is not None and int(tx.execute(query).scalar_one()) >= run.total


def _of(run_id: int) -> Any:
    return delete(RunPartRow).where(col(RunPartRow.run_id) == run_id)
