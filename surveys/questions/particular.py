"""Settings that only some kinds have; a model is slow in looking for what it has not, so it is not tried."""

from functools import cache
from typing import Any

from surveys.questions.base import Question


def has(question: Question, name: str) -> bool:
    """Say whether the question's kind has that setting."""
    return _has(type(question), name)


def particular(question: Question, name: str, usual: Any = None) -> Any:
    """Return a setting, or ``usual`` where the question's kind has none of that name."""
    return getattr(question, name) if _has(type(question), name) else usual


@cache
def _has(kind: type[Question], name: str) -> bool:
    return name in kind.model_fields or hasattr(kind, name)
