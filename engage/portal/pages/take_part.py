"""Take part: one screen of questions at a time, a check of the answers, and a receipt."""

from typing import Any

import streamlit as st

from engage.actions import collect
from engage.portal import address, places, state
from engage.portal.components.ended import show_ended
from engage.portal.components.receipt import show_receipt
from engage.portal.frame import REFUSALS
from engage.portal.leave import leaving_button
from engage.portal.plain import plain
from engage.portal.taking.acting import act
from engage.portal.taking.correcting import CorrectionLostError
from engage.portal.taking.drawing import render
from engage.portal.taking.view import load, recover
from engage.portal.visitor import Visitor, visitor
from engage.wording.endings import closed_words
from surveys.records import Survey


def page() -> None:
    visit = visitor()
    slug = address.read(address.SURVEY)
    notes = state.visit(slug)
    recover(visit, slug, notes)
    if "ended" in notes:
        if show_ended(visit, notes["ended"]):
            state.end_visit(slug)
            st.rerun()
        return
    if "receipt" in notes:
        match show_receipt(visit, slug, notes["receipt"]):
            case "again":
                state.end_visit(slug)
                st.rerun()
            case "find":
                held = state.response_in_hand()
                held.clear()
                held.update(reference=notes["receipt"]["reference"], code=notes["receipt"]["code"])
                places.go(visit, places.MY_RESPONSE)
        return
    try:
        view = load(visit, slug, notes)
    except collect.SurveyClosedError as closed:
        _render_closed(visit, closed.survey, notes)
        return
    except CorrectionLostError:
        _render_lost_correction(visit, slug, notes)
        return
    except REFUSALS:
        if not visit.is_staff:
            raise
        _render_not_for_staff(visit)
        return
    asked = render(view)
    if asked is not None:
        act(view, asked)
        st.rerun()


def _render_closed(visit: Visitor, survey: Survey, notes: dict[str, Any]) -> None:
    t = visit.t
    st.title(plain(t.pick(dict(survey.title))), anchor=False)
    st.warning(plain(closed_words(t, survey, visit.office.now())), icon=":material/lock:")
    _give_back(visit, notes)
    places.link(visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")


def _render_lost_correction(visit: Visitor, slug: str, notes: dict[str, Any]) -> None:
    """Say that what was sent stays; a form that was to change answers never becomes a new one."""
    t = visit.t
    st.title(t("We could not recognise the form that came back"), anchor=False)
    st.error(
        t(
            "It was to change answers that you sent before. Those stay as they are, and nothing new was "
            "stored. Open them again with your reference and withdrawal code."
        ),
        icon=":material/error:",
    )
    _give_back(visit, notes)
    if st.button(t("Find my response"), type="primary", key=state.field_key("take_part", "find")):
        state.forget_visit(slug)
        places.go(visit, places.MY_RESPONSE)


def _give_back(visit: Visitor, notes: dict[str, Any]) -> None:
    t = visit.t
    typed = [text for texts in notes.get("raw", {}).values() for text in texts if text.strip()]
    if typed:
        st.write(t("What you had typed is here, so that you can copy it:"))
        for text in typed:
            st.code(text, language=None, wrap_lines=True)


def _render_not_for_staff(visit: Visitor) -> None:
    t = visit.t
    st.title(places.title(t, places.TAKE_PART), anchor=False)
    st.write(t("You are signed in as staff of another department. Sign out to answer as a resident."))
    leaving_button(t("Sign out"), "/sign-out", key="take_part.sign_out", icon=":material/logout:")


if __name__ == "__main__":
    page()
