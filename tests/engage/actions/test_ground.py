"""Areas into a survey's draft, points counted by area, and what anybody may see of it.

1. A question with a list of areas takes those of the file, and keeps the answers that mean none.
2. A point is kept as it was; exports name its area; it is counted by area, "elsewhere" outside of all.
3. Published figures of areas are suppressed like any other, on the map as well.
4. Only who may edit changes areas; a file that cannot be used changes nothing.
"""

import json
from typing import Any

import pytest

from engage import charts
from engage.access import NotFoundError, RefusedError
from engage.actions import author, collect, ground, results
from engage.office import Office
from engage.wording import wording
from surveys.definition import publishing_problems
from surveys.problems import DefinitionError
from surveys.questions import Question
from surveys.questions.map_point import MapPoint
from surveys.summaries import ChoiceSummary
from tests.factories import answer, both, cast, make_survey, option, question


def ring(west: float, east: float) -> list[list[float]]:
    return [[west, 43.0], [east, 43.0], [east, 43.2], [west, 43.2], [west, 43.0]]


WARDS = {"West": ring(-79.4, -79.3), "East": ring(-79.3, -79.2)}
FILE = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "properties": {"NAME": name, "NOM": f"{name} (fr)"},
                "geometry": {"type": "Polygon", "coordinates": [points]},
            }
            for name, points in WARDS.items()
        ],
    }
).encode()
WARD = question("home_area", "ward", "west", "old_name")
WARD["options"].append(option("unsaid", missing=True))
SPOT = question(
    "map_point", "spot", addresses=[{"label": both("Hall"), "latitude": 43.1, "longitude": -79.35}]
)


@pytest.fixture
def survey(office: Office) -> Office:
    make_survey(office, questions=[WARD, SPOT, question("short_text", "why")])
    return office


def put(office: Office, name: str, **more: Any) -> list[str]:
    given = {"content": FILE, "english": "NAME", "french": "NOM", **more}
    actor = given.pop("actor", cast(office).ana)
    return [area.code for area in ground.set_areas(office, actor, "library", name, **given)]


def asked(office: Office, name: str) -> Question:
    draft, _, _ = author.versions_for(office, cast(office).ana, "library")
    if draft is None:
        draft = collect.open_survey(office, "library").version
    found = draft.definition.question(name)
    assert found is not None
    return found


def test_a_list_takes_the_areas_of_the_file(survey: Office) -> None:
    assert put(survey, "ward") == ["east", "west"]
    ward = asked(survey, "ward")
    assert [(o.code, o.label["fr"], o.missing) for o in ward.choices()] == [
        ("east", "East (fr)", False),
        ("west", "West (fr)", False),
        ("unsaid", "Unsaid (fr)", True),
    ]
    assert set(ward.outlines) == {"east", "west"}  # type: ignore[attr-defined]
    author.publish(survey, cast(survey).ana, "library")
    answer(survey, ward="east")


def test_a_point_knows_its_area(survey: Office) -> None:
    put(survey, "spot")
    spot = asked(survey, "spot")
    assert isinstance(spot, MapPoint)
    west, east, outside = (spot.parse([text]) for text in ("hall", "43.05, -79.25", "44, -79"))
    assert (west, east, outside) == ("43.100,-79.350", "43.050,-79.250", "44.000,-79.000")
    assert [spot.export_cells(one)[2] for one in (west, east, outside, None)] == [
        "west",
        "east",
        "elsewhere",
        "",
    ]
    assert spot.export_columns() == ["spot/latitude", "spot/longitude", "spot/area"]
    assert spot.parse(spot.from_cells(spot.export_cells(east))) == east
    counted = spot.summarise([west, east, east, outside, None])
    assert [(bar.code, bar.count) for bar in counted.bars] == [("east", 2), ("west", 1), ("elsewhere", 1)]  # type: ignore[union-attr]
    assert (counted.base, counted.missing) == (4, 1)


def test_points_without_areas_are_told_to_nobody(survey: Office) -> None:
    assert asked(survey, "spot").is_counted is False
    put(survey, "spot")
    assert asked(survey, "spot").is_counted is True


def test_areas_are_counted_for_staff_and_suppressed_in_public(survey: Office) -> None:
    put(survey, "spot")
    author.publish(survey, cast(survey).ana, "library")
    for at in ["43.1, -79.25"] * 20 + ["hall"] * 15 + ["44, -79"] * 2:
        answer(survey, spot=at)
    author.show_results(survey, cast(survey).ana, "library", is_public=True)
    found = results.survey_results(survey, cast(survey).ana, "library")
    staff = next(one for one in found.questions if one.name == "spot")
    assert isinstance(staff.summary, ChoiceSummary)
    told_staff = [(bar.code, bar.count) for bar in staff.summary.bars]
    assert told_staff == [("east", 20), ("west", 15), ("elsewhere", 2)]
    public = next(one for one in results.public_results(survey, "library").questions if one.name == "spot")
    counts = {bar.code: bar.count for bar in public.bars}
    assert counts["elsewhere"] is None
    assert None in (counts["east"], counts["west"])
    assert {bar.code: bar.label["fr"] for bar in public.bars}["elsewhere"] == "Ailleurs"
    drawn = charts.public_question(wording("en"), public)
    told = json.dumps(drawn.ground.to_dict())
    assert "hidden" in told
    assert "15 (" not in told or "20 (" not in told


def test_the_map_says_what_the_bars_say(survey: Office) -> None:
    put(survey, "ward")
    author.publish(survey, cast(survey).ana, "library")
    answer(survey, ward="east")
    found = results.survey_results(survey, cast(survey).ana, "library")
    ward = next(one for one in found.questions if one.name == "ward")
    drawn = charts.question(wording("en"), ward)
    layers = drawn.ground.to_dict()["layer"]
    data = layers[0]["data"]["values"]
    assert [(one["properties"]["label"], one["properties"]["share"]) for one in data] == [
        ("East", 1.0),
        ("West", 0.0),
    ]
    [plain] = [q for q in found.questions if q.name == "why"]
    assert charts.question(wording("en"), plain).ground is None


def test_an_area_needs_its_name_in_both_languages(survey: Office) -> None:
    put(survey, "spot")
    draft, _, _ = author.versions_for(survey, cast(survey).ana, "library")
    assert draft is not None
    assert publishing_problems(draft.definition, None) == []
    assert ("areas.east", {"en": "East", "fr": "East (fr)"}) in list(asked(survey, "spot").texts())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"features": []}'])
def test_a_file_that_cannot_be_used_changes_nothing(survey: Office, content: bytes) -> None:
    with pytest.raises(DefinitionError):
        put(survey, "ward", content=content)
    assert [o.code for o in asked(survey, "ward").choices()] == ["west", "old_name", "unsaid"]


@pytest.mark.parametrize("name", ["why", "nothing"])
def test_other_questions_have_no_areas(survey: Office, name: str) -> None:
    with pytest.raises(NotFoundError):
        put(survey, name)


def test_an_analyst_changes_no_areas(survey: Office) -> None:
    with pytest.raises(RefusedError):
        put(survey, "ward", actor=cast(survey).dev)
