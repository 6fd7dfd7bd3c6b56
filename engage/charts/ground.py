"""Areas on a map: the stronger an area's colour, the larger its share; the figure stands in it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from engage.charts.drawing import FONT, Look, chart_of
from surveys.areas import Outline, bounds_of, middle_of

HEIGHT = 420
LINE = 15
"""Pixels between the two lines of words in an area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is told of one area: its share is ``None`` where it is hidden."""

    code: str
    label: str
    share: float | None
    told: str


def ground(shown: Sequence[Shown], outlines: Mapping[str, Outline], look: Look) -> Any:
    """Draw areas by share, ``None`` where no area has an outline; the ground is flat and north is up.

    A hidden area is empty with a broken border, so that it is not taken for one that nobody chose.
    """
    drawn = [one for one in shown if one.code in outlines]
    bounds = bounds_of(outlines[one.code] for one in drawn)
    if bounds is None:
        return None
    flat = math.cos(math.radians((bounds[0] + bounds[2]) / 2))
    data = [_feature(one, outlines[one.code], flat) for one in drawn]
    top = max((one.share or 0.0 for one in drawn), default=0.0) or 1.0
    shapes = (
        chart_of(data)
        .mark_geoshape(stroke=look.paper, strokeWidth=1.5)
        .encode(
            color=alt.Color(
                "properties.share:Q",
                scale=alt.Scale(domain=[0, top], range=[look.track, look.bar]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("properties.label:N", title=" "),
                alt.Tooltip("properties.told:N", title=" "),
            ],
        )
    )
    words = chart_of([_words(one, outlines[one.code], flat) for one in drawn])
    hidden = chart_of([one for one in data if one["properties"]["is_hidden"]]).mark_geoshape(
        fill=look.paper, stroke=look.quiet, strokeDash=[4, 4], strokeWidth=1, tooltip=None
    )
    layers = [shapes, hidden]
    for field, shift, weight in (("label", -LINE / 2, "normal"), ("figure", LINE / 2, "bold")):
        for colour, width in ((look.paper, 4), (look.ink, 0)):
            layers.append(_said(words, field, shift, weight, colour, width))
    return (
        alt.layer(*layers)
        .project(type="identity", reflectY=True)
        .properties(height=HEIGHT, width="container")
        .configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
    )


def _said(words: Any, field: str, shift: float, weight: str, colour: str, width: int) -> Any:
    """Write one line into each area; a halo of the paper's colour goes below, to be read on any fill."""
    return words.mark_text(
        fontSize=13, fontWeight=weight, dy=shift, fill=colour, stroke=colour, strokeWidth=width, tooltip=None
    ).encode(longitude="x:Q", latitude="y:Q", text=f"{field}:N")


def _feature(one: Shown, outline: Outline, flat: float) -> dict[str, Any]:
    rings = [[[[x * flat, y] for x, y in ring] for ring in polygon] for polygon in outline]
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
        "properties": {
            "label": one.label,
            "told": one.told,
            "share": one.share or 0.0,
            "is_hidden": one.share is None,
        },
    }


def _words(one: Shown, outline: Outline, flat: float) -> dict[str, Any]:
    x, y = middle_of(outline)
    return {"label": one.label, "figure": one.told, "x": x * flat, "y": y}
