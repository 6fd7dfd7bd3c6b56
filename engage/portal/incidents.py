"""An error nobody foresaw: a number for the log, and words without a traceback for the person."""

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from engage.wording import LANGUAGES, wording

log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """Log where a page failed, under a number, and show that number; ``True``: nothing else is shown.

    The error's own message may quote a resident, so only its kind and place are logged.
    """
    number = secrets.token_hex(4).upper()
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("incident %s: %s at %s", number, type(error).__name__, " > ".join(places[-8:]))
    t = wording(_language())
    st.error(
        t(
            "Something went wrong on our side, and what you just did may not have happened. "
            "Please reload the page and try again. If it happens again, tell us this number: %(number)s",
            number=number,
        ),
        icon=":material/error:",
    )
    return True


def _language() -> str:
    asked = st.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "fr" if (st.context.locale or "").lower().startswith("fr") else "en"
