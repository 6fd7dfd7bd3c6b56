"""A map on the light face: shapes in the page, north up, hidden areas empty, no more than the table says."""

import re

import pytest
from starlette.testclient import TestClient

from engage.actions import author, ground
from engage.office import Office
from engage.results.public_values import PublicBar
from engage.web.ground import WIDTH
from engage.web.ground import ground as drawn
from tests.engage.actions.test_ground import FILE, SPOT, WARD
from tests.engage.web.pages import visit
from tests.factories import answer, cast, make_survey

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
NORTH = tuple((x, y + 1) for x, y in SQUARE)


def bar(code: str, count: int | None, share: float | None) -> PublicBar:
    return PublicBar(code, {"en": code, "fr": code}, count, share)


def test_north_is_up_and_the_largest_share_is_strongest() -> None:
    made = drawn(
        [bar("south", 30, 0.75), bar("north", 10, 0.25)], {"south": ((SQUARE,),), "north": ((NORTH,),)}
    )
    south, north = made.shapes
    assert south.y > north.y
    assert (south.strength, north.strength) == ("1.00", "0.41")
    numbers = [int(number) for shape in made.shapes for number in re.findall(r"\d+", shape.path)]
    assert min(numbers) >= 0
    assert max(numbers) <= max(WIDTH, made.height)


def test_a_hidden_area_has_no_strength_of_its_own_and_a_bar_without_outline_is_not_drawn() -> None:
    made = drawn([bar("south", None, None), bar("elsewhere", 5, 0.5)], {"south": ((SQUARE,),)})
    assert [(shape.code, shape.is_hidden, shape.strength) for shape in made.shapes] == [
        ("south", True, "0.12")
    ]


def test_without_outlines_there_is_no_map() -> None:
    assert drawn([bar("yes", 5, 1.0)], {}).shapes == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_published_areas_are_drawn_and_hidden_ones_are_not_told(
    office: Office, client: TestClient, language: str
) -> None:
    make_survey(office, questions=[WARD, SPOT])
    ana = cast(office).ana
    ground.set_areas(office, ana, "library", "ward", content=FILE, english="NAME", french="NOM")
    author.publish(office, ana, "library")
    for code in ["east"] * 30 + ["west"] * 3:
        answer(office, ward=code)
    author.show_results(office, ana, "library", is_public=True)
    page = visit(client, f"/{language}/results/library").text
    [svg] = re.findall(r'<svg class="ground".*?</svg>', page, re.DOTALL)
    assert svg.count("<path") == svg.count("<text") == 2
    assert 'class="hidden"' in svg
    assert ("West (fr)" in svg) is (language == "fr")
    assert "style=" not in svg
