"""Where comments stand on what a question proposes: counted for each proposal, with who leads if any."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

from analysis.statistics.intervals import Z95, figure
from engage.results.choosing import Texts
from engage.results.coded import CodedRow
from engage.results.values import StanceResult, ToneShare

STANCES = ("support", "mixed", "oppose", "unclear")


def of_proposals(kept: Sequence[CodedRow], proposals: Mapping[str, Texts]) -> tuple[StanceResult, ...]:
    """Return the stances on each proposal, by the question that states it, where there are any."""
    by_question: dict[str, Counter[str]] = defaultdict(Counter)
    for row in kept:
        if row.stance is not None:
            by_question[row.question_name][row.stance] += 1
    return tuple(
        _result(name, proposal, by_question[name])
        for name, proposal in proposals.items()
        if by_question[name]
    )


def _result(name: str, proposal: Texts, counts: Counter[str]) -> StanceResult:
    base = counts.total()
    made = {stance: figure(counts[stance], base) for stance in STANCES}
    shares = {each: ToneShare(one.count, one.share, one.low, one.high) for each, one in made.items()}
    return StanceResult(
        name, dict(proposal), base, shares, _leading(counts["support"], counts["oppose"], base)
    )


def _leading(support: int, oppose: int, base: int) -> str:
    """Return the side that leads by more than the error of the sample, or nothing.

    Both shares are of one base, so the variance of their difference is (p + q - (p - q)²) / n.
    """
    apart = (support - oppose) / base
    error = Z95 * sqrt(max(0.0, ((support + oppose) / base - apart * apart) / base))
    if abs(apart) <= error:
        return ""
    return "support" if apart > 0 else "oppose"


def standing_so(rows: Sequence[CodedRow], stance: str) -> list[CodedRow]:
    """Return every comment of the residents who took a stance on any proposal."""
    residents = {row.response_id for row in rows if row.stance == stance}
    return [row for row in rows if row.response_id in residents]
