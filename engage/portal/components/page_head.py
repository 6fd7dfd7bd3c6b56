"""The head of a staff page: its name, and the survey it is about."""

from collections.abc import Sequence

import streamlit as st

from engage.access import NotFoundError, RefusedError, can, departments_where, scope_of
from engage.actions import author
from engage.actions.author import SurveyState
from engage.portal import address, places, state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from surveys.records import Survey

CHOICE = state.field_key("survey", "choice")


def survey_in_hand(visit: Visitor, *, action: str) -> SurveyState | None:
    """Return the survey of the address, else the one looked at before, else the newest with responses.

    ``None`` when this person has no survey at all.

    Raises:
        NotFoundError, RefusedError: the address names a survey that is not theirs, or not for this.
    """
    if not visit.is_staff:
        raise NotFoundError(action)
    known = author.surveys_for(visit.office, visit.actor)
    fitting = [entry for entry in known if can(visit.actor, action, scope_of(entry.survey))]
    asked = address.read(address.SURVEY)
    if asked:
        found = _of(fitting, asked)
        if found is None:
            author.survey_for(visit.office, visit.actor, asked)  # not theirs to see: not found
            raise RefusedError(action)
    else:
        found = _of(fitting, state.get(state.SURVEY, "")) or max(
            fitting, key=lambda entry: entry.responses, default=None
        )
    if found is not None:
        state.put(state.SURVEY, found.survey.slug)
    elif known:
        raise RefusedError(action)
    return found


def _of(entries: Sequence[SurveyState], slug: str) -> SurveyState | None:
    return next((entry for entry in entries if entry.survey.slug == slug), None)


def staff_only(visit: Visitor, action: str) -> None:
    """Draw nothing for people who can do ``action`` nowhere; the actions themselves refuse in any case.

    Raises:
        NotFoundError: nobody is signed in.
        RefusedError: their roles do not include it.
    """
    if not visit.is_staff:
        raise NotFoundError(action)
    if departments_where(visit.actor, action) == frozenset():
        raise RefusedError(action)


def head(visit: Visitor, title: str, chosen: SurveyState | None, *, action: str, told: str = "") -> None:
    """Draw the page's title, and a list to choose the survey from."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        st.title(title, anchor=False)
        if told:
            st.caption(told)
    if chosen is None:
        return
    known = author.surveys_for(visit.office, visit.actor)
    slugs = {
        entry.survey.slug: entry.survey for entry in known if can(visit.actor, action, scope_of(entry.survey))
    }
    state.put(CHOICE, chosen.survey.slug)
    with right:
        st.selectbox(
            visit.t("Survey"),
            list(slugs),
            key=CHOICE,
            format_func=lambda slug: visit.t.pick(dict(slugs[slug].title)) if slug in slugs else slug,
            on_change=_choose,
        )


def _choose() -> None:
    slug = state.get(CHOICE)
    if isinstance(slug, str):
        state.put(state.SURVEY, slug)
        for name in list(st.query_params):
            if name not in (address.LANGUAGE, address.SURVEY):
                address.put(name, "")  # filters and themes are of the survey before
        address.put(address.SURVEY, slug)


def state_badge(visit: Visitor, survey: Survey) -> None:
    """Say in words and colour whether a survey is a draft, waits to open, is open or closed."""
    t, stage = visit.t, survey.stage_at(visit.office.now())
    if stage == "open":
        st.badge(t("Open"), color="green", icon=":material/lock_open:")
    elif stage == "waiting":
        st.badge(t("Opens later"), color="blue", icon=":material/event:")
    elif stage == "closed":
        st.badge(t("Closed"), color="gray", icon=":material/lock:")
    else:
        st.badge(t("Draft"), color="orange", icon=":material/edit:")


def nothing_yet(visit: Visitor, heading: str, told: str) -> None:
    """Draw an empty state that says what will be here."""
    with st.container(border=True):
        st.subheader(f":material/inbox: {heading}", anchor=False)
        st.write(told)
    if not visit.is_staff:
        places.link(visit, places.HOME)


def no_survey(visit: Visitor) -> None:
    """Say that there is no survey to show yet."""
    t = visit.t
    nothing_yet(
        visit,
        t("No survey yet"),
        t("Surveys of your department appear here as soon as somebody makes one or the sample is loaded."),
    )


def survey_links(visit: Visitor, survey: Survey) -> None:
    """Draw the ways on from a survey's card, those that this person may use."""
    ways = (places.SURVEY, places.BUILD, places.RESULTS, places.COMMENTS, places.RESPONSES, places.ANALYSIS)
    with st.container(horizontal=True):
        for place in ways:
            if can(visit.actor, place.action, scope_of(survey)):
                places.link(visit, place, icon=place.icon, survey=survey.slug)


def title_of(visit: Visitor, survey: Survey) -> str:
    """Return a survey's title, safe to draw."""
    return plain(visit.t.pick(dict(survey.title)))
