"""What changed from one run to the next, and why, in sentences and a table."""

import streamlit as st

from engage.portal import state
from engage.portal.components.progress import step_name
from engage.portal.plain import plain
from engage.results.comparing import Comparison
from engage.wording import Wording
from engage.wording.framing import change_sentence

MOST_CHANGES = 5


def draw(t: Wording, found: Comparison) -> None:
    """Draw how two runs differ."""
    for sentence in sentences(t, found):
        st.markdown(f"- {sentence}")
    rows = [row for row in found.themes if row.before != row.after]
    if rows:
        st.dataframe(
            [
                {
                    t("Theme"): t.pick(row.name),
                    t("Run %(run)s", run=found.before.id): _count(t, row.before),
                    t("Run %(run)s", run=found.after.id): _count(t, row.after),
                }
                for row in rows
            ],
            hide_index=True,
            alt=t("Comments of each theme in both runs"),
            key=state.field_key("analysis", "comparison"),
        )


def _count(t: Wording, count: int | None) -> str:
    return "–" if count is None else t.number(count)


def sentences(t: Wording, found: Comparison) -> list[str]:
    """Return what changed, and why."""
    told = []
    if found.new:
        told.append(t.n("%(n)s comment is new.", "%(n)s comments are new.", found.new))
    if found.gone:
        told.append(
            t.n("%(n)s comment was not read again.", "%(n)s comments were not read again.", found.gone)
        )
    told.append(
        t.n(
            "Of %(both)s comments in both runs, %(n)s has another tone or other themes: %(people)s because "
            "people decided, %(model)s because the model reads differently.",
            "Of %(both)s comments in both runs, %(n)s have another tone or other themes: %(people)s because "
            "people decided, %(model)s because the model reads differently.",
            found.reread,
            both=t.number(found.both),
            people=t.number(found.by_people),
            model=t.number(found.by_model),
        )
    )
    told += _reasons(t, found)
    return told


def _frame(t: Wording, found: Comparison) -> str:
    """Return which version of the code frame each run used, and what was done in between."""
    before, after = found.frames
    if before == after:
        return t("The code frame is another version.")
    told = t(
        "The code frame changed: version %(before)s before, version %(after)s now.",
        before=max(1, before),
        after=max(1, after),
    )
    done = (change_sentence(t, change, found.frame_names) for change in found.frame_changes[-MOST_CHANGES:])
    return plain(" ".join((told, *done)))


def _reasons(t: Wording, found: Comparison) -> list[str]:
    reasons = []
    if found.decisions > 0:
        reasons.append(
            t.n(
                "It learned from %(n)s more decision.",
                "It learned from %(n)s more decisions.",
                found.decisions,
            )
        )
    if found.is_frame_new:
        reasons.append(_frame(t, found))
    if found.steps:
        steps = ", ".join(step_name(t, step) for step in found.steps)
        reasons.append(t("The product does this differently since: %(steps)s.", steps=steps))
    if found.is_seed_new:
        reasons.append(t("The seed is another one."))
    if not reasons and not found.new and not found.gone:
        reasons.append(t("Nothing that goes into a run has changed."))
    return reasons
