"""Runs the steps over a set of comments and gathers what they found."""

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.desk import Cancelled, Desk
from analysis.keeping import Keeping, checksum
from analysis.results import Analysis, CandidateTheme, CodedComment, RunRecord, Unseen
from analysis.reviews import Review
from analysis.steps import STEPS
from analysis.vectors import identity_of, load_vectors
from analysis.work import Work

__all__ = ["STEPS", "Cancelled", "run"]

_NUMBERS = re.compile(r"(\d+)")


def run(
    comments: Sequence[Comment],
    *,
    code_frame: CodeFrame,
    seed: int = 0,
    groups: Sequence[str] | None = None,
    reviews: Mapping[str, Review] | None = None,
    earlier: Sequence[CandidateTheme] = (),
    on_progress: Callable[[str, int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    executor: Executor | None = None,
    keeping: Keeping | None = None,
    models: MutableMapping[str, Any] | None = None,
) -> Analysis:
    """Analyse comments; the same comments, code frame and seed give the same result, executor or not.

    ``groups`` is the order of the comments' ``group`` values; without it they are ordered as people count
    (0.9.0 before 0.10.0). ``reviews`` are people's decisions by comment id, to learn from and to lay over
    what is found; those of other comments are left alone. ``earlier`` are the candidate themes of an earlier
    run, to tell what is new. ``on_progress`` gets (step, done, total). With ``keeping``, a run that was
    killed goes on from what it had finished, when it is run again with all the same. What the steps learn is
    put in ``models``.

    Raises:
        Cancelled: ``is_cancelled`` said so.
        ValueError: two comments have one id.
    """
    repeated = [comment_id for comment_id, n in Counter(comment.id for comment in comments).items() if n > 1]
    if repeated:
        raise ValueError(f"comment ids must be unique; {repeated[0]!r} is not")
    work = Work(
        tuple(comments),
        code_frame,
        seed,
        tuple(groups) if groups is not None else natural_groups(comments),
        dict(reviews or {}),
        tuple(earlier),
    )
    desk = Desk(
        on_progress=on_progress,
        is_cancelled=is_cancelled,
        executor=executor,
        keeping=keeping,
        checksum=_made_from(work) if keeping is not None else "",
        models=models,
    )
    seconds: dict[str, float] = {}
    with threadpool_limits(1):  # two threads that wait for each other cost more than they bring
        for step in STEPS:
            began = time.perf_counter()
            desk.report(step.name, 0, len(comments))
            work = step.run(work, desk)
            desk.report(step.name, len(comments), len(comments))
            seconds[step.name] = round(time.perf_counter() - began, 3)
    return _gathered(work, seconds)


def _made_from(work: Work) -> str:
    """Return what changes with anything that a run's result depends on."""
    versions = [(step.name, step.version) for step in STEPS]
    versions.append(("vectors", identity_of(load_vectors())))
    reviews = sorted(work.reviews.items())
    return checksum(versions, work.code_frame, work.seed, work.groups, reviews, work.earlier, work.comments)


def natural_groups(comments: Sequence[Comment]) -> tuple[str, ...]:
    """Return the groups that comments name, ordered as people count."""
    return tuple(sorted({comment.group for comment in comments if comment.group}, key=_counted))


def _counted(group: str) -> list[tuple[bool, Any]]:
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else part)
        for part in _NUMBERS.split(group)
        if part
    ]


def _gathered(work: Work, seconds: dict[str, float]) -> Analysis:
    versions = {step.name: step.version for step in STEPS}
    versions["code_frame"] = f"{work.code_frame.id} {work.code_frame.version}"
    versions["vectors"] = identity_of(load_vectors())
    return Analysis(
        run=RunRecord(versions, work.seed, tuple(step.name for step in STEPS), seconds, len(work.comments)),
        comments=tuple(coded_at(work, place) for place in range(len(work.comments))),
        themes=work.themes,
        sentiment=work.sentiment,
        candidates=work.candidates,
        campaigns=work.campaigns,
        quotes=work.quotes,
        findings=work.findings,
        unprocessed=dict(sorted(Counter(filter(None, work.unprocessed)).items())),
    )


def coded_at(work: Work, place: int) -> CodedComment:
    """Return what is known of the comment at a place."""
    tone = work.tones[place]
    return CodedComment(
        id=work.comments[place].id,
        language=work.languages[place],
        masked=work.masked[place],
        personal_details=work.personal_details[place],
        sentiment=tone.sentiment,
        score=tone.score,
        sentiment_confidence=tone.confidence,
        themes=work.assignments[place],
        campaign_id=work.campaign_of[place],
        duplicate_of=work.duplicate_of[place],
        unprocessed=work.unprocessed[place],
        feedback=work.feedback[place],
        is_unsure=work.unsure[place],
        segments=work.segments[place],
        stance=stance.stance if (stance := work.stances[place]) else None,
        stance_because=stance.because if stance else (),
        unseen=_unseen(work, place),
    )


def _unseen(work: Work, place: int) -> Unseen | None:
    if work.comments[place].id not in work.reviews:
        return None
    tone = work.unseen_tones.get(place, work.tones[place])
    themes, is_unsure = work.unseen_themes.get(place, (work.assignments[place], work.unsure[place]))
    return Unseen(tone.sentiment, tone.confidence, themes, is_unsure)
