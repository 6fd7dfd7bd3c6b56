"""Closed questions drawn by the shape of their summary, for staff and, with hidden figures, in public."""

from collections.abc import Callable, Sequence
from typing import Any

from engage.charts import titles
from engage.charts.drawing import LIGHT, Drawn, Line, Look, bars, of_base
from engage.charts.ground import Shown, ground
from engage.results.values import QuestionResult
from engage.wording import Wording
from surveys.summaries import (
    AmountSummary,
    Bar,
    ChoiceSummary,
    FigureSummary,
    GridSummary,
    RankSummary,
    ScaleSummary,
    TextSummary,
)


def question(t: Wording, result: QuestionResult, look: Look = LIGHT) -> Drawn:
    """Draw one question; a question in words has a sentence and no chart."""
    return _SHAPES[result.shape](t, result, look)


def _choice(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, ChoiceSummary)
    chosen = sorted(summary.bars, key=lambda bar: -bar.count)
    title = (
        titles.several(t, chosen, summary.base) if summary.several else titles.most(t, chosen, summary.base)
    )
    told = _told(t, result)
    if summary.several and summary.base:
        told = f"{told} {t('Several answers were possible, so the shares can add up to more than 100%.')}"
    shown = [
        Shown(
            code=bar.code,
            label=t.pick(bar.label),
            share=bar.count / summary.base if summary.base else None,
            told=of_base(t, bar.count, summary.base),
        )
        for bar in chosen
    ]
    on_map = ground(shown, summary.outlines, look) if summary.base else None
    return Drawn(
        title, told, _bars(t, chosen, summary.base, look), _table(t, chosen, summary.base), ground=on_map
    )


def _scale(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, ScaleSummary)
    title = titles.most(t, sorted(summary.bars, key=lambda bar: -bar.count), summary.base)
    told = _told(t, result)
    if summary.mean is not None:
        told = f"{told} {mean_told(t, summary.mean, len(summary.bars), summary.lowest)}"
    if summary.net is not None:
        score = t(
            "The net promoter score is %(score)s, on a scale from -100 to 100.", score=t.number(summary.net)
        )
        told = f"{told} {score}"
    return Drawn(
        title, told, _bars(t, summary.bars, summary.base, look), _table(t, summary.bars, summary.base)
    )


def _rank(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, RankSummary)
    first = sorted(summary.first, key=lambda bar: -bar.count)
    points = {bar.code: bar.count for bar in summary.points}
    rows = _table(t, first, summary.base)
    for row, bar in zip(rows, first, strict=True):
        row[t("Points")] = points[bar.code]
    told = _told(t, result)
    if summary.base:
        rule = t.n(
            "A first place gives %(n)s point, each place after it one less.",
            "A first place gives %(n)s points, each place after it one less.",
            summary.places,
        )
        told = f"{told} {t('The bars count first places.')} {rule}"
    return Drawn(titles.first(t, first, summary.base), told, _bars(t, first, summary.base, look), rows)


def _text(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    del look
    summary = result.summary
    assert isinstance(summary, TextSummary)
    if not summary.base:
        return Drawn(t("Nobody has written anything yet"), _asked(t, result.asked), None, [])
    share = t.percent(summary.base / result.asked)
    title = t.n(
        "%(n)s person wrote something (%(share)s)",
        "%(n)s people wrote something (%(share)s)",
        summary.base,
        share=share,
    )
    return Drawn(title, _asked(t, result.asked), None, [])


def _figures(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, FigureSummary)
    told = _told(t, result)
    if summary.mean is None or summary.median is None:
        return Drawn(t("Nobody has answered yet"), told, None, [])
    unit = t.pick(summary.unit)
    title = t(
        "The average is %(mean)s%(unit)s", mean=t.number(summary.mean, 1), unit=f" {unit}" if unit else ""
    )
    spread = t(
        "Half gave %(median)s or less; the answers run from %(lowest)s to %(highest)s.",
        median=t.number(summary.median, 1),
        lowest=t.number(summary.lowest or 0, 2),
        highest=t.number(summary.highest or 0, 2),
    )
    return Drawn(
        title if summary.base >= titles.SMALL else titles.few_or_even(t, summary.base),
        f"{told} {spread}",
        _bars(t, summary.bars, summary.base, look),
        _table(t, summary.bars, summary.base),
    )


def _grid(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    """Show each line's most common answer as its bar, and every share in the table."""
    summary = result.summary
    assert isinstance(summary, GridSummary)
    told = _told(t, result)
    if not summary.base:
        return Drawn(t("Nobody has answered yet"), told, None, [])
    tops = [(row, max(row.bars, key=lambda bar: bar.count)) for row in summary.rows if row.base]
    lines = [
        Line(
            label=f"{t.pick(row.label)} – {t.pick(top.label)}",
            share=top.count / row.base,
            shown=of_base(t, top.count, row.base),
        )
        for row, top in tops
    ]
    row, top = max(tops, key=lambda found: found[1].count / found[0].base)
    title = t(
        "“%(option)s” stands out for “%(row)s”: %(figure)s",
        option=t.pick(top.label),
        row=t.pick(row.label),
        figure=of_base(t, top.count, row.base),
    )
    return Drawn(
        title if summary.base >= titles.SMALL else titles.few_or_even(t, summary.base),
        f"{told} {t('Each bar shows the most common answer of its line.')}",
        bars(lines, look),
        [
            {
                t("Line"): t.pick(row.label),
                **{
                    t.pick(bar.label): of_base(t, bar.count, row.base) if row.base else "" for bar in row.bars
                },
            }
            for row in summary.rows
        ],
    )


def _amounts(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, AmountSummary)
    told = _told(t, result)
    if not summary.base:
        return Drawn(t("Nobody has answered yet"), told, None, [])
    unit = t.pick(summary.unit)
    whole = summary.base * summary.total
    ordered = sorted(summary.bars, key=lambda bar: -bar.count)

    def average(bar: Bar) -> str:
        return f"{t.number(bar.count / summary.base, 1)} {unit}".strip()

    title = t(
        "“%(option)s” gets the most: %(figure)s on average",
        option=t.pick(ordered[0].label),
        figure=average(ordered[0]),
    )
    lines = [Line(label=t.pick(bar.label), share=bar.count / whole, shown=average(bar)) for bar in ordered]
    return Drawn(
        title if summary.base >= titles.SMALL else titles.few_or_even(t, summary.base),
        told,
        bars(lines, look),
        [{t("Answer"): t.pick(bar.label), t("Average"): average(bar)} for bar in ordered],
    )


_SHAPES: dict[str, Callable[[Wording, QuestionResult, Look], Drawn]] = {
    "choice": _choice,
    "scale": _scale,
    "rank": _rank,
    "text": _text,
    "figures": _figures,
    "grid": _grid,
    "amounts": _amounts,
}


def _bars(t: Wording, counted: Sequence[Bar], base: int, look: Look) -> Any:
    """Draw one bar an option; ``None`` without answers."""
    if not base:
        return None
    return bars(
        [
            Line(label=t.pick(bar.label), share=bar.count / base, shown=of_base(t, bar.count, base))
            for bar in counted
        ],
        look,
    )


def _table(t: Wording, counted: Sequence[Bar], base: int) -> list[dict[str, Any]]:
    """Return the bars as rows of a table."""
    return [
        {
            t("Answer"): t.pick(bar.label),
            t("Count"): bar.count,
            t("Share"): t.percent(bar.count / base) if base else "",
        }
        for bar in counted
    ]


def _told(t: Wording, result: QuestionResult) -> str:
    answered = t.n("%(n)s person answered", "%(n)s people answered", result.summary.base)
    left = result.asked - result.summary.base
    if not left:
        return f"{answered}."
    without = t.n("%(n)s gave no answer", "%(n)s gave no answer", left)
    return f"{answered}; {without}."


def _asked(t: Wording, asked: int) -> str:
    return t.n("%(n)s person was asked.", "%(n)s people were asked.", asked)


def mean_told(t: Wording, mean: float, steps: int, lowest: int = 1) -> str:
    """Return what the average is and what its ends mean."""
    if lowest != 1:
        return t(
            "The average is %(mean)s, where %(lowest)s is worst and %(highest)s is best.",
            mean=t.number(mean, 1),
            lowest=lowest,
            highest=lowest + steps - 1,
        )
    return t(
        "The average is %(mean)s, where 1 is worst and %(steps)s is best.",
        mean=t.number(mean, 1),
        steps=steps,
    )
