"""How full the quotas of a survey are, and for how many it ended early."""

import streamlit as st

from engage.actions.ways_out import QuotaState, WaysOut
from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.conditions import in_words
from surveys.definition import SurveyDefinition


def draw_ways_out(t: Wording, found: WaysOut, definition: SurveyDefinition) -> None:
    """Draw a line a quota and a table of screen-outs; nothing where the survey has neither."""
    if found.quotas:
        st.subheader(t("Quotas"), anchor=False)
        for state in found.quotas:
            _draw_quota(t, state, definition)
    if found.screen_outs:
        st.subheader(t("Screened out"), anchor=False)
        rows = [
            {
                t("Who"): in_words(t, one.screen_out.condition, definition),
                t("People"): one.turned_away,
                t("Kept"): t("the deciding answers") if one.screen_out.keeps == "answers" else t("nothing"),
            }
            for one in found.screen_outs
        ]
        st.dataframe(rows, hide_index=True, alt=t("Screened out"))


def _draw_quota(t: Wording, state: QuotaState, definition: SurveyDefinition) -> None:
    quota = state.quota
    name = plain(t.pick(dict(quota.title)) or in_words(t, quota.condition, definition))
    told = t("%(taken)s of %(limit)s", taken=t.number(state.taken), limit=t.number(quota.limit))
    st.progress(min(1.0, state.taken / quota.limit), f"**{name}** – {told}")
    said = [t("Full") if not state.left else t.n("%(n)s place left", "%(n)s places left", state.left)]
    if not state.left and quota.when_full == "mark":
        said.append(t("more responses are taken and marked"))
    if state.turned_away:
        said.append(t.n("%(n)s person turned away", "%(n)s people turned away", state.turned_away))
    st.caption(" · ".join(said))
