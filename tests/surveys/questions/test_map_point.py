"""A place by its name or by latitude and longitude.

1. A listed place is met by its name in either language, whatever case and accents.
2. Latitude and longitude are taken in this order and kept no finer than the author needs.
3. What is no place, or lies outside the bounds, is refused with a code of its own.
4. A point is exported as two numbers and read back equal; it is shown by its name where it has one.
5. Names need both languages; bounds that hold nothing are the author's problem.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.problems import AnswerError
from surveys.questions.map_point import MapPoint
from tests.factories import question

HALL = {"label": {"en": "Town Hall", "fr": "Hôtel de ville"}, "latitude": 43.17921, "longitude": -79.24364}


def built(**settings: Any) -> MapPoint:
    return MapPoint.model_validate(question("map_point", "spot", **{"addresses": [HALL], **settings}))


@pytest.mark.parametrize("written", ["Town Hall", "town  hall!", "HOTEL DE VILLE", "43.1792, -79.2437"])
def test_a_place_is_met_by_name_or_by_numbers(written: str) -> None:
    assert built().parse([written]) == "43.179,-79.244"


@pytest.mark.parametrize("written", ["(43.5; -79.5)", "43.5 -79.5", "+43.50°, -79.50°"])
def test_numbers_may_be_written_in_several_ways(written: str) -> None:
    assert built(decimals=1).parse([written]) == "43.5,-79.5"


@pytest.mark.parametrize("written", ["Nowhere", "43.5", "91, 0", "0, 181", "43,5, -79,5", "1,2,3", "NaN, 0"])
def test_what_is_no_place_is_refused(written: str) -> None:
    with pytest.raises(AnswerError) as raised:
        built().parse([written])
    assert raised.value.code == "place_unknown"


def test_a_place_outside_the_bounds_is_refused() -> None:
    asked = built(bounds=[43, -80, 44, -79])
    assert asked.parse(["43, -80"]) == "43.000,-80.000"
    with pytest.raises(AnswerError) as raised:
        asked.parse(["45, -79.5"])
    assert raised.value.code == "place_outside"


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_what_was_exported_is_read_back_equal(latitude: float, longitude: float) -> None:
    asked = built()
    value = asked.parse([f"{latitude:.9f}, {longitude:.9f}"])
    assert asked.parse(asked.from_cells(asked.export_cells(value))) == value
    assert asked.parse(asked.raw(value)) == value
    assert [variable.sort for variable in asked.variables()] == ["latitude", "longitude"]


def test_a_point_is_shown_by_its_name() -> None:
    assert built().show("43.179,-79.244", "fr") == ["Hôtel de ville"]
    assert built().show("43.500,-79.500", "fr") == ["43.500, -79.500"]


def test_names_need_both_languages_and_bounds_hold_something() -> None:
    assert [place for place, _ in built().texts()] == ["text", "addresses.1"]
    assert [p.code for p in built(bounds=[44, -80, 43, -79]).own_problems()] == ["range_crossed"]
    assert built(bounds=[43, -80, 44, -79]).own_problems() == []
