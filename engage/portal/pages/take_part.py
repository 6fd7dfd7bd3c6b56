"""Take part: one screen of questions at a time, a check of the answers, and a receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from engage.actions import attach, collect, pictures
from engage.leaving import Ended
from engage.portal import address, controls, places, resuming, state
from engage.portal.components.ended import ended_notes, link_notes, show_ended
from engage.portal.components.errors import error_summary, sentence_at
from engage.portal.components.receipt import show_receipt
from engage.portal.frame import REFUSALS
from engage.portal.leave import leaving_button
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording import wording
from surveys import journey, piping
from surveys.definition import Page, SurveyDefinition
from surveys.problems import Problem
from surveys.questions import Question
from surveys.records import Survey

CHECK = "*"
"""The step after the last page, where the answers are looked over; no page can have this name."""


@dataclass(frozen=True, slots=True)
class View:
    """One resident in front of one survey. ``notes`` are what the session remembers of the visit."""

    visit: Visitor
    opened: collect.Opened
    notes: dict[str, Any]
    page: Page | None
    """The screen to answer; ``None``: look over the answers."""

    @property
    def slug(self) -> str:
        """Return the survey's address."""
        return self.opened.survey.slug

    @property
    def definition(self) -> SurveyDefinition:
        """Return what is asked."""
        return self.opened.definition

    @property
    def raw(self) -> dict[str, list[str]]:
        """Return everything typed so far, as a face sends it."""
        raw: dict[str, list[str]] = self.notes["raw"]
        return raw

    @property
    def problems(self) -> list[Problem]:
        """Return what was wrong when the resident last went on."""
        return [Problem(*kept) for kept in self.notes.get("problems", [])]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the resident asked for: ``on``, ``back``, ``send``, ``change`` (to ``page``) or ``again``."""

    what: str
    page: str = ""


def page() -> None:
    visit = visitor()
    slug = address.read(address.SURVEY)
    notes = state.visit(slug)
    _recover(visit, slug, notes)
    if "ended" in notes:
        if show_ended(visit, notes["ended"]):
            state.end_visit(slug)
            st.rerun()
        return
    if "receipt" in notes:
        if show_receipt(visit, slug, notes["receipt"]):
            state.end_visit(slug)
            st.rerun()
        return
    try:
        view = load(visit, slug, notes)
    except collect.SurveyClosedError as closed:
        _render_closed(visit, closed.survey, notes)
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


def load(visit: Visitor, slug: str, notes: dict[str, Any]) -> View:
    opened = _opened(visit, slug, notes)
    definition = opened.definition
    notes.setdefault("raw", _carried(definition))
    notes.setdefault("page", definition.pages[0].name)
    shown = next((page for page in definition.pages if page.name == notes["page"]), None)
    if shown is not None:
        _gather(visit, slug, notes, _as_drawn(definition, shown, notes["raw"]))
    elif notes["page"] != CHECK:
        shown = definition.pages[0]
    return View(visit, opened, notes, shown)


def _carried(definition: SurveyDefinition) -> dict[str, list[str]]:
    """Return the answers that the address itself gives."""
    found = ((q, address.read(getattr(q, "parameter", ""))) for q in definition.asked() if not q.is_visible)
    return {question.name: [text] for question, text in found if text}


def _recover(visit: Visitor, slug: str, notes: dict[str, Any]) -> None:
    """After a reload, find the draft answers again, or the receipt when the answer to sending was lost."""
    token = resuming.opened(visit, address.read(address.DRAFT))
    if "token" in notes or "receipt" in notes or not token:
        return
    try:
        receipt = collect.receipt_of(visit.office, slug, token, actor=visit.actor)
        resumed = collect.resume(visit.office, slug, token, actor=visit.actor)
    except (collect.KeyUnreadableError, collect.SurveyClosedError, *REFUSALS):
        return
    if isinstance(receipt, Ended):
        notes["ended"] = ended_notes(receipt)
    elif receipt is not None:
        opened = collect.reopen(visit.office, slug, token, actor=visit.actor)
        notes["receipt"] = _receipt_notes(receipt, opened)
    elif resumed is not None:
        notes.update(
            token=token,
            raw={name: list(texts) for name, texts in resumed.raw.items()},
            page=resumed.page.name,
            told="resumed",
        )


def _opened(visit: Visitor, slug: str, notes: dict[str, Any]) -> collect.Opened:
    if "token" in notes:
        try:
            return collect.reopen(visit.office, slug, notes["token"], actor=visit.actor)
        except collect.KeyUnreadableError:
            notes.pop("token")
    opened = collect.open_survey(visit.office, slug, actor=visit.actor)
    notes["token"] = opened.key.token
    return opened


def _as_drawn(definition: SurveyDefinition, shown: Page, raw: Mapping[str, list[str]]) -> Sequence[Question]:
    """Return a page's questions with what each offers: inputs are numbered by what is drawn."""
    if not any(question.is_conditional for question in shown.questions):
        return shown.questions
    answers = journey.check(definition, raw).answers
    return [question.offered(answers) for question in shown.questions]


def _gather(visit: Visitor, slug: str, notes: dict[str, Any], drawn: Sequence[Question]) -> None:
    """Copy what stands in the inputs to the notes before they are drawn again, maybe in another language."""
    drawn_in = wording(notes.get("language", visit.language))
    for question in drawn:
        typed = controls.typed(controls.Field(question, drawn_in, slug, ())) if question.asks else None
        if typed is not None:
            notes["raw"][question.name] = typed
    notes["language"] = visit.language


def render(view: View) -> Asked | None:
    t = view.visit.t
    pages = view.definition.pages
    answers = journey.check(view.definition, view.raw).answers
    shown = journey.pages(view.definition, answers)
    st.title(plain(t.pick(dict(view.definition.title))), anchor=False)
    if _render_notices(view):
        return Asked("again")
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


def _render_notices(view: View) -> bool:
    """Tell what the resident should know; return whether they want to start again."""
    t = view.visit.t
    if view.visit.is_staff:
        st.info(
            t("You are signed in, so what you send is marked as a test and is not counted."),
            icon=":material/science:",
        )
    told = view.notes.get("told")
    if told == "resumed":
        st.info(t("We kept your answers. You can go on where you stopped."), icon=":material/history:")
        return st.button(t("Start again"), key=state.field_key("take_part", "start_again"))
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
    return False


def _render_introduction(view: View) -> None:
    t, definition = view.visit.t, view.definition
    st.write(plain(t.pick(dict(definition.introduction))))
    st.caption(t.n("It takes about %(n)s minute.", "It takes about %(n)s minutes.", definition.minutes))
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
        actor=view.visit.actor,
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


def act(view: View, asked: Asked) -> None:
    view.notes.pop("told", None)
    view.notes.pop("problems", None)
    try:
        _ACTS[asked.what](view, asked)
    except collect.NotStoredError:
        view.notes["told"] = "not_stored"
    except collect.KeyUnreadableError:
        view.notes.pop("token", None)  # the next run makes a new key; what was typed stays
        view.notes["told"] = "not_stored"


def _on(view: View, asked: Asked) -> None:
    del asked
    if view.page is None:
        return
    saved = collect.save_page(
        view.visit.office, view.slug, view.notes["token"], view.page.name, view.raw, actor=view.visit.actor
    )
    _remember_address(view)
    if saved.problems:
        _keep_problems(view, saved.problems)
    elif saved.is_over:
        _send(view, Asked("send"))
    else:
        view.notes["page"] = saved.following.name if saved.following else CHECK


def _back(view: View, asked: Asked) -> None:
    del asked
    answers = journey.check(view.definition, view.raw).answers
    if view.page is None:
        view.notes["page"] = journey.pages(view.definition, answers)[-1].name
        return
    _keep_typed(view, view.page)
    before = journey.page_before(view.definition, view.page, answers)
    view.notes["page"] = (before or view.page).name


def _change(view: View, asked: Asked) -> None:
    view.notes["page"] = asked.page


def _send(view: View, asked: Asked) -> None:
    del asked
    if "receipt" in view.notes or "ended" in view.notes:
        return  # an impatient second click; the first one's answer is on its way
    peer = st.context.ip_address
    if view.visit.office.pacing.forms.wait(peer if isinstance(peer, str) else ""):
        view.notes["told"] = "too_fast"
        return
    result = collect.submit(
        view.visit.office,
        view.slug,
        view.notes["token"],
        view.raw,
        language=view.visit.language,
        release=address.read("release"),
        actor=view.visit.actor,
    )
    if isinstance(result, collect.Rejected):
        _keep_problems(view, result.problems)
        wrong = {problem.place for problem in result.problems}
        at = next(p for p in view.definition.pages if wrong & {q.name for q in p.questions})
        view.notes["page"] = at.name
        _keep_typed(view, at)
        _remember_address(view)
        return
    if isinstance(result, Ended):
        view.notes["ended"] = ended_notes(result)
    else:
        view.notes["receipt"] = _receipt_notes(result, view.opened)
    address.put(address.DRAFT, "")


def _receipt_notes(receipt: collect.Receipt, opened: collect.Opened) -> dict[str, Any]:
    return {
        "outcome": receipt.outcome,
        "reference": receipt.reference,
        "code": receipt.withdrawal_code,
        "at": receipt.received_at.isoformat(),
        "thanks": dict((receipt.ending.text if receipt.ending else {}) or opened.definition.thanks),
        "link": link_notes(receipt.ending),
        "public": opened.survey.are_results_public,
    }


def _again(view: View, asked: Asked) -> None:
    del asked
    collect.discard(view.visit.office, view.slug, view.notes["token"], actor=view.visit.actor)
    address.put(address.DRAFT, "")
    for name in [name for name in st.session_state if str(name).startswith(f"take_part.{view.slug}.")]:
        state.drop(str(name))
    state.end_visit(view.slug)


_ACTS = {"on": _on, "back": _back, "change": _change, "send": _send, "again": _again}


def _keep_typed(view: View, shown: Page) -> None:
    collect.keep_typed(
        view.visit.office, view.slug, view.notes["token"], shown.name, view.raw, actor=view.visit.actor
    )


def _keep_problems(view: View, problems: tuple[Problem, ...]) -> None:
    view.notes["problems"] = [[p.code, p.place, dict(p.details)] for p in problems]


def _remember_address(view: View) -> None:
    address.put(address.DRAFT, resuming.sealed(view.visit, view.notes["token"]))


def _render_closed(visit: Visitor, survey: Survey, notes: dict[str, Any]) -> None:
    t = visit.t
    st.title(plain(t.pick(dict(survey.title))), anchor=False)
    st.warning(t("This survey is closed. Thank you to everybody who took part."), icon=":material/lock:")
    typed = [text for texts in notes.get("raw", {}).values() for text in texts if text.strip()]
    if typed:
        st.write(t("What you had typed is here, so that you can copy it:"))
        for text in typed:
            st.code(text, language=None, wrap_lines=True)
    places.link(visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")


def _render_not_for_staff(visit: Visitor) -> None:
    t = visit.t
    st.title(places.title(t, places.TAKE_PART), anchor=False)
    st.write(t("You are signed in as staff of another department. Sign out to answer as a resident."))
    leaving_button(t("Sign out"), "/sign-out", key="take_part.sign_out", icon=":material/logout:")


if __name__ == "__main__":
    page()
