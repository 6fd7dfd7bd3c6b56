"""A survey opens and closes by itself: the server's clock decides, with some grace for who is answering."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engage.access import NotFoundError, RefusedError
from engage.actions import author, collect
from engage.actions.collect import CLOSING_GRACE, Receipt, SurveyClosedError
from engage.office import Office
from surveys.store import audit
from tests.factories import AT, cast, make_survey, survey_now

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def at(office: Office, moment: datetime) -> None:
    office.now = lambda: moment
    office.live.forget("library")


@pytest.fixture
def office(office: Office) -> Office:
    make_survey(office)
    at(office, AT)
    return office


def schedule(office: Office, who: str = "ana", **days: datetime | None) -> None:
    author.schedule(office, getattr(cast(office), who), "library", **days)


def test_before_its_day_nobody_can_answer(office: Office) -> None:
    schedule(office, opens_at=AT + DAY)
    assert survey_now(office).stage_at(AT) == "waiting"
    assert collect.open_surveys(office) == []
    with pytest.raises(SurveyClosedError):
        collect.open_survey(office, "library")
    at(office, AT + DAY)
    assert survey_now(office).stage_at(AT + DAY) == "open"
    assert [each.slug for each in collect.open_surveys(office)] == ["library"]
    assert collect.open_survey(office, "library").survey.slug == "library"


def test_on_its_last_day_it_closes_with_a_grace_for_who_is_answering(office: Office) -> None:
    closes_at = AT + DAY
    schedule(office, closes_at=closes_at)
    before = collect.open_survey(office, "library").key.token
    at(office, closes_at - MINUTE)
    late = collect.open_survey(office, "library").key.token
    at(office, closes_at)
    assert survey_now(office).stage_at(closes_at) == "closed"
    assert collect.open_surveys(office) == []
    with pytest.raises(SurveyClosedError):
        collect.open_survey(office, "library")
    at(office, closes_at + CLOSING_GRACE)
    sent = collect.submit(office, "library", late, {"ease": ["good"]}, language="en")
    assert isinstance(sent, Receipt)
    at(office, closes_at + CLOSING_GRACE + MINUTE)
    with pytest.raises(SurveyClosedError):
        collect.submit(office, "library", before, {"ease": ["good"]}, language="en")


def test_a_form_opened_after_closing_has_no_grace(office: Office) -> None:
    token = collect.open_survey(office, "library").key.token
    schedule(office, closes_at=AT + DAY)
    at(office, AT + 2 * DAY)
    author.reopen(office, cast(office).ana, "library")
    later = collect.open_survey(office, "library").key.token
    schedule(office, closes_at=AT + 3 * DAY)
    at(office, AT + 3 * DAY + MINUTE)
    assert collect.reopen(office, "library", later).survey.slug == "library"
    assert collect.reopen(office, "library", token).survey.slug == "library"


def test_opening_by_hand_forgets_what_would_keep_it_closed(office: Office) -> None:
    ana = cast(office).ana
    schedule(office, opens_at=AT + DAY, closes_at=AT + 3 * DAY)
    author.reopen(office, ana, "library")
    survey = survey_now(office)
    assert (survey.stage_at(AT), survey.opens_at, survey.closes_at) == ("open", None, AT + 3 * DAY)
    at(office, AT + 4 * DAY)
    author.reopen(office, ana, "library")
    survey = survey_now(office)
    assert (survey.stage_at(AT + 4 * DAY), survey.closes_at) == ("open", None)


def test_closed_by_hand_stays_closed_since_then(office: Office) -> None:
    schedule(office, closes_at=AT + 2 * DAY)
    author.close(office, cast(office).ana, "library")
    survey = survey_now(office)
    assert survey.closed_since(AT + DAY) == AT
    assert survey.closed_since(AT + 3 * DAY) == AT
    assert survey.stage_at(AT) == "closed"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"closes_at": AT}, "closes_past"),
        ({"closes_at": AT - DAY}, "closes_past"),
        ({"opens_at": AT + 2 * DAY, "closes_at": AT + DAY}, "closes_first"),
        ({"opens_at": AT + DAY, "closes_at": AT + DAY}, "closes_first"),
    ],
)
def test_days_that_cannot_be_are_refused(office: Office, days: dict[str, Any], code: str) -> None:
    before = survey_now(office)
    with pytest.raises(ValueError, match=f"^{code}$"):
        schedule(office, **days)
    assert survey_now(office) == before


def test_a_day_that_is_over_may_stay_while_the_other_changes(office: Office) -> None:
    schedule(office, closes_at=AT + DAY)
    at(office, AT + 2 * DAY)
    schedule(office, opens_at=AT - DAY, closes_at=AT + DAY)
    assert survey_now(office).opens_at == AT - DAY


def test_a_draft_waits_for_its_day_once_published(office: Office) -> None:
    make_survey(office, slug="park", is_published=False)
    ana = cast(office).ana
    author.schedule(office, ana, "park", opens_at=AT + DAY)
    assert survey_now(office, "park").stage_at(AT) == "draft"
    author.publish(office, ana, "park")
    assert survey_now(office, "park").stage_at(AT) == "waiting"
    assert survey_now(office, "park").open_since(AT) is None
    assert survey_now(office, "park").open_since(AT + DAY) == AT + DAY


def test_each_change_is_told_once(office: Office) -> None:
    schedule(office, closes_at=AT + DAY)
    schedule(office, closes_at=AT + DAY)
    schedule(office)
    with office.db.read() as tx:
        told = [dict(each.details) for each in audit.entries(tx) if each.action == "survey.scheduled"]
    assert sorted(told, key=lambda each: each["closes_at"]) == [
        {"opens_at": "", "closes_at": ""},
        {"opens_at": "", "closes_at": "2026-09-15T13:00+00:00"},
    ]


@pytest.mark.parametrize(
    ("who", "error"),
    [("cho", NotFoundError), ("rosa", NotFoundError), ("ben", RefusedError), ("dev", RefusedError)],
)
def test_who_may_not_publish_sets_no_days(office: Office, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        schedule(office, who, closes_at=AT + DAY)
    assert survey_now(office).closes_at is None
