"""What those read for whom the survey is over early, and the link an ending may lead on to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from engage.leaving import Ended
from engage.portal import places, state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.wording.endings import usual_words
from surveys.ways_out import WayOut


def ended_notes(ended: Ended) -> dict[str, Any]:
    """Return what the session remembers of how a survey ended: plain texts only."""
    return {
        "way": ended.way,
        "text": dict(ended.words.text),
        "link": link_notes(ended.words),
        "reference": ended.reference,
        "code": ended.withdrawal_code,
        "at": ended.received_at.isoformat() if ended.received_at else "",
        "stays": ended.stays,
        "is_kept": getattr(ended.words, "keeps", "nothing") == "answers",
    }


def link_notes(way: WayOut | None) -> dict[str, Any] | None:
    """Return address and labels of a link; ``None`` where there is none that is safe."""
    if way is None or way.link is None or not way.link.is_safe:
        return None
    return {"address": way.link.address, "label": dict(way.link.label)}


def show_ended(visit: Visitor, ended: Mapping[str, Any]) -> bool:
    """Draw the page; return whether somebody wants to start again."""
    t = visit.t
    heading, usual = usual_words(t, ended["way"])
    st.title(heading, anchor=False)
    st.write(plain(t.pick(dict(ended["text"])) or usual))
    draw_link(visit, ended["link"])
    if ended["reference"]:
        _draw_reference(visit, ended)
    st.subheader(t("What happens with your answers"), anchor=False)
    if stays := ended.get("stays"):
        st.write(
            t(
                "Nothing was changed: what you sent before stays as it was, under reference %(reference)s. "
                "With your withdrawal code you can see it, change it or withdraw it.",
                reference=stays,
            )
        )
    elif ended["is_kept"]:
        st.write(
            t(
                "We kept only the answers that led to this page, to know how many people it concerns. They "
                "are not counted in the results."
            )
        )
    else:
        st.write(t("We kept none of your answers. We only count how many people come to this page."))
    st.subheader(t("What you can do now"), anchor=False)
    places.link(visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")
    if stays:
        places.link(visit, places.MY_RESPONSE, t("See, change or withdraw what you sent"))
        return False
    st.caption(t("Did you choose something by mistake?"))
    return st.button(t("Start again with an empty form"), key=state.field_key("take_part", "ended"))


def draw_link(visit: Visitor, link: Mapping[str, Any] | None) -> None:
    """Draw where to go on to; it opens when somebody clicks it, and never before."""
    if not link:
        return
    address = str(link["address"])
    if address.startswith("/"):
        address = visit.office.settings.public_url + address
    label = plain(visit.t.pick(dict(link["label"]))) or plain(address)
    st.link_button(label, address, icon=":material/arrow_outward:")


def _draw_reference(visit: Visitor, ended: Mapping[str, Any]) -> None:
    t = visit.t
    with st.container(border=True):
        st.markdown(f"**{t('Your reference')}**")
        st.code(ended["reference"], language=None)
        st.caption(t("Received %(when)s", when=t.time(datetime.fromisoformat(ended["at"]))))
        st.markdown(f"**{t('Your withdrawal code')}**")
        st.code(ended["code"], language=None)
        st.write(
            t(
                "With the reference and this code you can see or withdraw your answers at %(address)s. "
                "We show the code only now: note it down if you may want to.",
                address=plain(f"{visit.office.settings.public_url}/{t.language}/receipt"),
            )
        )
