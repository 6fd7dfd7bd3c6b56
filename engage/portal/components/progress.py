"""A run of the analysis under way: which step it is at, how far, and a way to stop it."""

import streamlit as st

from engage.actions import understand
from engage.portal import state
from engage.portal.visitor import visitor
from engage.wording import Wording
from surveys.records import AnalysisRun

UNDER_WAY = ("queued", "running")
STEPS = (
    "clean",
    "language",
    "personal_details",
    "repeats",
    "sentiment",
    "feedback",
    "coding",
    "segments",
    "stance",
    "candidate_themes",
    "shares",
    "quotes",
    "changes",
    "summary",
)
# The pipeline's steps in their order (a test compares them): asking it would load the whole analysis here.


@st.fragment(run_every="1s")
def watch(slug: str, run_id: int) -> None:
    """Draw the progress again every second; when the run ends, draw the whole page again."""
    visit = visitor()
    t = visit.t
    run = understand.run_for(visit.office, visit.actor, slug, run_id)
    if run.state not in UNDER_WAY:
        st.rerun()
    with st.container(border=True):
        st.subheader(f":material/autorenew: {t('The analysis is running')}", anchor=False)
        st.progress(_share(run), _told(t, run))
        st.caption(t("It goes on when you leave this page."))
        if run.is_cancel_asked:
            st.caption(t("Stopping…"))
        elif st.button(t("Stop the analysis"), key=state.field_key("analysis", f"stop.{run_id}")):
            understand.cancel(visit.office, visit.actor, slug, run_id)
            st.rerun(scope="fragment")


def _share(run: AnalysisRun) -> float:
    """Return how far the whole run is, 0–1: steps done, and the part of this step that is done."""
    part = min(1.0, run.done / run.total) if run.total else 0.0
    return (STEPS.index(run.step) + part) / len(STEPS) if run.step in STEPS else 0.0


def _told(t: Wording, run: AnalysisRun) -> str:
    if run.state == "queued" or not run.step:
        return t("Waiting to start")
    place = STEPS.index(run.step) + 1 if run.step in STEPS else len(STEPS)
    return t(
        "Step %(place)s of %(steps)s: %(step)s (%(done)s of %(total)s comments)",
        place=place,
        steps=len(STEPS),
        step=step_name(t, run.step),
        done=t.number(run.done),
        total=t.number(run.total),
    )


def step_name(t: Wording, step: str) -> str:
    """Return a step's name in words; a step we have no words for shows as it is."""
    return {
        "clean": t("reading the comments"),
        "language": t("finding the language"),
        "personal_details": t("hiding personal details"),
        "repeats": t("finding repeated comments"),
        "sentiment": t("reading the tone"),
        "feedback": t("sorting the feedback"),
        "coding": t("finding the themes"),
        "segments": t("reading sentence by sentence"),
        "stance": t("telling who is for and against"),
        "candidate_themes": t("looking for new themes"),
        "shares": t("counting the themes"),
        "changes": t("comparing releases"),
        "quotes": t("choosing quotes"),
        "summary": t("writing the summary"),
        "vectors": t("the sentence vectors"),
    }.get(step, step)


def state_name(t: Wording, run: AnalysisRun) -> str:
    """Return how a run stands, in words."""
    return {
        "queued": t("Waiting"),
        "running": t("Running"),
        "done": t("Finished"),
        "failed": t("Failed"),
        "cancelled": t("Stopped"),
    }[run.state]
