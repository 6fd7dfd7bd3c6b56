"""What residents may answer now: fresh within a second, read from the database at most once in it."""

from datetime import timedelta

import pytest

from engage import live as live_module
from engage.actions import author
from engage.live import LiveSurveys
from engage.office import Office
from tests.conftest import statements_of
from tests.factories import AT, cast, definition, make_service, make_survey, publish_survey


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(live_module, "time", made)
    return made


def test_a_survey_is_read_once_a_second(office: Office, clock: Clock) -> None:
    make_survey(office)
    live = LiveSurveys(office.db)
    with statements_of(office.db) as statements:
        for _ in range(50):
            assert live.survey("library") is not None
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 1


def test_a_change_elsewhere_shows_after_a_second(office: Office, clock: Clock) -> None:
    make_survey(office)
    live = LiveSurveys(office.db)  # as in another process
    live.survey("library")
    author.close(office, cast(office).ana, "library")
    states = []
    for seconds in (0.0, 0.9, 0.2):
        clock.at += seconds
        found = live.survey("library")
        assert found is not None
        states.append(found.state)
    assert states == ["open", "open", "closed"]


def test_a_change_of_ours_shows_at_once(office: Office) -> None:
    make_survey(office)
    assert office.live.survey("library") is not None
    author.close(office, cast(office).ana, "library")
    found = office.live.survey("library")
    assert found is not None
    assert found.state == "closed"


def test_a_published_version_is_kept_and_a_draft_is_not(office: Office) -> None:
    survey = make_survey(office)
    version_id = survey.live_version_id
    assert version_id is not None
    office.live.version(version_id)
    with statements_of(office.db) as statements:
        assert office.live.version(version_id) == office.live.version(version_id)
    assert statements == []
    make_survey(office, "other", is_published=False)
    draft, _, _ = author.versions_for(office, cast(office).ana, "other")
    assert draft is not None
    author.save_draft(office, cast(office).ana, "other", definition(title="Newer"), edits=1)
    assert office.live.version(draft.id) is not None
    publish_survey(office, "other", title="Newest")
    found = office.live.version(draft.id)
    assert found is not None
    assert (found.state, found.definition.title["en"]) == ("published", "Newest")


def test_unknown_slugs_do_not_fill_the_memory(office: Office) -> None:
    for number in range(1500):
        assert office.live.survey(f"nothing-{number}") is None
    assert len(office.live._surveys) <= 1001


def test_releases_come_with_the_survey(office: Office) -> None:
    service_id = make_service(office, releases={"0.8.0": AT, "0.7.0": AT - timedelta(days=9)})
    make_survey(office, service_id=service_id)
    assert [release.number for release in office.live.releases("library")] == ["0.7.0", "0.8.0"]
    assert office.live.releases("nothing") == ()
