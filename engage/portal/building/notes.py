"""What to mend and what to look at again, beside the part it is about."""

import streamlit as st

from engage.portal.building.desk import Desk
from engage.portal.components.errors import sentence_at
from engage.portal.plain import plain
from engage.wording.linter import told
from surveys.problems import Problem

AT_THE_FIELD = frozenset({"language_missing", "translation_stale"})
"""Told below the very text they are about."""


def draw_notes(desk: Desk, *places: str) -> None:
    """Draw the problems and the advice of some places; nothing where all is well."""
    t = desk.visit.t
    problems = [
        problem for place in places for problem in desk.problems_of(place) if problem.code not in AT_THE_FIELD
    ]
    if problems:
        st.error("\n".join(f"- {sentence_at(t, each)}" for each in _once(problems)), icon=":material/error:")
    advice = [each for place in places for each in desk.advice_of(place)]
    if advice:
        lines = [f"- {plain(told(each, t.language).whole)}" for each in advice]
        st.warning("\n".join(lines), icon=":material/lightbulb:")


def _once(problems: list[Problem]) -> list[Problem]:
    """Leave out what would be said twice in the same words (a gap in each of several answers)."""
    seen: dict[tuple[str, str, str], Problem] = {}
    for each in problems:
        details = each.details
        seen.setdefault((each.code, str(details.get("language")), str(details.get("blank"))), each)
    return list(seen.values())
