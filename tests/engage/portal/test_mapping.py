"""The map of a question for a place: drawn from what is known, filled in by a click, never needed.

1. There is one where the author gave bounds, areas or two places; none where nothing is known.
2. A click fills the field with latitude and longitude; the field alone answers as well.
3. Nothing on it is asked of another origin.
"""

import json
from typing import Any

import pytest

from engage.office import Office
from engage.portal import mapping
from surveys.questions import Question
from tests.engage.portal.conftest import click, texts
from tests.factories import both, definition, make_survey, question, stored

BOUNDS = (43.1, -79.4, 43.3, -79.1)
PLACES = [{"label": both("Hall"), "latitude": 43.18, "longitude": -79.24}]
OUTLINE = [[[[-79.4, 43.1], [-79.1, 43.1], [-79.1, 43.3], [-79.4, 43.1]]]]


def asked(**settings: Any) -> Question:
    return next(definition([question("map_point", "spot", **settings)]).questions())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, False),
        ({"addresses": PLACES}, False),
        ({"bounds": BOUNDS}, True),
        ({"areas": [{"code": "all", "label": both("All"), "outline": OUTLINE}]}, True),
        ({"addresses": [*PLACES, {**PLACES[0], "label": both("Port"), "latitude": 43.2}]}, True),
    ],
)
def test_a_map_is_drawn_where_something_is_known(settings: dict[str, Any], expected: bool) -> None:
    assert mapping.has_map(asked(**settings)) is expected


def test_a_click_fills_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {
        "map": {"selection": {"pointed": [{"latitude": 43.17072, "longitude": -79.27515}]}}
    }
    monkeypatch.setattr(mapping.st, "session_state", state)
    mapping._take("map", "field")
    assert asked(bounds=BOUNDS).parse([state["field"]]) == "43.171,-79.275"
    for nothing in ({}, {"selection": {}}, {"selection": {"pointed": []}}, {"selection": {"pointed": [{}]}}):
        state.update(map=nothing, field="as it was")
        mapping._take("map", "field")
        assert state["field"] == "as it was"


@pytest.mark.parametrize("typed", [None, "", "Hall", "43.2, -79.2", "here, there", "a,b,c", "nan,1"])
def test_whatever_stands_in_the_field_the_map_is_drawn(typed: object) -> None:
    chart = mapping._chart(asked(bounds=BOUNDS, addresses=PLACES), "en", BOUNDS, typed)
    told = json.dumps(chart.to_dict())
    assert '"url"' not in told
    assert ('"latitude": 43.2,' in told) is (typed == "43.2, -79.2")


def test_it_is_offered_below_the_field_and_not_needed(portal: Any, office: Office) -> None:
    make_survey(office, questions=[question("map_point", "spot", bounds=BOUNDS)])
    app = portal("take_part", survey="library", language="fr")
    assert not app.exception
    assert "Cliquez ou touchez" in texts(app)
    app.text_input[0].set_value("43.2, -79.2").run()
    click(app, "Envoyer vos réponses")
    assert stored(office) == [{"spot": "43.200,-79.200"}]
