"""How common themes are from release to release, with what may be said of each change."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from engage.charts.drawing import (
    BAR,
    LIGHT,
    ROW,
    Drawn,
    Look,
    both_ends,
    chart_of,
    laid,
)
from engage.charts.themes import share_shown
from engage.results.values import ReleaseChange, ReleaseShare
from engage.wording import Wording

SMALL_BASE = 50
"""Below this many comments in a release, the table also shows shares drawn to what all releases share."""

MOST_CHANGES = 4


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
