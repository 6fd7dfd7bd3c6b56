"""Answers read back from the cells of a table, whoever wrote the table."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.problems import AnswerError
from surveys.questions import Question
from tests.factories import definition, option, question


def made(kind: str, *codes: str, **settings: object) -> Question:
    found = definition([question(kind, "asked", *codes, **settings)]).question("asked")
    assert found is not None
    return found


def labelled() -> Question:
    data = question("scale", "asked")
    data["options"] = [
        option("1", label={"en": "Very difficult", "fr": "Très difficile"}),
        option("4", label={"en": "Easy", "fr": "Facile"}),
    ]
    found = definition([data]).question("asked")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("4", "4"),
        ("4.0", "4"),
        ("Easy", "4"),
        (" easy ", "4"),
        ("FACILE", "4"),
        ("tres difficile", "1"),
        ("Très difficile", "1"),
        ("1 - Very difficult", "1"),
        ("4. Easy", "4"),
        ("Very-difficult!", "1"),
        ("easily", None),
        ("", None),
        ("5", None),
    ],
)
def test_an_option_is_met_by_code_or_label_in_either_language(cell: str, code: str | None) -> None:
    assert labelled().code_of(cell) == code


def test_a_text_that_two_options_could_mean_means_neither() -> None:
    data = question("single_choice", "asked")
    data["options"] = [option("a", label="Under 5!"), option("b", label="Under 5?")]
    found = definition([data]).question("asked")
    assert found is not None
    assert found.code_of("under 5") is None
    assert found.code_of("Under 5?") == "b"


@pytest.mark.parametrize("cell", ["tax|library", "Tax; Library", "library,tax", "tax\nlibrary"])
def test_several_answers_in_one_cell_are_taken_apart(cell: str) -> None:
    asked = made("multiple_choice", "permits", "tax", "library")
    assert asked.parse(asked.from_cell(cell)) == ["tax", "library"]


def test_a_label_with_a_comma_is_one_answer() -> None:
    data = question("multiple_choice", "asked", "b")
    data["options"].append(option("a", label="Parks, trails"))
    asked = definition([data]).question("asked")
    assert asked is not None
    assert asked.parse(asked.from_cell("parks, trails")) == ["a"]


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (["1", "0", "1"], ["permits", "library"]),
        (["Yes", "No", ""], ["permits"]),
        (["", "Tax", "x"], ["tax", "library"]),
        (["", "", ""], None),
        (["0", "0", "0"], None),
    ],
)
def test_one_column_per_option_says_which_were_chosen(cells: list[str], value: object) -> None:
    asked = made("multiple_choice", "permits", "tax", "library")
    assert asked.parse(asked.from_cells(cells)) == value


def test_an_unknown_mark_in_an_option_s_column_is_refused() -> None:
    asked = made("multiple_choice", "permits", "tax")
    with pytest.raises(AnswerError) as refused:
        asked.parse(asked.from_cells(["maybe", ""]))
    assert refused.value.code == "option_unknown"


def test_places_are_read_in_order_by_label() -> None:
    asked = made("ranking", "search", "speed", "language")
    assert asked.parse(asked.from_cells(["Speed", "search", ""])) == ["speed", "search"]


def test_words_stay_as_they_are() -> None:
    assert made("long_text").from_cell(" yes; no | maybe ") == [" yes; no | maybe "]


@given(chosen=st.lists(st.sampled_from(["search", "speed", "language"]), unique=True, min_size=1))
@pytest.mark.parametrize("kind", ["multiple_choice", "ranking"])
def test_what_was_exported_is_read_back_equal(kind: str, chosen: Sequence[str]) -> None:
    asked = made(kind, "search", "speed", "language")
    value = asked.parse(chosen)
    assert asked.parse(asked.from_cells(asked.export_cells(value))) == value
