"""Measures the figures of the results page: how far from the truth, how often their intervals hold it.

    python -m benchmarks.reviewed_shares [DRAWS]

Surveys of three releases (500, 250 and 120 comments, each with a mix of its own) are drawn from real comments
read by the real reader of sentiment, as in ``benchmarks.statistics``. People review some at random, more of
the small releases than their part, as the review page draws them. One class is asked as a theme is ("borne or
not"), all classes together as sentiment is. "Counted" are the reader's own shares with Wilson's interval.
"""

import sys
import time
from collections.abc import Sequence
from math import sqrt

import numpy as np

from analysis.evaluation.shares import Read
from analysis.statistics.intervals import wilson
from analysis.statistics.reading import Reading, presence, shares
from benchmarks.statistics import REAL, SETS, read_as_stated, read_by_model

SIZES = {"1.0": 500, "1.1": 250, "1.2": 120}
REVIEWED = (30, 60, 120)
COLUMNS = ("error counted", "corrected", "coverage counted", "corrected", "width", "ms")


def drawn(
    comments: Sequence[Read], reviewed: int, rng: np.random.Generator
) -> tuple[list[Reading], dict[str, float]]:
    """Return one survey as the page sees it, and the true share of each class among all that might come."""
    classes = sorted({each.truth for each in comments})
    of_class = {label: [each for each in comments if each.truth == label] for label in classes}
    total = sum(SIZES.values())
    roots = sum(sqrt(size) for size in SIZES.values())
    made: list[Reading] = []
    truth = dict.fromkeys(classes, 0.0)
    for release, size in SIZES.items():
        mix = rng.dirichlet(np.ones(len(classes)))
        for label, part in zip(classes, mix, strict=True):
            truth[label] += part * size / total
        look = round(reviewed * sqrt(size) / roots)
        for place, label in enumerate(rng.choice(classes, size=size, p=mix)):
            each = of_class[label][rng.integers(len(of_class[label]))]
            decided = str(label) if place < look else None
            made.append(Reading(each.found, each.confidence, decided, release))
    return made, truth


def as_theme(readings: Sequence[Reading], label: str) -> list[Reading]:
    """Return the question whether comments are of one class."""
    return [
        Reading(
            "yes" if each.found == label else "no",
            each.confidence if each.found == label else 0.0,
            None if each.decided is None else "yes" if each.decided == label else "no",
            each.group,
        )
        for each in readings
    ]


def measured(comments: Sequence[Read], reviewed: int, draws: int, *, is_theme: bool) -> tuple[float, ...]:
    """Return mean error and coverage, counted and corrected, mean width, milliseconds a figure."""
    rng = np.random.default_rng(1)
    rows = []
    for _ in range(draws):
        readings, truth = drawn(comments, reviewed, rng)
        began = time.perf_counter()
        every = None if is_theme else shares(readings, list(truth))
        for label, share in truth.items():
            found = presence(as_theme(readings, label)) if is_theme else every and every.overall(label)
            assert found is not None
            count = sum(each.found == label for each in readings)
            low, high = wilson(count, len(readings))
            rows.append(
                (
                    abs(count / len(readings) - share),
                    abs(found.share - share),
                    low <= share <= high,
                    found.low <= share <= found.high,
                    found.high - found.low,
                    1000 * (time.perf_counter() - began) / len(truth),
                )
            )
    return tuple(float(value) for value in np.mean(rows, axis=0))


def main(draws: int) -> int:
    """Print a line for each set, way of asking and number of reviews; 1 when coverage is below .93."""
    print(f"| comments | asked as | reviewed | {' | '.join(COLUMNS)} |")
    print("|---|---|---|" + "---|" * len(COLUMNS))
    missed = 0
    for name in [name for name in SETS if (REAL / name).exists()] or ["stated reader"]:
        comments = read_by_model(name) if name in SETS else read_as_stated()
        for way, is_theme in (("theme", True), ("sentiment", False)):
            for reviewed in REVIEWED:
                found = measured(comments, reviewed, draws, is_theme=is_theme)
                missed += found[3] < 0.93
                print(
                    f"| {name} | {way} | {reviewed} | "
                    + " | ".join(f"{value:.3f}" for value in found[:5])
                    + f" | {found[5]:.0f} |",
                    flush=True,
                )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
