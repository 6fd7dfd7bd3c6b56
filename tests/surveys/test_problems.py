"""Codes are registered: a misspelt one fails where it is made, not where it is read."""

import ast

import pytest

from engage.settings import ROOT
from surveys.problems import ANSWER_CODES, CODES, DEFINITION_CODES, DefinitionError, Problem


def codes_used() -> set[str]:
    """Return every code that the sources of ``surveys`` give to a problem."""
    found: set[str] = set()
    for path in (ROOT / "surveys").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in ("Problem", "AnswerError"):
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return found


def test_every_code_used_is_registered_and_every_registered_code_is_used() -> None:
    named_otherwise = {
        *("relevance_later_question", "relevance_unknown_question"),
        *("calculation_later_question", "calculation_unknown_question"),
        *("types_unlike", "types_unfit", "types_unordered"),
        *("pipe_unknown_question", "pipe_later_question", "pipe_same_page", "pipe_unfit"),
        "pipe_without_fallback",
        "uploads_full",  # no question knows what others hold: the action that keeps files says so
    }
    assert codes_used() | named_otherwise == CODES


def test_answers_and_definitions_share_no_code() -> None:
    assert frozenset() == ANSWER_CODES & DEFINITION_CODES


def test_an_unregistered_code_is_refused() -> None:
    with pytest.raises(ValueError, match="typo_here"):
        Problem("typo_here", "ward")


def test_a_refused_definition_tells_each_place() -> None:
    error = DefinitionError((Problem("page_empty", "page_1"), Problem("no_questions", "pages")))
    assert str(error) == "page_1: page_empty; pages: no_questions"
