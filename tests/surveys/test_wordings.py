"""Wordings of a question over versions, and where its answers fall apart."""

from typing import Any

from surveys.records import SurveyVersion
from surveys.wordings import breaks, names, wordings
from tests.factories import AT, definition, question


def version(number: int, *questions: dict[str, Any]) -> SurveyVersion:
    made = definition([*questions, question("long_text", "why")])
    return SurveyVersion(number, 1, number, "superseded", made, "", AT, 0)


def ease(text: str, **more: Any) -> dict[str, Any]:
    return question("long_text", "ease", text=text, **more)


VERSIONS = [
    version(1, ease("Easy?")),
    version(2, ease("Easy?")),
    version(3),
    version(4, ease("Was it easy?")),
    version(5, ease("Was it easy?", hint={"en": "Roughly"})),
]
RESPONSES = {1: 10, 2: 5, 3: 7, 4: 3, 5: 2}


def test_versions_that_ask_alike_are_one_wording() -> None:
    found = wordings("ease", VERSIONS, RESPONSES)
    assert [(each.first.number, each.last.number, each.responses) for each in found] == [
        (1, 2, 15),
        (4, 4, 3),
        (5, 5, 2),
    ]
    assert [each.breaks_trend for each in found] == [False, True, False]
    assert [change.code for change in found[2].changes] == ["hint_changed"]


def test_a_break_has_answers_on_both_sides() -> None:
    [found] = breaks("ease", VERSIONS, RESPONSES)
    assert (found.version.number, found.before, found.after) == (4, 15, 5)
    assert [change.code for change in found.changes] == ["wording_changed"]
    assert breaks("ease", VERSIONS, {4: 3, 5: 2}) == []
    assert breaks("ease", VERSIONS, {1: 10}) == []
    assert breaks("why", VERSIONS, RESPONSES) == []


def test_a_name_nobody_asked_has_no_history() -> None:
    assert (wordings("gone", VERSIONS, RESPONSES), breaks("gone", VERSIONS, RESPONSES)) == ([], [])


def test_the_newest_questions_come_first() -> None:
    assert names([version(1, ease("Easy?")), version(2)]) == ["why", "ease"]
