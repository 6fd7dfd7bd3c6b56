"""The addresses of a survey's light pages, to copy and to print as a QR code."""

import io

import segno
import streamlit as st

from engage.portal import state
from engage.portal.visitor import Visitor
from engage.wording import LANGUAGES
from surveys.records import Survey

NAMES = {"en": "English", "fr": "Français"}


def draw_addresses(visit: Visitor, survey: Survey) -> None:
    """Draw the address of the light pages in each language, and its QR code."""
    t = visit.t
    st.subheader(t("Addresses to share"), anchor=False)
    st.caption(t("These light pages open fast on any phone and work without scripts."))
    for column, language in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
        address = f"{visit.office.settings.public_url}/{language}/s/{survey.slug}"
        with column, st.container(border=True):
            st.markdown(f"**{NAMES[language]}**")
            st.code(address, language=None, wrap_lines=True)
            picture = qr_code(address)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.image(picture, width=132, alt=t("QR code of %(address)s", address=address))
                st.download_button(
                    t("Download the QR code"),
                    picture,
                    file_name=f"{survey.slug}-{language}.png",
                    mime="image/png",
                    key=state.field_key("survey.qr", language),
                    on_click="ignore",
                    icon=":material/download:",
                )


@st.cache_data(max_entries=200, show_spinner=False)
def qr_code(address: str) -> bytes:
    """Return a PNG that a phone's camera reads, with the quiet zone it needs."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
