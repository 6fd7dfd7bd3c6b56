"""Accepting what the model is sure of: from which confidence on, how many comments, and how right.

Of the comments reviewed at random, half (by each comment's own number) tells from which confidence on the
model is right as often as asked; the other half, which had no say in that, measures how right it is from
there on. A comment counts as right when the reviewer gave every theme that the model, not having seen the
review, gave it. Comments weigh as many as they stand for in their stratum, and the interval is Wilson's at
the effective number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engage.results.coded import CodedRow
from engage.reviewing.desk import random_sample, releases_of
from engage.reviewing.sampling import number_of, strata
from engage.reviewing.values import Acceptance

PRECISIONS = (0.8, 0.85, 0.9, 0.95)
FEWEST = 20
"""Reviewed comments that choose, and as many others that measure; below, nothing is accepted."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A reviewed comment: how sure the model was, whether it was right, how many comments it stands for."""

    sureness: float
    is_right: bool
    weight: float


def accepted_at(rows: Sequence[CodedRow], precision: float) -> Acceptance:
    """Return what is accepted of the readable comments at a chosen precision."""
    choosing, measuring = _halves(rows)
    missing = max(0, FEWEST - len(choosing)) + max(0, FEWEST - len(measuring))
    if missing:
        return Acceptance(precision, reviews_needed=missing)
    accept_from = _lowest(choosing, precision)
    if accept_from is None:
        return Acceptance(precision)
    above = [each for each in measuring if each.sureness >= accept_from]
    if len(above) < FEWEST:
        return Acceptance(precision, reviews_needed=2 * (FEWEST - len(above)))
    measured, low, high = _share(above)
    if high < precision:  # the half that did not choose contradicts
        return Acceptance(precision, None, frozenset(), measured, low, high, len(above))
    accepted = frozenset(
        row.id for row in rows if row.review is None and (sureness_of(row) or 0.0) >= accept_from
    )
    return Acceptance(precision, accept_from, accepted, measured, low, high, len(above))


def sureness_of(row: CodedRow) -> float | None:
    """Return how sure the model is of the theme it is least sure of; ``None`` where it gave none for sure."""
    return min(row.said.sureness) if row.said.sureness and not row.said.is_unsure else None


def _halves(rows: Sequence[CodedRow]) -> tuple[list[_Checked], list[_Checked]]:
    of = strata(releases_of(rows))
    at_random = random_sample(rows)
    sizes, drawn = Counter(of.values()), Counter(of[id_] for id_ in at_random)
    halves: tuple[list[_Checked], list[_Checked]] = ([], [])
    for row in rows:
        sureness, review = sureness_of(row), row.review
        if row.id not in at_random or review is None or sureness is None:
            continue
        given = review.stands.themes
        if given is None or review.is_pending or set(row.said.themes) & review.unknown:
            continue
        weight = sizes[of[row.id]] / drawn[of[row.id]]
        # The first digits of its number say when it was drawn; later ones say nothing of that.
        half = int(number_of(row.id) * 2**40) % 2
        halves[half].append(_Checked(sureness, set(row.said.themes) <= set(given), weight))
    return halves


def _lowest(choosing: Sequence[_Checked], precision: float) -> float | None:
    """Return the lowest confidence from which on the share that was right reaches the precision."""
    ordered = sorted(choosing, key=lambda each: -each.sureness)
    found, right, of = None, 0.0, 0.0
    for place, each in enumerate(ordered, start=1):
        right += each.weight * each.is_right
        of += each.weight
        is_last_so_sure = place == len(ordered) or ordered[place].sureness < each.sureness
        if is_last_so_sure and place >= FEWEST and right / of >= precision:
            found = each.sureness
    return found


def _share(above: Sequence[_Checked]) -> tuple[float, float, float]:
    """Return the weighted share that was right, with its 95 % interval."""
    from analysis.statistics.intervals import wilson  # the analysis takes a second to load

    of = sum(each.weight for each in above)
    share = sum(each.weight for each in above if each.is_right) / of
    effective = of * of / sum(each.weight * each.weight for each in above)
    return share, *wilson(share * effective, effective)
