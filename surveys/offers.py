"""Options that only some are offered: they look at earlier pages only, so that no page must guess."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from surveys.problems import Problem
from surveys.questions import Question
from surveys.values import leaves

if TYPE_CHECKING:
    from surveys.definition import SurveyDefinition


def offer_problems(definition: "SurveyDefinition") -> Iterator[Problem]:
    """Yield each question that offers options by what is answered on its own page.

    A page without scripts is drawn before anything on it is answered.
    """
    for page in definition.pages:
        here = {question.name: question for question in page.questions}
        for question in page.questions:
            if looked_at := answered_here(question, here):
                yield Problem("option_same_page", question.name, {"question": looked_at})


def answered_here(question: Question, here: Mapping[str, Question]) -> str:
    """Return the first question answered on the page ``here`` that decides what is offered; mostly none."""
    waiting = [leaf.question for rule, tree in question.rules() if "." in rule for leaf in leaves(tree)]
    met: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        other = here.get(name)
        if other is None or name in met:
            continue
        met.add(name)
        if other.is_visible and not other.is_worked_out:
            return name
        waiting += sorted(other.looks_at()) if other.is_worked_out else []
    return ""
