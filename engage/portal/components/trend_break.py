"""A warning where answers to one question were given under different wordings."""

import streamlit as st

from engage.actions.history import History
from engage.portal import places
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.wording.changes import told


def draw_breaks(visit: Visitor, found: History, name: str) -> None:
    """Say after which version a question's answers cannot be compared; nothing where they can."""
    t = visit.t
    for each in found.breaks(name):
        day = t.date(each.version.published_at) if each.version.published_at else ""
        said = t(
            "Version %(number)s (%(day)s) changed this question: %(before)s responses came before, "
            "%(after)s since. Do not read them as one trend.",
            number=each.version.number,
            day=day,
            before=t.number(each.before),
            after=t.number(each.after),
        )
        changed = " ".join(told(change, t.language) for change in each.changes)
        st.warning(plain(f"{said} {changed}"), icon=":material/trending_down:")
        places.link(visit, places.HISTORY, icon=places.HISTORY.icon, question=name)
