"""Finds what differs between groups: from one group to the next, with control of false discoveries."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.results import Finding
from analysis.statistics.intervals import discoveries, newcombe, p_value, wilson
from analysis.work import Desk, Work

_MIN_GROUP = 20
_MIN_COUNT = 5
RATE = 0.05  # of the changes told of one kind, at most this share may be chance


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison, before and after, as (count, base): a theme, negative comments, or both together."""

    theme: str  # "" for comments on whatever theme
    is_negative: bool
    before_group: str
    after_group: str
    before: tuple[int, int]
    after: tuple[int, int]
    after_ids: tuple[str, ...]


class Changes:
    """Compares each group with the one before; form letters are left out, one sender could move a share.

    A theme is compared twice: how many raise it, and how many complain of it. After a repair people may go on
    speaking of a theme, but well of it. These are different questions: each has its control of false
    discoveries.
    """

    name = "changes"
    version = "3"

    def run(self, work: Work, desk: Desk) -> Work:
        """Add ``theme_change_up``, ``theme_negative_up``, ``negative_up`` and their kin ``…_down``."""
        desk.report(self.name, 0, len(work.groups))
        every = [*_tests(work)]
        kept: list[tuple[_Test, int]] = []
        for kind in sorted({_code(test) for test in every}):
            tests = _tellable([test for test in every if _code(test) == kind])
            stands = discoveries([p_value(test.before, test.after) for test in tests], RATE)
            kept += [(test, len(tests)) for test, standing in zip(tests, stands, strict=True) if standing]
        kept.sort(key=lambda found: _order(found[0], work.groups[-1]))
        return replace(work, findings=work.findings + tuple(_finding(test, tests) for test, tests in kept))


def _order(test: _Test, last: str) -> tuple[bool, float, str, bool]:
    """Sort what led to the last group first, and the largest change first."""
    return test.after_group != last, -abs(_difference(test)), test.theme, test.is_negative


def _tests(work: Work) -> Iterator[_Test]:
    """Yield every comparison large enough to be made."""
    places = [place for place in work.processed if work.campaign_of[place] is None]
    bases = Counter(work.comments[place].group for place in places)
    found: dict[tuple[str, bool, str], list[str]] = defaultdict(list)
    for place in places:
        comment = work.comments[place]
        is_negative = work.tones[place].sentiment == "negative"
        for assignment in work.assignments[place]:
            found[assignment.theme_id, False, comment.group].append(comment.id)
            if is_negative:
                found[assignment.theme_id, True, comment.group].append(comment.id)
        if is_negative:
            found["", True, comment.group].append(comment.id)
    themes = [theme.id for theme in work.code_frame.themes]
    subjects = [("", True), *((theme, is_negative) for theme in themes for is_negative in (False, True))]
    for before, after in pairwise(group for group in work.groups if bases[group] >= _MIN_GROUP):
        for theme, is_negative in subjects:
            old, new = found[theme, is_negative, before], found[theme, is_negative, after]
            if max(len(old), len(new)) >= _MIN_COUNT:
                old_of, new_of = (len(old), bases[before]), (len(new), bases[after])
                yield _Test(theme, is_negative, before, after, old_of, new_of, tuple(new))


def _tellable(tests: list[_Test]) -> list[_Test]:
    """Leave out tests so small that not even the starkest outcome could stand (Tarone 1990, Gilbert 2005).

    They could find nothing and would only make it harder for the others.
    """
    starkest = [_starkest(test) for test in tests]
    for asked in range(1, len(tests) + 1):
        able = [test for test, p in zip(tests, starkest, strict=True) if p <= RATE / asked]
        if len(able) <= asked:
            return able
    return tests


def _starkest(test: _Test) -> float:
    """Return the smallest p that a test could have, were all who were counted in one group."""
    both = test.before[0] + test.after[0]
    (_, n), (_, m) = test.before, test.after
    return min(p_value((min(both, n), n), (0, m)), p_value((0, n), (min(both, m), m)))


def _difference(test: _Test) -> float:
    return test.after[0] / test.after[1] - test.before[0] / test.before[1]


def _finding(test: _Test, tests: int) -> Finding:
    difference, low, high = newcombe(test.before, test.after)
    direction = "up" if difference > 0 else "down"
    share_low, share_high = wilson(*test.after)
    subject = ":".join(part for part in (test.theme, "negative" if test.is_negative else "") if part)
    return Finding(
        id=f"change:{subject}:{test.before_group}:{test.after_group}",
        code=f"{_code(test)}_{direction}",
        values={
            "theme": test.theme,
            "from": test.before_group,
            "to": test.after_group,
            "share_before": test.before[0] / test.before[1],
            "share_after": test.after[0] / test.after[1],
            "count_before": test.before[0],
            "base_before": test.before[1],
            "difference": difference,
            "difference_low": low,
            "difference_high": high,
            "tests": tests,
        },
        count=test.after[0],
        base=test.after[1],
        low=share_low,
        high=share_high,
        filter={"group": test.after_group, "campaigns": "left out"},
        comment_ids=test.after_ids,
    )


def _code(test: _Test) -> str:
    if not test.theme:
        return "negative"
    return "theme_negative" if test.is_negative else "theme_change"
