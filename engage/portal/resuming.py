"""Coming back to a survey after a reload: the submission key in the address, bound to one browser.

Streamlit cannot set a cookie, so the key travels in the address. A seal made from the browser's own
random cookie goes with it: whoever is sent the address by mistake starts a survey of their own and never
sees another person's draft answers.
"""

import hmac

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from engage.portal.visitor import Visitor

BROWSER_COOKIE = "_streamlit_xsrf"


def sealed(visit: Visitor, token: str) -> str:
    """Return what the address carries for ``token``; empty when the browser cannot be told apart."""
    seal = _seal(visit, token)
    return f"{token}~{seal}" if seal else ""


def opened(visit: Visitor, text: str) -> str:
    """Return the token of ``sealed`` text; empty when this browser did not make it."""
    token, _, seal = text.rpartition("~")
    wanted = _seal(visit, token)
    is_ours = bool(token and wanted) and hmac.compare_digest(seal.encode(), wanted.encode())
    return token if is_ours else ""


def _seal(visit: Visitor, token: str) -> str:
    browser = browser_mark()
    if not browser:
        return ""
    return hmac.digest(visit.office.settings.secret, b"draft:" + browser + token.encode(), "sha256").hex()[
        :32
    ]


def browser_mark() -> bytes:
    """Return the random bytes Streamlit gave this browser; empty when there are none."""
    try:
        mark, _ = decode_xsrf_token_string(st.context.cookies.get(BROWSER_COOKIE, ""))
    except (ValueError, IndexError):
        return b""
    return mark or b""
