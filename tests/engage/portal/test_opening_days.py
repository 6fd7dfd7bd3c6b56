"""Opening and closing days in the portal: chosen with a day and a time, told in the town's time."""

from datetime import date, time, timedelta

import pytest

from engage.actions import author
from engage.portal import state
from tests.engage.portal.conftest import click, texts
from tests.factories import AT, cast, make_survey, survey_now

DAY = timedelta(days=1)


@pytest.fixture
def office(office):
    office.now = lambda: AT
    make_survey(office)
    return office


def key(name: str, held: object = None) -> str:
    return state.field_key("opening_days", f"library.{name}.{held}")


def test_days_are_chosen_in_the_towns_time(portal, office) -> None:
    app = portal("survey", cast(office).ana, survey="library")
    app.date_input(key=key("opens.day")).set_value(date(2026, 9, 20))
    app.date_input(key=key("closes.day")).set_value(date(2026, 12, 1))
    app.time_input(key=key("closes.time")).set_value(time(23, 59))
    click(app, "Save the days")
    survey = survey_now(office)
    assert survey.opens_at is not None
    assert survey.closes_at is not None
    # Eight in the morning unless another time is chosen; in December the clocks stand an hour back.
    assert survey.opens_at.isoformat() == "2026-09-20T12:00:00+00:00"
    assert survey.closes_at.isoformat() == "2026-12-02T04:59:00+00:00"
    said = texts(app)
    assert "The days are saved." in said
    assert "opens September 20, 2026, 8:00 a.m." in said
    assert "closes December 1, 2026, 11:59 p.m." in said
    assert "Opens later" in said
    click(app, "Open it now")
    assert survey_now(office).stage_at(AT) == "open"


def test_a_day_that_is_over_is_told(portal, office) -> None:
    app = portal("survey", cast(office).ana, survey="library", language="fr")
    app.date_input(key=key("closes.day")).set_value(date(2026, 9, 1))
    click(app, "Enregistrer les dates")
    assert ["Cette date de fermeture est passée" in each.value for each in app.error] == [True]
    assert survey_now(office).closes_at is None
    assert not app.exception


def test_an_editor_sees_the_days_and_cannot_change_them(portal, office) -> None:
    author.schedule(office, cast(office).ana, "library", closes_at=AT + DAY)
    app = portal("survey", cast(office).ben, survey="library")
    assert "closes September 15, 2026, 9:00 a.m." in texts(app)
    assert list(app.date_input) == []


def test_the_list_tells_what_waits_and_what_is_over(portal, office) -> None:
    make_survey(office, slug="park", title="Park")
    ana = cast(office).ana
    author.schedule(office, ana, "library", opens_at=AT + DAY)
    author.schedule(office, ana, "park", closes_at=AT + DAY)
    app = portal("surveys", ana)
    app.button_group(key=state.field_key("surveys", "state")).set_value("waiting").run()
    assert [each.value for each in app.subheader] == ["Library survey"]
    office.now = lambda: AT + 2 * DAY
    app = portal("surveys", ana)
    app.button_group(key=state.field_key("surveys", "state")).set_value("closed").run()
    assert [each.value for each in app.subheader] == ["Park"]


def test_residents_read_when_it_opens(portal, office) -> None:
    author.schedule(office, cast(office).ana, "library", opens_at=AT + DAY)
    app = portal("take_part", survey="library", language="fr")
    assert ["à partir du 15 septembre 2026, 9 h 00" in each.value for each in app.warning] == [True]
