"""Comments: the words behind a figure, searched, filtered and page by page."""

import math
from dataclasses import dataclass

import streamlit as st

from engage.access import can, scope_of
from engage.actions import results
from engage.actions.author import SurveyState
from engage.actions.results import FEEDBACK
from engage.charts.stance import STANCES, stance_label
from engage.portal import address, places, state
from engage.portal.components import filters as filtering
from engage.portal.components.comment_list import Labels, RevealAsked, comment_cards, feedback_name, tone_name
from engage.portal.components.page_head import head, no_survey, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.results.values import CommentPage, SurveyResults, ThemeResults

ACTION = "see_comments"
AT_ONCE = 20
TONES = ("negative", "neutral", "positive", "mixed")
PLACE = "comments"
URGENT = "urgent"
"""How the address asks for what should be looked at soon before the rest."""


@dataclass(frozen=True, slots=True)
class View:
    """The comments asked for. ``behind``: the statement they stand behind, if one was followed here."""

    visit: Visitor
    chosen: SurveyState
    answers: SurveyResults
    themes: ThemeResults | None
    found: CommentPage
    behind: str
    page: int


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.COMMENTS), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    view = load(visit, chosen)
    asked = render(view)
    if asked is not None:
        act(view, asked)


def load(visit: Visitor, chosen: SurveyState) -> View:
    office, actor, slug = visit.office, visit.actor, chosen.survey.slug
    filters = filtering.from_address()
    answers = results.survey_results(office, actor, slug, filters)
    themes = results.theme_results(office, actor, slug, filters)
    behind, ids = _behind(visit, themes)
    page_number = max(1, _whole(address.read("page")))
    found = results.comments(
        office,
        actor,
        slug,
        answers.filters,
        theme=address.read("theme") or None,
        sentiment=address.read("sentiment") or None,
        question=address.read("question") or None,
        feedback=address.read("feedback") or None,
        stance=address.read("stance") or None,
        urgent_first=address.read("first") == URGENT,
        search=address.read("q"),
        ids=ids,
        limit=AT_ONCE,
        offset=(page_number - 1) * AT_ONCE,
    )
    return View(visit, chosen, answers, themes, found, behind, page_number)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _behind(visit: Visitor, themes: ThemeResults | None) -> tuple[str, tuple[int, ...] | None]:
    """Return the statement followed here and the comments it rests on; ``None``: all comments."""
    sort, _, name = address.read("behind").partition(":")
    if themes is None or not name:
        return "", None
    t = visit.t
    if sort == "finding":
        for finding in themes.findings:
            if finding.id == name:
                return t.pick(finding.sentence), finding.comment_ids
    if sort == "candidate":
        for candidate in (each for top in themes.candidates for each in (top, *top.parts)):
            if candidate.id == name:
                return t("Candidate theme: %(name)s", name=candidate.name), candidate.comment_ids
    if sort == "campaign":
        for campaign in themes.campaigns:
            if campaign.id == name:
                return (
                    t.n("A campaign of %(n)s comment", "A campaign of %(n)s comments", campaign.size),
                    campaign.comment_ids,
                )
    return "", None


def render(view: View) -> RevealAsked | None:
    t = view.visit.t
    if view.behind:
        with st.container(border=True):
            st.caption(t("The comments behind this statement"))
            st.markdown(f"**{plain(view.behind)}**")
            places.link(view.visit, places.COMMENTS, t("Show all comments"), icon=":material/close:")
    filtering.draw(t, view.answers)
    _render_choices(view)
    _render_order(view)
    if not view.found.lines:
        st.info(t("No comment fits. Try fewer filters or other words."), icon=":material/search_off:")
        return None
    can_reveal = can(view.visit.actor, "reveal_comments", scope_of(view.chosen.survey))
    asked = comment_cards(t, view.found.lines, labels_of(view), can_reveal=can_reveal)
    _render_paging(view)
    return asked


def _render_choices(view: View) -> None:
    t = view.visit.t
    themes = {row.theme_id: t.pick(row.name) for row in view.themes.themes} if view.themes else {}
    questions = {q.name: t.pick(q.text) for q in view.answers.questions if q.shape == "text"}
    sorts = {sort: feedback_name(t, sort) for sort in FEEDBACK} if view.themes else {}
    has_stances = bool(view.themes and view.themes.stances)
    first, second, third, *more = st.columns([2, 1.5, 2, 1.5] if has_stances else [2, 1.5, 2])
    with first:
        _choice(view, "theme", t("Theme"), themes)
    with second:
        tones = {tone: tone_name(t, tone) for tone in TONES} if view.themes else {}
        _choice(view, "sentiment", t("Tone"), tones)
    with third:
        _choice(view, "feedback", t("Sort of feedback"), sorts)
    for column in more:
        with column:
            _choice(view, "stance", t("Stance"), {each: stance_label(t, each) for each in STANCES})
    fourth, fifth = st.columns([2, 3.5])
    with fourth:
        _choice(view, "question", t("Question"), questions)
    with fifth:
        key = state.field_key(PLACE, "q")
        state.put(key, address.read("q"))
        st.text_input(
            t("Search the words"), key=key, icon=":material/search:", on_change=_changed, args=("q",)
        )


def _render_order(view: View) -> None:
    """Draw how many there are, and the choice to see what needs attention first."""
    t = view.visit.t
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{t.n('%(n)s comment', '%(n)s comments', view.found.total)}**", width="content")
        if view.themes and view.found.total > 1:
            key = state.field_key(PLACE, "first")
            state.put(key, address.read("first") == URGENT)
            st.toggle(
                t("Most urgent first"),
                key=key,
                on_change=_order_changed,
                help=t(
                    "Dangers, then barriers, problems and questions; among equals the newest."
                    " Choose a release in the filters to see what to repair in it."
                ),
            )


def _order_changed() -> None:
    address.put("first", URGENT if state.get(state.field_key(PLACE, "first")) else "")
    address.put("page", "")


def _choice(view: View, name: str, label: str, options: dict[str, str]) -> None:
    t = view.visit.t
    key = state.field_key(PLACE, name)
    asked = address.read(name)
    state.put(key, asked if asked in options else "")
    st.selectbox(
        label,
        ["", *options],
        key=key,
        format_func=lambda code: options.get(code, code) if code else t("All"),
        on_change=_changed,
        args=(name,),
    )


def _changed(name: str) -> None:
    value = state.get(state.field_key(PLACE, name))
    address.put(name, value if isinstance(value, str) else "")
    address.put("page", "")


def labels_of(view: View) -> Labels:
    """Return the names of the codes in the comments."""
    t = view.visit.t
    return Labels(
        questions={q.name: t.pick(q.text) for q in view.answers.questions},
        themes={row.theme_id: t.pick(row.name) for row in view.themes.themes} if view.themes else {},
        options={
            (choice.name, option.code): t.pick(option.label)
            for choice in view.answers.choices
            for option in choice.options
            if option.code
        },
    )


def _render_paging(view: View) -> None:
    t = view.visit.t
    pages = math.ceil(view.found.total / AT_ONCE)
    if pages < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        st.button(
            t("Previous"),
            icon=":material/chevron_left:",
            disabled=view.page <= 1,
            key=state.field_key(PLACE, "previous"),
            on_click=address.put,
            args=("page", str(view.page - 1)),
        )
        st.caption(t("Page %(place)s of %(pages)s", place=view.page, pages=pages), width="content")
        st.button(
            t("Next"),
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=view.page >= pages,
            key=state.field_key(PLACE, "next"),
            on_click=address.put,
            args=("page", str(view.page + 1)),
        )


def act(view: View, asked: RevealAsked) -> None:
    visit = view.visit
    try:
        text = results.reveal(
            visit.office, visit.actor, view.chosen.survey.slug, asked.comment_id, asked.reason
        )
    except results.ReasonMissingError:
        asked.slot.error(visit.t("Please write the reason in a few words."), icon=":material/error:")
        return
    # Shown once and kept nowhere: the next run draws the masked words again.
    asked.slot.caption(visit.t("With personal details:"))
    asked.slot.text(text)


if __name__ == "__main__":
    page()
