"""Shares corrected for the errors of the coder, from what people said of a random part of the comments.

A coder's count of its own labels is biased, and the bias moves with the mix (Forman 2008). Here the true
share of each group, and how the coder reads each true class, are estimated together from three things:
comments reviewed at random in the group, comments reviewed at random elsewhere (they tell the coder's errors,
not the group's share), and what the coder said of all others. This is double sampling with misclassification
(Tenenbein 1970) for several classes and groups, by data augmentation (Tanner, Wong 1987; Evans et al. 1996),
with Jeffreys' prior on shares. It rests on one assumption: the coder errs alike on comments of one true class
in every group (Lipton et al. 2018); with reviews in every group the figures rest on it ever less.

The coder's label and its confidence together make a *cell*: "positive, sure" says more than "positive".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import t as student

from analysis.statistics.estimates import Difference, Estimate
from analysis.statistics.intervals import Z95

Numbers = NDArray[np.float64]
Reviewed = tuple[str, str]
"""What a person said of a comment, and the cell in which the coder put it."""

_CHAINS = 200
_APPROACH = 100
_WARM_UP = 60
_KEPT = 10
_LEAST = 1e-9
_LEAST_FREEDOM = 2.0
_APART = 10  # steps between two draws that are kept


@dataclass(frozen=True, slots=True)
class Group:
    """The comments of a wave, release or area: reviewed at random, and the cells of those nobody reviewed."""

    cells: Sequence[str]
    reviewed: Sequence[Reviewed] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """Draws of the shares (draws, groups, classes), from which figures and differences are read.

    ``freedom``: how many reviews tell of each class on average, less one. Where they are few, intervals are
    as much wider as Student's (1908) are: draws that know of ten comments how the coder reads a class spread
    too little, as measured in ``docs/statistics.md``.
    """

    groups: tuple[str, ...]
    classes: tuple[str, ...]
    draws: Numbers
    reviewed: Mapping[str, int]
    bases: Mapping[str, int]
    freedom: float = math.inf

    def share(self, group: str, label: str) -> Estimate:
        """Return the share of a class in a group, as if its comments were drawn from all that might come."""
        draws = self._of(group, label)
        low, high = self.interval(draws)
        return Estimate(float(draws.mean()), low, high, self.reviewed[group], self.bases[group])

    def interval(self, draws: Numbers) -> tuple[float, float]:
        """Return the 95 % interval of a share from its draws, spread on the scale of log-odds."""
        odds = logit(np.clip(draws, _LEAST, 1 - _LEAST))
        middle = np.median(odds)
        low, high = np.quantile(middle + self._wider * (odds - middle), [0.025, 0.975])
        return float(expit(low)), float(expit(high))

    def change(self, before: str, after: str, label: str) -> Difference:
        """Return how much larger the share is in ``after``; errors common to both groups cancel out."""
        apart = self._of(after, label) - self._of(before, label)
        value, spread = float(apart.mean()), float(apart.std())
        p = 2 * float(student.sf(abs(value) / spread, self.freedom)) if spread else 1.0
        low, high = np.quantile(value + self._wider * (apart - value), [0.025, 0.975])
        return Difference(value, max(-1.0, float(low)), min(1.0, float(high)), p)

    @property
    def _wider(self) -> float:
        return float(student.ppf(0.975, self.freedom)) / Z95

    def _of(self, group: str, label: str) -> Numbers:
        drawn: Numbers = self.draws[:, self.groups.index(group), self.classes.index(label)]
        return drawn


def cells(found: Sequence[str], confidence: Sequence[float]) -> list[str]:
    """Return the cell of every comment: its found label, and whether the coder is surer of it than usual.

    Give all comments at once, so that "usual" (the median of the label) means the same in every group.
    """
    sure: dict[str, list[float]] = {}
    for label, confident in zip(found, confidence, strict=True):
        sure.setdefault(label, []).append(confident)
    usual = {label: median(values) for label, values in sure.items()}
    return [
        f"{label}:{'sure' if confident > usual[label] else 'unsure'}"
        for label, confident in zip(found, confidence, strict=True)
    ]


def corrected(
    groups: Mapping[str, Group],
    classes: Sequence[str],
    *,
    elsewhere: Sequence[Reviewed] = (),
    seed: int = 0,
    chains: int = _CHAINS,
) -> Corrected:
    """Return the shares of ``classes`` (of which every comment has exactly one) in every group.

    For several themes a comment, ask theme by theme, with the classes "yes" and "no". ``elsewhere``: reviewed
    comments of no group here, such as last year's. The same seed gives the same draws. Fewer ``chains`` are
    quicker and rougher: each gives ten draws.

    Raises:
        ValueError: nobody reviewed anything, or a review names an unknown class.
    """
    reviewed = [*elsewhere, *(each for group in groups.values() for each in group.reviewed)]
    if not reviewed:
        raise ValueError("without reviewed comments, the errors of the coder are not known")
    unknown = {label for label, _ in reviewed} - set(classes)
    if unknown:
        raise ValueError(f"reviews name classes that are not asked for: {sorted(unknown)}")
    seen = sorted(
        {cell for _, cell in reviewed} | {cell for group in groups.values() for cell in group.cells}
    )
    place = {cell: column for column, cell in enumerate(seen)}
    counted = np.zeros((len(groups), len(seen)), dtype=np.int64)
    known = np.zeros((len(groups), len(classes)))
    for row, group in enumerate(groups.values()):
        for cell in group.cells:
            counted[row, place[cell]] += 1
        for label, _ in group.reviewed:
            known[row, classes.index(label)] += 1
    errors = np.zeros((len(classes), len(seen)))
    for label, cell in reviewed:
        errors[classes.index(label), place[cell]] += 1
    return Corrected(
        tuple(groups),
        tuple(classes),
        _draws(counted, known, errors, np.random.default_rng(seed), chains),
        {name: len(group.reviewed) for name, group in groups.items()},
        {name: len(group.reviewed) + len(group.cells) for name, group in groups.items()},
        max(_LEAST_FREEDOM, len(reviewed) / len(classes) - 1),
    )


def _draws(
    counted: NDArray[np.int64], known: Numbers, errors: Numbers, rng: np.random.Generator, chains: int
) -> Numbers:
    """Draw shares (draws, groups, classes) in many short chains.

    ``counted``: unreviewed comments by group and cell; ``known``: reviewed ones by group and class;
    ``errors``: all reviewed ones by class and cell.
    """
    groups, columns = counted.shape
    classes = errors.shape[0]
    usual = counted.sum(axis=0) + errors.sum(axis=0) + 1 / columns
    # A class that few reviewed is taken to fall into cells as comments do on the whole: one review's worth.
    before = errors + usual / usual.sum()
    reading = _dirichlet(np.broadcast_to(before, (chains, classes, columns)), rng)
    shares = _likeliest(counted, known, reading)
    kept = []
    for step in range(1, _WARM_UP + _KEPT * _APART + 1):
        # What each unreviewed comment truly is, given the shares and how the coder reads
        truly = rng.multinomial(np.broadcast_to(counted, (chains, groups, columns)), _chance(shares, reading))
        # The shares and how the coder reads, given what each comment truly is
        shares = _dirichlet(known + 0.5 + truly.sum(axis=2), rng)
        reading = _dirichlet(before + np.swapaxes(truly.sum(axis=1), 1, 2), rng)
        if step > _WARM_UP and step % _APART == 0:
            kept.append(shares)
    return np.concatenate(kept)


def _likeliest(counted: NDArray[np.int64], known: Numbers, reading: Numbers) -> Numbers:
    """Return the likeliest shares for each draw of how the coder reads (expectation maximisation).

    Chains that start here are spread as the answer is, which matters where a group is far larger than the
    reviews: there a chain moves slowly.
    """
    shares = np.full((len(reading), *known.shape), 1 / known.shape[1])
    for _ in range(_APPROACH):
        expected = known + 0.5 + (counted[None, :, :, None] * _chance(shares, reading)).sum(axis=2)
        shares = expected / expected.sum(axis=-1, keepdims=True)
    return shares


def _chance(shares: Numbers, reading: Numbers) -> Numbers:
    """Return the chance of each true class (draws, groups, cells, classes)."""
    chance = shares[:, :, None, :] * np.swapaxes(reading, 1, 2)[:, None, :, :]
    return np.asarray(chance / chance.sum(axis=-1, keepdims=True))


def _dirichlet(weights: Numbers, rng: np.random.Generator) -> Numbers:
    drawn = np.maximum(rng.standard_gamma(weights), 1e-12)
    return np.asarray(drawn / drawn.sum(axis=-1, keepdims=True))
