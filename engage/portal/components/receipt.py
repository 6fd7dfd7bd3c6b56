"""The receipt a resident keeps, and what it means when the same answers had been sent before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from engage.portal import places, state
from engage.portal.components.ended import draw_link
from engage.portal.plain import plain
from engage.portal.visitor import Visitor

_KEPT = ("stored", "repeated", "corrected", "unchanged")
"""Outcomes after which the answers sent are those that count."""


def show_receipt(visit: Visitor, slug: str, receipt: Mapping[str, Any]) -> str:
    """Draw the receipt; return ``again`` to answer once more, ``find`` to see or change what was sent."""
    t = visit.t
    if receipt["outcome"] in _KEPT:
        _thanks(visit, receipt)
    elif receipt["outcome"] == "conflict" and receipt.get("is_correction"):
        st.title(t("Your answers were changed meanwhile"), anchor=False)
        st.write(
            t(
                "They were changed from another page after you opened this one. What you sent now was not "
                "stored."
            )
        )
        st.write(t("Look at what we have now; you can change it again."))
        _reference(visit, receipt)
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
    with st.container(horizontal=True):
        if receipt["code"] and st.button(
            t("See, change or withdraw what you sent"), key=state.field_key("take_part", "find")
        ):
            return "find"
        again = t("Answer for somebody else")
        if st.button(again, key=state.field_key("take_part", "again"), type="tertiary"):
            return "again"
    return ""


def _thanks(visit: Visitor, receipt: Mapping[str, Any]) -> None:
    t = visit.t
    if receipt["outcome"] == "corrected":
        st.title(t("Your answers were changed"), anchor=False)
        st.write(
            t(
                "The changed answers count now, and those before them no longer do. The reference and the "
                "code are the same as before."
            )
        )
    elif receipt["outcome"] == "unchanged":
        st.title(t("Nothing was changed"), anchor=False)
        st.write(t("These are the answers you had sent before. They count as they did."))
    else:
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
