"""Leaving the portal for one of our own pages outside it (sign-in, sign-out), in the same tab.

Streamlit opens every link to another address in a new tab. Its own ``st.login`` leaves by a redirect
message; this sends the same message, and falls back to an ordinary link where it cannot.
"""

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx


def leave_for(path: str) -> None:
    """Send the browser to ``path``, an address of ours that begins with a slash."""
    context = get_script_run_ctx()
    if context is None:
        return
    message = ForwardMsg()
    message.auth_redirect.url = path
    context.enqueue(message)


def leaving_button(label: str, path: str, *, key: str, icon: str | None = None) -> None:
    """Draw a button that leaves for ``path``."""
    st.button(label, key=key, icon=icon, on_click=leave_for, args=(path,), type="tertiary")
