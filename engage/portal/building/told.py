"""How the last change went, where it did not simply go well; what somebody wrote is never lost."""

import streamlit as st

from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.linter import place_name


def draw(desk: Desk) -> None:
    """Tell what was not saved and why, and what others did meanwhile."""
    t = desk.visit.t
    for kind, words in work.memory(desk.slug)["told"]:
        if kind == "wrong":
            st.error(t("Not saved: %(why)s", why=plain(words)), icon=":material/error:")
        elif kind == "removed":
            st.info(t("Deleted. “Undo” brings it back."), icon=":material/undo:")
        elif kind == "others":
            what = ", ".join(_called(desk, name) for name in words.split(", "))
            told = t("Somebody else changed %(what)s meanwhile; both changes are kept.", what=what)
            st.info(plain(told), icon=":material/group:")
        else:
            st.warning(
                t("Somebody else changed the same thing meanwhile. You see theirs; yours was not saved."),
                icon=":material/group:",
            )
            if words:
                st.caption(t("You wrote:"))
                st.text(words)


def _called(desk: Desk, name: str) -> str:
    """Return what the author knows a part by; what is gone goes by its name."""
    t, question = desk.visit.t, desk.made.question(name)
    return t("“%(label)s”", label=t.pick(dict(question.text))) if question else place_name(t, name)
