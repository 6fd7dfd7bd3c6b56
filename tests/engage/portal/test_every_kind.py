"""A question of every kind, asked and answered in the portal.

1. Every page is drawn without an error, in both languages.
2. Every good answer is stored as the question keeps it.
"""

from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engage.office import Office
from tests.engage.portal.conftest import click
from tests.every_kind import SENT, STORED
from tests.every_kind import example as whole
from tests.factories import publish_definition, stored


@pytest.fixture(autouse=True)
def example(office: Office) -> None:
    """Publish the example survey."""
    publish_definition(office, whole())


SORTS = (
    "radio",
    "text_input",
    "text_area",
    "selectbox",
    "checkbox",
    "date_input",
    "time_input",
    "button_group",
)


def fill(app: AppTest, language: str) -> None:
    """Answer what the page asks."""
    for sort in SORTS:
        for widget in app.get(sort):
            name, _, part = str(widget.key).removeprefix(f"take_part.library.{language}.").rpartition(".")
            if name in SENT:
                value = meant(name, int(part), language)
                if value is not None:
                    widget.set_value(value)


def meant(name: str, part: int, language: str) -> Any:
    """Return what the input holds when answered; ``None`` to leave it."""
    given = SENT[name]
    if isinstance(given, dict):
        return list(given.values())[part] if part < len(given) and name != "parts" else grid_row(given, part)
    if name == "visited_on":
        return date.fromisoformat(given)
    if name == "visited_at":
        return time.fromisoformat(given)
    if name == "where_exactly":
        return {"en": "Town Hall, 1 Main Street", "fr": "Hôtel de ville, 1, rue Main"}[language]
    if name == "may_quote":
        return True
    if name in ("priorities", "shares"):
        return given[part]
    return given


def grid_row(given: dict[str, Any], part: int) -> Any:
    """Return the answer in a line of the grid that leaves its second line open."""
    return given.get(("find", "fill", "pay")[part])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_is_answered_and_stored(portal, office: Office, language: str) -> None:
    app = portal("take_part", language=language, survey="library", source="poster")
    on, send = (
        ("Continue", "Send your answers") if language == "en" else ("Continuer", "Envoyer vos réponses")
    )
    while on in [button.label for button in app.button]:
        assert not app.exception
        fill(app, language)
        click(app, on)
        assert [error.value for error in app.error] == []
    click(app, send)
    assert stored(office) == [STORED]
