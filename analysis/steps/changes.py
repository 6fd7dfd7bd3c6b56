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


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison: a theme or a sentiment, before and after, as (count, base)."""

    subject: str
    before_group: str
    after_group: str
    before: tuple[int, int]
    after: tuple[int, int]
    after_ids: tuple[str, ...]


class Changes:
    """Compares each group with the one before; form letters are left out, one sender could move a share."""

    name = "changes"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Add findings ``theme_change_up``, ``theme_change_down``, ``negative_up`` and ``negative_down``."""
        desk.report(self.name, 0, len(work.groups))
        tests = [*_tests(work)]
        stands = discoveries([p_value(test.before, test.after) for test in tests])
        kept = [test for test, standing in zip(tests, stands, strict=True) if standing]
        kept.sort(
            key=lambda test: (test.after_group != work.groups[-1], -abs(_difference(test)), test.subject)
        )
        return replace(work, findings=work.findings + tuple(_finding(test, len(tests)) for test in kept))


def _tests(work: Work) -> Iterator[_Test]:
    """Yield every comparison large enough to be made."""
    places = [place for place in work.processed if work.campaign_of[place] is None]
    bases = Counter(work.comments[place].group for place in places)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in places:
        comment = work.comments[place]
        for assignment in work.assignments[place]:
            found[assignment.theme_id, comment.group].append(comment.id)
        if work.tones[place].sentiment == "negative":
            found["", comment.group].append(comment.id)
    for before, after in pairwise(group for group in work.groups if bases[group] >= _MIN_GROUP):
        for subject in ["", *(theme.id for theme in work.code_frame.themes)]:
            old, new = found[subject, before], found[subject, after]
            if max(len(old), len(new)) >= _MIN_COUNT:
                yield _Test(
                    subject, before, after, (len(old), bases[before]), (len(new), bases[after]), tuple(new)
                )


def _difference(test: _Test) -> float:
    return test.after[0] / test.after[1] - test.before[0] / test.before[1]


def _finding(test: _Test, tests: int) -> Finding:
    difference, low, high = newcombe(test.before, test.after)
    direction = "up" if difference > 0 else "down"
    share_low, share_high = wilson(*test.after)
    return Finding(
        id=f"change:{test.subject or 'negative'}:{test.before_group}:{test.after_group}",
        code=f"theme_change_{direction}" if test.subject else f"negative_{direction}",
        values={
            "theme": test.subject,
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
