"""Closed questions drawn by the shape of their summary, for staff and, with hidden figures, in public."""

from collections.abc import Callable, Sequence
from typing import Any

from engage.charts.drawing import LIGHT, Drawn, Line, Look, bars, of_base
from engage.charts.ground import Shown, ground
from engage.results.values import PublicQuestion, QuestionResult
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

SMALL = 11
"""Below this many answers a title counts them and draws no conclusion."""


def question(t: Wording, result: QuestionResult, look: Look = LIGHT) -> Drawn:
    """Draw one question; a question in words has a sentence and no chart."""
    return _SHAPES[result.shape](t, result, look)


def _choice(t: Wording, result: QuestionResult, look: Look) -> Drawn:
    summary = result.summary
    assert isinstance(summary, ChoiceSummary)
    chosen = sorted(summary.bars, key=lambda bar: -bar.count)
    title = _several_title(t, chosen, summary.base) if summary.several else _most(t, chosen, summary.base)
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
    title = _most(t, sorted(summary.bars, key=lambda bar: -bar.count), summary.base)
    told = _told(t, result)
    if summary.mean is not None:
        told = f"{told} {_mean(t, summary.mean, len(summary.bars), summary.lowest)}"
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
    return Drawn(_first(t, first, summary.base), told, _bars(t, first, summary.base, look), rows)


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
        title if summary.base >= SMALL else _few_or_even(t, summary.base),
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
        title if summary.base >= SMALL else _few_or_even(t, summary.base),
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
        title if summary.base >= SMALL else _few_or_even(t, summary.base),
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


def public_question(t: Wording, result: PublicQuestion, look: Look = LIGHT) -> Drawn:
    """Draw one question with its hidden figures said to be hidden."""
    if result.base is None:
        return Drawn(t("Too few answers to show"), "", None, [])
    shown = [Bar(bar.code, bar.label, bar.count) for bar in result.bars if bar.count is not None]
    hidden = len(shown) < len(result.bars)
    told = t.n("%(n)s answer.", "%(n)s answers.", result.base)
    lines = [
        Line(
            label=t.pick(bar.label),
            share=bar.share,
            shown=t("hidden") if bar.count is None else of_base(t, bar.count, result.base),
        )
        for bar in result.bars
    ]
    rows = [
        {
            t("Answer"): t.pick(bar.label),
            t("Count"): t("hidden") if bar.count is None else t.number(bar.count),
            t("Share"): t("hidden") if bar.share is None else t.percent(bar.share),
        }
        for bar in result.bars
    ]
    if not shown:
        return Drawn(t("The answers are hidden to protect a small group"), told, None, [])
    if result.shape == "rank":
        told = f"{told} {t('The bars count first places.')}"
    if result.mean is not None:
        told = f"{told} {_mean(t, result.mean, len(result.bars))}"
    title = _public_title(t, result, sorted(shown, key=lambda bar: -bar.count), result.base)
    if hidden and not result.several:
        # A hidden answer may be the most common one.
        title = t("Some of the answers are hidden to protect a small group")
    places = [
        Shown(code=bar.code, label=line.label, share=line.share, told=line.shown)
        for bar, line in zip(result.bars, lines, strict=True)
    ]
    return Drawn(title, told, bars(lines, look), rows, ground=ground(places, result.outlines, look))


def _public_title(t: Wording, result: PublicQuestion, ordered: Sequence[Bar], base: int) -> str:
    if result.shape == "rank":
        return _first(t, ordered, base)
    return _several_title(t, ordered, base) if result.several else _most(t, ordered, base)


def _bars(t: Wording, counted: Sequence[Bar], base: int, look: Look) -> Any:
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


def _mean(t: Wording, mean: float, steps: int, lowest: int = 1) -> str:
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


def _most(t: Wording, ordered: Sequence[Bar], base: int) -> str:
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
        return _few_or_even(t, base)
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


def _few_or_even(t: Wording, base: int) -> str:
    if base < SMALL:
        return t.n(
            "%(n)s answer so far: too few to compare", "%(n)s answers so far: too few to compare", base
        )
    return t("The answers are evenly spread")


def _several_title(t: Wording, ordered: Sequence[Bar], base: int) -> str:
    if base < SMALL:
        return _few_or_even(t, base) if base else t("Nobody has answered yet")
    top = ordered[0]
    return t(
        "“%(option)s” is chosen most: %(figure)s",
        option=t.pick(top.label),
        figure=of_base(t, top.count, base),
    )


def _first(t: Wording, ordered: Sequence[Bar], base: int) -> str:
    if base < SMALL:
        return _few_or_even(t, base) if base else t("Nobody has answered yet")
    top = ordered[0]
    return t(
        "“%(option)s” is most often put first: %(figure)s",
        option=t.pick(top.label),
        figure=of_base(t, top.count, base),
    )
