"""Themes: how common each is, and in which tone."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from engage.analyse.sentences import sentiment_name
from engage.charts.drawing import (
    LIGHT,
    Drawn,
    Line,
    Look,
    bars,
    both_ends,
    of_base,
    stacked,
)
from engage.charts.overall import TONES
from engage.results.public_values import PublicBar
from engage.results.values import ReleaseShare, ThemeRow
from engage.wording import Wording


def themes(t: Wording, rows: Sequence[ThemeRow], look: Look = LIGHT, *, most: int = 12) -> Drawn:
    """Draw the ``most`` common themes, each bar made of its comments' tones; the table holds all of them."""
    found = [row for row in rows if row.count or (row.corrected and row.best.share >= 0.005)]
    if not found:
        return Drawn(t("No theme was found in these comments"), "", None, [])
    top = found[0]
    figure = share_shown(t, top)
    if top.corrected:
        figure = t("%(share)s, corrected", share=figure)
    title = t("“%(theme)s” is raised most: %(figure)s", theme=t.pick(top.name), figure=figure)
    told = t.n("%(n)s comment that could be read.", "%(n)s comments that could be read.", top.base)
    rule = t(
        "A comment may raise several themes. The thin line shows where the share likely lies (95% interval)."
    )
    if top.corrected:
        rule += " " + t("Shares are corrected for the model’s errors; the table shows what was counted.")
    return Drawn(title, f"{told} {rule}", _themes_chart(t, found[:most], look), _themes_table(t, rows))


def share_shown(t: Wording, row: ThemeRow | ReleaseShare) -> str:
    """Return "38 (18%)", or a corrected share alone: it is no count of comments."""
    return t.percent(row.corrected.share) if row.corrected else of_base(t, row.count, row.base)


def _themes_chart(t: Wording, rows: Sequence[ThemeRow], look: Look) -> Any:
    lines = [
        {
            "place": place,
            "label": t.pick(row.name),
            "shown": share_shown(t, row),
            "whole": _whole(rows),
            "low": row.best.low,
            "high": row.best.high,
        }
        for place, row in enumerate(rows)
    ]
    names = [sentiment_name(t, tone) for tone in TONES]
    legend = alt.Color(
        "part:N",
        scale=alt.Scale(domain=names, range=[look.tones[tone] for tone in TONES]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal", symbolType="square"),
    )
    parts = [part for place, row in enumerate(rows) for part in _parts(t, place, row)]
    return stacked(lines, parts, look, legend, whole=_whole(rows))


def _whole(rows: Sequence[ThemeRow]) -> float:
    """Return the share that a whole track stands for: just above the highest interval."""
    return min(1.0, max(row.best.high for row in rows) * 1.02)


def _parts(t: Wording, place: int, row: ThemeRow) -> list[dict[str, Any]]:
    parts, start = [], 0.0
    of_all = sum(row.by_sentiment.get(tone, 0) for tone in TONES) or 1
    for tone in TONES:
        count = row.by_sentiment.get(tone, 0)
        end = start + row.best.share * count / of_all
        told = f"{sentiment_name(t, tone)}: {t.number(count)}"
        parts.append(
            {
                "place": place,
                "from": start,
                "to": end,
                "part": sentiment_name(t, tone),
                "label": t.pick(row.name),
                "told": told,
            }
        )
        start = end
    return parts


def _themes_table(t: Wording, rows: Sequence[ThemeRow]) -> list[dict[str, Any]]:
    return [
        {
            t("Theme"): t.pick(row.name),
            t("Comments"): row.count,
            t("Share"): t.percent(row.best.share),
            t("Likely between"): both_ends(t, row.best.low, row.best.high),
            **({t("Counted"): t.percent(row.share)} if row.corrected else {}),
            **{sentiment_name(t, tone): row.by_sentiment.get(tone, 0) for tone in TONES},
        }
        for row in rows
    ]


def public_themes(t: Wording, shown: Sequence[PublicBar], base: int | None, look: Look = LIGHT) -> Drawn:
    """Draw theme shares in public, by residents; hidden ones are said to be hidden."""
    if not base or not shown:
        return Drawn(t("Too few comments to show"), "", None, [])
    visible = [bar for bar in shown if bar.count is not None]
    hidden = t("hidden")
    title = t("The themes are hidden to protect small groups")
    if visible and visible[0].count:
        figure = of_base(t, visible[0].count, base)
        title = t("“%(theme)s” is raised most: %(figure)s", theme=t.pick(visible[0].label), figure=figure)
    lines = [
        Line(label=t.pick(bar.label), share=bar.share, shown=of_base(t, bar.count or 0, base))
        for bar in visible
    ]
    is_corrected = any(bar.corrected for bar in shown)
    rows = [
        {
            t("Theme"): t.pick(bar.label),
            t("People"): hidden if bar.count is None else t.number(bar.count),
            t("Share"): hidden if bar.share is None else t.percent(bar.share),
            **({t("Of all comments, corrected"): _estimated(t, bar)} if is_corrected else {}),
        }
        for bar in shown
    ]
    told = t.n("%(n)s person wrote a comment.", "%(n)s people wrote a comment.", base)
    if is_corrected:
        told += " " + t("The table also has shares corrected for the errors of the program that read them.")
    return Drawn(title, told, bars(lines, look) if lines else None, rows)


def _estimated(t: Wording, bar: PublicBar) -> str:
    if bar.corrected is None:
        return t("hidden") if bar.count is None else "–"
    between = both_ends(t, bar.corrected.low, bar.corrected.high)
    return f"{t.percent(bar.corrected.share)} ({between})"
