"""Themes: how common each is, in which tone, and how that went from release to release."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from engage.analyse.sentences import sentiment_name
from engage.charts.drawing import (
    BAR,
    LIGHT,
    ROW,
    Drawn,
    Line,
    Look,
    bars,
    both_ends,
    chart_of,
    laid,
    of_base,
    stacked,
)
from engage.charts.overall import TONES
from engage.results.values import PublicBar, ReleaseChange, ReleaseShare, ThemeRow
from engage.wording import Wording

SMALL_BASE = 50
"""Below this many comments in a release, the table also shows shares drawn to what all releases share."""

MOST_CHANGES = 4


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


def changes(t: Wording, found: Sequence[ReleaseChange], look: Look = LIGHT) -> Drawn:
    """Draw the themes that changed most from release to release, with intervals."""
    if not found:
        return Drawn(t("There is nothing to compare before a second release has comments"), "", None, [])
    clear = clear_changes(found)
    ranked = sorted(found, key=lambda change: (-_widest(change), -max(s.best.share for s in change.shares)))
    chosen = list(dict.fromkeys([change.theme_id for change, _, _ in clear] + [c.theme_id for c in ranked]))
    by_id = {change.theme_id: change for change in found}
    shown = [by_id[theme_id] for theme_id in chosen[:MOST_CHANGES]]
    told = t("Form letters are left out. The thick line shows where the share likely lies (95% interval).")
    if any(share.corrected for change in found for share in change.shares):
        told += " " + t("Shares are corrected for the model’s errors; the table shows what was counted.")
    return Drawn(_changes_title(t, clear), told, _changes_chart(t, shown, look), _changes_table(t, found))


def clear_changes(
    found: Sequence[ReleaseChange],
) -> list[tuple[ReleaseChange, ReleaseShare, ReleaseShare]]:
    """Return the steps from one release to the next that stand, largest first."""
    kept = []
    for change in found:
        of = {share.release: share for share in change.shares}
        kept += [
            (change, of[step.before], of[step.after], step)
            for step in change.steps
            if step.told in ("up", "down")
        ]
    kept.sort(key=lambda found: -abs(found[3].difference))
    return [(change, before, after) for change, before, after, _ in kept]


def _widest(change: ReleaseChange) -> float:
    return max((abs(step.difference) for step in change.steps), default=0.0)


def _changes_title(t: Wording, clear: Sequence[tuple[ReleaseChange, ReleaseShare, ReleaseShare]]) -> str:
    if not clear:
        return t("No theme clearly changed from one release to the next")
    change, before, after = clear[0]
    values = {
        "theme": t.pick(change.name),
        "before": _of(t, before),
        "after": _of(t, after),
        "first": before.release,
        "second": after.release,
    }
    if after.best.share < before.best.share:
        return t("“%(theme)s” fell from %(before)s in %(first)s to %(after)s in %(second)s", **values)
    return t("“%(theme)s” rose from %(before)s in %(first)s to %(after)s in %(second)s", **values)


def _of(t: Wording, share: ReleaseShare) -> str:
    if share.corrected:
        return t.percent(share.corrected.share)
    return t(
        "%(share)s (%(count)s of %(base)s)",
        share=t.percent(share.share),
        count=t.number(share.count),
        base=t.number(share.base),
    )


def _changes_chart(t: Wording, shown: Sequence[ReleaseChange], look: Look) -> Any:
    points: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    place = 0
    for change in shown:
        heads.append({"place": place, "label": t.pick(change.name)})
        place += 1
        for share in change.shares:
            points.append(
                {
                    "place": place,
                    "release": share.release,
                    "share": share.best.share,
                    "low": share.best.low,
                    "high": share.best.high,
                    "shown": share_shown(t, share),
                    "label": t.pick(change.name),
                }
            )
            place += 1
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.5, place - 0.5], reverse=True, nice=False))
    most = min(1.0, max(point["high"] for point in points) * 1.05)
    axis = alt.Axis(format="%", tickCount=4, grid=True, gridColor=look.track, domain=False)
    scale = alt.Scale(domain=[0, most], nice=False, range=[_room(points), {"expr": "width - 70"}])
    x, low = (alt.X(field, title=None, axis=axis, scale=scale) for field in ("share:Q", "low:Q"))
    base = chart_of(points).encode(y=y)
    tips = [alt.Tooltip(f"{name}:N", title=" ") for name in ("label", "release", "shown")]
    return laid(
        [
            base.mark_rule(color=look.bar, strokeWidth=3, opacity=0.45).encode(x=low, x2=alt.X2("high:Q")),
            base.mark_circle(color=look.bar, size=BAR * 8, opacity=1).encode(x=x, tooltip=tips),
            base.mark_text(align="left", baseline="middle", fontSize=14, color=look.quiet).encode(
                x=alt.value(0), text="release:N"
            ),
            base.mark_text(align="right", baseline="middle", fontSize=14, color=look.quiet).encode(
                x=alt.value({"expr": "width"}), text="shown:N"
            ),
            chart_of(heads)
            .mark_text(
                align="left",
                baseline="middle",
                fontSize=15,
                fontWeight="bold",
                color=look.ink,
                limit={"expr": "width"},
            )
            .encode(y=y, x=alt.value(0), text="label:N"),
        ],
        look,
        height=place * ROW * 0.62,
    )


def _room(points: Sequence[dict[str, Any]]) -> int:
    """Return the pixels the longest release number needs."""
    return 16 + 8 * max(len(str(point["release"])) for point in points)


def _changes_table(t: Wording, found: Sequence[ReleaseChange]) -> list[dict[str, Any]]:
    return [
        {
            t("Theme"): t.pick(change.name),
            t("Release"): share.release,
            t("Comments"): share.count,
            t("Of"): share.base,
            t("Share"): t.percent(share.best.share),
            t("Likely between"): both_ends(t, share.best.low, share.best.high),
            **({t("Counted"): t.percent(share.share)} if share.corrected else {}),
            **({t("Smoothed"): _smoothed(t, share)} if _has_small(found) else {}),
            t("Against the release before"): _step(t, change, share.release),
        }
        for change in found
        for share in change.shares
    ]


def _has_small(found: Sequence[ReleaseChange]) -> bool:
    return any(share.base < SMALL_BASE for change in found for share in change.shares)


def _smoothed(t: Wording, share: ReleaseShare) -> str:
    return "" if share.smoothed is None else t.percent(share.smoothed)


def _step(t: Wording, change: ReleaseChange, release: str) -> str:
    """Return what may be said of the change that led to a release."""
    step = next((each for each in change.steps if each.after == release), None)
    if step is None:
        return t("not compared")
    error = t(
        "%(difference)s points, %(low)s to %(high)s",
        difference=_points(t, step.difference),
        low=_points(t, step.low),
        high=_points(t, step.high),
    )
    words = {
        "up": t("rose"),
        "down": t("fell"),
        "inside_error": t("no more than the error"),
        "too_few": t("too few comments"),
    }
    may_be_chance = step.told == "inside_error" and step.is_clear
    told = t("may be chance among as many comparisons") if may_be_chance else words[step.told]
    return f"{told} ({error})"


def _points(t: Wording, difference: float) -> str:
    """Return percentage points with their sign."""
    points = round(difference * 100)
    return f"+{t.number(points)}" if points > 0 else t.number(points)
