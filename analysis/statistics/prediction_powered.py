"""Means from a few reviewed comments and the coder's reading of all: prediction-powered inference.

Right whatever the coder's errors, as long as the reviewed comments were drawn at random from the same
comments and the coder did not learn from them (Angelopoulos et al., *Science* 382, 2023). The coder counts
only as far as it helps, so that the figure is in the long run no less sure than the reviewed comments alone
(PPI++, Angelopoulos, Duchi, Zrnic 2023). Survey sampling knows it as the regression estimator in double
sampling (Cochran 1977, chapter 12).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.estimates import Estimate
from analysis.statistics.intervals import Z95, wilson

Numbers = NDArray[np.float64]

FEWEST = 30
"""Reviewed comments below which the interval is not to be trusted."""


def mean(
    found: Sequence[float], reviewed: Sequence[tuple[float, float]], weights: Sequence[float] | None = None
) -> Estimate:
    """Return the mean of what people would say of all comments, such as a share (0 or 1) or a score (−1…1).

    Args:
        found: what the coder says of every comment that nobody reviewed: a label as 0 or 1, or a chance.
        reviewed: what a person and what the coder say of each comment drawn at random.
        weights: how many comments each reviewed one stands for, where some groups were drawn more often than
            others; their design effect is Kish's (1965), which is careful for strata.

    Raises:
        ValueError: fewer than two comments were reviewed.
    """
    if len(reviewed) < 2:
        raise ValueError("at least two comments must be reviewed")
    truth, said = np.array(reviewed, dtype=float).T
    every = np.concatenate([np.asarray(found, dtype=float), said])
    weigh = np.ones(len(reviewed)) if weights is None else np.asarray(weights, dtype=float)
    n = float(weigh.sum() ** 2 / (weigh**2).sum())
    trust = _trust(truth, said)
    missed = truth - trust * said
    value = trust * every.mean() + float(np.average(missed, weights=weigh))
    drawn = 1 - len(reviewed) / len(every)
    error = math.sqrt(_spread(truth, weigh) / len(every) + drawn * _spread(missed, weigh) / n)
    return Estimate(value, value - Z95 * error, value + Z95 * error, len(reviewed), len(every))


def _spread(values: Numbers, weigh: Numbers) -> float:
    """Return the variance of what the reviewed stand for."""
    middle = np.average(values, weights=weigh)
    return float(np.average((values - middle) ** 2, weights=weigh)) * len(values) / (len(values) - 1)


def share(
    found: Sequence[float], reviewed: Sequence[tuple[bool, float]], weights: Sequence[float] | None = None
) -> Estimate:
    """Return a share by the same means, with an interval that stays right when the share is small.

    The interval is Wilson's for as many plain reviews as would be equally sure (Korn, Graubard 1998). For its
    width one review of each outcome is added (present or not, found or not), in the manner of Agresti and
    Coull (1998): a sample without errors is no proof that there are none.
    """
    plain = mean(found, [(float(truth), said) for truth, said in reviewed], weights)
    added = [
        *((float(truth), said) for truth, said in reviewed),
        (1.0, 1.0),
        (1.0, 0.0),
        (0.0, 1.0),
        (0.0, 0.0),
    ]
    usual = [float(np.mean(weights))] * 4 if weights is not None else []
    careful = mean(found, added, None if weights is None else [*weights, *usual])
    error = (careful.high - careful.low) / 2 / Z95
    value = min(max(plain.share, 0.0), 1.0)
    centre = min(max(careful.share, 1e-9), 1 - 1e-9)
    equal = centre * (1 - centre) / error**2 if error else float(plain.base)
    low, high = wilson(value * equal, equal)
    return Estimate(value, low, high, plain.reviewed, plain.base)


def _trust(truth: Numbers, said: Numbers) -> float:
    """Return how far the coder's word counts, 0–1: as far as it goes with the truth."""
    spread = said.var(ddof=1)
    if spread == 0:
        return 0.0
    return float(min(max(np.cov(truth, said)[0, 1] / spread, 0.0), 1.0))
