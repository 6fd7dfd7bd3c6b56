"""The survey at a glance: pages and questions, what needs a look, and where one is."""

import streamlit as st

from engage.portal.building import desk as work
from engage.portal.building import ways
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.ways import Kind
from surveys.definition import Page
from surveys.questions import Question, in_language

SHORT = 52
ENDS: tuple[tuple[str, Kind, str], ...] = (
    ("quotas", "quotas", ":material/group_work:"),
    ("endings", "endings", ":material/flag:"),
)


def draw(desk: Desk) -> None:
    """Draw the list; each line leads to its part."""
    t = desk.visit.t
    _line(desk, "survey", t("Title, introduction, notice"), icon=":material/article:", places=_own(desk))
    number = 0
    for page in desk.made.pages:
        _page(desk, page)
        for question in page.questions:
            number += question.asks
            _question(desk, question, f"{number}\\. " if question.asks else "")
    st.button(
        t("Add a question"),
        key=desk.key("outline", "add"),
        icon=":material/add:",
        on_click=work.look,
        args=(desk.slug, "add"),
        width="stretch",
    )
    for part, kind, icon in ENDS:
        names = {way.name for way in (desk.made.quotas if kind == "quotas" else desk.made.endings)}
        _line(desk, part, ways.summary(desk, kind), icon=icon, places=names)


def _own(desk: Desk) -> set[str]:
    """Return the places of problems and advice that are the survey's own."""
    taken = {page.name for page in desk.made.pages} | {each.name for each in desk.made.questions()}
    taken |= {way.name for way in desk.made.ways_out()}
    places = {each.place for each in desk.problems} | {each.place for each in desk.advice}
    return {place for place in places if place.split(".")[0] not in taken}


def _page(desk: Desk, page: Page) -> None:
    title = plain(in_language(page.title, desk.language)) or plain(page.name)
    places = {page.name} | {each.name for each in page.screen_outs}
    _line(desk, f"p.{page.name}", f"**{title}**", icon=":material/web_asset:", places=places)


def _question(desk: Desk, question: Question, number: str) -> None:
    words = in_language(question.text, desk.language) or question.name
    shown = plain(words if len(words) <= SHORT else words[:SHORT].rstrip() + "…")
    icon = ":material/call_split:" if question.relevance and not question.follows() else None
    _line(desk, f"q.{question.name}", number + shown, icon=icon, places={question.name})


def _line(desk: Desk, part: str, label: str, *, icon: str | None, places: set[str]) -> None:
    t = desk.visit.t
    is_here = desk.part == part
    stops = [each for each in desk.problems if each.place in places or each.place.split(".")[0] in places]
    hints = [each for each in desk.advice if each.place in places]
    marks = "".join(
        (
            ":red[:material/error:] " if stops else "",
            ":orange[:material/lightbulb:] " if hints and not stops else "",
        )
    )
    told = (
        t.n("%(n)s thing to mend", "%(n)s things to mend", len(stops))
        if stops
        else t.n("%(n)s piece of advice", "%(n)s pieces of advice", len(hints))
        if hints
        else None
    )
    st.button(
        marks + label,
        key=desk.key("outline", part),
        icon=":material/chevron_right:" if is_here else icon,
        help=told,
        type="secondary" if is_here else "tertiary",
        wrap=False,
        on_click=work.look,
        args=(desk.slug, part),
    )
