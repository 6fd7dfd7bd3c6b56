"""Have your say: the surveys that are open, and the results that were published."""

from dataclasses import dataclass

import streamlit as st

from engage.actions import collect
from engage.portal import places, state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording.endings import open_until
from surveys.definition import SurveyDefinition
from surveys.records import Survey


@dataclass(frozen=True, slots=True)
class View:
    """Open surveys with what they ask."""

    visit: Visitor
    surveys: list[tuple[Survey, SurveyDefinition]]
    published: list[Survey]


def page() -> None:
    render(load())


def load() -> View:
    visit = visitor()
    found = collect.open_surveys(visit.office)
    versions = [(survey, visit.office.live.version(survey.live_version_id or 0)) for survey in found]
    surveys = [(survey, version.definition) for survey, version in versions if version]
    return View(visit, surveys, collect.published_surveys(visit.office))


def render(view: View) -> None:
    t = view.visit.t
    st.title(places.title(t, places.HOME), anchor=False)
    st.write(
        t(
            "Tell the town what works and what does not. It takes a few minutes, you need no account, "
            "and you can do it in English or French."
        )
    )
    if not view.surveys:
        st.info(t("No survey is open now. Please come back later."), icon=":material/event_busy:")
    for survey, definition in view.surveys:
        _card(view.visit, survey, definition)
    if view.published:
        st.subheader(t("What we heard"), anchor=False)
    for survey in view.published:
        places.link(
            view.visit,
            places.PUBLISHED,
            plain(t.pick(dict(survey.title))),
            icon=":material/insights:",
            survey=survey.slug,
        )
    st.space("small")
    places.link(view.visit, places.MY_RESPONSE, icon=places.MY_RESPONSE.icon)
    st.write(
        t(
            "A lighter version of these pages, without scripts, is at %(address)s.",
            address=f"{view.visit.office.settings.public_url}/{t.language}/",
        )
    )


def _card(visit: Visitor, survey: Survey, definition: SurveyDefinition) -> None:
    t = visit.t
    with st.container(border=True):
        if survey.purpose == "beta_feedback":
            st.badge(t("Beta feedback"), color="blue", icon=":material/science:")
        else:
            st.badge(t("Consultation"), color="green", icon=":material/campaign:")
        st.subheader(plain(t.pick(dict(survey.title))), anchor=False)
        st.write(plain(t.pick(dict(definition.introduction))))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                t("Take part"),
                type="primary",
                icon=":material/arrow_forward:",
                key=state.field_key("home", survey.slug),
            ):
                places.go(visit, places.TAKE_PART, survey=survey.slug)
            told = [
                t.n("About %(n)s minute", "About %(n)s minutes", definition.minutes),
                open_until(t, survey),
            ]
            st.caption(" · ".join(part for part in told if part))


if __name__ == "__main__":
    page()
