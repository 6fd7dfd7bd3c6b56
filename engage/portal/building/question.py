"""One question on the desk: its words, its answers, its settings, who is asked, and what to look at again."""

import streamlit as st

from engage.portal import places, state
from engage.portal.building import checks, fields, items, repeating
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.building.notes import draw_notes
from engage.portal.plain import plain
from engage.wording.building import setting_help, setting_name
from surveys import editing
from surveys.questions import Question, in_language
from surveys.settings_form import Setting, settings_of, settings_of_any

DRAWN_ALREADY = frozenset({"kind", "name", "text", "hint", "required", "segment"})
SELDOM = frozenset({"autocomplete", "longest", "bounds", "decimals", "of", "option"})


def draw(desk: Desk, question: Question) -> None:
    """Draw the editor of one question."""
    owner = ("question", question.name)
    _head(desk, question)
    draw_notes(desk, question.name)
    t, data = desk.visit.t, question.model_dump(mode="json")
    fields.texts(desk, t("Question") if question.asks else t("Text"), owner, ["text"], data["text"], lines=2)
    if question.asks and question.is_visible:
        fields.texts(desk, t("Help below it"), owner, ["hint"], data["hint"])
    named = {t("Question") if question.asks else t("Text"): (["text"], data["text"])}
    named |= {t("Help below it"): (["hint"], data["hint"])} if question.asks and question.is_visible else {}
    repeating.draw(desk, owner, named)
    settings = settings_of(question.kind)
    for one in settings:
        if one.sort == "items":
            items.draw(desk, owner, one, data.get(one.name) or [])
    for one in settings:
        if one.sort != "items" and one.name not in SELDOM:
            fields.setting(desk, owner, one, data.get(one.name))
    checks.draw_formula(desk, question)
    _switches(desk, question)
    if not question.follows():
        checks.draw_relevance(desk, question)
        checks.draw_constraint(desk, question)
    _seldom(desk, question, [one for one in settings if one.name in SELDOM])


def _head(desk: Desk, question: Question) -> None:
    t, asked = desk.visit.t, [each.name for each in desk.made.asked()]
    number = asked.index(question.name) + 1 if question.name in asked else 0
    kind = plain(in_language(dict(question.menu.name), desk.language))
    told = t("Question %(number)s of %(count)s", number=number, count=len(asked)) if number else t("Text")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(told, anchor=False, width="stretch")
        st.badge(kind, color="gray")
    with st.container(horizontal=True, gap="small"):
        for label, icon, by in (
            (t("Up"), ":material/arrow_upward:", -1),
            (t("Down"), ":material/arrow_downward:", 1),
        ):
            _button(desk, question, label, icon, "move", name=question.name, by=by)
        copy = editing.free_name(desk.made, question.name)
        _button(
            desk,
            question,
            t("Duplicate"),
            ":material/content_copy:",
            "duplicate",
            go=f"q.{copy}",
            name=question.name,
        )
        _pages(desk, question)
        _button(
            desk,
            question,
            t("Delete"),
            ":material/delete:",
            "remove",
            go=_neighbour(desk, question),
            name=question.name,
        )


def _button(
    desk: Desk, question: Question, label: str, icon: str, do: str, go: str = "", **values: object
) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key("q", question.name, do, str(values.get("by", ""))),
        type="tertiary",
        on_click=work.ask,
        args=(desk.slug, do, go),
        kwargs=values,
    )


def _neighbour(desk: Desk, question: Question) -> str:
    names = [each.name for each in desk.made.questions() if each.follows() != question.name]
    at = names.index(question.name)
    rest = names[at + 1 :] or names[:at][-1:]
    return f"q.{rest[0]}" if rest else "survey"


def _pages(desk: Desk, question: Question) -> None:
    t = desk.visit.t
    here = editing.page_of(desk.made, question.name)
    others = [page for page in desk.made.pages if here is None or page.name != here.name]
    if not others:
        return
    key = desk.key("to", question.name)
    with st.popover(t("To another page"), icon=":material/drive_file_move:", type="tertiary", key=key):
        for page in others:
            st.button(
                plain(in_language(page.title, desk.language)) or page.name,
                key=desk.key("to", question.name, page.name),
                type="tertiary",
                on_click=work.ask,
                args=(desk.slug, "move_to"),
                kwargs={"name": question.name, "page": page.name},
            )


def _switches(desk: Desk, question: Question) -> None:
    if not question.asks or not question.is_visible:
        return
    owner = ("question", question.name)
    fields.setting(desk, owner, Setting("required", "switch"), question.required)
    if question.choices():
        fields.setting(desk, owner, Setting("segment", "switch"), question.segment)


def _seldom(desk: Desk, question: Question, settings: list[Setting]) -> None:
    t, owner = desk.visit.t, ("question", question.name)
    with st.expander(t("More settings"), icon=":material/tune:"):
        _name(desk, question)
        if question.name in desk.known_names:
            icon, name = places.HISTORY.icon, question.name
            places.link(desk.visit, places.HISTORY, icon=icon, survey=desk.slug, question=name)
        data = question.model_dump(mode="json")
        shared = [one for one in settings_of_any() if one.name not in DRAWN_ALREADY]
        for one in (*shared, *settings):
            fields.setting(desk, owner, one, data.get(one.name))


def _name(desk: Desk, question: Question) -> None:
    t, key = desk.visit.t, desk.key("q", question.name, "name")
    is_kept = question.name in desk.known_names
    told = (
        t("Residents answered under this name: it stays, so that answers can be compared.")
        if is_kept
        else setting_help(t, "name")
    )
    st.text_input(
        setting_name(t, "name"),
        value=question.name,
        key=key,
        max_chars=60,
        disabled=is_kept,
        help=told,
        on_change=_rename,
        args=(desk, key, question.name),
    )


def _rename(desk: Desk, key: str, name: str) -> None:
    """Make a name of what was typed, whatever it was."""
    typed = str(state.get(key) or "").strip()
    if typed and typed != name:
        to = editing.free_name(desk.made, typed)
        work.ask(desk.slug, "rename", f"q.{to}", name=name, to=to)
