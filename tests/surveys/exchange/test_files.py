"""Files nobody vouches for: each is refused with the code of its reason, whatever is in it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.exchange.files import ENDINGS, carry
from tests.surveys.exchange.hostile import FILES, workbook
from tests.surveys.exchange.old_workbook import old_workbook


@pytest.mark.parametrize(("name", "made", "code"), FILES, ids=[name for name, _, _ in FILES])
def test_a_hostile_file_is_refused_with_its_reason(name: str, made: Callable[[], bytes], code: str) -> None:
    carried = carry(made(), name)
    assert carried.definition is None
    assert [refusal.code for refusal in carried.refusals] == [code]


def test_a_file_that_is_what_it_says_is_carried() -> None:
    carried = carry(workbook(), "FORM.XLSX")
    assert carried.definition is not None
    assert [question.name for question in carried.definition.questions()] == ["q"]


def test_a_form_in_the_old_format_is_carried() -> None:
    survey = [["type", "name", "label::fr"], ["select_one l", "lieu", "Où habitez-vous?"]]
    choices = [["list_name", "name", "label::fr"], ["l", "a", "Île"]]
    carried = carry(old_workbook({"survey": survey, "choices": choices}), "form.xls")
    assert carried.definition is not None, carried.refusals
    found = carried.definition.question("lieu")
    assert found is not None
    assert (found.text, found.choices()[0].label) == ({"fr": "Où habitez-vous?"}, {"fr": "Île"})


def test_an_old_form_that_is_too_wide_is_refused() -> None:
    carried = carry(old_workbook({"survey": [["type", *[""] * 253, "far"]]}), "form.xls")
    assert [refusal.code for refusal in carried.refusals] == ["too_many_columns"]


def test_a_formula_in_a_form_is_never_worked_out() -> None:
    data = workbook([["type", "name", "label"], ["text", "q", "=1+1"], ["text", "r", "R"]])
    carried = carry(data, "form.xlsx")
    assert carried.definition is not None
    assert [question.text.get("en") for question in carried.definition.questions()] == [None, "R"]


@given(
    data=st.binary(max_size=400),
    ending=st.sampled_from(ENDINGS),
    start=st.sampled_from([b"", b"PK\x03\x04", b"<"]),
)
def test_no_bytes_make_it_fall_over(data: bytes, ending: str, start: bytes) -> None:
    carried = carry(start + data, f"x{ending}")
    assert carried.definition is None
    assert carried.refusals != ()
