"""What the survey says as a whole, and one page's title and place."""

import streamlit as st

from engage.portal.building import checks, fields, repeating, ways
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.building.notes import draw_notes
from engage.portal.plain import plain
from engage.wording.building import setting_name
from surveys.definition import Page
from surveys.minutes import minutes
from surveys.questions import in_language
from surveys.settings_form import settings_of_page, settings_of_survey

LINES = {"introduction": 3, "notice": 5, "thanks": 2, "contact": 2}


def draw(desk: Desk) -> None:
    """Draw the survey's own texts and settings."""
    t, data = desk.visit.t, desk.made.as_data()
    st.subheader(t("Title, introduction, notice"), anchor=False)
    settings = settings_of_survey()
    draw_notes(desk, *(one.name for one in settings), "pages")
    for one in settings:
        if one.sort == "texts":
            fields.texts(
                desk,
                setting_name(t, one.name),
                ("survey", ""),
                [one.name],
                data.get(one.name) or {},
                lines=LINES.get(one.name, 1),
            )
    for one in settings:
        if one.sort not in ("texts", "items"):
            fields.setting(desk, ("survey", ""), one, data.get(one.name))
        if one.name == "minutes":
            estimate = max(1, round(minutes(desk.made)))
            st.caption(t.n("We estimate %(n)s minute.", "We estimate %(n)s minutes.", estimate))


def draw_page(desk: Desk, page: Page) -> None:
    """Draw a page's title, and what can be done with it."""
    t = desk.visit.t
    number = [each.name for each in desk.made.pages].index(page.name) + 1
    st.subheader(t("Page %(number)s of %(count)s", number=number, count=len(desk.made.pages)), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for label, icon, by in (
            (t("Up"), ":material/arrow_upward:", -1),
            (t("Down"), ":material/arrow_downward:", 1),
        ):
            _button(desk, page, label, icon, "move_page", name=page.name, by=by)
        if len(desk.made.pages) > 1:
            label = t("Delete the page and its questions")
            _button(desk, page, label, ":material/delete:", "remove_page", go="survey", name=page.name)
    draw_notes(desk, page.name)
    fields.texts(desk, t("Title of the page"), ("page", page.name), ["title"], dict(page.title))
    for one in settings_of_page():
        fields.setting(desk, ("page", page.name), one, getattr(page, one.name))
    repeating.draw(desk, ("page", page.name), {t("Title of the page"): (["title"], dict(page.title))})
    checks.draw_page(desk, page)
    st.markdown(f"**{t('Questions of this page')}**")
    for each in page.questions:
        st.button(
            plain(in_language(each.text, desk.language)) or each.name,
            key=desk.key("page", page.name, each.name),
            type="tertiary",
            icon=":material/edit:",
            on_click=work.look,
            args=(desk.slug, f"q.{each.name}"),
        )
    ways.draw_screen_outs(desk, page)


def _button(desk: Desk, page: Page, label: str, icon: str, do: str, go: str = "", **values: object) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key("p", page.name, do, str(values.get("by", ""))),
        type="tertiary",
        on_click=work.ask,
        args=(desk.slug, do, go),
        kwargs=values,
    )
