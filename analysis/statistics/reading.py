"""Shares among comments that a coder read and people reviewed a random part of, in all and by group.

One question at a time: the classes exclude each other (sentiments; or "yes" and "no" for one theme). Groups
(releases, waves) are estimated together; the overall share weighs each by its size, so that it is right
however differently the groups were sampled.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.statistics.corrected import Corrected, Group, cells, corrected
from analysis.statistics.estimates import Difference, Estimate
from analysis.statistics.prediction_powered import share

FEWEST = 30
"""Reviews drawn at random below which nothing is corrected: the errors would be guessed."""
SMALL = 20
"""Groups with fewer comments are taken together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the coder found in a comment, how surely, and what a person decided (``None``: not reviewed).

    The coder must not have learned from that person's word, and only comments drawn at random have one here.
    """

    found: str
    confidence: float
    decided: str | None = None
    group: str = ""


class Shares:
    """Corrected shares of classes; ``reviewed`` is how many random reviews they rest on."""

    def __init__(self, drawn: Corrected, sizes: Mapping[str, int], reviewed: int) -> None:
        self._drawn = drawn
        self._sizes = sizes
        self.reviewed = reviewed

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the groups told apart; "" holds the small ones."""
        return self._drawn.groups

    def overall(self, label: str) -> Estimate:
        """Return the share of a class among all comments."""
        total = sum(self._sizes.values())
        weights = np.array([self._sizes[group] / total for group in self._drawn.groups])
        draws = self._drawn.draws[:, :, self._drawn.classes.index(label)] @ weights
        low, high = self._drawn.interval(draws)
        return Estimate(float(draws.mean()), low, high, self.reviewed, total)

    def of(self, group: str, label: str) -> Estimate:
        """Return the share of a class in one group."""
        return self._drawn.share(group, label)

    def change(self, before: str, after: str, label: str) -> Difference:
        """Return how much larger the share is in ``after``."""
        return self._drawn.change(before, after, label)


def shares(
    readings: Sequence[Reading],
    classes: Sequence[str],
    *,
    elsewhere: Sequence[Reading] = (),
    seed: int = 0,
    chains: int = 200,
) -> Shares | None:
    """Return the corrected shares; ``None`` when fewer than ``FEWEST`` random reviews tell of the errors.

    ``elsewhere`` are reviewed comments that are not counted here, such as those that a filter leaves out:
    they tell how the coder errs.
    """
    elsewhere = [each for each in elsewhere if each.decided is not None]
    inside = sum(each.decided is not None for each in readings)
    if not readings or inside + len(elsewhere) < FEWEST:
        return None
    every = [*readings, *elsewhere]
    in_cell = cells([each.found for each in every], [each.confidence for each in every])
    sizes = Counter(each.group for each in readings)
    named = {group for group, size in sizes.items() if size >= SMALL}
    unreviewed: dict[str, list[str]] = {}
    reviewed: dict[str, list[tuple[str, str]]] = {}
    for each, cell in zip(readings, in_cell, strict=False):
        group = each.group if each.group in named else ""
        unreviewed.setdefault(group, [])
        if each.decided is None:
            unreviewed[group].append(cell)
        else:
            reviewed.setdefault(group, []).append((each.decided, cell))
    apart = [
        (each.decided, cell)
        for each, cell in zip(elsewhere, in_cell[len(readings) :], strict=True)
        if each.decided is not None
    ]
    drawn = corrected(
        {group: Group(unreviewed[group], reviewed.get(group, ())) for group in sorted(unreviewed)},
        classes,
        elsewhere=apart,
        seed=seed,
        chains=chains,
    )
    return Shares(drawn, drawn.bases, inside + len(apart))


def presence(
    readings: Sequence[Reading], *, elsewhere: Sequence[Reading] = (), seed: int = 0, chains: int = 60
) -> Estimate | None:
    """Return the corrected share of comments that bear something, found and decided as "yes" or "no".

    With ``FEWEST`` random reviews among these very comments nothing is assumed of the coder's errors
    (prediction-powered); with fewer, reviews elsewhere tell of them. ``None`` as for ``shares``.
    """
    reviewed = [each for each in readings if each.decided is not None]
    if len(reviewed) < FEWEST:
        made = shares(readings, ("no", "yes"), elsewhere=elsewhere, seed=seed, chains=chains)
        return made.overall("yes") if made else None
    sizes = Counter(each.group for each in readings)
    drawn = Counter(each.group for each in reviewed)
    return share(
        [_score(each) for each in readings if each.decided is None],
        [(each.decided == "yes", _score(each)) for each in reviewed],
        [sizes[each.group] / drawn[each.group] for each in reviewed],
    )


def _score(reading: Reading) -> float:
    return reading.confidence if reading.found == "yes" else 0.0


def needed(reviewed: int) -> int:
    """Return how many more random reviews it takes until figures can be corrected."""
    return max(0, FEWEST - reviewed)
