"""The example of conditions, constraints, calculations and repeated answers, from the first page to the last.

1. It can be published.
2. Each rule in it does what it says.
"""

from datetime import date
from typing import Any

import pytest

from surveys import journey, piping
from surveys.definition import publishing_problems
from surveys.questions import in_language
from surveys.values import TODAY
from tests.logic_example import logic_example

SURVEY = logic_example().on(date(2026, 9, 14))


def kept(**raw: Any) -> dict[str, Any]:
    given = {name: [text] if isinstance(text, str) else text for name, text in raw.items()}
    checked = journey.check(SURVEY, {"members": ["4"], **given})
    assert checked.problems == ()
    return checked.answers


def pages(answers: dict[str, Any]) -> list[str]:
    return [page.name for page in journey.pages(SURVEY, answers)]


def reads(name: str, answers: dict[str, Any]) -> tuple[str, str]:
    (told,) = piping.told(SURVEY, [q for q in SURVEY.questions() if q.name == name], answers)
    return in_language(told.text, "en"), in_language(told.text, "fr")


def test_it_can_be_published() -> None:
    assert publishing_problems(SURVEY, None) == []


def test_what_is_worked_out() -> None:
    answers = kept(born_on="1960-09-15", children="1", programs=["swimming"], visits="8", spent="50")
    assert answers == {
        TODAY: "2026-09-14",
        "born_on": "1960-09-15",
        "members": "4",
        "children": "1",
        "programs": ["swimming"],
        "age": "65",
        "age_band": "65_and_over",
        "adults": "3",
        "visits": "8",
        "spent": "50",
        "cost_per_visit": "6.25",
    }


@pytest.mark.parametrize(
    ("born", "band"),
    [("2008-09-15", "under_18"), ("2008-09-14", "18_to_64"), ("1961-09-14", "65_and_over")],
)
def test_an_age_band_follows_from_the_day_of_birth(born: str, band: str) -> None:
    assert kept(born_on=born)["age_band"] == band


def test_without_children_told_everybody_is_an_adult() -> None:
    assert kept()["adults"] == "4"
    assert "age_band" not in kept()


def test_who_is_asked_what() -> None:
    assert pages(kept()) == ["household", "cost"]
    assert pages(kept(programs=["none"])) == ["household", "cost"]
    assert pages(kept(programs=["skating"])) == ["household", "programs_used", "cost"]
    assert pages(kept(born_on="2010-01-01")) == ["household", "programs_used", "cost"]
    assert "spent" not in kept(programs=["skating"], visits="0", spent="5")
    assert "fair" not in kept(fair="fair")


def test_an_answer_that_breaks_a_constraint_is_told_why() -> None:
    checked = journey.check(SURVEY, {"members": ["2"], "children": ["3"], "born_on": ["2026-09-14"]})
    said = [(p.code, p.place, p.details["message"]["fr"]) for p in checked.problems]  # type: ignore[index]
    assert said == [
        ("constraint_unmet", "born_on", "La date de naissance est dans le passé. Vérifiez l’année."),
        (
            "constraint_unmet",
            "children",
            "Vous avez dit que votre foyer compte 2 personnes. Indiquez ce nombre d’enfants ou moins.",
        ),
    ]


def test_later_texts_repeat_earlier_answers() -> None:
    answers = kept(ward="harbour", programs=["swimming", "day_camp"], visits="2", spent="5")
    assert reads("ease", answers) == (
        "How easy was it to register for Swimming, Day camp?",
        "A-t-il été facile de s’inscrire\u00a0: Natation, Camp de jour?",
    )
    assert reads("told_cost", answers)[1] == (
        "D’après vos réponses, une visite a coûté ceci à votre foyer\u00a0: 2,5 dollars."
    )
    title = piping.filled(SURVEY, SURVEY.pages[2].title, {**answers, "ward": "unsaid"})
    assert title["en"] == "Programs in your area"
