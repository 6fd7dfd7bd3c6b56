"""A map to point at in the portal: areas and known places on flat ground; a click fills the field above."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from engage.charts.drawing import FONT, chart_of
from engage.portal.components.figures import look
from surveys.areas import bounds_of
from surveys.questions import Question, in_language

STEPS = 60
"""Places to point at from west to east and from south to north."""
HEIGHT = 380
_POINTED = "pointed"


def has_map(question: Question) -> bool:
    """Say whether there is anything to draw a map of."""
    return _bounds(question) is not None


def draw_map(field: Any, target: str) -> None:
    """Draw the map of a question; a click writes latitude and longitude under the key ``target``."""
    t, question = field.t, field.question
    bounds = _bounds(question)
    if bounds is None:
        return
    key = f"{field.key(1)}.map"
    with st.expander(t("Point at it on a map"), icon=":material/map:"):
        st.caption(t("Click or tap the place. You can also write it above: both do the same."))
        st.altair_chart(
            _chart(question, t.language, bounds, st.session_state.get(target)),
            width="stretch",
            theme=None,
            key=key,
            on_select=lambda: _take(key, target),
            selection_mode=_POINTED,
            alt=t("A map of the area asked about"),
        )


def _take(key: str, target: str) -> None:
    pointed = st.session_state[key].get("selection", {}).get(_POINTED, [])
    if pointed and {"latitude", "longitude"} <= set(pointed[-1]):
        st.session_state[target] = f"{pointed[-1]['latitude']:.5f}, {pointed[-1]['longitude']:.5f}"


def _bounds(question: Question) -> tuple[float, float, float, float] | None:
    """Return south, west, north and east: as the author set them, else around all that is known."""
    given = getattr(question, "bounds", None)
    if given is not None:
        return tuple(given)
    found = bounds_of(area.outline for area in getattr(question, "areas", ()))
    places = [(place.latitude, place.longitude) for place in getattr(question, "addresses", ())]
    if found is None and len(places) < 2:
        return None
    lat = [one for one, _ in places] + ([found[0], found[2]] if found else [])
    lon = [one for _, one in places] + ([found[1], found[3]] if found else [])
    room = max(max(lat) - min(lat), max(lon) - min(lon)) * 0.05 or 0.01
    return min(lat) - room, min(lon) - room, max(lat) + room, max(lon) + room


def _chart(
    question: Question, language: str, bounds: tuple[float, float, float, float], typed: object
) -> Any:
    colours, (south, west, north, east) = look(), bounds
    x = alt.X("longitude:Q", scale=alt.Scale(domain=[west, east], nice=False), axis=None)
    y = alt.Y("latitude:Q", scale=alt.Scale(domain=[south, north], nice=False), axis=None)
    outlines = [
        {"ring": number, "order": place, "longitude": point[0], "latitude": point[1]}
        for number, ring in enumerate(_rings(question))
        for place, point in enumerate(ring)
    ]
    layers = [
        chart_of(outlines)
        .mark_line(color=colours.quiet, strokeWidth=1.5, tooltip=None)
        .encode(x=x, y=y, order="order:Q", detail="ring:N")
    ]
    places = [
        {"name": in_language(p.label, language), "latitude": p.latitude, "longitude": p.longitude}
        for p in getattr(question, "addresses", ())
    ]
    layers.append(
        chart_of(places).mark_point(color=colours.bar, size=70, filled=True, tooltip=None).encode(x=x, y=y)
    )
    layers.append(
        chart_of(places)
        .mark_text(color=colours.ink, align="left", dx=7, fontSize=12, tooltip=None)
        .encode(x=x, y=y, text="name:N")
    )
    layers.append(_to_point_at(bounds, x, y, colours.ink))
    layers.append(
        chart_of(_marked(typed, places))
        .mark_point(color=colours.tones["negative"], size=260, shape="cross", filled=True, tooltip=None)
        .encode(x=x, y=y)
    )
    flat = math.cos(math.radians((south + north) / 2))
    shape = (north - south) / max((east - west) * flat, 1e-9)
    return (
        alt.layer(*layers)
        .properties(height=max(160, min(HEIGHT * 2, int(HEIGHT * max(shape, 0.5)))), width="container")
        .configure(background="transparent", font=FONT)
        .configure_view(stroke=colours.quiet)
    )


def _to_point_at(bounds: tuple[float, float, float, float], x: Any, y: Any, ink: str) -> Any:
    """Return a layer of unseen points, made in the browser; the nearest one to a click is chosen."""
    south, west, north, east = bounds
    across, up = (east - west) / STEPS, (north - south) / STEPS
    pointed = alt.selection_point(
        name=_POINTED, on="click", nearest=True, fields=["latitude", "longitude"], toggle=False
    )
    return (
        alt.Chart(alt.sequence(0, (STEPS + 1) ** 2, as_="n"))
        .transform_calculate(longitude=f"{west} + (datum.n % {STEPS + 1}) * {across}")
        .transform_calculate(latitude=f"{south} + floor(datum.n / {STEPS + 1}) * {up}")
        .mark_point(size=90, filled=True, color=ink, tooltip=None)
        .encode(x=x, y=y, opacity=alt.condition(pointed, alt.value(0.01), alt.value(0.0), empty=False))
        .add_params(pointed)
    )


def _rings(question: Question) -> list[Sequence[tuple[float, float]]]:
    return [ring for area in getattr(question, "areas", ()) for polygon in area.outline for ring in polygon]


def _marked(typed: object, places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the place that stands in the field, where it can be read."""
    named = [place for place in places if place["name"] == typed]
    if named:
        return named[:1]
    parts = str(typed or "").split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return []
    return [{"name": "", "latitude": latitude, "longitude": longitude}]
