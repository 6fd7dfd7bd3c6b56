"""The portal's navigation script: who is looking, the frame, and the page they asked for."""

from pathlib import Path

import streamlit as st

from engage.portal import frame, french, places
from engage.portal.visitor import visitor

# A file of our own: a Material icon here would be fetched from another origin.
ICON = Path(__file__).with_name("icon.png")


def main() -> None:
    """Draw one page."""
    visit = visitor()
    here = st.navigation(places.pages(visit.t), position="hidden")
    town = visit.t.pick(dict(visit.office.settings.town_name))
    st.set_page_config(
        page_title=f"{here.title} – {town}",
        page_icon=str(ICON),
        layout="wide" if visit.is_staff else "centered",
        initial_sidebar_state="auto",
    )
    french.draw(visit.language)
    frame.draw(visit)
    frame.show_flash()
    with frame.friendly(visit):
        here.run()


main()
