"""What is wrong, told twice: all of it at the top of the page, and each at its question."""

from collections.abc import Sequence

import streamlit as st

from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.problems import told
from surveys.definition import SurveyDefinition
from surveys.problems import Problem


def error_summary(t: Wording, definition: SurveyDefinition, problems: Sequence[Problem]) -> None:
    """List the problems under a heading that says how many there are; draw nothing when there are none."""
    if not problems:
        return
    lines = [f"- {_named(t, definition, problem)}" for problem in problems]
    st.error(
        "\n".join(lines),
        title=t.n(
            "Please look at %(n)s answer before you go on",
            "Please look at %(n)s answers before you go on",
            len(problems),
        ),
        icon=":material/error:",
    )


def _named(t: Wording, definition: SurveyDefinition, problem: Problem) -> str:
    question = definition.question(problem.place)
    name = plain(t.pick(dict(question.text))) if question else plain(problem.place)
    return f"**{name}** {sentence_at(t, problem)}"


def sentence_at(t: Wording, problem: Problem) -> str:
    """Return the sentence that stands at the question itself, and what to do."""
    return plain(told(problem, t.language).whole)
