"""Responses: how many came in, when and by which channel; the newest ones; the file to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage import charts
from engage.access import can, scope_of
from engage.actions import arrivals, author, export, results
from engage.actions.author import SurveyState
from engage.portal import places, state
from engage.portal.components.figures import figure, look, metrics, table
from engage.portal.components.page_head import head, no_survey, nothing_yet, survey_in_hand
from engage.portal.visitor import Visitor, visitor
from engage.results.values import SurveyResults
from engage.wording import Wording
from surveys.records import Arrival, Release

ACTION = "see_results"


@dataclass(frozen=True, slots=True)
class View:
    """A survey's counts and its newest responses."""

    visit: Visitor
    chosen: SurveyState
    found: SurveyResults
    newest: list[Arrival]
    releases: list[Release]


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.RESPONSES), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    render(load(visit, chosen))


def load(visit: Visitor, chosen: SurveyState) -> View:
    slug = chosen.survey.slug
    _, _, releases = author.versions_for(visit.office, visit.actor, slug)
    return View(
        visit,
        chosen,
        results.survey_results(visit.office, visit.actor, slug),
        arrivals.latest(visit.office, visit.actor, slug),
        releases,
    )


def render(view: View) -> None:
    t, found = view.visit.t, view.found
    if not found.total and not view.newest:
        nothing_yet(
            view.visit,
            t("No response yet"),
            t("Share the survey's address or its QR code. The first response shows here at once."),
        )
        return
    _render_totals(t, found)
    _render_download(view)
    figure(t, charts.days(t, found.by_day, releases=view.releases, look=look()), key="responses.days")
    figure(t, charts.channels(t, found.by_channel, look()), key="responses.channels")
    st.subheader(t("The newest responses"), anchor=False)
    st.caption(t("What people answered is on the results and comments pages."))
    table(
        [_row(t, arrival, found) for arrival in view.newest],
        key="responses.newest",
        alt=t("The newest responses"),
    )


def _render_totals(t: Wording, found: SurveyResults) -> None:
    french = next(
        (o.count for c in found.choices if c.name == "language" for o in c.options if o.code == "fr"), 0
    )
    metrics(
        (t("Responses"), t.number(found.total)),
        (t("In French"), t.percent(french / found.total) if found.total else "–"),
        (t("Versions answered"), ", ".join(map(str, found.versions)) or "–"),
    )


def _render_download(view: View) -> None:
    t, survey = view.visit.t, view.chosen.survey
    if not can(view.visit.actor, "export_responses", scope_of(survey)):
        return
    with st.expander(t("Download the responses"), icon=":material/download:"):
        st.write(
            t(
                "One row a response, as a CSV file that spreadsheets open. It holds people's own words: "
                "keep it as safe as the survey. Each download is noted in the audit."
            )
        )
        has_labels = st.toggle(
            t("Write the answers in words instead of codes"), key=state.field_key("responses", "labels")
        )
        st.download_button(
            t("Download the CSV file"),
            lambda: b"".join(_export(view, has_labels=has_labels)),
            file_name=f"{survey.slug}.csv",
            mime="text/csv",
            type="primary",
            icon=":material/download:",
            key=state.field_key("responses", "download"),
            on_click="ignore",
        )


def _export(view: View, *, has_labels: bool) -> Iterator[bytes]:
    """Make the file; called when the button is pressed, never by drawing the page."""
    visit = view.visit
    return export.responses_csv(
        visit.office, visit.actor, view.chosen.survey.slug, labels=has_labels, language=visit.language
    )


def _row(t: Wording, arrival: Arrival, found: SurveyResults) -> dict[str, Any]:
    labels = {(c.name, o.code): t.pick(o.label) for c in found.choices for o in c.options}
    return {
        t("Number"): arrival.id,
        t("Received"): t.time(arrival.received_at),
        t("Channel"): labels.get(("channel", arrival.channel), arrival.channel),
        t("Language"): labels.get(("language", arrival.language), arrival.language),
        t("Release"): arrival.release or "",
        t("Answers given"): arrival.answered,
        t("Test"): t("Yes") if arrival.is_test else "",
    }


if __name__ == "__main__":
    page()
