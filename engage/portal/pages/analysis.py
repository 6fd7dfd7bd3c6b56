"""Analysis: start a run, watch it, and look back at earlier ones."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.access import can, scope_of
from engage.actions import code, results, understand
from engage.actions.author import SurveyState
from engage.jobs import JobsUnavailableError
from engage.portal import address, places, state
from engage.portal.components import agreement_table, run_comparison
from engage.portal.components.figures import metrics
from engage.portal.components.page_head import head, no_survey, survey_in_hand
from engage.portal.components.progress import UNDER_WAY, state_name, step_name, watch
from engage.portal.visitor import Visitor, visitor
from engage.results.values import ThemeResults
from engage.reviewing.values import AgreementLine
from engage.wording import Wording
from surveys.records import AnalysisRun

ACTION = "see_results"
_GO_ON = ("interrupted", "out_of_memory")


@dataclass(frozen=True, slots=True)
class View:
    """A survey's runs, newest first, and what the newest finished one left unread."""

    visit: Visitor
    chosen: SurveyState
    runs: list[AnalysisRun]
    newest: ThemeResults | None
    agreement: tuple[AgreementLine, ...] = ()

    @property
    def under_way(self) -> AnalysisRun | None:
        """Return the run that is being worked on."""
        return next((run for run in self.runs if run.state in UNDER_WAY), None)


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.ANALYSIS), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    view = load(visit, chosen)
    asked = render(view)
    if asked:
        act(view, asked)
        st.rerun()


def load(visit: Visitor, chosen: SurveyState) -> View:
    slug = chosen.survey.slug
    newest = results.theme_results(visit.office, visit.actor, slug)
    runs = understand.runs_for(visit.office, visit.actor, slug)
    return View(visit, chosen, runs, newest, code.agreement(visit.office, visit.actor, slug))


def render(view: View) -> str:
    """Draw the page; return what is asked for: "start", "go_on", "update" or nothing."""
    t = view.visit.t
    st.write(
        t(
            "The analysis reads every comment: it hides personal details, finds the language, the tone and "
            "the themes, and compares the releases. It learns from the comments that people reviewed. "
            "The same comments, reviews and seed always give the same result."
        )
    )
    asked = ""
    if view.under_way:
        watch(view.chosen.survey.slug, view.under_way.id)
    else:
        asked = _render_start(view)
    _render_newest(view)
    agreement_table.draw(t, view.agreement)
    if view.runs:
        _render_past(view)
    return asked


def _render_start(view: View) -> str:
    t = view.visit.t
    if not can(view.visit.actor, "run_analysis", scope_of(view.chosen.survey)):
        st.info(
            t("Your role can see the results of the analysis, but not start one."), icon=":material/info:"
        )
        return ""
    if not view.chosen.responses:
        st.info(t("There is nothing to analyse yet: no response came in."), icon=":material/inbox:")
        return ""
    last = view.runs[0] if view.runs else None
    can_go_on = last is not None and last.state == "failed" and last.failure in _GO_ON
    if last and last.state == "failed":
        st.error(_failure(t, last), icon=":material/error:")
    newest = view.newest
    if newest and not newest.is_stale:
        st.success(t("Every comment is in the newest analysis."), icon=":material/check_circle:")
    elif newest and newest.new_comments:
        st.info(
            t.n(
                "%(n)s comment came in since the newest analysis.",
                "%(n)s comments came in since the newest analysis.",
                newest.new_comments,
            ),
            icon=":material/notifications:",
        )
    with st.container(horizontal=True):
        if newest and newest.new_comments and _render_update(t, newest.new_comments):
            return "update"
        if can_go_on and _render_go_on(t):
            return "go_on"
        started = st.button(
            t("Run the analysis"),
            type="secondary" if can_go_on else "primary",
            icon=":material/play_arrow:",
            key=state.field_key("analysis", "start"),
        )
    return "start" if started else ""


def _render_go_on(t: Wording) -> bool:
    """Offer to go on with a run that was cut off."""
    return st.button(
        t("Go on with the last run"),
        type="primary",
        icon=":material/resume:",
        help=t(
            "It reads the comments and reviews that it began with, and skips what it had finished. Comments "
            "that came since wait for the next run."
        ),
        key=state.field_key("analysis", "go_on"),
    )


def _render_update(t: Wording, count: int) -> bool:
    """Offer to read only what is new."""
    return st.button(
        t.n("Read %(n)s new comment only", "Read %(n)s new comments only", count),
        icon=":material/update:",
        help=t(
            "New comments are read as the newest analysis read the others. Candidate themes, quotes and key "
            "findings wait for a whole run."
        ),
        key=state.field_key("analysis", "update"),
    )


def _failure(t: Wording, run: AnalysisRun) -> str:
    told = {
        "interrupted": t(
            "The last run was interrupted, for example by a restart, at this step: %(step)s. "
            "What it had finished is kept.",
            step=step_name(t, run.step or "clean"),
        ),
        "out_of_memory": t("The last run needed more memory than there is. Tell your administrator."),
        "vectors": t(
            "The last run could not read the sentence vectors that the settings name. "
            "Tell your administrator."
        ),
    }
    other = t("The last run failed (%(code)s). Nothing is lost. Please start it again.", code=run.failure)
    return told.get(run.failure, other)


def _render_newest(view: View) -> None:
    t, newest = view.visit.t, view.newest
    if newest is None:
        return
    with st.container(border=True):
        st.subheader(t("The newest analysis"), anchor=False)
        finished = newest.run.finished_at
        metrics(
            (t("Comments read"), t.number(newest.comments)),
            (t("Not read"), t.number(sum(newest.unprocessed.values()))),
            (t("Themes found"), t.number(sum(1 for row in newest.themes if row.count))),
        )
        if newest.added_comments:
            st.caption(
                t.n(
                    "%(n)s of them came since and was read as the others were.",
                    "%(n)s of them came since and were read as the others were.",
                    newest.added_comments,
                )
            )
        if newest.unprocessed:
            st.caption(t("Why comments were not read: %(reasons)s", reasons=_reasons(t, newest.unprocessed)))
        st.caption(
            t(
                "Run %(run)s, finished: %(when)s",
                run=newest.run.id,
                when=t.time(finished) if finished else "–",
            )
        )
        with st.container(horizontal=True):
            places.link(view.visit, places.RESULTS, t("Read the results"), icon=":material/arrow_forward:")
            if can(view.visit.actor, "code_comments", scope_of(view.chosen.survey)):
                places.link(view.visit, places.REVIEW, t("Review comments"), icon=places.REVIEW.icon)


def _reasons(t: Wording, unprocessed: dict[str, int]) -> str:
    return ", ".join(f"{reason_name(t, code)} ({t.number(count)})" for code, count in unprocessed.items())


def reason_name(t: Wording, code: str) -> str:
    """Return why a comment was not read, in words."""
    return {
        "empty": t("empty"),
        "no_words": t("no words"),
        "uninformative": t("says nothing to analyse, such as “n/a”"),
        "other_language": t("neither English nor French"),
        "too_long": t("too long"),
        "not_analysed": t("came after the analysis"),
    }.get(code, code)


def _render_past(view: View) -> None:
    t = view.visit.t
    st.subheader(t("Runs"), anchor=False)
    st.dataframe(
        [_row(view.visit, run) for run in view.runs],
        hide_index=True,
        alt=t("Runs of the analysis, newest first"),
        key=state.field_key("analysis", "runs"),
    )
    finished = [run for run in view.runs if run.state == "done"]
    if len(finished) < 2:
        return
    with st.expander(t("What changed since the run before"), icon=":material/compare_arrows:"):
        if st.toggle(t("Compare them"), key=state.field_key("analysis", "compare")):
            visit, slug = view.visit, view.chosen.survey.slug
            found = understand.compare(visit.office, visit.actor, slug, finished[1].id, finished[0].id)
            run_comparison.draw(t, found)
    with st.expander(t("Read the results of an earlier run"), icon=":material/history:"):
        for run in finished[1:11]:
            label = t("Run %(run)s, %(when)s", run=run.id, when=t.time(run.created_at))
            places.link(view.visit, places.RESULTS, label, **{address.RUN: str(run.id)})


def _row(visit: Visitor, run: AnalysisRun) -> dict[str, Any]:
    t = visit.t
    versions = run.inputs.get("versions")
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None
    is_mine = run.started_by == visit.actor.label
    return {
        t("Run"): run.id,
        t("State"): state_name(t, run),
        t("Started"): t.time(run.created_at),
        t("Seconds"): "" if took is None else t.number(took, 1),
        t("Comments"): t.number(run.total) if run.total else "",
        t("Seed"): run.seed,
        t("Started by"): t("you") if is_mine else t("a colleague"),
        t("Versions"): ", ".join(f"{n} {v}" for n, v in versions.items())
        if isinstance(versions, dict)
        else "",
    }


def act(view: View, asked: str) -> None:
    visit, slug = view.visit, view.chosen.survey.slug
    try:
        if asked == "start":
            understand.start(visit.office, visit.actor, slug)
            return
        if asked == "go_on":
            understand.go_on(visit.office, visit.actor, slug, view.runs[0].id)
            return
        with st.spinner(visit.t("Reading the new comments…")):
            added = understand.update(visit.office, visit.actor, slug)
    except JobsUnavailableError as error:
        state.flash("wrong", _refused(visit.t, error))
        return
    told = visit.t.n("%(n)s new comment was read.", "%(n)s new comments were read.", added)
    state.flash("done", told)


def _refused(t: Wording, error: JobsUnavailableError) -> str:
    if error.code == "other_vectors":
        return t(
            "The newest analysis used other sentence vectors than there are now. Start a whole analysis."
        )
    return t("The analysis cannot start now. Please tell your administrator.")


if __name__ == "__main__":
    page()
