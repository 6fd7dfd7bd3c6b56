"""Code frame: the themes that comments are coded to, edited one by one, each change a version."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from engage.access import can, scope_of
from engage.actions import frame
from engage.framing.exchange import FORMATS
from engage.framing.values import FrameDesk, FramedTheme, FrameError, ThemeText
from engage.portal import places, state
from engage.portal.components.page_head import head, no_survey, survey_in_hand
from engage.portal.components.theme_cards import candidate_card, theme_card
from engage.portal.components.theme_forms import CANCEL, PLACE, Asked, theme_form
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording import Wording
from engage.wording.framing import change_sentence, frame_problem_sentence

ACTION = "edit_code_frame"
SECTIONS = ("themes", "candidates", "history", "files")
SHOWN = 10
MIME = {"json": "application/json", "csv": "text/csv"}
VERBS = {
    "add": frame.add_theme,
    "edit": frame.edit_theme,
    "merge": frame.merge_theme,
    "split": frame.split_theme,
    "retire": frame.retire_theme,
    "accept": frame.accept_candidate,
    "go_back": frame.go_back,
    "bring_in": frame.bring_in_frame,
}


@dataclass(frozen=True, slots=True)
class View:
    """A survey's code frame, and the notes about the page: the form that is open, what was wrong."""

    visit: Visitor
    slug: str
    desk: FrameDesk
    notes: dict[str, Any]


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.CODE_FRAME), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    slug = chosen.survey.slug
    view = View(visit, slug, frame.frame_for(visit.office, visit.actor, slug), _notes(slug))
    asked = render(view)
    if asked is not None:
        act(view, asked)
        st.rerun()


def _notes(slug: str) -> dict[str, Any]:
    key = state.field_key(PLACE, f"notes.{slug}")
    kept: dict[str, Any] | None = state.get(key)
    if kept is None:
        kept = {"form": "", "theme": "", "problem": "", "done": ""}
        state.put(key, kept)
    return kept


def render(view: View) -> Asked | None:
    """Draw the page; return what was asked for."""
    t, desk = view.visit.t, view.desk
    st.write(
        t(
            "The themes that comments are coded to. A change counts from the next analysis on; what people "
            "decided is carried over, or comes up for another look."
        )
    )
    asked = _render_state(view)
    names = {
        "themes": t("Themes (%(n)s)", n=t.number(len(desk.themes))),
        "candidates": t("Candidate themes (%(n)s)", n=t.number(len(desk.candidates))),
        "history": t("History"),
        "files": t("Files"),
    }
    tabs = st.tabs(
        [names[name] for name in SECTIONS], on_change="rerun", key=f"{PLACE}.sections.{t.language}"
    )
    renders = (_render_themes, _render_candidates, _render_history, _render_files)
    for tab, draw in zip(tabs, renders, strict=True):
        if tab.open:
            with tab:
                asked = draw(view) or asked
    return asked


def _render_state(view: View) -> Asked | None:
    """Say what was just done, with its undo, what is wrong, and how the frame stands to the last analysis."""
    t, desk, notes = view.visit.t, view.desk, view.notes
    asked = None
    if notes["problem"]:
        st.error(notes["problem"], icon=":material/error:")
    if notes["done"] and desk.number > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(notes["done"], icon=":material/check_circle:", width="stretch")
            if st.button(t("Undo"), icon=":material/undo:", key=state.field_key(PLACE, "undo")):
                asked = Asked("go_back", {"number": desk.number - 1})
    if desk.is_ahead:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                ":material/update: "
                + t("The last analysis used an earlier version. Run it again to see these themes counted."),
                width="stretch",
            )
            if can(view.visit.actor, "run_analysis", scope_of(desk.survey)):
                places.link(
                    view.visit, places.ANALYSIS, t("Go to the analysis"), icon=":material/arrow_forward:"
                )
    if desk.pending:
        _render_pending(view)
    return asked


def _render_pending(view: View) -> None:
    t, desk = view.visit.t, view.desk
    told = t.n(
        "%(n)s reviewed comment had a theme that is split or retired. It comes up for another look.",
        "%(n)s reviewed comments had a theme that is split or retired. They come up for another look.",
        desk.pending,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/visibility: {told}", width="stretch")
        if not desk.is_ahead:
            places.link(view.visit, places.REVIEW, t("Look again"), icon=places.REVIEW.icon)


def _render_themes(view: View) -> Asked | None:
    t, desk, notes = view.visit.t, view.desk, view.notes
    asked: Asked | None = None
    if notes["form"] == "add":
        with st.container(border=True):
            st.subheader(t("A new theme"), anchor=False)
            written = theme_form(t, f"{desk.number}.new")
        asked = Asked("add", {"theme": written}) if isinstance(written, ThemeText) else written
    else:
        st.button(
            t("Add a theme"),
            type="primary",
            icon=":material/add:",
            key=state.field_key(PLACE, "add"),
            on_click=_open,
            args=(view.slug, "add", ""),
        )
    for theme in sorted(desk.themes, key=_place):
        form = notes["form"] if notes["theme"] == theme.id else ""
        asked = theme_card(t, desk, theme, form, partial(_open, view.slug)) or asked
    return asked


def _place(theme: FramedTheme) -> tuple[bool, int]:
    """Themes that the last run did not know come first: they are what somebody works on."""
    return theme.count is not None, -(theme.count or 0)


def _open(slug: str, form: str, theme_id: str) -> None:
    _notes(slug).update(form=form, theme=theme_id, problem="", done="")


def _render_candidates(view: View) -> Asked | None:
    t, found = view.visit.t, view.desk.candidates
    if not found:
        st.info(
            t("No candidate theme is left. The analysis finds them from some thirty comments on."),
            icon=":material/info:",
        )
        return None
    st.caption(
        t("What the analysis found by itself and nobody has accepted; first what no theme covers yet.")
    )
    asked = None
    for candidate in found[:SHOWN]:
        asked = candidate_card(t, candidate) or asked
    if found[SHOWN:]:
        with st.expander(t("More candidate themes"), icon=":material/expand_more:"):
            for candidate in found[SHOWN:]:
                asked = candidate_card(t, candidate) or asked
    return asked


def _render_history(view: View) -> Asked | None:
    t, desk = view.visit.t, view.desk
    if not desk.history:
        st.info(
            t("Nothing was changed yet. The first change keeps what there was before."),
            icon=":material/info:",
        )
        return None
    asked = None
    for change in reversed(desk.history):
        who = t("you") if change.by == view.visit.actor.label else t("a colleague")
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{plain(change_sentence(t, change, desk.names))}**")
                version = t("Version %(number)s", number=change.number)
                count = t.n("%(n)s theme", "%(n)s themes", len(change.ids))
                st.caption(plain(" · ".join((version, count, t.time(change.at), who))))
            if change.number == desk.number:
                st.badge(t("Now"), color="green")
            elif st.button(
                t("Go back to it"),
                icon=":material/history:",
                type="tertiary",
                help=t("Make version %(number)s the newest again", number=change.number),
                key=state.field_key(PLACE, f"back.{change.number}"),
            ):
                asked = Asked("go_back", {"number": change.number})
    return asked


def _render_files(view: View) -> Asked | None:
    t, visit = view.visit.t, view.visit
    st.write(t("Take the code frame to another survey or town. Comments that stand as examples stay here."))
    with st.container(horizontal=True):
        for format in FORMATS:
            st.download_button(
                t("Download as %(format)s", format=format.upper()),
                partial(frame.written_frame, visit.office, visit.actor, view.slug, format),
                file_name=f"{view.slug}.code-frame.{format}",
                mime=MIME[format],
                key=state.field_key(PLACE, f"out.{format}"),
                on_click="ignore",
                icon=":material/download:",
            )
    st.divider()
    sent = st.file_uploader(
        t("Bring in a code frame: JSON, CSV or Excel"),
        type=["json", "csv", "xlsx"],
        key=state.field_key(PLACE, f"file.{view.desk.number}"),
    )
    if sent is None:
        st.caption(
            t(
                "A table needs the columns id and name; it may have definition, include, exclude, seeds and "
                "examples, each also with _fr. Themes with the same id stay the same theme."
            )
        )
        return None
    st.caption(t("The themes of the file take the place of those above. You can go back in the history."))
    if st.button(t("Bring it in"), type="primary", key=state.field_key(PLACE, "bring_in")):
        return Asked("bring_in", {"content": sent.getvalue(), "file_name": sent.name})
    return None


def act(view: View, asked: Asked) -> None:
    """Do what was asked for, and note what became of it."""
    notes, visit = view.notes, view.visit
    if asked is CANCEL:
        notes.update(form="", theme="", problem="")
        return
    try:
        verb: Any = VERBS[asked.what]
        change = verb(visit.office, visit.actor, view.slug, **asked.values, seen=view.desk.number)
    except FrameError as error:
        notes.update(problem=frame_problem_sentence(visit.t, error), done="")
        return
    names = frame.frame_for(visit.office, visit.actor, view.slug).names
    notes.update(form="", theme="", problem="", done=_done(visit.t, change, names))


def _done(t: Wording, change: Any, names: Any) -> str:
    return plain(change_sentence(t, change, names))


if __name__ == "__main__":
    page()
