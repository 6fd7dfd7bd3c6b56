"""The second step in the portal: the way to one's own, who has one, and letting in who lost the phone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engage.access import OPERATOR, Actor
from engage.actions import administer
from engage.office import Office
from engage.settings import SecondFactor
from surveys.store import second_factors, staff
from tests.engage.portal.conftest import click, texts
from tests.factories import AT, cast
from tests.signing_in import PASSWORD, quick_hashing

Portal = Callable[..., AppTest]
pytestmark = pytest.mark.usefixtures("quick_hashing")
__all__ = ["quick_hashing"]


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.fixture
def ana(office: Office) -> Actor:
    """Ana with a password and a second step."""
    person = cast(office).ana.staff
    administer.set_password(office, OPERATOR, person.id, PASSWORD)
    with office.db.write() as tx:
        second_factors.put(tx, person.id, salt="salt", step=1, at=AT)
        found = staff.by_id(tx, person.id)
    return Actor(found)


@pytest.mark.parametrize(("language", "label"), [("en", "Second step"), ("fr", "Deuxième étape")])
def test_the_way_to_ones_own_stands_where_a_password_is_used(
    portal: Portal, office: Office, ana: Actor, language: str, label: str
) -> None:
    assert label in buttons(portal("overview", ana, language=language))
    assert label not in buttons(portal("overview", cast(office).ben, language=language))
    office.settings = replace(office.settings, second_factor=SecondFactor(is_offered=False))
    assert label not in buttons(portal("overview", ana, language=language))


def test_who_manages_people_sees_who_has_one_and_lets_in_who_lost_the_phone(
    portal: Portal, office: Office, ana: Actor
) -> None:
    dee = cast(office).dee
    app = portal("staff", dee)
    assert texts(app).count("Second step") == 1
    app = click(app, "Remove the second step")
    assert "signs in with the password alone now" in texts(app)
    assert administer.with_second_step(office, dee) == frozenset()
    assert "Remove the second step" not in buttons(app)


def test_who_manages_nobody_sees_nothing_of_it(portal: Portal, office: Office, ana: Actor) -> None:
    cho = cast(office).cho
    assert "Second step" not in texts(portal("staff", cho))
