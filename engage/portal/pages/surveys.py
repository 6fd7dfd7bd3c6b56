"""Surveys: a list to search, with how each stands."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from engage.access import NotFoundError, departments_where
from engage.actions import author
from engage.actions.author import SurveyState
from engage.portal import places, state
from engage.portal.components.opening_days import told_days
from engage.portal.components.page_head import no_survey, state_badge, survey_links, title_of
from engage.portal.visitor import Visitor, visitor
from engage.wording import Wording


@dataclass(frozen=True, slots=True)
class View:
    """The surveys this person may see."""

    visit: Visitor
    known: list[SurveyState]


def page() -> None:
    render(load())


def load() -> View:
    visit = visitor()
    if not visit.is_staff:
        raise NotFoundError("surveys")
    return View(visit, author.surveys_for(visit.office, visit.actor))


def render(view: View) -> None:
    t = view.visit.t
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(places.title(t, places.SURVEYS), anchor=False, width="stretch")
        if departments_where(view.visit.actor, places.NEW_SURVEY.action) != frozenset():
            places.link(view.visit, places.NEW_SURVEY, icon=places.NEW_SURVEY.icon)
    if not view.known:
        no_survey(view.visit)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            t("Search by title"), key=state.field_key("surveys", "words"), icon=":material/search:"
        )
        wanted = st.pills(
            t("State"),
            ["open", "waiting", "draft", "closed"],
            key=state.field_key("surveys", "state"),
            format_func=lambda name: _state_name(t, name),
        )
    now = view.visit.office.now()
    shown = [entry for entry in view.known if _fits(entry, words or "", wanted, now)]
    st.caption(t.n("%(n)s survey", "%(n)s surveys", len(shown)))
    if not shown:
        st.info(t("No survey fits. Try other words."), icon=":material/search_off:")
    for entry in shown:
        _row(view.visit, entry)


def _fits(entry: SurveyState, words: str, wanted: str | None, now: datetime) -> bool:
    titles = " ".join([entry.survey.slug, *entry.survey.title.values()]).lower()
    return (wanted is None or entry.survey.stage_at(now) == wanted) and words.strip().lower() in titles


def _state_name(t: Wording, name: str) -> str:
    names = {"open": t("Open"), "waiting": t("Opens later"), "draft": t("Draft"), "closed": t("Closed")}
    return names[name]


def _row(visit: Visitor, entry: SurveyState) -> None:
    t, survey = visit.t, entry.survey
    told = [
        t("Beta feedback") if survey.purpose == "beta_feedback" else t("Consultation"),
        t.n("%(n)s response", "%(n)s responses", entry.responses),
        *told_days(t, survey, visit.office.now()),
    ]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(title_of(visit, survey), anchor=False, width="stretch")
            state_badge(visit, survey)
            if survey.has_draft and survey.state != "draft":
                st.badge(t("Draft waiting"), color="orange", icon=":material/edit:")
            if survey.are_results_public:
                st.badge(t("Results public"), color="blue", icon=":material/public:")
        st.caption(" · ".join(told))
        survey_links(visit, survey)


if __name__ == "__main__":
    page()
