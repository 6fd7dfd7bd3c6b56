"""Responses: how many came in, when and by which channel; the newest ones; the file to take away."""

import tempfile
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any, cast

import streamlit as st

from engage import charts
from engage.access import can, scope_of
from engage.actions import arrivals, author, export, results
from engage.actions.author import SurveyState
from engage.portal import places, state
from engage.portal.components.figures import figure, look, metrics, table
from engage.portal.components.files import files_to_take
from engage.portal.components.page_head import head, no_survey, nothing_yet, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.results.values import SurveyResults
from engage.wording import Wording
from engage.wording.exporting import export_sentence, format_name
from surveys.exporting.files import FORMATS
from surveys.exporting.layout import Labels, Layout, Multi
from surveys.exporting.problems import ExportError
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
    t, visit, survey = view.visit.t, view.visit, view.chosen.survey
    if not can(visit.actor, "export_responses", scope_of(survey)):
        return
    with st.expander(t("Download the responses"), icon=":material/download:"):
        st.write(
            t(
                "One row a response. The file holds people's own words and what they told of themselves: "
                "keep it as safe as the survey. Each download is noted in the audit."
            )
        )
        format = st.selectbox(
            t("Format"),
            export.formats_for(visit.office, visit.actor, survey.slug),
            format_func=lambda name: format_name(t, name),
            key=state.field_key("responses", "format"),
        )
        layout = Layout(language=visit.language)
        if FORMATS[format].is_laid_out:
            layout = _chosen_layout(t, layout)
        if FORMATS[format].reasons == "wished":
            layout = replace(layout, reasons=_are_reasons_wished(t))
        _render_button(view, format, layout)
        _render_codebook(view)
        files_to_take(visit, survey.slug)


def _render_button(view: View, format: str, layout: Layout) -> None:
    """Draw the button, or why there can be no file; and why the last one could not be made."""
    t, survey = view.visit.t, view.chosen.survey
    superseded = st.checkbox(
        t("Also answers that residents changed later, marked with the day"),
        key=state.field_key("responses", "superseded"),
    )
    if refusal := _foreseen(view, format, layout, with_superseded=superseded):
        st.warning(plain(refusal), icon=":material/warning:")
        return
    key = state.field_key("responses", "refused")
    refused: list[str] = state.get(key) or []
    for sentence in refused:
        st.error(plain(sentence), icon=":material/error:")
    # The file is made after this run has ended: what it says is shown with the next one.
    refused = []
    state.put(key, refused)
    st.download_button(
        t("Download the file"),
        lambda: _file(view, format, layout, refused, with_superseded=superseded),
        file_name=f"{survey.slug}.{FORMATS[format].suffix}",
        mime=FORMATS[format].media_type,
        type="primary",
        icon=":material/download:",
        key=state.field_key("responses", "download"),
        on_click="ignore",
    )


def _foreseen(view: View, format: str, layout: Layout, *, with_superseded: bool) -> str:
    """Return why there can be no file; looked for once, until something is chosen anew or more came in."""
    visit, slug = view.visit, view.chosen.survey.slug
    mark = [slug, format, *astuple(layout), with_superseded, view.found.total]
    key = state.field_key("responses", "foreseen")
    known = state.get(key)
    if not known or known["mark"] != mark:
        found = export.foreseen_refusal(
            visit.office, visit.actor, slug, format=format, layout=layout, with_superseded=with_superseded
        )
        known = {"mark": mark, "why": export_sentence(visit.t, found) if found else ""}
        state.put(key, known)
    return str(known["why"])


def _render_codebook(view: View) -> None:
    t, slug = view.visit.t, view.chosen.survey.slug
    told = {
        "html": (t("Page to read (HTML)"), "html", "text/html"),
        "csv": (t("Table (CSV)"), "csv", "text/csv"),
        "ddi": (t("For data archives (DDI XML)"), "xml", "application/xml"),
    }
    st.divider()
    st.write(
        t(
            "What every column of the file means: questions and labels in both languages, codes, "
            "who was asked."
        )
    )
    format = st.selectbox(
        t("Codebook as"),
        list(told),
        format_func=lambda name: told[name][0],
        key=state.field_key("responses", "codebook_format"),
    )
    _, suffix, mime = told[format]
    st.download_button(
        t("Download the codebook"),
        lambda: _codebook(view, format),
        file_name=f"{slug}.codebook.{suffix}",
        mime=mime,
        icon=":material/menu_book:",
        key=state.field_key("responses", "codebook"),
        on_click="ignore",
    )


def _are_reasons_wished(t: Wording) -> bool:
    return st.checkbox(
        t("Say of empty cells why they are empty: not asked, or left out"),
        key=state.field_key("responses", "reasons"),
    )


def _chosen_layout(t: Wording, layout: Layout) -> Layout:
    told = {"codes": t("Codes"), "labels": t("Words"), "both": t("Codes and words")}
    placed = {"columns": t("One column per option"), "one": t("All in one column")}
    labels = st.radio(
        t("Answers to closed questions"),
        list(told),
        format_func=told.__getitem__,
        horizontal=True,
        key=state.field_key("responses", "labels"),
    )
    multi = st.radio(
        t("Questions with several answers"),
        list(placed),
        format_func=placed.__getitem__,
        horizontal=True,
        key=state.field_key("responses", "multi"),
    )
    return replace(layout, labels=cast(Labels, labels), multi=cast(Multi, multi))


def _file(
    view: View, format: str, layout: Layout, refused: list[str], *, with_superseded: bool = False
) -> bytes:
    """Make the file; called when the button is pressed, never by drawing the page.

    Why it cannot be made goes to ``refused``, in the reader's language.
    """
    visit, slug = view.visit, view.chosen.survey.slug
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        target = Path(folder, "responses")
        try:
            export.responses_file(
                visit.office,
                visit.actor,
                slug,
                target=target,
                format=format,
                layout=layout,
                with_mark=True,
                with_superseded=with_superseded,
            )
        except ExportError as error:
            refused.append(export_sentence(visit.t, error))
            raise
        return target.read_bytes()


def _codebook(view: View, format: str) -> bytes:
    visit, slug = view.visit, view.chosen.survey.slug
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        target = Path(folder, "codebook")
        export.codebook_file(
            visit.office, visit.actor, slug, target=target, format=format, language=visit.language
        )
        return target.read_bytes()


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
