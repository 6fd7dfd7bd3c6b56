"""Shares of many small groups, each drawn towards what all of them have in common."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import betaln
from scipy.stats import beta

from analysis.statistics.estimates import Estimate
from analysis.statistics.intervals import jeffreys

_STRENGTHS = np.geomspace(1.0, 10_000.0, 60)


def smoothed(groups: Sequence[tuple[int, int]]) -> list[Estimate]:
    """Return the share of each group, given as (count, base), by empirical Bayes.

    The groups' true shares are taken to follow one beta distribution, whose mean is the share of all together
    and whose strength is the one under which the counts are likeliest (beta-binomial; Efron and Morris 1975,
    Griffin and Krutchkoff 1971). A group of three comments then says little, one of three hundred keeps its
    own share. Fewer than three groups with comments tell nothing of each other: Jeffreys' prior is used.
    """
    known = [(count, base) for count, base in groups if base > 0]
    total = sum(count for count, _ in known)
    every = sum(base for _, base in known)
    if len(known) < 3 or total in (0, every):
        return [_alone(count, base) for count, base in groups]
    middle = total / every
    strength = max(_STRENGTHS, key=lambda each: _likelihood(known, middle, float(each)))
    return [_drawn(count, base, middle, float(strength)) for count, base in groups]


def _alone(count: int, base: int) -> Estimate:
    low, high = jeffreys(count, base)
    return Estimate((count + 0.5) / (base + 1), low, high, base, base)


def _drawn(count: int, base: int, middle: float, strength: float) -> Estimate:
    a, b = count + middle * strength, base - count + (1 - middle) * strength
    low, high = beta.ppf([0.025, 0.975], a, b)
    return Estimate(a / (a + b), float(low), float(high), base, base)


def _likelihood(groups: Sequence[tuple[int, int]], middle: float, strength: float) -> float:
    a, b = middle * strength, (1 - middle) * strength
    return math.fsum(betaln(a + count, b + base - count) - betaln(a, b) for count, base in groups)
