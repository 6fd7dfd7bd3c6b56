"""What a question says of its export columns, whichever kind it is."""

import pytest

from engage.settings import ROOT
from surveys.definition import read_definition
from surveys.questions import Question
from surveys.questions.multiple_choice import TICKS
from tests.factories import definition, question

ASKED = read_definition((ROOT / "data" / "examples" / "every_question_kind.json").read_text()).asked()


def by_kind(question: Question) -> str:
    return question.kind


@pytest.mark.parametrize("asked", ASKED, ids=by_kind)
def test_every_column_is_described_once_in_both_languages(asked: Question) -> None:
    variables = asked.variables()
    assert [variable.name for variable in variables] == asked.export_columns()
    assert [set(variable.label) for variable in variables] == [{"en", "fr"}] * len(variables)
    labels = [variable.label["en"] for variable in variables]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("asked", ASKED, ids=by_kind)
def test_codes_are_told_where_a_column_holds_codes_and_nowhere_else(asked: Question) -> None:
    assert [bool(variable.codes) for variable in asked.variables()] == [
        variable.sort == "code" for variable in asked.variables()
    ]


def test_several_answers_are_a_yes_or_no_each() -> None:
    [used] = definition([question("multiple_choice", "used", "permits", "tax", text="Used?")]).asked()
    first, second = used.variables()
    assert (first.name, first.label) == (
        "used/permits",
        {"en": "Used? – Permits", "fr": "Used? (fr) – Permits (fr)"},
    )
    assert first.codes == TICKS
    assert [variable.part_of for variable in (first, second)] == ["used", "used"]
    assert [variable.ticks and variable.ticks.code for variable in (first, second)] == ["permits", "tax"]
