"""The state of a survey at a glance: responses by day and by channel, and the tone of the comments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from engage.analyse.sentences import sentiment_name
from engage.charts.drawing import LIGHT, Drawn, Line, Look, bars, both_ends, chart_of, laid, of_base
from engage.results.answers import local_day
from engage.results.choosing import FilterOption
from engage.results.values import ToneShare
from engage.wording import Wording
from surveys.records import Release

TONES = ("negative", "mixed", "neutral", "positive")


def days(
    t: Wording,
    by_day: Sequence[tuple[date, int]],
    *,
    releases: Sequence[Release] = (),
    look: Look = LIGHT,
    is_glance: bool = False,
) -> Drawn:
    """Draw responses by day, with a mark where a release came out; at a glance, low and without scales."""
    total = sum(count for _, count in by_day)
    if not total:
        return Drawn(t("No responses yet"), "", None, [])
    busiest, most = max(by_day, key=lambda each: each[1])
    told = t("From %(first)s to %(last)s.", first=t.date(by_day[0][0]), last=t.date(by_day[-1][0]))
    peak = t.n(
        "The busiest day was %(day)s, with %(n)s response.",
        "The busiest day was %(day)s, with %(n)s responses.",
        most,
        day=t.date(busiest),
    )
    rows = [{t("Day"): day.isoformat(), t("Responses"): count} for day, count in by_day]
    title = t.n("%(n)s response", "%(n)s responses", total)
    chart = _days_chart(t, by_day, releases, look, is_glance=is_glance)
    return Drawn(title, f"{told} {peak}", chart, rows)


def _days_chart(
    t: Wording,
    by_day: Sequence[tuple[date, int]],
    releases: Sequence[Release],
    look: Look,
    *,
    is_glance: bool,
) -> Any:
    data = [{"day": day.isoformat(), "count": count, "shown": t.date(day)} for day, count in by_day]
    dates = alt.Axis(format="%Y-%m-%d", labelAngle=0, labelOverlap=True, tickCount=5, grid=False)
    counts = alt.Axis(tickMinStep=1, format="d")
    x = alt.X("day:T", timeUnit="yearmonthdate", title=None, axis=None if is_glance else dates)
    # The words of a release stand above the highest day.
    room = alt.Scale(domain=[0, 1.15 * max(count for _, count in by_day)], nice=False)
    columns = (
        chart_of(data)
        .mark_bar(color=look.bar, binSpacing=1)
        .encode(
            x=x,
            y=alt.Y("count:Q", title=None, axis=None if is_glance else counts, scale=room),
            tooltip=[alt.Tooltip("shown:N", title=" "), alt.Tooltip("count:Q", title=" ")],
        )
    )
    out = [(local_day(release.released_at), release.number) for release in releases]
    marks = [
        {"day": day.isoformat(), "number": number}
        for day, number in out
        if by_day[0][0] <= day <= by_day[-1][0]
    ]
    layers = [columns]
    if marks:
        base = chart_of(marks).encode(x=x)
        layers.append(base.mark_rule(color=look.quiet, strokeDash=[4, 3]))
        layers.append(
            base.mark_text(align="left", dx=4, baseline="top", color=look.ink, fontSize=13).encode(
                y=alt.value(0), text="number:N"
            )
        )
    return laid(layers, look, height=56 if is_glance else 220)


def channels(t: Wording, counted: Sequence[FilterOption], look: Look = LIGHT) -> Drawn:
    """Draw responses by the way they came."""
    base = sum(option.count for option in counted)
    if not base:
        return Drawn(t("No responses yet"), "", None, [])
    ordered = sorted(counted, key=lambda option: -option.count)
    title = t(
        "Most responses came this way: %(channel)s, %(figure)s",
        channel=t.pick(ordered[0].label),
        figure=of_base(t, ordered[0].count, base),
    )
    lines = [
        Line(label=t.pick(o.label), share=o.count / base, shown=of_base(t, o.count, base)) for o in ordered
    ]
    rows = [
        {
            t("Channel"): t.pick(o.label),
            t("Count"): o.count,
            t("Share"): t.percent(o.count / base),
        }
        for o in ordered
    ]
    return Drawn(title, t.n("%(n)s response.", "%(n)s responses.", base), bars(lines, look), rows)


def _tone_shown(t: Wording, share: ToneShare, base: int) -> str:
    return t.percent(share.corrected.share) if share.corrected else of_base(t, share.count, base)


def sentiment(t: Wording, tones: Mapping[str, ToneShare], base: int, look: Look = LIGHT) -> Drawn:
    """Draw the tone of the comments, each share with its 95 % interval."""
    if not base:
        return Drawn(t("No comments to read yet"), "", None, [])
    present = [tone for tone in TONES if tone in tones]
    top = max(present, key=lambda tone: tones[tone].best.share)
    figure = _tone_shown(t, tones[top], base)
    if tones[top].corrected:
        figure = t("%(share)s, corrected", share=figure)
    tone = sentiment_name(t, top).lower()
    title = t("The most common tone is %(tone)s: %(figure)s", tone=tone, figure=figure)
    lines = [
        Line(
            label=sentiment_name(t, tone),
            share=tones[tone].best.share,
            shown=_tone_shown(t, tones[tone], base),
            low=tones[tone].best.low,
            high=tones[tone].best.high,
            colour=look.tones[tone],
        )
        for tone in present
    ]
    rows = [
        {
            t("Tone"): sentiment_name(t, tone),
            t("Comments"): tones[tone].count,
            t("Share"): t.percent(tones[tone].best.share),
            t("Likely between"): both_ends(t, tones[tone].best.low, tones[tone].best.high),
            **({t("Counted"): t.percent(tones[tone].share)} if tones[tone].corrected else {}),
        }
        for tone in present
    ]
    return Drawn(title, _comments(t, base), bars(lines, look), rows)


def _comments(t: Wording, base: int) -> str:
    counted = t.n("%(n)s comment that could be read.", "%(n)s comments that could be read.", base)
    return f"{counted} {t('The thin line shows where the share likely lies (95% interval).')}"
