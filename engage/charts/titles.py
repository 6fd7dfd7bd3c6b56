"""Titles that state what a question found, or that nothing stands out."""

from collections.abc import Sequence

from engage.charts.drawing import of_base
from engage.wording import Wording
from surveys.summaries import (
    Bar,
)

SMALL = 11
"""Below this many answers a title counts them and draws no conclusion."""


def most(t: Wording, ordered: Sequence[Bar], base: int) -> str:
    """Say which answer is most common; ``ordered`` begins with the largest."""
    if not base:
        return t("Nobody has answered yet")
    top = ordered[0]
    option = t.pick(top.label)
    if top.count == base:
        return t.n(
            "The only answer so far is “%(option)s”",
            "All %(n)s answers are “%(option)s”",
            base,
            option=option,
        )
    ties = [bar for bar in ordered if bar.count == top.count]
    if base < SMALL or len(ties) > 2:
        return few_or_even(t, base)
    if len(ties) == 2:
        return t(
            "“%(first)s” and “%(second)s” are equally common: %(figure)s each",
            first=option,
            second=t.pick(ties[1].label),
            figure=of_base(t, top.count, base),
        )
    return t(
        "“%(option)s” is the most common answer: %(figure)s",
        option=option,
        figure=of_base(t, top.count, base),
    )


def few_or_even(t: Wording, base: int) -> str:
    """Return that there are too few answers to compare, or none stands out."""
    if base < SMALL:
        return t.n(
            "%(n)s answer so far: too few to compare", "%(n)s answers so far: too few to compare", base
        )
    return t("The answers are evenly spread")


def several(t: Wording, ordered: Sequence[Bar], base: int) -> str:
    """Return which option is chosen most, where several may be."""
    if base < SMALL:
        return few_or_even(t, base) if base else t("Nobody has answered yet")
    top = ordered[0]
    return t(
        "“%(option)s” is chosen most: %(figure)s",
        option=t.pick(top.label),
        figure=of_base(t, top.count, base),
    )


def first(t: Wording, ordered: Sequence[Bar], base: int) -> str:
    """Return which option is most often put first."""
    if base < SMALL:
        return few_or_even(t, base) if base else t("Nobody has answered yet")
    top = ordered[0]
    return t(
        "“%(option)s” is most often put first: %(figure)s",
        option=t.pick(top.label),
        figure=of_base(t, top.count, base),
    )
