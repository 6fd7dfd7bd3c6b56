"""One analysis run, from the stored comments to what is kept of it; ``engage.jobs`` gives it a process.

Everything about a run is in the database, so it can be watched and cancelled from any process. What it
keeps holds nobody's words but the masked ones beside each comment, which go when the comment goes.
"""

import dataclasses
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engage.finished_parts import FinishedParts, Interrupted, at_work, kept_on_interruption
from engage.framing import reading as framing
from engage.framing.examples import with_examples
from engage.keeping import coded_comment, kept_findings
from engage.learned import keep_models
from engage.reviewing import feeding
from surveys.questions import Question, in_language
from surveys.records import AnalysisRun, Survey
from surveys.store import catalogue, responses, runs, surveys
from surveys.store.database import Database
from surveys.summaries import ScaleSummary

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame
    from analysis.comments import Comment
    from analysis.results import Analysis, CandidateTheme
    from analysis.reviews import Review

BETWEEN_REPORTS = 0.5
"""Seconds between two writes of progress; residents' answers go to the same database."""

AT_ONCE = 1000
"""Comments kept in one transaction: a fraction of a second."""

TRIES = 3

log = logging.getLogger(__name__)


def run_analysis(
    database_url: str, run_id: int, executor: Executor | None = None, *, vectors: str = ""
) -> str:
    """Do a queued run and return the state it ended in; failures are kept as a code, never as words.

    ``executor`` shares the per-comment steps out; without it they are done by processes of this machine where
    there are many comments, else here. A run that was cut off goes on from what it had finished.
    ``vectors`` is where the town's own sentence vectors are; without it the shipped ones are used.
    """
    db = Database(database_url)
    try:
        return _run(db, run_id, executor, vectors)
    finally:
        db.close()


def _run(db: Database, run_id: int, executor: Executor | None, vectors: str) -> str:
    try:
        order = _begin(db, run_id, vectors)
        return _analysed(db, order, executor) if order else "cancelled"
    except Interrupted:
        return _end(db, run_id, "failed", "interrupted")
    except MemoryError:
        return _end(db, run_id, "failed", "out_of_memory")
    except Exception as error:
        # The message of an error may quote a comment; its type does not.
        log.error("analysis run %s failed: %s", run_id, type(error).__name__)
        return _end(db, run_id, "failed", "unexpected")


def _analysed(db: Database, order: "_Order", executor: Executor | None) -> str:
    # Loading the analysis takes seconds; by now the run already shows as begun.
    from analysis.pipeline import Cancelled, run
    from analysis.vectors import VectorsError, using

    models: dict[str, Any] = {}
    watched, parts = _Watched(db, order.run.id), FinishedParts(db, order.run.id)
    try:
        watched.ask()
        with (
            using(order.run.inputs["vectors"]),
            kept_on_interruption(parts),
            at_work(executor, len(order.comments)) as sharers,
        ):
            analysis = run(
                order.comments,
                code_frame=with_examples(order.code_frame, order.examples, order.comments),
                seed=order.run.seed,
                groups=order.groups,
                reviews=order.reviews,
                earlier=order.earlier,
                on_progress=watched.report,
                is_cancelled=watched.is_cancelled,
                executor=sharers,
                keeping=parts,
                models=models,
            )
            keep_models(parts, models)
        if watched.ask():
            raise Cancelled
    except Cancelled:
        return _end(db, order.run.id, "cancelled")
    except VectorsError as error:
        log.error("analysis run %s: %s", order.run.id, error)  # it speaks of files, never of comments
        return _end(db, order.run.id, "failed", "vectors")
    return _finish(db, order, analysis, order.code_frame)


@dataclass(frozen=True, slots=True)
class _Order:
    """A run that has begun, and what it is about. ``examples`` are ids of comments, by theme."""

    run: AnalysisRun
    code_frame: "CodeFrame"
    examples: Mapping[str, tuple[int, ...]]
    comments: "list[Comment]"
    groups: list[str]
    reviews: "dict[str, Review]"
    earlier: "tuple[CandidateTheme, ...]"


def _begin(db: Database, run_id: int, vectors: str) -> _Order | None:
    """Mark the run as running and read its comments; ``None`` when it was cancelled before it began."""
    with db.read() as tx:
        run = runs.get(tx, run_id)
        survey = surveys.by_id(tx, run.survey_id) if run else None
        if run is None or survey is None:
            raise LookupError(run_id)
        comments, groups = comments_of(db, survey, up_to=run.inputs.get("newest_comment"))
        frame = framing.frame_now(tx, survey.id)
        examples = framing.example_ids(tx, survey.id)
        carrier = framing.carrier_now(tx, survey.id)
        up_to = run.inputs["newest_decision"] or 0 if "newest_decision" in run.inputs else None
        reviews = feeding.reviews_of(tx, survey, comments, up_to=up_to, carrier=carrier)
        earlier = feeding.earlier_candidates(tx, survey)
        noted = {
            **feeding.inputs_of(tx, survey, len(reviews)),
            "newest_comment": max((int(comment.id) for comment in comments), default=0),
            **run.inputs,  # of one that goes on, what it began with
            "code_frame": framing.noted(tx, survey.id),
            "vectors": vectors,
        }
    with db.write() as tx:
        if not runs.start(tx, run_id, total=len(comments), at=_now(), inputs=noted):
            return None
    begun = dataclasses.replace(run, inputs=noted)
    return _Order(begun, frame, examples, comments, groups, reviews, earlier)


def comments_of(
    db: Database, survey: Survey, *, up_to: int | None = None
) -> "tuple[list[Comment], list[str]]":
    """Return a survey's comments as the analysis reads them, and its releases in order.

    ``up_to`` leaves out newer comments.
    """
    with db.read() as tx:
        asked = {q.name: q for version in surveys.versions(tx, survey.id) for q in version.definition.asked()}
        rating = next((q for q in asked.values() if isinstance(q.summarise(()), ScaleSummary)), None)
        releases = catalogue.releases(tx, survey.service_id) if survey.service_id else []
        comments = list(
            _as_comments(responses.comments(tx, survey.id, segments=_name_of(rating)), asked, rating)
        )
    if up_to is not None:
        comments = [comment for comment in comments if int(comment.id) <= up_to]
    named = {comment.group for comment in comments}
    return comments, [release.number for release in releases if release.number in named]


def _name_of(question: Question | None) -> Sequence[str]:
    return [question.name] if question else []


def _as_comments(
    stored: "Iterator[Any]", asked: Mapping[str, Question], rating: Question | None
) -> "Iterator[Comment]":
    from analysis.comments import Comment

    for comment in stored:
        question = asked.get(comment.question_name)
        yield Comment(
            id=str(comment.id),
            text=comment.text,
            language=comment.language,
            question=in_language(question.text, comment.language) if question else "",
            question_name=comment.question_name,
            proposal=_proposal(question, comment.language),
            rating=rating.position(comment.segments.get(rating.name)) if rating else None,
            group=comment.release or "",
            resident=str(comment.response_id),
            at=comment.received_at.date().isoformat(),
        )


def _proposal(question: Question | None, language: str) -> str:
    """Return what a question proposes, in the language of its page; "" for most questions."""
    proposed = getattr(question, "proposal", None)
    return in_language(proposed, language) if proposed else ""


class _Watched:
    """Writes progress to the database now and then, and learns there whether to stop."""

    def __init__(self, db: Database, run_id: int) -> None:
        self._db = db
        self._run_id = run_id
        self._told_at = 0.0
        self._told: tuple[str, int, int] = ("", 0, 0)
        self._is_cancelled = False

    def report(self, step: str, done: int, total: int) -> None:
        """Keep how far the run is, and write it when the last time is long enough ago."""
        self._told = (step, done, total)
        if time.monotonic() - self._told_at >= BETWEEN_REPORTS:
            self.ask()

    def is_cancelled(self) -> bool:
        """Say whether somebody asked to stop, as far as known."""
        return self._is_cancelled

    def ask(self) -> bool:
        """Write progress now and say whether somebody asked to stop."""
        step, done, total = self._told
        with self._db.write() as tx:
            told = runs.progress(tx, self._run_id, step=step, done=done, total=total, at=_now())
        self._is_cancelled = told
        self._told_at = time.monotonic()
        return told


def _finish(db: Database, order: _Order, analysis: "Analysis", code_frame: "CodeFrame") -> str:
    run_id = order.run.id
    findings = {**kept_findings(analysis, code_frame), "corrected": _corrected(order, analysis, code_frame)}
    for start in range(0, len(analysis.comments), AT_ONCE):
        chunk = analysis.comments[start : start + AT_ONCE]
        _keep(db, run_id, [(int(comment.id), coded_comment(comment)) for comment in chunk])
    with db.write() as tx:
        runs.finish(tx, run_id, findings=findings, coded=(), at=_now())
    return "done"


def _corrected(order: _Order, analysis: "Analysis", code_frame: "CodeFrame") -> dict[str, Any]:
    """Return the corrected shares as the run's reviews have them, for pages that do not load the analysis."""
    from analysis.corrections import corrections

    themes = [theme.id for theme in code_frame.themes]
    found = corrections(order.comments, analysis.comments, order.reviews, themes, seed=order.run.seed)
    return dataclasses.asdict(found)


def _keep(db: Database, run_id: int, coded: "Sequence[tuple[int, dict[str, Any]]]") -> None:
    for tried in range(1, TRIES + 1):
        try:
            with db.write() as tx:
                runs.keep_coded(tx, run_id, coded)
                runs.beat(tx, [run_id], at=_now())
            return
        except Interrupted:
            raise
        except Exception:
            # A comment withdrawn at this very moment cannot be referred to any more: look again.
            if tried == TRIES:
                raise


def _end(db: Database, run_id: int, state: str, failure: str = "") -> str:
    with db.write() as tx:
        run = runs.get(tx, run_id)
        if run is not None and run.state in runs.UNDER_WAY:
            runs.end(tx, run_id, state, at=_now(), failure=failure)
    return state


def _now() -> datetime:
    return datetime.now(UTC)
