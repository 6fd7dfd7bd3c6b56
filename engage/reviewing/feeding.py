"""What a run learns from: the decisions that stand, and the candidate themes of the run before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engage.framing.carrying import Carrier
from engage.reviewing.sampling import sampled
from engage.reviewing.standing import standing
from surveys.records import Survey
from surveys.store import decisions, runs
from surveys.store.database import Transaction

if TYPE_CHECKING:
    from analysis.comments import Comment
    from analysis.results import CandidateTheme
    from analysis.reviews import Review


def reviews_of(
    tx: Transaction,
    survey: Survey,
    comments: "Sequence[Comment]",
    *,
    up_to: int | None = None,
    carrier: Carrier | None = None,
) -> "dict[str, Review]":
    """Return people's decisions about these comments, by their id; ``up_to`` leaves out newer decisions.

    ``carrier`` carries them to the code frame of the run; where somebody should look again, they say
    nothing of themes.
    """
    from analysis.reviews import Review

    kept = decisions.of_survey(tx, survey.id)
    told = standing((each for each in kept if up_to is None or each.id <= up_to), carrier)
    releases = {int(comment.id): comment.group for comment in comments}
    at_random = sampled(releases, told)
    return {
        str(id_): Review(
            sentiment=each.stands.sentiment,
            themes=None if each.is_pending else each.stands.themes,
            feedback=each.stands.feedback,
            is_random=id_ in at_random,
            unknown=each.unknown,
        )
        for id_, each in told.items()
        if id_ in releases
    }


def earlier_candidates(tx: Transaction, survey: Survey) -> "tuple[CandidateTheme, ...]":
    """Return the candidate themes of the newest finished run."""
    from analysis.results import Analysis

    run = runs.latest_done(tx, survey.id)
    found = runs.findings(tx, run.id) if run else None
    return Analysis.from_dict(found).candidates if found else ()


def inputs_of(tx: Transaction, survey: Survey, used: int) -> dict[str, Any]:
    """Return what is noted of the decisions that a run used, so that runs can be compared."""
    count, newest = decisions.tally(tx, survey.id)
    return {"decisions": count, "newest_decision": newest, "reviewed": used}
