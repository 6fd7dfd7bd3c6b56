"""One good answer to each question of the example survey, as a face sends it and as it is stored."""

from typing import Any

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, read_definition

EXAMPLE = ROOT / "data" / "examples" / "every_question_kind.json"

SENT: dict[str, Any] = {
    "ward": "old_town",
    "used": ["permits", "library"],
    "satisfaction": "good",
    "priorities": ["speed", "phone", ""],
    "nearest_place": "The counter at Town Hall",
    "improve": "Tell us when the permit is ready.",
    "finished": "yes",
    "ease": "4",
    "recommend": "9",
    "minutes_waited": "1 5",
    "visited_on": "2026-09-14",
    "visited_at": "14:30",
    "reply_to": "rosa@mail.Larkmere.example",
    "call_back": "(905) 555-0142",
    "home_code": "l3k 1a1",
    "heard_of_it": "other",
    "heard_of_it_other": "On the bus",
    "parts": {"find": "hard", "pay": "easy"},
    "devices": {"reading": ["handset", "paper"]},
    "may_quote": "given",
    "confidence": "70",
    "shares": ["60", "", "40"],
    "projects": ["splash_pad", "lights"],
    "neighbourhood": "harbourfront",
    "where_exactly": "43.1791, -79.2444",
}

STORED: dict[str, Any] = {
    **SENT,
    "priorities": ["speed", "phone"],
    "minutes_waited": "15",
    "reply_to": "rosa@mail.larkmere.example",
    "call_back": "905-555-0142",
    "home_code": "L3K",
    "parts": ["find=hard", "pay=easy"],
    "devices": ["reading=handset", "reading=paper"],
    "shares": ["trees=60", "benches=40"],
    "where_exactly": "43.179,-79.244",
    "campaign": "poster",
    "hours_waited": "0.25",
}


def example() -> SurveyDefinition:
    """Return the survey that asks one question of every kind."""
    return read_definition(EXAMPLE.read_text("utf-8"))
