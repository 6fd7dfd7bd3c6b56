"""The survey as residents will meet it: the portal's face here, the light pages by a link."""

import streamlit as st

from engage.portal import controls
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording import LANGUAGES, wording

NAMES = {"en": "English", "fr": "Français"}


def draw(desk: Desk) -> None:
    """Draw the draft as the portal shows it, and lead to the light pages."""
    t = desk.visit.t
    st.subheader(t("Preview"), anchor=False)
    st.caption(t("Residents get the light pages from a link or a QR code. Nothing you type is kept."))
    with st.container(horizontal=True, gap="small"):
        for language in LANGUAGES:
            st.link_button(
                t("Light page: %(language)s", language=NAMES[language]),
                f"/preview/{language}/{desk.slug}",
                icon=":material/open_in_new:",
            )
    chosen = st.segmented_control(
        t("Language"),
        list(LANGUAGES),
        default=desk.language,
        format_func=lambda code: NAMES[code],
        key=desk.key("preview", "language"),
    )
    shown = wording(chosen or desk.language)
    with st.container(border=True):
        st.subheader(plain(shown.pick(dict(desk.made.title))), anchor=False)
        st.write(plain(shown.pick(dict(desk.made.introduction))))
        mark = desk.made.fingerprint()[:12]
        for page in desk.made.pages:
            st.markdown(f"**{plain(shown.pick(dict(page.title)))}**")
            for question in page.questions:
                controls.draw(controls.Field(question, shown, f"{desk.slug}.preview.{mark}", ()))
