"""Reads comments that came after a run as that run read the others, without doing all of it again.

The model is made again from what the run learned from: the reviewed comments, and enough others to know what
is usual to hear. What is about all comments together (candidate themes, shares, changes) waits for a run.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

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
) -> tuple[CodedComment, ...]:
    """Return what is read in ``new`` comments, in order, one for each; ``known`` are those of the run.

    ``reviews`` are the decisions that the run knew. Copies of known comments name them; campaigns are found
    by runs only.
    """
    if not new:
        return ()
    decided = dict(reviews or {})
    reviewed = [comment for comment in known if comment.id in decided]
    others = [comment for comment in known if comment.id not in decided]
    step = -(-len(others) // USUAL) or 1
    base = [*reviewed, *others[::step]]
    there = {comment.id for comment in base}
    added = [comment for comment in new if comment.id not in there]
    work = Work((*base, *added), code_frame, seed, reviews=decided)
    desk = Desk(executor=executor)
    for each in STEPS:
        if each.name == _ABOUT_ALL:
            break
        work = each.run(work, desk)
    place = {comment.id: number for number, comment in enumerate(work.comments)}
    return tuple(coded_at(work, place[comment.id]) for comment in new)
