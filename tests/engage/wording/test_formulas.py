"""Words about formulas and comparisons: every code and every test has them, in both languages."""

import re

import pytest

from engage.portal.building.trees import COUNTED, HOWS, SIGNS
from engage.wording import wording
from engage.wording.comparing import comparison_name, how_name
from engage.wording.formulas import SENTENCES, function_help, told
from engage.wording.ways import kind_words
from surveys.formulas import CODES, FUNCTIONS, FormulaError

DETAILS = {"name": "age", "near": "", "text": "x", "fewest": 1, "most": 2, "given": 3}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_has_a_sentence(language: str) -> None:
    assert set(SENTENCES) == CODES
    for code in CODES:
        said = told(wording(language), FormulaError(code, **DETAILS))
        assert "%(" not in said
        assert said.endswith((".", "?"))


def test_a_near_name_is_offered() -> None:
    error = FormulaError("formula_unknown_name", name="agee", near="age")
    assert told(wording("en"), error) == "There is no earlier question “agee”. Did you mean “age”?"
    error = FormulaError("formula_parts", name="if", fewest=3, most=3, given=2)
    assert told(wording("en"), error) == "“if” takes 3 parts, and here are 2."


def test_every_function_has_an_example() -> None:
    samples = " ".join(sample for sample, _ in function_help(wording("en")))
    shown = set(re.findall(r"(\w+)\(", samples))
    # "all", "any" and "between" have signs and words of their own; "cut" is told beside "round".
    assert FUNCTIONS.keys() - shown == {"all", "any", "between", "cut"}


@pytest.mark.parametrize("sense", ["number", "text", "date", "time", "choice", "choices", "nothing"])
def test_every_comparison_has_a_name_of_its_own(sense: str) -> None:
    tests = ["selected", "not_selected", "answered", "not_answered", *SIGNS, "between"]
    tests += [f"{COUNTED}{sign}" for sign in (*SIGNS, "between")]
    for language in ("en", "fr"):
        names = [comparison_name(wording(language), test, sense) for test in tests]
        assert len(set(names)) == len(names)


def test_every_way_of_going_together_has_a_name() -> None:
    assert len({how_name(wording("fr"), how) for how in HOWS}) == len(HOWS)


@pytest.mark.parametrize("kind", ["quotas", "endings", "screen_outs"])
def test_ways_out_are_told_with_their_condition(kind: str) -> None:
    words = kind_words(wording("en"), kind)  # type: ignore[arg-type]
    assert "somebody lives here" in words.sentence("somebody lives here")
