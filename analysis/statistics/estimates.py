"""Figures that are estimated rather than counted, and what may be said of a difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.statistics.intervals import discoveries

Change = Literal["up", "down", "inside_error", "too_few"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share (or mean) with its 95 % interval, how many comments people reviewed for it, and of how many."""

    share: float
    low: float
    high: float
    reviewed: int
    base: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger the later share is, with its 95 % interval and the two-sided p of no difference."""

    value: float
    low: float
    high: float
    p: float


def told(
    differences: Sequence[Difference],
    bases: Sequence[tuple[int, int]],
    *,
    rate: float = 0.05,
    least: int = 20,
) -> list[Change]:
    """Return what may be said of each difference, so that at most ``rate`` of those told are chance.

    "inside_error": the figures differ by no more than their error; nothing may be said to have changed. It is
    also the word for a difference that does not stand among the many that were looked at (Benjamini, Hochberg
    1995). "too_few": fewer than ``least`` comments before or after, not tested at all.
    """
    tested = [place for place, pair in enumerate(bases) if min(pair) >= least]
    stands = dict(zip(tested, discoveries([differences[place].p for place in tested], rate), strict=True))
    return [
        "too_few"
        if place not in stands
        else "inside_error"
        if not stands[place] or difference.low <= 0 <= difference.high
        else "up"
        if difference.value > 0
        else "down"
        for place, difference in enumerate(differences)
    ]
