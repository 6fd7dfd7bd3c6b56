"""Reads comments that came after a run as that run read the others, without doing all of it again.

What the run learned is used as it was kept. Where it was not, it is learned again from what the run learned
from: the reviewed comments, and enough others to know what is usual to hear. What is about all comments
together (candidate themes, shares, changes) waits for a run.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.cleaning import clean, key
from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.pipeline import coded_at
from analysis.results import CodedComment
from analysis.reviews import Review
from analysis.steps import STEPS
from analysis.work import Desk, Work

USUAL = 500
"""Comments of the run that nobody reviewed which show what is usual: more would not change the reading."""
_ABOUT_ALL = "candidate_themes"


def read_new(
    new: Sequence[Comment],
    known: Sequence[Comment],
    *,
    code_frame: CodeFrame,
    seed: int = 0,
    reviews: Mapping[str, Review] | None = None,
    executor: Executor | None = None,
    models: Mapping[str, Any] | None = None,
) -> tuple[CodedComment, ...]:
    """Return what is read in ``new`` comments, in order, one for each; ``known`` are those of the run.

    ``reviews`` are the decisions that the run knew, ``models`` what it learned. Copies of known comments name
    them; campaigns are found by runs only.
    """
    if not new:
        return ()
    decided = {} if models is not None else dict(reviews or {})
    base = _repeated(new, known) if models is not None else _telling(known, decided)
    there = {comment.id for comment in base}
    added = [comment for comment in new if comment.id not in there]
    work = Work((*base, *added), code_frame, seed, reviews=decided)
    desk = Desk(executor=executor, models=dict(models) if models is not None else None)
    with threadpool_limits(1):
        for each in STEPS:
            if each.name == _ABOUT_ALL:
                break
            work = each.run(work, desk)
    place = {comment.id: number for number, comment in enumerate(work.comments)}
    return tuple(coded_at(work, place[comment.id]) for comment in new)


def _telling(known: Sequence[Comment], decided: Mapping[str, Review]) -> list[Comment]:
    """Return the comments to learn from: the reviewed ones, and some that show what is usual."""
    others = [comment for comment in known if comment.id not in decided]
    step = -(-len(others) // USUAL) or 1
    return [*(comment for comment in known if comment.id in decided), *others[::step]]


def _repeated(new: Sequence[Comment], known: Sequence[Comment]) -> list[Comment]:
    """Return the first known comment of each text that a new one repeats but for case and punctuation."""
    said = {key(clean(comment.text)) for comment in new}
    longest, shortest = (limit(len(comment.text) for comment in new) for limit in (max, min))
    found: dict[str, Comment] = {}
    for comment in known:
        if shortest / 2 <= len(comment.text) <= 2 * longest and (told := key(clean(comment.text))) in said:
            found.setdefault(told, comment)
    return list(found.values())
