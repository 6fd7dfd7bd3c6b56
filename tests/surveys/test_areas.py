"""Areas on the ground: which of them a point lies in, and what may come in a file of boundaries.

1. Inside, outside and on the border are told apart, with holes and several pieces, whatever the direction.
2. Neighbours that share a border leave no point between them, and the first one has the border.
3. Several pieces of one area become one; names in both languages; areas in the order people count.
4. What is no file of areas, in other units, or too fine is refused with what to do.
"""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import areas
from surveys.areas import bounds_of, holds, points_in, read_areas
from surveys.problems import DefinitionError

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
HOLE = ((1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0), (1.0, 1.0))
FAR = tuple((x + 10, y) for x, y in SQUARE)
# A letter C: a ray to the east crosses it several times.
_BAY = [(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (4, 3), (4, 4), (0, 4), (0, 0)]
BAY = tuple((float(x), float(y)) for x, y in _BAY)


@pytest.mark.parametrize(
    ("outline", "at", "expected"),
    [
        (((SQUARE,),), (2.0, 2.0), True),
        (((SQUARE,),), (5.0, 2.0), False),
        (((SQUARE,),), (-1.0, 4.0), False),
        (((SQUARE,),), (4.0, 2.0), True),
        (((SQUARE,),), (0.0, 0.0), True),
        (((SQUARE[::-1],),), (2.0, 2.0), True),
        (((SQUARE, HOLE),), (1.5, 1.5), False),
        (((SQUARE, HOLE),), (1.0, 1.5), True),
        (((SQUARE, HOLE),), (3.0, 3.0), True),
        (((SQUARE,), (FAR,)), (12.0, 1.0), True),
        (((SQUARE,), (FAR,)), (7.0, 1.0), False),
        (((BAY,),), (2.0, 2.0), False),
        (((BAY,),), (0.5, 2.0), True),
        (((BAY,),), (2.0, 3.5), True),
    ],
)
def test_a_point_is_in_or_out(outline: Any, at: tuple[float, float], expected: bool) -> None:
    assert holds(outline, at) is expected


def ray_by_ray(ring: Any, x: float, y: float) -> bool:
    """The textbook's way, for points that are on no border."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=8, unique=True),
    st.floats(-10, 10),
    st.floats(-10, 10),
)
def test_it_agrees_with_the_textbook(corners: list[tuple[int, int]], x: float, y: float) -> None:
    ring = tuple((float(a) + 0.137, float(b) + 0.211) for a, b in [*corners, corners[0]])
    x, y = round(x, 2) + 0.0031, round(y, 2) + 0.0047
    assert holds(((ring,),), (x, y)) is ray_by_ray(ring, x, y)


@given(st.floats(0, 8), st.floats(0, 4))
def test_neighbours_leave_no_point_between_them(x: float, y: float) -> None:
    east = tuple((a + 4, b) for a, b in SQUARE)
    assert holds(((SQUARE,),), (x, y)) or holds(((east,),), (x, y))


def feature(name: Any, *polygons: Any, kind: str = "MultiPolygon", **more: Any) -> dict[str, Any]:
    given = [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
    geometry = {"type": kind, "coordinates": given if kind == "MultiPolygon" else given[0]}
    return {"type": "Feature", "properties": {"NAME": name, **more}, "geometry": geometry}


def read(*features: Any, **more: Any) -> list[areas.Area]:
    return read_areas({"type": "FeatureCollection", "features": list(features)}, english="NAME", **more)


def test_pieces_become_one_area_in_the_order_people_count() -> None:
    found = read(
        feature("Ward 10", (SQUARE,), kind="Polygon", NOM="Quartier 10"),
        feature("Ward 2", (SQUARE,), NOM="Quartier 2"),
        feature("Ward 2", (FAR,)),
        french="NOM",
    )
    assert [(area.code, dict(area.label), len(area.outline)) for area in found] == [
        ("ward_2", {"en": "Ward 2", "fr": "Quartier 2"}, 2),
        ("ward_10", {"en": "Ward 10", "fr": "Quartier 10"}, 1),
    ]
    assert bounds_of(area.outline for area in found) == (0.0, 0.0, 4.0, 14.0)
    assert points_in(area.outline for area in found) == 15


def test_heights_are_dropped_rings_closed_and_points_that_stand_still_left_out() -> None:
    ring = [[0, 0, 80.5], [0.0000001, 0], [4, 0], [4, 4], [0, 4]]
    [area] = read({"properties": {"NAME": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    assert area.outline == ((SQUARE,),)


def test_an_area_may_have_no_outline_and_a_collection_has_its_parts() -> None:
    polygon = {"type": "Polygon", "coordinates": [[list(point) for point in SQUARE]]}
    together = {"type": "GeometryCollection", "geometries": [polygon, 3]}
    found = read(
        {"properties": {"NAME": "Nowhere"}, "geometry": None},
        {"properties": {"NAME": "Parts"}, "geometry": together},
        {"properties": {"NAME": "Point"}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
    )
    assert [(area.code, len(area.outline)) for area in found] == [("nowhere", 0), ("parts", 1), ("point", 0)]


@pytest.mark.parametrize(
    "point", [[640_000.0, 4_780_000.0], ["0", "0"], [True, False], [1], None, [float("nan"), 0.0], [0, 91]]
)
def test_other_units_are_refused(point: Any) -> None:
    ring = [point, [4, 0], [4, 4], [0, 0]]
    with pytest.raises(DefinitionError) as raised:
        read({"properties": {"NAME": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    assert [problem.code for problem in raised.value.problems] == ["areas_not_degrees"]


def test_what_is_too_fine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "MOST_POINTS", 9)
    with pytest.raises(DefinitionError) as raised:
        read(feature("a", (SQUARE,)), feature("b", (FAR,)))
    assert dict(raised.value.problems[0].details) == {"count": 10, "most": 9}


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(geometry=json_value, kind=st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection", "x"]))
def test_no_file_breaks_the_reader(geometry: Any, kind: str) -> None:
    given = {"type": kind, "coordinates": geometry, "geometries": geometry}
    file = ({"properties": {"NAME": "a"}, "geometry": given}, geometry, None)
    codes: list[str] = []
    try:
        outlines = [area.outline for area in read(*file)]
    except DefinitionError as error:
        outlines, codes = [], [problem.code for problem in error.problems]
    assert codes in ([], ["areas_not_degrees"])
    assert len(outlines) + len(codes) == 1
