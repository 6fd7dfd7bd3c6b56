"""Options and lines that only some are offered, in the portal: what is drawn is what is taken."""

from tests.engage.portal.conftest import click
from tests.factories import both, definition, option, publish_definition, question, stored

REGION = question("single_choice", "region", "north", "south", required=True)


def if_region(code: str) -> dict[str, object]:
    return {"test": "selected", "question": "region", "options": [code]}


PLACES = [("park", "north"), ("rink", "north"), ("beach", "south"), ("pier", "south")]
OPTIONS = [option(code, relevance=if_region(region)) for code, region in PLACES]
ROWS = [{"code": code, "label": both(code), "relevance": if_region(region)} for code, region in PLACES]


def _key(name: str, part: int = 0) -> str:
    return f"take_part.library.en.{name}.{part}"


def publish(office, asked) -> None:
    found = definition(pages=[[REGION], [asked], [question("short_text", "last")]])
    publish_definition(office, found)


def test_a_choice_offers_what_goes_with_earlier_answers(portal, office) -> None:
    publish(office, {**question("single_choice", "place", look="dropdown"), "options": OPTIONS})
    app = portal("take_part", survey="library")
    app.radio(key=_key("region")).set_value("south")
    click(app, "Continue")
    assert app.selectbox(key=_key("place")).options == ["Choose…", "Beach", "Pier"]
    app.selectbox(key=_key("place")).set_value("pier")
    click(app, "Back")
    app.radio(key=_key("region")).set_value("north")
    click(app, "Continue")
    assert app.selectbox(key=_key("place")).options == ["Choose…", "Park", "Rink"]
    assert app.selectbox(key=_key("place")).value == ""


def test_a_line_s_answer_goes_with_its_own_line(portal, office) -> None:
    publish(office, question("matrix_single", "place", "good", "bad", rows=ROWS))
    app = portal("take_part", survey="library")
    app.radio(key=_key("region")).set_value("south")
    click(app, "Continue")
    app.radio(key=_key("place", 0)).set_value("good")
    app.radio(key=_key("place", 1)).set_value("bad")
    click(app, "Continue")
    click(app, "Continue")
    assert "beach: Good\npier: Bad" in [text.value for text in app.text]
    click(app, "Send your answers")
    assert [answers["place"] for answers in stored(office)] == [["beach=good", "pier=bad"]]
