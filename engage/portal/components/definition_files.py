"""A survey as a file for another program, with what the file does not hold told before it is taken."""

import streamlit as st

from engage.portal import state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.wording.exchange import told_exchange
from surveys.definition import SurveyDefinition
from surveys.exchange.files import FORMATS, write

NAMES = {"json": "JSON", "xlsform": "XLSForm", "surveyjs": "SurveyJS"}
ENDINGS = {"json": ("json", "application/json"), "surveyjs": ("surveyjs.json", "application/json")}
EXCEL = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DRAFT, LIVE = "draft", "live"


def draw_files(
    visit: Visitor, slug: str, *, draft: SurveyDefinition | None, live: SurveyDefinition | None
) -> None:
    """Draw the ways to take the questions of a survey along: the draft's, or the published version's."""
    t = visit.t
    versions = {name: made for name, made in ((LIVE, live), (DRAFT, draft)) if made is not None}
    if not versions:
        return
    label, key = t("Download the questions"), _key(slug, "popover")
    with st.popover(label, icon=":material/file_export:", type="tertiary", key=key):
        st.caption(t("The survey itself, to keep or to use in another program. Responses are not in it."))
        chosen = st.radio(
            t("Program"),
            FORMATS,
            format_func=lambda name: {
                "json": t("This product (JSON, nothing is lost)"),
                "xlsform": t("Kobo, ODK and others (XLSForm)"),
                "surveyjs": t("SurveyJS (JSON)"),
            }[name],
            key=_key(slug, "format"),
        )
        which = next(iter(versions))
        if len(versions) > 1:
            names = {LIVE: t("What residents answer"), DRAFT: t("The draft")}
            which = st.radio(
                t("Version"),
                list(versions),
                format_func=lambda name: names[name],
                horizontal=True,
                key=_key(slug, "version"),
            )
        _draw_file(visit, slug, str(chosen or FORMATS[0]), versions[which or LIVE])


def _draw_file(visit: Visitor, slug: str, chosen: str, definition: SurveyDefinition) -> None:
    t = visit.t
    data, notes = write(definition, chosen, slug)
    if notes:
        told = ((plain(each.place), plain(told_exchange(each, t.language).whole)) for each in notes)
        title = t.n(
            "%(n)s thing is not in the file as it is here",
            "%(n)s things are not in the file as they are here",
            len(notes),
        )
        lines = "\n".join(f"- **{place}** {words}" for place, words in told)
        st.warning(lines, title=title, icon=":material/rule:")
    ending, media_type = ENDINGS.get(chosen, EXCEL)
    st.download_button(
        t("Download %(format)s", format=NAMES[chosen]),
        data,
        file_name=f"{slug}.{ending}",
        mime=media_type,
        type="primary",
        icon=":material/download:",
        key=_key(slug, "download"),
        on_click="ignore",
    )


def _key(slug: str, name: str) -> str:
    return state.field_key("definition_files", f"{slug}.{name}")
