"""Shares corrected for the model's errors with the random half of people's reviews."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.results import SENTIMENTS
from analysis.statistics.estimates import Difference, Estimate, told
from analysis.statistics.intervals import newcombe, p_value
from analysis.statistics.reading import SMALL, Reading, Shares, needed, presence, shares
from engage.results.coded import CodedRow
from engage.results.values import Corrected, Step
from engage.reviewing.desk import random_sample

CHAINS = 60
FEWEST_BEARERS = 5
"""A theme that fewer comments of every release bear is not compared: nothing could be told."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Comments that are counted, and those elsewhere that people reviewed at random.

    ``sample`` are the ids of all comments reviewed at random.
    """

    counted: Sequence[CodedRow]
    elsewhere: Sequence[CodedRow]
    sample: frozenset[int]

    @property
    def reviewed(self) -> int:
        """Return how many random reviews tell of the model's errors."""
        return len(self.sample)

    @property
    def needed(self) -> int:
        """Return how many more are needed before figures are corrected."""
        return needed(self.reviewed)

    def tones(self) -> dict[str, Corrected]:
        """Return the corrected share of every sentiment; empty with too few reviews."""
        if self.needed:
            return {}
        made = shares(
            [self._tone(row) for row in self.counted],
            SENTIMENTS,
            elsewhere=[self._tone(row) for row in self.elsewhere],
        )
        return {tone: _kept(made.overall(tone)) for tone in SENTIMENTS} if made else {}

    def theme(self, theme_id: str) -> Corrected | None:
        """Return the corrected share of a theme; ``None`` with too few reviews."""
        if self.needed:
            return None
        made = presence(
            [self._theme(row, theme_id) for row in self.counted],
            elsewhere=[self._theme(row, theme_id) for row in self.elsewhere],
        )
        return _kept(made) if made else None

    def by_release(self, theme_id: str) -> Shares | None:
        """Return a theme's shares in each release, estimated together; ``None`` with too few reviews."""
        if self.needed:
            return None
        return shares(
            [self._theme(row, theme_id) for row in self.counted],
            ("no", "yes"),
            elsewhere=[self._theme(row, theme_id) for row in self.elsewhere],
            chains=CHAINS,
        )

    def _tone(self, row: CodedRow) -> Reading:
        decided = row.review.stands.sentiment if row.review and row.id in self.sample else None
        return Reading(row.said.sentiment or "neutral", row.said.confidence, decided, row.only("release"))

    def _theme(self, row: CodedRow, theme_id: str) -> Reading:
        sure = 0.0
        if theme_id in row.said.themes:
            sure = row.said.sureness[row.said.themes.index(theme_id)]
        decided = None
        review = row.review if row.id in self.sample else None
        if review and review.stands.themes is not None and theme_id not in review.unknown:
            decided = "yes" if theme_id in review.stands.themes else "no"
        return Reading("yes" if sure else "no", sure, decided, row.only("release"))


def evidence(rows: Sequence[CodedRow], counted: Sequence[CodedRow]) -> Evidence:
    """Return what is known of the model's errors for the ``counted`` among all ``rows``; read ones only."""
    sample = random_sample(rows)
    inside = {row.id for row in counted}
    return Evidence(counted, [row for row in rows if row.id in sample and row.id not in inside], sample)


def _kept(made: Estimate) -> Corrected:
    return Corrected(made.share, made.low, made.high, made.reviewed)


@dataclass(frozen=True, slots=True)
class Compared:
    """A theme in two releases that follow each other, as (count, base), and their difference."""

    theme_id: str
    before: str
    after: str
    counts: tuple[tuple[int, int], tuple[int, int]]
    difference: Difference


def compared(
    found: Evidence, themes: Sequence[str], releases: Sequence[str]
) -> tuple[dict[str, Shares], dict[str, tuple[Step, ...]]]:
    """Compare each theme from release to release; return corrected shares and steps by theme.

    Of the changes told, about one in twenty may be chance (Benjamini and Hochberg 1995).
    """
    bases = Counter(row.only("release") for row in found.counted)
    counts = Counter((theme, row.only("release")) for row in found.counted for theme in row.themes)
    known = [release for release in releases if bases[release] >= SMALL]
    corrected: dict[str, Shares] = {}
    tests: list[Compared] = []
    for theme in themes:
        if max((counts[theme, release] for release in known), default=0) < FEWEST_BEARERS:
            continue
        made = found.by_release(theme)
        if made:
            corrected[theme] = made
        tests += _compared(theme, known, counts, bases, made)
    words = told([test.difference for test in tests], [_bases(test) for test in tests], least=SMALL)
    steps: dict[str, tuple[Step, ...]] = {}
    for test, word in zip(tests, words, strict=True):
        apart = test.difference
        step = Step(test.before, test.after, apart.value, apart.low, apart.high, word)
        steps[test.theme_id] = (*steps.get(test.theme_id, ()), step)
    return corrected, steps


def _bases(test: Compared) -> tuple[int, int]:
    (_, before), (_, after) = test.counts
    return before, after


def _compared(
    theme: str,
    releases: Sequence[str],
    counts: Counter[tuple[str, str]],
    bases: Counter[str],
    made: Shares | None,
) -> Iterator[Compared]:
    for before, after in pairwise(releases):
        both = ((counts[theme, before], bases[before]), (counts[theme, after], bases[after]))
        if made:
            apart = made.change(before, after, "yes")
        else:
            value, low, high = newcombe(*both)
            apart = Difference(value, low, high, p_value(*both))
        yield Compared(theme, before, after, both, apart)
