"""How full quotas are: counted now, told to whoever may see the survey."""

import pytest

from engage.access import NotFoundError
from engage.actions import collect, ways_out
from engage.office import Office
from tests.engage.actions.test_leaving import north, send, survey, whole
from tests.factories import cast, make_survey


def test_a_survey_with_neither_says_nothing(office: Office) -> None:
    make_survey(office)
    assert ways_out.progress(office, cast(office).ana, "library") == ways_out.WaysOut()


def test_places_and_people_are_counted_now(office: Office) -> None:
    survey(office, quotas=[north(2)])
    first = whole(office)
    whole(office)
    whole(office)
    send(office, lives_here="no")
    found = ways_out.progress(office, cast(office).ben, "library")
    [quota], [screen_out] = found.quotas, found.screen_outs
    assert (quota.taken, quota.left, quota.turned_away) == (2, 0, 1)
    assert (screen_out.screen_out.name, screen_out.turned_away) == ("visitors", 1)
    assert isinstance(first, collect.Receipt)
    collect.withdraw(office, first.reference, first.withdrawal_code)
    [quota] = ways_out.progress(office, cast(office).ana, "library").quotas
    assert (quota.taken, quota.left) == (1, 1)


@pytest.mark.parametrize("name", ["cho", "rosa"])
def test_others_learn_nothing(office: Office, name: str) -> None:
    survey(office, quotas=[north(2)])
    with pytest.raises(NotFoundError):
        ways_out.progress(office, getattr(cast(office), name), "library")
