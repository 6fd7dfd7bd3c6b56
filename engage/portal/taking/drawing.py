"""Draws one screen of a survey, or the look over all answers before they are sent."""

from functools import partial

import streamlit as st

from engage.actions import attach, pictures
from engage.portal import controls, state
from engage.portal.components.errors import error_summary, sentence_at
from engage.portal.plain import plain
from engage.portal.taking.view import Asked, View
from engage.wording.endings import open_until
from surveys import journey, piping
from surveys.definition import Page


def render(view: View) -> Asked | None:
    """Draw where the resident is, and return what they ask for; it changes nothing."""
    t = view.visit.t
    pages = view.definition.pages
    answers = journey.check(view.definition, view.raw).answers
    shown = journey.pages(view.definition, answers)
    st.title(plain(t.pick(dict(view.definition.title))), anchor=False)
    if asked := _render_notices(view):
        return asked
    if view.page is None:
        return _render_check(view, shown, answers)
    error_summary(t, view.definition, view.problems)
    if view.page == pages[0] and not view.problems:
        _render_introduction(view)
    if len(shown) > 1 and view.page in shown:
        place = shown.index(view.page) + 1
        st.progress((place - 1) / len(shown), t("Page %(place)s of %(pages)s", place=place, pages=len(shown)))
        title = piping.filled(view.definition, view.page.title, answers)
        st.header(plain(t.pick(title)), anchor=False)
    _render_questions(view, answers)
    return _render_buttons(view, is_last=len(pages) == 1, is_first=view.page == pages[0])


def _render_notices(view: View) -> Asked | None:
    """Tell what the resident should know; return whether they want to start again, or to stop."""
    t = view.visit.t
    if view.opened.key.correction:
        st.info(
            f"**{t('You are changing answers that you sent')}**\n\n"
            f"{t('What you sent stays as it is until you send the changes.')}",
            icon=":material/edit:",
        )
        if st.button(t("Stop and keep what I sent"), key=state.field_key("take_part", "stop")):
            return Asked("stop")
    elif view.visit.is_staff:
        st.info(
            t("You are signed in, so what you send is marked as a test and is not counted."),
            icon=":material/science:",
        )
    told = view.notes.get("told")
    if told == "resumed" and not view.opened.key.correction:
        st.info(t("We kept your answers. You can go on where you stopped."), icon=":material/history:")
        if st.button(t("Start again"), key=state.field_key("take_part", "start_again")):
            return Asked("again")
    if told == "too_fast":
        st.error(
            t(
                "Many forms are coming from your connection just now. Yours is still here: please wait a "
                "moment."
            ),
            icon=":material/hourglass_empty:",
        )
    if told == "not_stored":
        st.error(
            t("Your answers were not sent yet. They are still here: please try again in a moment."),
            icon=":material/cloud_off:",
        )
    return None


def _render_introduction(view: View) -> None:
    t, definition = view.visit.t, view.definition
    st.write(plain(t.pick(dict(definition.introduction))))
    told = [t.n("It takes about %(n)s minute.", "It takes about %(n)s minutes.", definition.minutes)]
    st.caption(" · ".join(filter(None, [*told, open_until(t, view.opened.survey)])))
    if notice := t.pick(dict(definition.notice)):
        with st.expander(t("What we do with your answers"), icon=":material/shield:"):
            st.write(plain(notice))
            if contact := t.pick(dict(definition.contact)):
                st.write(plain(contact))


def _render_questions(view: View, answers: journey.Answers) -> None:
    if view.page is None:
        return
    wrong = {problem.place: problem for problem in view.problems}
    drawn = journey.drawn(view.page.questions, answers)
    for question in piping.told(view.definition, drawn, answers):
        if question.name in wrong:
            st.error(sentence_at(view.visit.t, wrong[question.name]), icon=":material/error:")
        typed = view.raw.get(question.name, ())
        field = controls.Field(
            question,
            view.visit.t,
            view.slug,
            typed,
            keep=partial(_keep_file, view),
            pictures=partial(pictures.picture, view.visit.office),
        )
        controls.draw(field)
        st.space("xsmall")


def _keep_file(view: View, question_name: str, name: str, content: bytes) -> str:
    return attach.keep_file(
        view.visit.office,
        view.slug,
        view.notes["token"],
        question_name,
        name=name,
        content=content,
        actor=view.actor,
    )


def _render_buttons(view: View, *, is_last: bool, is_first: bool) -> Asked | None:
    t = view.visit.t
    with st.container(horizontal=True):
        label = t("Send your answers") if is_last else t("Continue")
        on = st.button(label, type="primary", key=state.field_key("take_part", "on"))
        back = not is_first and st.button(t("Back"), key=state.field_key("take_part", "back"))
    if on:
        return Asked("send" if is_last else "on")
    return Asked("back") if back else None


def _render_check(view: View, shown: list[Page], answers: journey.Answers) -> Asked | None:
    t = view.visit.t
    st.header(t("Check your answers"), anchor=False)
    if view.opened.key.correction:
        st.write(t("Nothing has been changed yet. Read your answers, change what you like, then send them."))
    else:
        st.write(t("Nothing is sent until you press the button at the end."))
    error_summary(t, view.definition, view.problems)
    asked: Asked | None = None
    for shown_page in shown:
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                title = piping.filled(view.definition, shown_page.title, answers)
                st.subheader(plain(t.pick(title)), anchor=False, width="stretch")
                if st.button(t("Change"), key=state.field_key("take_part.change", shown_page.name)):
                    asked = Asked("change", shown_page.name)
            asked_here = journey.relevant(shown_page.questions, answers)
            for question in piping.told(view.definition, asked_here, answers):
                if question.asks and question.is_visible:
                    st.markdown(f"**{plain(t.pick(dict(question.text)))}**")
                    lines = question.show(answers.get(question.name), t.language)
                    st.text("\n".join(lines) or t("No answer"))
    with st.container(horizontal=True):
        if st.button(t("Send your answers"), type="primary", key=state.field_key("take_part", "send")):
            asked = Asked("send")
        if st.button(t("Back"), key=state.field_key("take_part", "back_from_check")):
            asked = Asked("back")
    return asked
