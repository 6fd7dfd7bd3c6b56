"""Conditions, constraints, calculations and repeated answers in the portal."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from engage.office import Office
from tests.engage.portal.conftest import click, texts
from tests.factories import publish_definition, stored
from tests.logic_example import logic_example

Portal = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def example(office: Office) -> None:
    """Publish the example survey."""
    publish_definition(office, logic_example())


def answer(app: AppTest, language: str, **given: object) -> AppTest:
    for name, value in given.items():
        key = f"take_part.library.{language}.{name}.0"
        widget = next(
            w
            for sort in ("radio", "text_input", "date_input", "button_group", "text_area")
            for w in app.get(sort)
            if w.key == key
        )
        widget.set_value(value)
    return app


def test_the_whole_way_in_french(office: Office, portal: Portal) -> None:
    app = portal("take_part", language="fr", survey="library")
    answer(app, "fr", ward="harbour", born_on=date(1990, 5, 5), members="2", children="3")
    click(app, "Continuer")
    assert "Vous avez dit que votre foyer compte 2 personnes" in texts(app)
    answer(app, "fr", members="4")
    click(app, "Continuer")
    assert "Bord du lac" in texts(app)
    assert "Coût d’une visite" not in texts(app)
    answer(app, "fr", teens="Un skatepark")
    click(app, "Continuer")
    assert "18 à 64 ans" in app.text_area[0].label
    click(app, "Continuer")
    click(app, "Envoyer vos réponses")
    (answers,) = stored(office)
    assert {name: answers[name] for name in ("age", "age_band", "adults", "teens")} == {
        "age": "36",
        "age_band": "18_to_64",
        "adults": "1",
        "teens": "Un skatepark",
    }
