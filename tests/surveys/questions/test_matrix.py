"""Lines with the same answers, one or several a line.

1. An answer is kept as ``row=option`` in the author's order, whatever order it came in.
2. Unknown rows and options are refused; so are two answers in a line that takes one.
3. Where an answer is required, every line needs one, and how many are left is told.
4. Each line is counted over those who answered it; declining is no answer.
5. Lines are exported a column each, or a column per option, and read back equal.
6. Conditions may look at one line.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.journey import check
from surveys.problems import AnswerError, Problem
from surveys.questions import KINDS, Question
from surveys.summaries import GridSummary
from tests.factories import both, definition, option, question

ROWS = [{"code": "find", "label": both("Finding")}, {"code": "pay", "label": both("Paying")}]


def grid(kind: str = "matrix_single", **settings: Any) -> dict[str, Any]:
    data = question(kind, "parts", "hard", "easy", rows=ROWS, **settings)
    data["options"].append(option("skipped", missing=True))
    return data


def built(kind: str = "matrix_single", **settings: Any) -> Question:
    return KINDS[kind].model_validate(grid(kind, **settings))


def refused(asked: Question, raw: list[str]) -> tuple[str, dict[str, object]]:
    with pytest.raises(AnswerError) as raised:
        asked.parse(raw)
    return raised.value.code, raised.value.details


def test_an_answer_stands_in_the_authors_order() -> None:
    assert built().parse(["pay=hard", "", "find=easy"]) == ["find=easy", "pay=hard"]
    assert built("matrix_multiple").parse(["find=easy", "find=hard"]) == ["find=hard", "find=easy"]


@pytest.mark.parametrize("text", ["park=hard", "find=great", "find", "=hard", "nonsense"])
def test_what_is_not_offered_is_refused(text: str) -> None:
    if text == "find":
        assert built().parse([text]) is None
    else:
        assert refused(built(), [text]) == ("option_unknown", {})


def test_a_line_takes_one_answer_or_several() -> None:
    assert refused(built(), ["find=hard", "find=easy"])[0] == "several_answers"
    assert refused(built("matrix_multiple"), ["find=hard", "find=skipped"])[0] == "option_exclusive"


def test_every_line_of_a_required_question_needs_an_answer() -> None:
    assert refused(built(required=True), ["find=hard"]) == ("rows_missing", {"count": 1})
    assert built(required=True).parse(["find=hard", "pay=skipped"]) == ["find=hard", "pay=skipped"]
    assert built().parse(["find=hard"]) == ["find=hard"]


def test_each_line_is_counted_over_those_who_answered_it() -> None:
    values = [["find=hard", "pay=easy"], ["find=easy", "pay=skipped"], ["find=skipped"], None]
    summary = built().summarise(values)
    assert isinstance(summary, GridSummary)
    assert (summary.base, summary.missing) == (2, 2)
    assert [(row.code, row.base, [bar.count for bar in row.bars]) for row in summary.rows] == [
        ("find", 2, [1, 1]),
        ("pay", 1, [0, 1]),
    ]


def test_an_answer_is_shown_a_line_each() -> None:
    assert built().show(["find=hard", "pay=easy"], "en") == ["Finding: Hard", "Paying: Easy"]
    assert built().show(["find=hard"], "fr") == ["Finding (fr)\u00a0: Hard (fr)"]


def test_columns_are_named_by_line_and_option() -> None:
    assert built().export_columns() == ["parts/find", "parts/pay"]
    assert built("matrix_multiple").export_columns()[:2] == ["parts/find/hard", "parts/find/easy"]
    assert built("matrix_multiple").export_cells(["find=hard"]) == ["1", "0", "0", "", "", ""]


@pytest.mark.parametrize("kind", ["matrix_single", "matrix_multiple"])
def test_each_column_is_described(kind: str) -> None:
    asked = built(kind)
    assert [variable.name for variable in asked.variables()] == asked.export_columns()


@given(
    chosen=st.lists(
        st.sampled_from([f"{row}={code}" for row in ("find", "pay") for code in ("hard", "easy")]),
        min_size=1,
        unique_by=lambda text: text.partition("=")[0],
    )
)
@pytest.mark.parametrize("kind", ["matrix_single", "matrix_multiple"])
def test_what_was_exported_is_read_back_equal(kind: str, chosen: list[str]) -> None:
    asked = built(kind)
    value = asked.parse(chosen)
    assert asked.parse(asked.from_cells(asked.export_cells(value))) == value
    assert asked.parse(asked.from_cell("|".join(chosen))) == value


def test_labels_in_cells_are_met() -> None:
    assert built().parse(built().from_cells(["Hard", ""])) == ["find=hard"]


def test_a_condition_may_look_at_one_line() -> None:
    why = question(
        "long_text", "why", relevance={"test": "selected", "question": "parts", "options": ["pay=hard"]}
    )
    survey = definition([grid(), why])
    sent = {"parts": ["pay=hard"], "why": ["slow"]}
    assert check(survey, sent).answers == {"parts": ["pay=hard"], "why": "slow"}
    assert check(survey, {**sent, "parts": ["pay=easy"]}).answers == {"parts": ["pay=easy"]}


def test_two_rows_with_one_code_are_the_authors_problem() -> None:
    asked = KINDS["matrix_single"].model_validate({**grid(), "rows": [ROWS[0], ROWS[0]]})
    assert asked.own_problems() == [Problem("option_repeated", "parts", {"code": "find"})]


def test_rows_need_both_languages() -> None:
    assert [place for place, _ in built().texts()][-2:] == ["rows.find", "rows.pay"]
