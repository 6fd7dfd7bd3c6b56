"""Does what a resident asked for: go on, go back, change a page, send, start again."""

import streamlit as st

from engage.actions import collect
from engage.leaving import Ended
from engage.portal import address, places, resuming, state
from engage.portal.components.ended import ended_notes
from engage.portal.taking.view import CHECK, Asked, View, receipt_notes
from surveys import journey
from surveys.definition import Page
from surveys.problems import Problem


def act(view: View, asked: Asked) -> None:
    """Do it, and note for the next run what came of it; nothing typed is lost."""
    view.notes.pop("told", None)
    view.notes.pop("problems", None)
    try:
        _ACTS[asked.what](view, asked)
    except collect.NotStoredError:
        view.notes["told"] = "not_stored"
    except collect.KeyUnreadableError:
        # The next run makes a new key, and what was typed stays; or it says why it makes none.
        view.notes["told"] = "not_stored"


def _on(view: View, asked: Asked) -> None:
    del asked
    if view.page is None:
        return
    saved = collect.save_page(
        view.visit.office, view.slug, view.notes["token"], view.page.name, view.raw, actor=view.actor
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
        actor=view.actor,
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
        view.notes["receipt"] = receipt_notes(result, view.opened)
    address.put(address.DRAFT, "")


def _again(view: View, asked: Asked) -> None:
    del asked
    collect.discard(view.visit.office, view.slug, view.notes["token"], actor=view.actor)
    address.put(address.DRAFT, "")
    state.forget_visit(view.slug)


def _stop(view: View, asked: Asked) -> None:
    """Leave what was sent as it is, and go back to it."""
    _again(view, asked)
    places.go(view.visit, places.MY_RESPONSE)


_ACTS = {"on": _on, "back": _back, "change": _change, "send": _send, "again": _again, "stop": _stop}


def _keep_typed(view: View, shown: Page) -> None:
    collect.keep_typed(
        view.visit.office, view.slug, view.notes["token"], shown.name, view.raw, actor=view.actor
    )


def _keep_problems(view: View, problems: tuple[Problem, ...]) -> None:
    view.notes["problems"] = [[p.code, p.place, dict(p.details)] for p in problems]


def _remember_address(view: View) -> None:
    address.put(address.DRAFT, resuming.sealed(view.visit, view.notes["token"]))
