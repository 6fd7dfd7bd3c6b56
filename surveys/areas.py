"""Areas on the ground: their outlines, which of them a point lies in, and how they are read from GeoJSON.

Longitude comes before latitude, as in GeoJSON (RFC 7946). A town is small: the ground counts as flat.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from surveys.problems import DefinitionError, Problem

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Ring = Annotated[tuple[tuple[Longitude, Latitude], ...], Field(min_length=4, max_length=10_000)]
Outline = Annotated[tuple[tuple[Ring, ...], ...], Field(min_length=1, max_length=200)]
"""Polygons, each an outer ring and its holes; a ring ends where it began."""

MOST_POINTS = 10_000
"""Of all areas of a question together: some hundred kilobytes in the survey's definition."""
DECIMALS = 5
"""About a metre."""


@dataclass(frozen=True, slots=True)
class Area:
    """One named area of a file."""

    code: str
    label: Mapping[str, str]
    outline: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]


def holds(outline: Sequence[Sequence[Sequence[tuple[float, float]]]], at: tuple[float, float]) -> bool:
    """Say whether a point (longitude, latitude) lies in an outline; on its very border it does."""
    return any(_in_polygon(polygon, at) for polygon in outline)


def _in_polygon(polygon: Sequence[Sequence[tuple[float, float]]], at: tuple[float, float]) -> bool:
    sides = [_side(ring, at) for ring in polygon]
    # A hole's border belongs to the polygon as its outer border does.
    return 0 in sides or (bool(sides) and sides[0] == 1 and 1 not in sides[1:])


def _side(ring: Sequence[tuple[float, float]], at: tuple[float, float]) -> int:
    """Return 1 inside, -1 outside, 0 on the ring, by counting the sides a ray to the east crosses."""
    x, y = at
    is_inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return 0
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            is_inside = not is_inside
    return 1 if is_inside else -1


def bounds_of(outlines: Iterable[Outline]) -> tuple[float, float, float, float] | None:
    """Return south, west, north and east of all outlines; ``None`` where there is none."""
    points = [point for outline in outlines for polygon in outline for ring in polygon for point in ring]
    if not points:
        return None
    lon, lat = [x for x, _ in points], [y for _, y in points]
    return min(lat), min(lon), max(lat), max(lon)


def points_in(outlines: Iterable[Outline]) -> int:
    """Return how many points outlines have together."""
    return sum(len(ring) for outline in outlines for polygon in outline for ring in polygon)


def middle_of(outline: Outline) -> tuple[float, float]:
    """Return the centroid of the largest piece; of one without a surface, its first point."""
    pieces = [(_surface(polygon[0]), polygon[0]) for polygon in outline]
    surface, ring = max(pieces, key=lambda piece: abs(piece[0]))
    if not surface:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * surface)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * surface)
    return x, y


def _surface(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def read_areas(boundaries: object, *, english: str, french: str = "") -> list[Area]:
    """Return the areas of a GeoJSON file in alphabetical order; several pieces of one become one area.

    ``english`` and ``french`` name the properties that hold an area's name. A feature without polygons
    gives a name and no outline.

    Raises:
        DefinitionError: ``no_areas`` where nothing is named so; ``areas_too_fine`` beyond ``MOST_POINTS``;
            ``areas_not_degrees`` where the numbers are no longitudes and latitudes.
    """
    features = boundaries.get("features") if isinstance(boundaries, Mapping) else None
    found: dict[str, Area] = {}
    for feature in features if isinstance(features, list) else ():
        named = feature.get("properties") if isinstance(feature, Mapping) else None
        name = _name(named, english)
        code = code_of(name)
        if not code:
            continue
        label = {"en": name, "fr": _name(named, french or english) or name}
        pieces = tuple(_polygons(feature.get("geometry")))
        before = found.get(code)
        found[code] = Area(
            code, before.label if before else label, (before.outline if before else ()) + pieces
        )
    if not found:
        raise DefinitionError((Problem("no_areas", "options", {"field": english}),))
    count = points_in(area.outline for area in found.values())
    if count > MOST_POINTS:
        raise DefinitionError((Problem("areas_too_fine", "options", {"count": count, "most": MOST_POINTS}),))
    return [found[code] for code in sorted(found, key=_by_number)]


def _polygons(geometry: object) -> Iterator[tuple[tuple[tuple[float, float], ...], ...]]:
    if not isinstance(geometry, Mapping):
        return
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, Mapping) and part.get("type") != "GeometryCollection":
                yield from _polygons(part)
        return
    several = given if kind == "MultiPolygon" else [given] if kind == "Polygon" else []
    for polygon in several if isinstance(several, list) else ():
        rings = [_ring(ring) for ring in polygon] if isinstance(polygon, list) else []
        if rings and len(rings[0]) >= 4:
            yield tuple(ring for ring in rings if len(ring) >= 4)


def _ring(given: Any) -> tuple[tuple[float, float], ...]:
    """Return a ring rounded to about a metre, without points that then stand still."""
    ring: list[tuple[float, float]] = []
    for point in given if isinstance(given, list) else ():
        at = _point(point)
        if not ring or at != ring[-1]:
            ring.append(at)
    return (*ring, ring[0]) if ring and ring[-1] != ring[0] else tuple(ring)


def _point(given: Any) -> tuple[float, float]:
    if isinstance(given, list) and len(given) >= 2 and all(type(n) in (int, float) for n in given[:2]):
        longitude, latitude = round(float(given[0]), DECIMALS), round(float(given[1]), DECIMALS)
        if -180 <= longitude <= 180 and -90 <= latitude <= 90:
            return longitude, latitude
    raise DefinitionError((Problem("areas_not_degrees", "options"),))


def _name(named: object, name: str) -> str:
    value = named.get(name) if isinstance(named, Mapping) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def code_of(name: str) -> str:
    """Return a code made of an area's name."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_")


def _by_number(code: str) -> list[tuple[int, str]]:
    """Order ward_2 before ward_10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code)]
