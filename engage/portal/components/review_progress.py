"""How far reviewing is, what it has brought so far and what comes next, in sentences."""

import streamlit as st

from engage.portal.plain import plain
from engage.reviewing.milestones import CORRECTS, LEARNS_THEMES, LEARNS_TONE
from engage.reviewing.values import Progress
from engage.wording import Wording


def bar(t: Wording, progress: Progress) -> None:
    """Draw how far it is to the next thing that reviews bring."""
    if not progress.readable:
        return
    goal = _goal(progress)
    told = t.n(
        "%(n)s comment reviewed: %(random)s at random, %(unsure)s where the model was unsure",
        "%(n)s comments reviewed: %(random)s at random, %(unsure)s where the model was unsure",
        progress.reviewed,
        random=t.number(progress.at_random),
        unsure=t.number(progress.unsure),
    )
    st.progress(min(1.0, progress.reviewed / goal) if goal else 1.0, told)


def brought(t: Wording, progress: Progress) -> None:
    """Say what reviews bring next, what they brought already, and how many each release has."""
    for sentence in next_and_done(t, progress):
        st.caption(sentence)
    _strata(t, progress)


def _goal(progress: Progress) -> int:
    steps = [LEARNS_THEMES, LEARNS_TONE, 2 * CORRECTS, 100, 200, 500, 1000]
    return min(
        next((step for step in steps if step > progress.reviewed), progress.readable), progress.readable
    )


def next_and_done(t: Wording, progress: Progress) -> list[str]:
    """Return what the next reviews bring, and what those made have brought."""
    steps = [
        (
            LEARNS_THEMES - progress.reviewed,
            t("the next run learns your themes"),
            "%(n)s more and the model learns your themes",
        ),
        (
            LEARNS_TONE - progress.tones,
            t("it learns the tone of your residents"),
            "%(n)s more with a tone and the model learns how your residents sound",
        ),
        (
            CORRECTS - progress.at_random,
            t("the figures are corrected for the model’s errors"),
            "%(n)s more at random and the figures are corrected for the model’s errors",
        ),
    ]
    ahead = "; ".join(t.n(to_come, to_come, missing) for missing, _, to_come in steps if missing > 0)
    done = "; ".join(brought for missing, brought, _ in steps if missing <= 0)
    told = [t("Next: %(what)s.", what=ahead)] if ahead else []
    return [*told, t("Thanks to you: %(what)s.", what=done)] if done else told


def _strata(t: Wording, progress: Progress) -> None:
    if len(progress.by_stratum) < 2:
        return
    parts = [
        t(
            "%(release)s: %(done)s of %(all)s",
            release=release or t("other"),
            done=t.number(done),
            all=t.number(of),
        )
        for release, (done, of) in progress.by_stratum.items()
    ]
    st.caption(plain(t("Drawn at random by release: %(parts)s.", parts=", ".join(parts))))
