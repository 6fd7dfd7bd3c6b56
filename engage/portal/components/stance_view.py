"""Who is for a proposal and who against, drawn, and the choice to read only what one side says."""

import streamlit as st

from engage import charts
from engage.charts.stance import STANCES, stance_label
from engage.portal import address, places, state
from engage.portal.components import filters as filtering
from engage.portal.components.figures import figure, look
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.results.choosing import Filters
from engage.results.values import StanceResult, ThemeResults
from engage.wording import Wording

STANCE = "stance"
CHOICE = state.field_key("results", STANCE)


def asked_stance() -> str | None:
    """Return the stance that the address asks for; ``None`` for everybody."""
    asked = address.read(STANCE)
    return asked if asked in STANCES else None


def choice(t: Wording, themes: ThemeResults | None) -> None:
    """Draw the choice of one side, where a question of the survey proposes something."""
    if themes is None or not themes.stances:
        return
    state.put(CHOICE, asked_stance())
    st.pills(
        t("Only what those residents say who are"),
        STANCES,
        format_func=lambda each: stance_label(t, each),
        key=CHOICE,
        on_change=_changed,
    )


def _changed() -> None:
    address.put(STANCE, str(state.get(CHOICE) or ""))


def draw(visit: Visitor, found: StanceResult, filters: Filters, *, can_see_comments: bool) -> None:
    """Draw one proposal with the stances on it, and the ways to the comments of each side."""
    t = visit.t
    with st.container(border=True):
        st.caption(plain(t("Proposal: %(proposal)s", proposal=t.pick(found.proposal))))
        figure(t, charts.stance(t, found, look()), key=f"results.stance.{found.question_name}")
        if not can_see_comments:
            return
        with st.container(horizontal=True):
            for each in ("support", "oppose"):
                if found.shares[each].count:
                    label = t("Comments: %(stance)s", stance=stance_label(t, each).lower())
                    params = {"question": found.question_name, STANCE: each, **filtering.as_params(filters)}
                    places.link(visit, places.COMMENTS, label, icon=":material/forum:", **params)
