"""The one way our bars look: name and figure on a line of their own, the bar below, room for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

# Altair looks for pandas among what is loaded. While another session loads it (a grid does, when it is first
# drawn), it is found half loaded and drawing fails; loaded here, it is whole before anything is drawn.
import pandas  # noqa: F401

from engage.wording import Wording

ROW = 46
"""Pixels per row: a line of words, a bar, and air."""

BAR = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours for a light or a dark page; bars stand out from it by at least 3 to 1, words by 4.5 to 1."""

    paper: str
    ink: str
    quiet: str
    track: str
    bar: str
    tones: dict[str, str]


LIGHT = Look(
    paper="#ffffff",
    ink="#16202a",
    quiet="#55626e",
    track="#e6ebf0",
    bar="#0b5cad",
    tones={"negative": "#b4480f", "mixed": "#8250a8", "neutral": "#77828d", "positive": "#0b6fa8"},
)
DARK = Look(
    paper="#11181e",
    ink="#edf1f4",
    quiet="#a9b5c0",
    track="#2a353f",
    bar="#5ba3ec",
    tones={"negative": "#ee8a4f", "mixed": "#c195e2", "neutral": "#98a4af", "positive": "#58aee6"},
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure: ``title`` states the finding, ``told`` its base; ``chart`` may be ``None``."""

    title: str
    told: str
    chart: Any
    rows: list[dict[str, Any]]
    ground: Any = None
    """The same figures on a map, where they are of areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One bar: its name, its length (``None`` when hidden), what stands at its right, its interval."""

    label: str
    share: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    colour: str = ""


def bars(lines: Sequence[Line], look: Look) -> Any:
    """Draw one bar a line, in the given order, over a track that stands for all of the base."""
    whole = 1.0
    data = [
        {
            "place": place,
            "label": line.label,
            "shown": line.shown,
            "share": line.share or 0.0,
            "whole": whole,
            "low": line.low,
            "high": line.high,
            "colour": line.colour or look.bar,
        }
        for place, line in enumerate(lines)
    ]
    base = chart_of(data)
    layers = [_track(base, look, whole), _filled(base, whole), *_words(base, look)]
    if any(line.low is not None for line in lines):
        layers += intervals(base, look, whole)
    return laid(layers, look, height=max(1, len(lines)) * ROW)


def stacked(
    rows: Sequence[dict[str, Any]], parts: Sequence[dict[str, Any]], look: Look, legend: Any, *, whole: float
) -> Any:
    """Draw rows as ``bars`` does, each made of ``parts`` (place, from, to, part) coloured by ``legend``.

    There is no track, as the width stands for ``whole``, a share below 1.
    """
    base = chart_of(rows)
    pieces = (
        chart_of(parts)
        .mark_bar(height=BAR, yOffset=9, stroke=look.track, strokeWidth=0.5)
        .encode(
            y=_y(),
            x=_x("from:Q", whole),
            x2=alt.X2("to:Q"),
            color=legend,
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")],
        )
    )
    layers = [pieces, *intervals(base, look, whole), *_words(base, look)]
    return laid(layers, look, height=max(1, len(rows)) * ROW)


def intervals(base: Any, look: Look, whole: float) -> list[Any]:
    """Draw where the true share likely lies: a thin line with a halo, to be seen on bar and track alike."""
    place = {"y": _y(), "x": _x("low:Q", whole), "x2": alt.X2("high:Q")}
    lines = [(look.paper, 4.0), (look.ink, 1.5)]
    return [
        base.mark_rule(color=colour, strokeWidth=width, yOffset=9, tooltip=None).encode(**place)
        for colour, width in lines
    ]


FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"


def laid(layers: Sequence[Any], look: Look, *, height: float) -> Any:
    """Lay the layers over each other, in the page's own colours and letters, as wide as there is room."""
    quiet = {"labelColor": look.quiet, "labelFontSize": 13}
    return (
        alt.layer(*layers)
        .properties(height=height, width="container")
        .configure(
            background="transparent", font=FONT, padding={"left": 0, "right": 0, "top": 4, "bottom": 4}
        )
        .configure_view(stroke=None)
        .configure_axis(gridColor=look.track, domain=False, ticks=False, labelPadding=8, **quiet)
        .configure_legend(symbolSize=140, symbolStrokeWidth=0, labelLimit=0, offset=10, padding=0, **quiet)
    )


def chart_of(values: Sequence[dict[str, Any]]) -> Any:
    """Return a chart over plain rows, which travel inside its specification."""
    return alt.Chart(alt.Data(values=list(values)))  # type: ignore[no-untyped-call]


def _y() -> Any:
    return alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def _x(field: str, whole: float) -> Any:
    return alt.X(field, axis=None, scale=alt.Scale(domain=[0, whole], nice=False, clamp=True))


def _track(base: Any, look: Look, whole: float) -> Any:
    return base.mark_bar(height=BAR, yOffset=9, color=look.track, cornerRadius=2, tooltip=None).encode(
        y=_y(), x=_x("whole:Q", whole)
    )


def _filled(base: Any, whole: float) -> Any:
    return base.mark_bar(height=BAR, yOffset=9, cornerRadius=2).encode(
        y=_y(),
        x=_x("share:Q", whole),
        color=alt.Color("colour:N", scale=None, legend=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=" ")],
    )


def _words(base: Any, look: Look) -> list[Any]:
    """Write the name at the left and the figure at the right of the line above the bar."""
    name = base.mark_text(
        align="left",
        baseline="middle",
        yOffset=-9,
        fontSize=14,
        color=look.ink,
        limit={"expr": "max(80, width - 120)"},
        tooltip=None,
    ).encode(y=_y(), x=alt.value(0), text="label:N")
    figure = base.mark_text(
        align="right", baseline="middle", yOffset=-9, fontSize=14, color=look.quiet, tooltip=None
    ).encode(y=_y(), x=alt.value({"expr": "width"}), text="shown:N")
    return [name, figure]


def of_base(t: Wording, count: int, base: int) -> str:
    """Return "38 (18%)"; only the count when there is no base."""
    return f"{t.number(count)} ({t.percent(count / base)})" if base else t.number(count)


def both_ends(t: Wording, low: float, high: float) -> str:
    """Return an interval as people read it, "13% to 23%"."""
    return t("%(low)s to %(high)s", low=t.percent(low), high=t.percent(high))
