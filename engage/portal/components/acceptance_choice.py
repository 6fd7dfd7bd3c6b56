"""Accepting without a look what the model is sure of: the choice, and how right it was measured to be."""

import streamlit as st

from engage.actions import code
from engage.portal import state
from engage.portal.visitor import Visitor
from engage.reviewing.acceptance import PRECISIONS
from engage.reviewing.values import Acceptance, Desk
from engage.wording import Wording

CHOICE = state.field_key("review", "precision")


def told(t: Wording, desk: Desk) -> None:
    """Say how many comments are accepted and how right they were measured to be."""
    if desk.acceptance is not None:
        st.caption(f":material/done_all: {sentence(t, desk.acceptance)}")


def sentence(t: Wording, found: Acceptance) -> str:
    """Return what comes of a precision that was chosen."""
    asked = t.percent(found.precision)
    if found.reviews_needed:
        return t.n(
            "At %(asked)s nothing is accepted yet: about %(n)s more comment reviewed at random is needed "
            "to tell.",
            "At %(asked)s nothing is accepted yet: about %(n)s more comments reviewed at random are needed "
            "to tell.",
            found.reviews_needed,
            asked=asked,
        )
    if found.accept_from is None:
        return t(
            "At %(asked)s nothing is accepted: the model is not right so often, however sure it is.",
            asked=asked,
        )
    measured = t(
        "In %(checked)s others that people checked, it was right in %(share)s (likely %(low)s to %(high)s).",
        checked=t.number(found.checked),
        share=t.percent(found.measured),
        low=t.percent(found.low),
        high=t.percent(found.high),
    )
    count = t.n(
        "At %(asked)s, %(n)s comment is accepted without a look.",
        "At %(asked)s, %(n)s comments are accepted without a look.",
        len(found.accepted),
        asked=asked,
    )
    return f"{count} {measured}"


def draw(visit: Visitor, slug: str, desk: Desk) -> None:
    """Draw the choice of a precision; what each would accept is counted only when somebody looks."""
    t = visit.t
    with st.expander(t("Accept what the model is sure of"), icon=":material/done_all:"):
        st.write(
            t(
                "Comments whose themes the model is sure enough of wait for nobody. Some still come up at "
                "random, so that this stays measured. What people decide always wins."
            )
        )
        state.put(CHOICE, desk.acceptance.precision if desk.acceptance else 0.0)
        st.segmented_control(
            t("How often it must be right"),
            (0.0, *PRECISIONS),
            format_func=lambda each: t.percent(each) if each else t("Accept nothing"),
            key=CHOICE,
            required=True,
            on_change=_chosen,
            args=(visit, slug),
        )
        if st.toggle(t("Compare them"), key=state.field_key("review", "acceptances")):
            for found in code.acceptances(visit.office, visit.actor, slug):
                st.markdown(f"- {sentence(t, found)}")


def _chosen(visit: Visitor, slug: str) -> None:
    chosen = state.get(CHOICE)
    code.accept_at(visit.office, visit.actor, slug, chosen if chosen in PRECISIONS else None)
