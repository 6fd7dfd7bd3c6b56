"""Intervals of shares and of differences between shares, and control of false discoveries."""

import math
from collections.abc import Sequence

from scipy.stats import beta

from analysis.results import Figure

Z95 = 1.959963984540054


def wilson(count: float, base: float, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson (1927) score interval of ``count`` out of ``base``; (0, 1) without a base."""
    if base <= 0:
        return 0.0, 1.0
    share = count / base
    centre = share + z * z / (2 * base)
    spread = z * math.sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    scale = 1 + z * z / base
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def jeffreys(count: int, base: int) -> tuple[float, float]:
    """Return the equal-tailed interval under Jeffreys' prior (Brown, Cai, DasGupta 2001); (0, 1) for no base.

    It reaches 0 when nothing was counted and 1 when everything was, as those authors advise.
    """
    if base <= 0:
        return 0.0, 1.0
    low, high = beta.ppf([0.025, 0.975], count + 0.5, base - count + 0.5)
    return 0.0 if count == 0 else float(low), 1.0 if count == base else float(high)


def figure(count: int, base: int) -> Figure:
    """Return a count with its share and 95 % interval; the share of nothing is 0."""
    low, high = wilson(count, base)
    return Figure(count, base, count / base if base else 0.0, low, high)


def newcombe(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float, float]:
    """Return difference, low and high of ``after`` minus ``before``, each a (count, base).

    Method 10 of Newcombe (1998), built from two Wilson intervals; covers well in small groups. With an empty
    base the difference is 0 and the interval (−1, 1).
    """
    if before[1] <= 0 or after[1] <= 0:
        return 0.0, -1.0, 1.0
    old, new = before[0] / before[1], after[0] / after[1]
    old_low, old_high = wilson(*before)
    new_low, new_high = wilson(*after)
    difference = new - old
    low = difference - math.hypot(new - new_low, old_high - old)
    high = difference + math.hypot(new_high - new, old - old_low)
    return difference, max(-1.0, low), min(1.0, high)


def p_value(before: tuple[int, int], after: tuple[int, int]) -> float:
    """Return the two-sided p of equal shares; 1 when it cannot be told.

    The "N − 1" chi-squared test, which Campbell (2007) found to be right where every expected count is 1 or
    more; Yates' correction misses too much.
    """
    (a, n), (b, m) = before, after
    if n <= 0 or m <= 0:
        return 1.0
    pooled = (a + b) / (n + m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    if error == 0:
        return 1.0
    distance = abs(b / m - a / n) * math.sqrt((n + m - 1) / (n + m))
    return math.erfc(distance / error / math.sqrt(2))


def discoveries(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Say which tests stand if at most ``rate`` of those may be false (Benjamini, Hochberg 1995)."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    last = 0
    for rank, index in enumerate(order, start=1):
        if p_values[index] <= rate * rank / len(p_values):
            last = rank
    standing = set(order[:last])
    return [index in standing for index in range(len(p_values))]
