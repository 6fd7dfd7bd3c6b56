"""A new question: a kind from the menu, one of the question bank, or a standard instrument."""

from typing import Any

import streamlit as st

from engage.actions import begin
from engage.portal import state
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.building import group_name, subject_name
from surveys import editing
from surveys.instruments import INSTRUMENTS
from surveys.questions import KINDS, Question, in_language
from surveys.questions.menu import GROUPS

END = ""


def draw(desk: Desk) -> None:
    """Draw the ways to add a question, and where it will stand."""
    t = desk.visit.t
    st.subheader(t("Add a question"), anchor=False)
    after = _where(desk)
    kinds, bank, instruments = st.tabs([t("A new one"), t("From the question bank"), t("Standard scales")])
    with kinds:
        _kinds(desk, after)
    with bank:
        _bank(desk, after)
    with instruments:
        st.caption(t("Fixed wording with published scoring. Changed words make another scale."))
        for name, one in INSTRUMENTS.items():
            title = in_language(one.title, desk.language)
            _card(desk, f"i.{name}", title, one.source, _data(one.question), after)


def _where(desk: Desk) -> str:
    """Ask where it will stand; mostly after the question looked at before."""
    t = desk.visit.t
    names = [each.name for each in desk.made.questions() if not each.follows()]
    shown = {each.name: _short(desk, each) for each in desk.made.questions()}
    key, last = desk.key("add", "after"), work.memory(desk.slug).get("last", "")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        after = st.selectbox(
            t("After"),
            names,
            index=names.index(last) if last in names else len(names) - 1,
            format_func=lambda name: shown[name],
            key=key,
        )
    with right:
        st.checkbox(t("On a new page"), key=desk.key("add", "page"))
    return str(after or names[-1])


def _kinds(desk: Desk, after: str) -> None:
    for group in GROUPS:
        offered = {
            name: kind
            for name, kind in KINDS.items()
            if kind.menu.group == group and kind.menu.start is not None
        }
        if not offered:
            continue
        st.markdown(f"**{group_name(desk.visit.t, group)}**")
        for name, kind in offered.items():
            label = in_language(dict(kind.menu.name), desk.language)
            about = in_language(dict(kind.menu.about), desk.language)
            _card(desk, f"k.{name}", label, about, editing.begun(name, group), after)


def _bank(desk: Desk, after: str) -> None:
    t, visit = desk.visit.t, desk.visit
    st.caption(t("Questions with permanent names: their answers compare across surveys and years."))
    taken = {each.name for each in desk.made.questions()}
    for subject, questions in begin.question_bank(visit.office, visit.actor).items():
        st.markdown(f"**{plain(subject_name(t, subject))}**")
        for each in questions:
            words = in_language(each.text, desk.language)
            kind = in_language(dict(each.menu.name), desk.language)
            told = t("In this survey already") if each.name in taken else kind
            _card(desk, f"b.{each.name}", words, told, _data(each), after, is_taken=each.name in taken)


def _data(question: Question) -> dict[str, Any]:
    return question.model_dump(mode="json")


def _card(
    desk: Desk, mark: str, label: str, about: str, data: dict[str, Any], after: str, *, is_taken: bool = False
) -> None:
    name, page = editing.free_name(desk.made, data["name"]), _page(desk, after)
    left, right = st.columns([6, 5], vertical_alignment="center", gap="small")
    with left:
        st.button(
            plain(label),
            key=desk.key("add", mark),
            icon=":material/add:",
            type="tertiary",
            disabled=is_taken,
            on_click=_add,
            args=(desk.slug, {**data, "name": name}, after, desk.key("add", "page"), page),
        )
    with right:
        st.caption(plain(about))


def _page(desk: Desk, after: str) -> str:
    page = editing.page_of(desk.made, after)
    return page.name if page else ""


def _add(slug: str, question: dict[str, Any], after: str, key: str, page: str) -> None:
    name = question["name"]
    if state.get(key):
        work.ask(slug, "add_page", f"q.{name}", question=question, after=page)
    else:
        work.ask(slug, "add", f"q.{name}", question=question, after=after)


def _short(desk: Desk, question: Question) -> str:
    words = in_language(question.text, desk.language) or question.name
    return words if len(words) <= 70 else words[:70] + "…"
