"""Tells what is new among candidate themes since an earlier run."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.results import CandidateTheme
from analysis.vectors import load_vectors

_SAME_COMMENTS = 0.5
_SAME_MEANING = 0.75
_GROWN = 1.25


def compared(earlier: Sequence[CandidateTheme], now: Sequence[CandidateTheme]) -> tuple[CandidateTheme, ...]:
    """Return the candidates of now, each with its ``news``: new, grown or known; "" without earlier ones.

    A candidate is known when at least half of those of its comments that were there before lay in one earlier
    candidate of its language and level, or else when its name and phrases mean nearly what one's did. It has
    grown when its share of the comments is at least a quarter larger than that one's.
    """
    if not earlier:
        return tuple(now)
    bases = [max(1, sum(each.size for each in run if each.level == 1)) for run in (earlier, now)]
    found = []
    for each in now:
        kin = [old for old in earlier if (old.language, old.side) == (each.language, each.side)]
        match = _match(each, kin)
        if match is None:
            found.append(replace(each, news="new"))
            continue
        grown = each.size / bases[1] >= _GROWN * match.size / bases[0]
        found.append(replace(each, news="grown" if grown else "known"))
    return tuple(found)


def _match(candidate: CandidateTheme, kin: Sequence[CandidateTheme]) -> CandidateTheme | None:
    """Return the earlier candidate that this one carries on, or ``None``."""
    seen = {comment_id for old in kin for comment_id in old.comment_ids}
    stayed = seen.intersection(candidate.comment_ids)
    level = [old for old in kin if old.level == candidate.level] or list(kin)
    if len(stayed) * 2 >= len(candidate.comment_ids):  # most of it was there before: comments tell best
        best = max(level, key=lambda old: len(stayed.intersection(old.comment_ids)), default=None)
        if best and len(stayed.intersection(best.comment_ids)) >= _SAME_COMMENTS * len(stayed):
            return best
    if not level:
        return None
    near = load_vectors().encode(_said(each) for each in (candidate, *level))
    likeness = near[1:] @ near[0]
    best_at = int(np.argmax(likeness))
    return level[best_at] if likeness[best_at] >= _SAME_MEANING else None


def _said(candidate: CandidateTheme) -> str:
    return ". ".join((candidate.name, *candidate.phrases[:3], " ".join(candidate.terms[:5])))
