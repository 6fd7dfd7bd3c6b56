"""How the last change went, where it did not simply go well; what somebody wrote is never lost."""

import streamlit as st

from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain


def draw(desk: Desk) -> None:
    """Tell what was not saved and why, and what others did meanwhile."""
    t = desk.visit.t
    for kind, words in work.memory(desk.slug)["told"]:
        if kind == "wrong":
            st.error(t("Not saved: %(why)s", why=plain(words)), icon=":material/error:")
        elif kind == "removed":
            st.info(t("Deleted. “Undo” brings it back."), icon=":material/undo:")
        elif kind == "others":
            told = t("Somebody else changed %(what)s meanwhile; both changes are kept.", what=words)
            st.info(plain(told), icon=":material/group:")
        else:
            st.warning(
                t("Somebody else changed the same thing meanwhile. You see theirs; yours was not saved."),
                icon=":material/group:",
            )
            if words:
                st.caption(t("You wrote:"))
                st.text(words)
