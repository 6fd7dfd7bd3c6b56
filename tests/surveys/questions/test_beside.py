"""What stands beside other questions: "other, specify", a box to tick, a word in the address, a folded list.

1. "Other" in words is a variable of its own, kept only where the option is chosen.
2. It is drawn before the option is chosen, under its question and nowhere else.
3. A ticked box is agreement; an empty one is no answer.
4. A word in the address is kept when it is short and plain; else it is left out, and never wrong.
5. A folded list is a choice like any other.
"""

from typing import Any

import pytest
from pydantic import ValidationError

from surveys.journey import check, drawn
from surveys.problems import AnswerError
from surveys.questions import KINDS, Question
from surveys.summaries import ChoiceSummary
from tests.factories import both, definition, question

CHOICE = question("single_choice", "heard", "paper", "other")
OTHER = question("other_text", "heard_other", of="heard", option="other")


def built(kind: str, **settings: Any) -> Question:
    return KINDS[kind].model_validate(question(kind, "asked", **settings))


@pytest.mark.parametrize("first", [CHOICE, {**CHOICE, "kind": "multiple_choice"}])
def test_other_is_kept_only_where_it_is_chosen(first: dict[str, Any]) -> None:
    survey = definition([first, OTHER])
    sent = {"heard": ["other"], "heard_other": [" a  poster "]}
    assert check(survey, sent).answers["heard_other"] == "a  poster"
    assert "heard_other" not in check(survey, {**sent, "heard": ["paper"]}).answers


def test_a_required_other_is_asked_for_only_where_it_is_chosen() -> None:
    survey = definition([CHOICE, {**OTHER, "required": True}])
    assert [p.place for p in check(survey, {"heard": ["other"]}).problems] == ["heard_other"]
    assert check(survey, {"heard": ["paper"]}).problems == ()


def test_other_is_drawn_ahead_of_its_condition() -> None:
    plain = question("long_text", "why", relevance={"test": "answered", "question": "heard"})
    hidden = {
        **OTHER,
        "name": "lost",
        "of": "why",
        "option": "x",
        "relevance": {"test": "answered", "question": "why"},
    }
    questions = list(definition([CHOICE, OTHER, plain, hidden]).questions())
    assert [q.name for q in drawn(questions, {})] == ["heard", "heard_other"]
    assert [q.name for q in drawn(questions, {"heard": "paper"})] == ["heard", "heard_other", "why", "lost"]


def test_the_condition_of_other_survives_a_round_trip() -> None:
    survey = definition([CHOICE, OTHER])
    assert type(survey).model_validate(survey.as_data()) == survey


def test_a_tick_is_agreement_and_an_empty_box_no_answer() -> None:
    asked = built("consent_box", statement=both("I agree"))
    assert (asked.parse(["given"]), asked.parse([])) == ("given", None)
    summary = asked.summarise(["given", None])
    assert isinstance(summary, ChoiceSummary)
    assert (summary.base, summary.missing, summary.bars[0].count) == (1, 1, 1)
    assert asked.show("given", "fr") == ["I agree (fr)"]
    with pytest.raises(AnswerError):
        asked.parse(["no"])


@pytest.mark.parametrize(("cell", "value"), [("1", "given"), ("Oui", "given"), ("0", None), ("", None)])
def test_ticks_are_met_in_spreadsheets(cell: str, value: str | None) -> None:
    asked = built("consent_box", statement=both("I agree"))
    assert asked.parse(asked.from_cell(cell)) == value


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("poster", "poster"),
        (" été_2026-a.b~c ", "été_2026-a.b~c"),
        ("two words", None),
        ("=1+1", None),
        ("x" * 61, None),
        ("<b>", None),
        ("�", None),
        ("a@b.ca", None),
    ],
)
def test_a_word_in_the_address_is_kept_when_plain(given: str, value: str | None) -> None:
    assert built("hidden_value").parse([given]) == value


def test_a_word_in_the_address_cannot_be_required() -> None:
    with pytest.raises(ValidationError):
        built("hidden_value", required=True)


def test_words_in_the_address_are_counted_for_staff() -> None:
    summary = built("hidden_value").summarise(["b", "a", "b", None])
    assert isinstance(summary, ChoiceSummary)
    assert ([(bar.code, bar.count) for bar in summary.bars], summary.is_offered) == (
        [("b", 2), ("a", 1)],
        False,
    )


def test_only_what_nobody_answers_is_invisible() -> None:
    assert [name for name, kind in KINDS.items() if not kind.is_visible] == ["hidden_value", "calculated"]


def test_a_choice_may_be_folded_and_a_scale_may_not() -> None:
    folded = KINDS["single_choice"].model_validate({**CHOICE, "look": "dropdown"})
    assert folded.parse(["paper"]) == "paper"
    with pytest.raises(ValidationError):
        KINDS["scale"].model_validate({**CHOICE, "kind": "scale", "look": "dropdown"})
