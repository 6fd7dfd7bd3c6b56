"""Measures the figures themselves: how far a reported share is from the truth when the mix shifts.

Waves are drawn with replacement from the comments tested, each with a mix of its own (uniform over all
mixes), so that the truth is known exactly; some comments of a wave are reviewed, others elsewhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.corrected import Group, Reviewed, cells, corrected
from analysis.statistics.intervals import wilson

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Read:
    """One comment: what a person says of it, what the coder says, and how sure the coder is (0–1)."""

    truth: str
    found: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Waves:
    """What is simulated: how many waves of how many comments, how many reviewed there and ``elsewhere``."""

    waves: int = 100
    size: int = 600
    reviewed: int = 0
    elsewhere: int = 500
    seed: int = 0


SIMULATED = Waves(elsewhere=450, reviewed=50)
"""How evaluations simulate: 500 reviewed comments, a tenth of them in the wave itself."""

WHAT_IS_SIMULATED = (
    "Shares: 100 simulated waves of 600 of the tested comments, each with a mix of its own; 450 comments "
    "reviewed before, 50 of the wave. share_error is corrected, share_error_counted not; coverage is of the "
    "corrected 95 % intervals."
)
FEWEST = 100
"""Comments from which on a simulation says something."""


def simulated(comments: Sequence[Read], setting: Waves) -> dict[str, float]:
    """Return mean absolute error of a class's share, counted and corrected, and how often intervals hold it.

    The error is that of the share among the comments of the wave; an interval is to hold the share among all
    that might have come. ``coverage`` is that of the corrected figures, ``coverage_counted`` of Wilson's
    interval of the counts. With fewer than two classes, or than 100 comments, no figures.
    """
    classes = sorted({comment.truth for comment in comments})
    if len(classes) < 2 or len(comments) < FEWEST:
        return {}
    rng = np.random.default_rng(setting.seed)
    seen = cells([comment.found for comment in comments], [comment.confidence for comment in comments])
    of_class = {
        label: np.array([place for place, comment in enumerate(comments) if comment.truth == label])
        for label in classes
    }
    rows = [_wave(comments, seen, of_class, setting, rng) for _ in range(setting.waves)]
    error, error_counted, held, held_counted = np.mean(rows, axis=0)
    return {
        "share_error_counted": float(error_counted),
        "share_error": float(error),
        "coverage": float(held),
        "coverage_counted": float(held_counted),
    }


def _wave(
    comments: Sequence[Read],
    seen: Sequence[str],
    of_class: Mapping[str, Places],
    setting: Waves,
    rng: np.random.Generator,
) -> tuple[float, float, float, float]:
    """Return of one wave, over its classes: error corrected and counted, and shares held by each interval."""
    mix = rng.dirichlet(np.ones(len(of_class)))
    counts = rng.multinomial(setting.size, mix)
    drawn = np.concatenate(
        [rng.choice(places, count) for places, count in zip(of_class.values(), counts, strict=True)]
    )
    rng.shuffle(drawn)
    elsewhere = rng.integers(0, len(comments), setting.elsewhere)
    group = Group(
        [seen[place] for place in drawn[setting.reviewed :]],
        _reviewed(comments, seen, drawn[: setting.reviewed]),
    )
    found = corrected(
        {"": group},
        list(of_class),
        elsewhere=_reviewed(comments, seen, elsewhere),
        seed=int(rng.integers(2**31)),
    )
    counted = Counter(comments[place].found for place in drawn)
    errors, errors_counted, held, held_counted = [], [], [], []
    for label, share, count in zip(of_class, mix, counts, strict=True):
        estimate = found.share("", label)
        truth = count / setting.size
        errors.append(abs(estimate.share - truth))
        errors_counted.append(abs(counted[label] / setting.size - truth))
        held.append(estimate.low <= share <= estimate.high)
        low, high = wilson(counted[label], setting.size)
        held_counted.append(low <= share <= high)
    return (
        float(np.mean(errors)),
        float(np.mean(errors_counted)),
        float(np.mean(held)),
        float(np.mean(held_counted)),
    )


def _reviewed(comments: Sequence[Read], seen: Sequence[str], places: Places) -> list[Reviewed]:
    return [(comments[place].truth, seen[place]) for place in places]


def simulated_by_theme(
    gold: Sequence[frozenset[str]], found: Sequence[Mapping[str, float]], setting: Waves, *, themes: int = 8
) -> dict[str, float]:
    """Return the same figures for themes, of which a comment may bear several: means over the commonest.

    ``found`` are the themes that the coder gave each comment, with its confidence. A theme it did not give
    is taken to be absent the more surely, the less it made of others. Themes share the waves among them.
    """
    counted = Counter(sorted(theme for given in gold for theme in given))
    common = [theme for theme, _ in counted.most_common(themes)]
    runs = [
        simulated(
            [
                Read(
                    "yes" if theme in given else "no",
                    "yes" if theme in said else "no",
                    said.get(theme, 1 - max(said.values(), default=0.0)),
                )
                for given, said in zip(gold, found, strict=True)
            ],
            replace(setting, waves=max(1, setting.waves // len(common)), seed=setting.seed + number),
        )
        for number, theme in enumerate(common)
    ]
    runs = [run for run in runs if run]
    return {name: float(np.mean([run[name] for run in runs])) for name in runs[0]} if runs else {}
