"""What residents added to a survey: how much there is, one file, or all of them as an archive."""

import tempfile
from pathlib import Path

import streamlit as st

from engage.actions import attach
from engage.portal import state
from engage.portal.visitor import Visitor
from surveys.records import Attachment


def files_to_take(visit: Visitor, slug: str) -> None:
    """Draw what there is to take; nothing where nobody added a file. Each taking is noted in the audit."""
    t = visit.t
    found = attach.files_of(visit.office, visit.actor, slug)
    if not found:
        return
    st.divider()
    size = t.number(sum(one.size for one in found) / 1024**2, 1)
    st.write(
        t.n(
            "Residents added %(n)s file (%(size)s MB).",
            "Residents added %(n)s files (%(size)s MB).",
            len(found),
            size=size,
        )
    )
    st.caption(
        t(
            "Pictures tell nothing of where and when they were taken. Documents are as people sent them: "
            "open them with care."
        )
    )
    st.download_button(
        t("Download all files (ZIP)"),
        lambda: _archive(visit, slug),
        file_name=f"{slug}.files.zip",
        mime="application/zip",
        icon=":material/folder_zip:",
        key=state.field_key("responses", "files"),
        on_click="ignore",
    )
    chosen = st.selectbox(
        t("Or one file"),
        found,
        index=None,
        placeholder=t("Choose…"),
        format_func=_told,
        key=state.field_key("responses", "file"),
    )
    if chosen is not None:
        st.download_button(
            t("Download this file"),
            lambda: attach.one_file(visit.office, visit.actor, slug, chosen.id)[1],
            file_name=chosen.name,
            mime=chosen.media_type,
            icon=":material/attach_file:",
            key=state.field_key("responses", "one_file"),
            on_click="ignore",
        )


def _told(one: Attachment) -> str:
    return f"{one.response_id} – {one.question_name} – {one.name}"


def _archive(visit: Visitor, slug: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        target = Path(folder, "files.zip")
        attach.files_archive(visit.office, visit.actor, slug, target=target)
        return target.read_bytes()
