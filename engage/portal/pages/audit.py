"""Audit: who did what, newest first, and whether the record is whole."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.actions import audit_trail
from engage.actions.audit_trail import AuditTrail
from engage.portal import places, state
from engage.portal.components.figures import table
from engage.portal.components.page_head import staff_only
from engage.portal.visitor import Visitor, visitor
from surveys.records import AuditEntry


@dataclass(frozen=True, slots=True)
class View:
    """The entries this person may read."""

    visit: Visitor
    trail: AuditTrail


def page() -> None:
    visit = visitor()
    staff_only(visit, "read_audit")
    t = visit.t
    st.title(places.title(t, places.AUDIT), anchor=False)
    st.write(
        t("Everything that staff did. Entries are only ever added; each is sealed to the one before it.")
    )
    # Reading is itself an entry, so the audit is read when somebody asks, not whenever the page is drawn.
    asked = st.button(
        t("Read the audit"), type="primary", key=state.field_key("audit", "read"), icon=":material/history:"
    )
    st.caption(t("Reading it is noted too."))
    if asked:
        render(load(visit))


def load(visit: Visitor) -> View:
    return View(visit, audit_trail.entries(visit.office, visit.actor))


def render(view: View) -> None:
    t, trail = view.visit.t, view.trail
    if trail.broken_at is None:
        st.success(
            t("The record is whole: every entry follows from the one before."), icon=":material/verified:"
        )
    else:
        st.error(
            t("The record was changed at entry %(entry)s. Tell your administrator.", entry=trail.broken_at),
            icon=":material/gpp_bad:",
        )
    st.caption(t.n("%(n)s entry", "%(n)s entries", len(trail.entries)))
    table([_row(view, entry) for entry in trail.entries], key="audit.entries", alt=t("Audit, newest first"))


def _row(view: View, entry: AuditEntry) -> dict[str, Any]:
    t = view.visit.t
    return {
        t("Entry"): entry.id,
        t("When"): t.time(entry.at),
        t("Who"): view.trail.names.get(entry.actor, entry.actor),
        t("What"): entry.action,
        t("About"): entry.target,
        t("Outcome"): entry.outcome,
        t("Details"): ", ".join(f"{name}: {value}" for name, value in entry.details.items()),
    }


if __name__ == "__main__":
    page()
