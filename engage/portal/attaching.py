"""Files in the portal: each is kept at once, under the resident's key, and named in the answer."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engage.access import NotFoundError
from engage.actions.collect import KeyUnreadableError, NotStoredError, SurveyClosedError
from engage.wording import Wording
from engage.wording.problems import told
from surveys.problems import AnswerError, Problem
from surveys.questions.file_upload import MOST_MEGABYTES, name_in

Keep = Callable[[str, str, bytes], str]
"""Keeps a file of a question, by its name and content; returns how an answer names it."""
KEPT, CHOSEN, ROUND, WRONG = range(4)


def draw_files(field: Any, keep: Keep | None) -> None:
    """Draw what was added so far, a button to take out each, and a place to add more.

    ``field`` is a ``controls.Field``. Without ``keep`` (a preview) nothing can be added.
    """
    t: Wording = field.t
    most = int(getattr(field.question, "most", 1))
    kept_key = field.seed([text for text in field.typed if name_in(text)], KEPT)
    kept: list[str] = st.session_state[kept_key]
    st.markdown(field.label)
    for place, text in enumerate(kept):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("Added: %(name)s", name=name_in(text)))
            st.button(
                t("Take out"),
                key=f"{kept_key}.out.{place}",
                on_click=_take_out,
                args=(kept_key, text),
                icon=":material/close:",
            )
    if wrong := st.session_state.pop(field.key(WRONG), None):
        st.error(told(Problem(wrong[0], field.question.name, wrong[1]), t.language).whole)
    if most > 1 and len(kept) >= most:
        return
    # A fresh place each time: what was taken from it does not stay in the server's memory.
    number = st.session_state.setdefault(field.key(ROUND), 0)
    uploader = f"{field.key(CHOSEN)}.{number}"
    label = (
        t("Choose a file")
        if not kept
        else t("Choose another file instead")
        if most == 1
        else t("Choose more files")
    )
    st.file_uploader(
        label,
        key=uploader,
        max_upload_size=int(getattr(field.question, "largest", MOST_MEGABYTES)),
        disabled=keep is None,
        on_change=_take_in,
        args=(field, keep, uploader),
    )


def _take_out(kept_key: str, text: str) -> None:
    st.session_state[kept_key] = [one for one in st.session_state.get(kept_key, []) if one != text]


def _take_in(field: Any, keep: Keep | None, uploader: str) -> None:
    file = st.session_state.get(uploader)
    if file is None or keep is None:
        return
    kept_key = field.key(KEPT)
    kept = list(st.session_state.get(kept_key, []))
    st.session_state[field.key(ROUND)] = int(st.session_state.get(field.key(ROUND), 0)) + 1
    try:
        named = keep(field.question.name, file.name, file.getvalue())
    except AnswerError as error:
        st.session_state[field.key(WRONG)] = [error.code, dict(error.details)]
        return
    except (KeyUnreadableError, NotFoundError, NotStoredError, SurveyClosedError):
        st.session_state[field.key(WRONG)] = ["uploads_full", {}]
        return
    before = [] if int(getattr(field.question, "most", 1)) == 1 else kept
    st.session_state[kept_key] = list(dict.fromkeys((*before, named)))
