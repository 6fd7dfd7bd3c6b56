"""The newest responses: who may see that they came, in which order, and never what they say."""

import pytest

from engage.access import NotFoundError
from engage.actions import arrivals
from tests.factories import answer, cast, make_survey


def test_the_newest_response_comes_first(office):
    people = cast(office)
    survey = make_survey(office)
    for _ in range(3):
        answer(office, survey.slug)
    found = arrivals.latest(office, people.ana, survey.slug, limit=2)
    assert [arrival.id for arrival in found] == [3, 2]
    assert {arrival.channel for arrival in found} == {"web"}


def test_another_department_does_not_learn_that_the_survey_exists(office):
    people = cast(office)
    survey = make_survey(office)
    with pytest.raises(NotFoundError):
        arrivals.latest(office, people.cho, survey.slug)


def test_a_site_admin_who_may_not_see_results_is_refused(office):
    people = cast(office)
    survey = make_survey(office)
    with pytest.raises(PermissionError):
        arrivals.latest(office, people.sam, survey.slug)
