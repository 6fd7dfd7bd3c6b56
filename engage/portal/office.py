"""The portal's one office, opened at the first page and shared by every session."""

import streamlit as st

from engage.office import Office, open_office
from engage.settings import load_settings


@st.cache_resource(show_spinner=False)
def office() -> Office:
    """Open the database once per process."""
    return open_office(load_settings())
