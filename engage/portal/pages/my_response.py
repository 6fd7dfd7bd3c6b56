"""Find my response: with reference and withdrawal code, read what was sent, change it or withdraw it."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.access import NotFoundError
from engage.actions import collect, correct
from engage.actions.collect import SurveyClosedError
from engage.actions.correct import NotToBeCorrectedError
from engage.portal import places, state
from engage.portal.plain import plain
from engage.portal.taking import correcting
from engage.portal.visitor import Visitor, visitor
from surveys import journey, piping
from surveys.records import Response, Survey, SurveyVersion

PLACE = "my_response"


@dataclass(frozen=True, slots=True)
class View:
    """What somebody found, if anything. ``notes`` are what the session remembers: texts only."""

    visit: Visitor
    notes: dict[str, Any]
    found: tuple[Response, Survey, SurveyVersion] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: ``find``, ``correct``, ``leave``, ``withdraw``, ``keep`` or ``other``."""

    what: str
    reference: str = ""
    code: str = ""


def page() -> None:
    view = load(visitor())
    asked = render(view)
    if asked is not None:
        act(view, asked)
        st.rerun()


def load(visit: Visitor) -> View:
    notes = state.response_in_hand()
    if "code" not in notes:
        return View(visit, notes, None)
    try:
        return View(visit, notes, collect.look_up(visit.office, notes["reference"], notes["code"]))
    except NotFoundError:
        notes.clear()
        return View(visit, notes, None)


def render(view: View) -> Asked | None:
    if view.found is None:
        return _render_find(view)
    if view.found[0].status == "withdrawn":
        return _render_withdrawn(view)
    return _render_leaving(view) if view.notes.get("is_leaving") else _render_found(view, *view.found)


def _render_find(view: View) -> Asked | None:
    t = view.visit.t
    st.title(t("Find my response"), anchor=False)
    if wrong := view.notes.get("wrong"):
        st.error(wrong, icon=":material/error:")
    st.write(
        t(
            "After you answered you received a reference and a withdrawal code. With both you can read what "
            "you sent, change it or withdraw it."
        )
    )
    with st.form(state.field_key(PLACE, "find"), border=False):
        reference = st.text_input(
            t("Reference"),
            max_chars=40,
            autocomplete="off",
            key=state.field_key(PLACE, "reference"),
        )
        st.caption(t("Nine characters, for example %(example)s", example="K7P-Q4M-XT9"))
        code = st.text_input(
            t("Withdrawal code"),
            max_chars=40,
            autocomplete="off",
            key=state.field_key(PLACE, "code"),
        )
        st.caption(t("Sixteen characters, shown once after you sent your answers"))
        if st.form_submit_button(t("Find my response"), type="primary"):
            return Asked("find", reference.strip(), code.strip())
    st.subheader(t("No code at hand?"), anchor=False)
    st.write(
        t(
            "Answers carry no name, so without the code we cannot tell which ones are yours, and cannot "
            "withdraw them for you."
        )
    )
    return None


def _render_found(view: View, response: Response, survey: Survey, version: SurveyVersion) -> Asked | None:
    t = view.visit.t
    st.title(t("What you sent"), anchor=False)
    st.caption(plain(t.pick(dict(version.definition.title))))
    with st.container(border=True):
        st.markdown(f"{t('Reference')} **{response.reference}**")
        st.markdown(f"{t('Received')} **{t.time(response.received_at)}**")
        if response.corrections:
            st.write(t.n("Changed %(n)s time since", "Changed %(n)s times since", response.corrections))
    asked = journey.relevant(tuple(version.definition.questions()), response.answers)
    with st.container(border=True):
        for question in piping.told(version.definition, asked, response.answers):
            if question.asks:
                st.markdown(f"**{plain(t.pick(dict(question.text)))}**")
                lines = question.show(response.answers.get(question.name), t.language)
                st.text("\n".join(lines) or t("Not answered"))
    can_correct = correct.is_open_to(view.visit.office, response, survey)
    if can_correct:
        st.write(
            t(
                "You can change these answers as long as the survey is open. The reference and the code stay "
                "the same."
            )
        )
    with st.container(horizontal=True):
        if can_correct and _button(t("Change these answers"), "correct", type="primary"):
            return Asked("correct")
        if _button(t("Withdraw these answers"), "withdraw"):
            return Asked("leave")
        if _button(t("Find another response"), "other", type="tertiary"):
            return Asked("other")
    return None


def _render_leaving(view: View) -> Asked | None:
    t = view.visit.t
    st.title(t("Withdraw these answers?"), anchor=False)
    st.write(
        t(
            "They are erased, with everything worked out from them, and no longer counted. This cannot be "
            "undone."
        )
    )
    with st.container(horizontal=True):
        if _button(t("Keep my answers"), "keep"):
            return Asked("keep")
        if _button(t("Yes, withdraw them"), "withdraw_now", type="primary"):
            return Asked("withdraw")
    return None


def _render_withdrawn(view: View) -> Asked | None:
    t = view.visit.t
    st.title(t("These answers were withdrawn"), anchor=False)
    st.write(t("They are erased and no longer counted. Sending the old form again does not bring them back."))
    places.link(view.visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")
    return Asked("other") if _button(t("Find another response"), "other", type="tertiary") else None


def _button(label: str, name: str, *, type: Any = "secondary") -> bool:
    return st.button(label, type=type, key=state.field_key(PLACE, name))


def act(view: View, asked: Asked) -> None:
    view.notes.pop("wrong", None)
    view.notes.pop("is_leaving", None)
    match asked.what:
        case "find":
            _find(view, asked)
        case "leave":
            view.notes["is_leaving"] = True
        case "withdraw":
            collect.withdraw(view.visit.office, view.notes["reference"], view.notes["code"])
        case "other":
            view.notes.clear()
        case "correct":
            _correct(view)


def _find(view: View, asked: Asked) -> None:
    t, office = view.visit.t, view.visit.office
    if not asked.reference or not asked.code:
        view.notes["wrong"] = t("Please fill in both the reference and the withdrawal code.")
        return
    peer = st.context.ip_address
    if seconds := office.pacing.lookups.wait(peer if isinstance(peer, str) else ""):
        view.notes["wrong"] = t.n(
            "Many codes are being tried from your connection just now. Please try again in %(n)s second.",
            "Many codes are being tried from your connection just now. Please try again in %(n)s seconds.",
            seconds,
        )
        return
    try:
        collect.look_up(office, asked.reference, asked.code)
    except NotFoundError:
        view.notes["wrong"] = t(
            "The reference and the code do not belong together. Please check both, letter by letter."
        )
        return
    view.notes.update(reference=asked.reference, code=asked.code)


def _correct(view: View) -> None:
    try:
        opened = correct.begin(view.visit.office, view.notes["reference"], view.notes["code"])
    except (NotToBeCorrectedError, SurveyClosedError, NotFoundError):
        return  # the next run shows how things stand now
    correcting.begin(view.visit, opened)


if __name__ == "__main__":
    page()
