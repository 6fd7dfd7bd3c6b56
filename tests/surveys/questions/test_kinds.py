"""What every question kind must fulfil, whichever it is.

1. The example survey holds a question of every kind, and publishing it finds no problem.
2. A question knows how it is drawn (``control``) and in which shape it is counted.
3. Whatever arrives, ``parse`` returns a clean answer or raises ``AnswerError`` with a registered code.
4. A clean answer sent again (``raw``) is parsed to itself, and survives JSON.
5. An answer is shown as texts, exported as one text per column, and no column is named twice.
6. Counting ends in the same base whatever the order, and base and missing add up to everyone asked.
7. Nothing sent means no answer; where one is required that is said.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, publishing_problems, read_definition
from surveys.problems import ANSWER_CODES, AnswerError
from surveys.questions import KINDS, Question, Value
from surveys.questions.menu import GROUPS

EXAMPLE = Path(ROOT, "data", "examples", "every_question_kind.json")


def example() -> SurveyDefinition:
    return read_definition(EXAMPLE.read_text())


QUESTIONS = list(example().questions())
ASKED = example().asked()


def by_kind(question: Question) -> str:
    return question.kind


hostile_text = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    ["", " ", "\x00", "\ud800", "\u202eabc", "=1+1", "<script>", "e\x00\u0301", "9" * 6000, "NaN"]
)
hostile_thing = hostile_text | st.none() | st.integers() | st.floats() | st.lists(st.text(), max_size=2)


def answers_to(question: Question) -> st.SearchStrategy[list[Any]]:
    """Return raw answers to a question: some good, some hostile."""
    codes = [option.code for option in question.choices()]
    known = st.sampled_from(codes) if codes else st.nothing()
    return st.lists(known | hostile_thing, max_size=5)


def parsed(question: Question, raw: list[Any]) -> Value | AnswerError:
    """Return the clean answer, or what was wrong; anything else raised fails the test."""
    try:
        return question.parse(raw)
    except AnswerError as error:
        return error


def test_the_example_holds_every_kind() -> None:
    assert {question.kind for question in QUESTIONS} == set(KINDS)


def test_the_example_can_be_published() -> None:
    assert publishing_problems(example(), None) == []


@pytest.mark.parametrize("question", QUESTIONS, ids=by_kind)
def test_a_kind_is_registered_under_its_name(question: Question) -> None:
    assert type(question) is KINDS[question.kind]


def test_controls_and_shapes_are_few() -> None:
    assert {question.control for question in QUESTIONS} == {
        "note",
        "choose_one",
        "choose_many",
        "scale",
        "rank",
        "line",
        "lines",
        "day",
        "clock",
        "grid",
        "tick",
        "carried",
        "slide",
        "place",
        "amounts",
        "attach",
    }
    shapes = {question.summarise([]).shape for question in QUESTIONS}
    assert shapes == {"choice", "scale", "rank", "text", "figures", "grid", "amounts"}


@pytest.mark.parametrize("question", QUESTIONS, ids=by_kind)
@given(data=st.data())
def test_parse_returns_an_answer_or_a_registered_problem(question: Question, data: st.DataObject) -> None:
    value = parsed(question, data.draw(answers_to(question)))
    if isinstance(value, AnswerError):
        assert value.code in ANSWER_CODES
        return
    assert question.parse(question.raw(value)) == value
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize("question", QUESTIONS, ids=by_kind)
@given(data=st.data())
def test_an_answer_is_shown_and_exported_as_texts(question: Question, data: st.DataObject) -> None:
    found = parsed(question, data.draw(answers_to(question)))
    value = None if isinstance(found, AnswerError) else found
    columns = question.export_columns()
    assert len(question.export_cells(value)) == len(columns) == len(set(columns))
    assert {type(cell) for cell in question.export_cells(value)} <= {str}
    for language in ("en", "fr"):
        assert {type(line) for line in question.show(value, language)} <= {str}


@pytest.mark.parametrize("question", ASKED, ids=by_kind)
@given(data=st.data())
def test_everyone_asked_is_counted_once(question: Question, data: st.DataObject) -> None:
    found = [parsed(question, raw) for raw in data.draw(st.lists(answers_to(question), max_size=8))]
    values = [None if isinstance(value, AnswerError) else value for value in found]
    summary = question.summarise(values)
    assert summary.base + summary.missing == len(values)
    shuffled = random.Random(1).sample(values, len(values))
    assert question.summarise(shuffled) == summary
    assert question.summarise(iter(values)) == summary


@pytest.mark.parametrize("question", ASKED, ids=by_kind)
def test_nothing_sent_is_no_answer(question: Question) -> None:
    optional = question.model_copy(update={"required": False})
    assert [optional.parse(raw) for raw in ([], [""], ["  \n"], ["", ""])] == [None] * 4


@pytest.mark.parametrize("question", ASKED, ids=by_kind)
@pytest.mark.parametrize("raw", [[], [""], ["\t "]])
def test_a_required_answer_is_asked_for(question: Question, raw: list[str]) -> None:
    required = question.model_copy(update={"required": True})
    with pytest.raises(AnswerError) as raised:
        required.parse(raw)
    assert raised.value.code == "answer_required"


@pytest.mark.parametrize("question", QUESTIONS, ids=by_kind)
def test_every_text_of_a_question_needs_both_languages(question: Question) -> None:
    places = [place for place, _ in question.texts()]
    wanted = ["text", *(["hint"] if question.hint else [])]
    told = [f"options.{option.code}" for option in question.choices()]
    assert places[: len(wanted + told)] == wanted + told


@pytest.mark.parametrize("question", ASKED, ids=by_kind)
def test_only_comments_go_to_analysis(question: Question) -> None:
    text = question.comment("We waited for weeks.")
    assert text == ("We waited for weeks." if question.control == "lines" else None)
    assert question.comment(None) is None


@pytest.mark.parametrize("kind", KINDS)
def test_authors_find_every_kind_by_words_of_its_own(kind: str) -> None:
    assert "menu" in vars(KINDS[kind])
    menu = KINDS[kind].menu
    assert menu.group in GROUPS
    assert [set(texts) for texts in (menu.name, menu.about)] == [{"en", "fr"}] * 2


def test_no_two_kinds_are_called_the_same() -> None:
    for language in ("en", "fr"):
        assert len({kind.menu.name[language] for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.menu.start is not None])
def test_a_new_question_can_be_asked_at_once(kind: str) -> None:
    begun = {
        "kind": kind,
        "name": "new",
        "text": {"en": "New?", "fr": "Nouvelle?"},
        **(KINDS[kind].menu.start or {}),
    }
    question = KINDS[kind].model_validate(begun)
    assert question.own_problems() == []
    assert [texts.keys() for _, texts in question.texts()] == [{"en": "", "fr": ""}.keys()] * len(
        list(question.texts())
    )
