"""Repeating an earlier answer in a text: chosen from a list, with the words for those who gave none."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from surveys.definition import LANGUAGES
from surveys.pipes import pipe
from surveys.piping import repeatable
from surveys.questions import Question, in_language

SHORT = 60
Named = Mapping[str, tuple[list[str], dict[str, str]]]
"""What a text is called, to the way there and what it says now."""


def draw(desk: Desk, owner: tuple[str, str], named: Named) -> None:
    """Draw the way to repeat an answer in one of some texts; nothing where there is none to repeat."""
    known = {question.name: question for question in repeatable(desk.made, owner[1])}
    if not known:
        return
    t, key = desk.visit.t, desk.key(*owner, "repeat")
    with st.popover(t("Repeat an earlier answer"), icon=":material/format_quote:", type="tertiary", key=key):
        st.caption(t("The answer stands at the end of the text; move it where it belongs."))
        st.selectbox(
            t("Answer to"),
            list(known),
            format_func=lambda name: _short(desk, known[name]),
            key=f"{key}.question",
        )
        for column, language in zip(st.columns(2), LANGUAGES, strict=True):
            spelled = {"en": t("Without an answer, in English"), "fr": t("Without an answer, in French")}
            column.text_input(spelled[language], max_chars=100, key=f"{key}.{language}")
        if len(named) > 1:
            st.radio(t("Where"), list(named), horizontal=True, key=f"{key}.where")
        st.button(
            t("Insert"),
            key=f"{key}.insert",
            type="primary",
            on_click=_insert,
            args=(desk.slug, owner, key, dict(named), next(iter(known))),
        )


def _insert(slug: str, owner: tuple[str, str], key: str, named: Named, first: str) -> None:
    where = str(state.get(f"{key}.where") or next(iter(named)))
    path, held = named[where]
    name = str(state.get(f"{key}.question") or first)
    made: dict[str, Any] = {
        language: f"{held.get(language, '')} {pipe(name, str(state.get(f'{key}.{language}') or ''))}".strip()
        for language in LANGUAGES
    }
    work.ask(slug, "insert", owner=list(owner), path=path, value=made)


def _short(desk: Desk, question: Question) -> str:
    words = in_language(question.text, desk.language) or question.name
    return words if len(words) <= SHORT else words[:SHORT] + "…"
