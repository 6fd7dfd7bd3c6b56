"""Agreement of coders, people or model: Krippendorff's alpha and Cohen's kappa, with n and interval.

Sources: Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011); Cohen, *Educational and
Psychological Measurement* 20 (1960); Passonneau, *Measuring Agreement on Set-Valued Items* (LREC 2006).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Distance = Callable[[Hashable, Hashable], float]
Strength = Literal["none", "unknown", "poor", "tentative", "good"]

DRAWS = 2000
_FEWEST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike coders are: 1 is full agreement, 0 is what chance gives, less is worse than chance.

    ``n`` counts comments that at least two coders coded. ``value`` is ``None`` when it is not defined: no
    such comment, or one single value throughout, where nothing could have differed. ``low`` and ``high`` are
    a 95 % percentile bootstrap over comments, ``None`` when there are too few.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def strength(self) -> Strength:
        """Return Krippendorff's rule of thumb: below .667 poor, below .8 tentative, else good.

        "none": nobody coded the same comment; "unknown": not defined.
        """
        if self.value is None:
            return "unknown" if self.n else "none"
        return "poor" if self.value < 0.667 else "tentative" if self.value < 0.8 else "good"


def nominal(one: Hashable, other: Hashable) -> float:
    """Return 0 for the same value and 1 for another."""
    return 0.0 if one == other else 1.0


def masi(one: Hashable, other: Hashable) -> float:
    """Return how unlike two sets of themes are, 0–1: Jaccard times monotonicity (Passonneau 2006).

    Two empty sets are alike (no theme fits, said twice); NLTK's ``masi_distance`` is not defined there.
    """
    if not isinstance(one, frozenset) or not isinstance(other, frozenset):
        raise TypeError("MASI compares frozensets")
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * monotonicity


def alpha(
    units: Sequence[Sequence[Hashable | None]], *, distance: Distance = nominal, seed: int = 0
) -> Agreement:
    """Return Krippendorff's alpha of comments, each with the values its coders gave (``None``: not coded).

    Coders may be any number and may each have coded some comments only; comments with fewer than two values
    say nothing and are left out.
    """
    coded = [[value for value in unit if value is not None] for unit in units]
    coded = [unit for unit in coded if len(unit) > 1]
    if not coded:
        return Agreement(None, None, None, 0)
    values = list(dict.fromkeys(value for unit in coded for value in unit))
    apart = np.array([[distance(one, other) for other in values] for one in values])
    counts = np.zeros((len(coded), len(values)))
    place = {value: column for column, value in enumerate(values)}
    for row, unit in enumerate(coded):
        for value in unit:
            counts[row, place[value]] += 1
    inside = np.einsum("uv,vw,uw->u", counts, apart, counts) / (counts.sum(axis=1) - 1)

    def of(weights: Numbers) -> Numbers:
        pooled = weights @ counts
        n = pooled.sum(axis=1)
        expected = np.einsum("bv,vw,bw->b", pooled, apart, pooled) / (n - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(expected > 0, 1 - (weights @ inside) / expected, np.nan))

    return _with_interval(of, len(coded), seed)


def kappa(pairs: Sequence[tuple[Hashable | None, Hashable | None]], *, seed: int = 0) -> Agreement:
    """Return Cohen's kappa of two coders; pairs in which one did not code (``None``) are left out."""
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not both:
        return Agreement(None, None, None, 0)
    values = list(dict.fromkeys(value for pair in both for value in pair))
    place = {value: column for column, value in enumerate(values)}
    one, other = (np.eye(len(values))[[place[pair[side]] for pair in both]] for side in (0, 1))
    same = (one * other).sum(axis=1)

    def of(weights: Numbers) -> Numbers:
        n = weights.sum(axis=1)
        chance = ((weights @ one) * (weights @ other)).sum(axis=1) / n**2
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(chance < 1, (weights @ same / n - chance) / (1 - chance), np.nan))

    return _with_interval(of, len(both), seed)


def _with_interval(of: Callable[[Numbers], Numbers], n: int, seed: int) -> Agreement:
    """Return a figure of all units, and its spread when units are drawn anew with replacement."""
    value = float(of(np.ones((1, n)))[0])
    if np.isnan(value):
        return Agreement(None, None, None, n)
    if n < _FEWEST_UNITS:
        return Agreement(value, None, None, n)
    draws = of(np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float))
    draws = draws[~np.isnan(draws)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Agreement(value, float(low), float(high), n)
