"""The receipt a resident keeps, and what it means when the same answers had been sent before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from engage.portal import places, state
from engage.portal.components.ended import draw_link
from engage.portal.plain import plain
from engage.portal.visitor import Visitor


def show_receipt(visit: Visitor, slug: str, receipt: Mapping[str, Any]) -> bool:
    """Draw the receipt; return whether the resident wants to answer once more."""
    t = visit.t
    if receipt["outcome"] in ("stored", "repeated"):
        _thanks(visit, receipt)
    elif receipt["outcome"] == "conflict":
        st.title(t("Other answers were sent before"), anchor=False)
        st.write(
            t(
                "Under this form, answers were sent already, and they count. To correct them, open them with "
                "your reference and withdrawal code at %(address)s.",
                address=plain(f"{visit.office.settings.public_url}/{t.language}/receipt"),
            )
        )
        _reference(visit, receipt)
    else:
        st.title(t("These answers were withdrawn"), anchor=False)
        st.write(t("Withdrawn answers stay withdrawn. You can answer again."))
    with st.container(horizontal=True):
        if receipt["public"]:
            places.link(
                visit, places.PUBLISHED, t("See the results so far"), icon=":material/insights:", survey=slug
            )
        places.link(visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")
    return st.button(
        t("Answer for somebody else"), key=state.field_key("take_part", "again"), type="tertiary"
    )


def _thanks(visit: Visitor, receipt: Mapping[str, Any]) -> None:
    t = visit.t
    st.title(t("Thank you. Your answers were received."), anchor=False)
    if receipt["outcome"] == "repeated":
        st.info(t("You had sent the same answers before. They count once."), icon=":material/info:")
    if thanks := t.pick(dict(receipt["thanks"])):
        st.write(plain(thanks))
    draw_link(visit, receipt.get("link"))
    _reference(visit, receipt)
    with st.container(border=True):
        st.markdown(f"**{t('Your withdrawal code')}**")
        st.code(receipt["code"], language=None)
        st.write(
            t(
                "With the reference and this code you can see, change or withdraw your answers at "
                "%(address)s. We show the code only now: note it down if you may want to.",
                address=plain(f"{visit.office.settings.public_url}/{t.language}/receipt"),
            )
        )


def _reference(visit: Visitor, receipt: Mapping[str, Any]) -> None:
    t = visit.t
    with st.container(border=True):
        st.markdown(f"**{t('Your reference')}**")
        st.code(receipt["reference"], language=None)
        st.caption(t("Received %(when)s", when=t.time(datetime.fromisoformat(receipt["at"]))))
