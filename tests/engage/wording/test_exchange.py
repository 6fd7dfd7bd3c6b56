"""Every code that a survey file can be met with has a sentence and a remedy, in both languages."""

import ast

import pytest

from engage.settings import ROOT
from engage.wording.exchange import SENTENCES, told_exchange
from surveys.exchange.notes import CODES, LOSSES, REFUSALS, REMARKS, Note
from surveys.problems import Problem


def test_every_code_has_its_sentence_and_none_is_left_over() -> None:
    assert set(SENTENCES) == CODES


def test_a_code_is_a_refusal_a_loss_or_a_remark() -> None:
    assert len(CODES) == len(REFUSALS) + len(LOSSES) + len(REMARKS)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_note_says_what_and_what_to_do(code: str, language: str) -> None:
    told = told_exchange(Note(code, "survey 2"), language)
    assert told.sentence.endswith(".")
    assert told.remedy.endswith((".", ")"))
    assert "%(" not in told.whole


def test_a_problem_of_the_survey_in_the_file_is_told_as_everywhere() -> None:
    assert told_exchange(Problem("no_questions", "pages"), "en").sentence == "The survey asks nothing."


def test_long_expressions_are_cut() -> None:
    told = told_exchange(Note("relevance_not_carried", "survey 2", {"expression": "x" * 5000}), "en")
    assert len(told.sentence) < 300


def test_every_code_is_used() -> None:
    used = {
        node.value
        for folder in ("surveys/exchange", "engage")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "notes.py" and "wording" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in CODES
    }
    assert used == CODES
