"""Agreement of people and model, and of two readers, with words on how to read it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engage.portal import state
from engage.reviewing.values import AgreementLine
from engage.wording import Wording


def draw(t: Wording, lines: Sequence[AgreementLine]) -> None:
    """Draw the table, and what its figures mean; nothing before somebody reviewed a comment."""
    if not lines:
        return
    st.subheader(t("Agreement"), anchor=False)
    known = [line for line in lines if line.n]
    st.write(sentence(t, lines))
    if known:
        st.dataframe(
            [_row(t, line) for line in known],
            hide_index=True,
            alt=t("Agreement of people and model, and of two readers"),
            key=state.field_key("analysis", "agreement"),
        )
    with st.expander(t("How to read this"), icon=":material/help:"):
        st.write(
            t(
                "1 is full agreement, 0 is what chance alone would give, below 0 is worse than chance. "
                "From 0.8 on, readings are good enough to rely on; from 0.667 to 0.8, draw tentative "
                "conclusions only; below that, look at the themes’ definitions first (Krippendorff)."
            )
        )
        st.write(
            t(
                "Alpha takes partly equal sets of themes as partly equal (MASI distance). Kappa compares two "
                "readers. People and model are compared on comments drawn at random, by what the model said "
                "before it learned from them. The interval says how much the figure may differ with "
                "other comments: wide means that too few were read."
            )
        )


def sentence(t: Wording, lines: Sequence[AgreementLine]) -> str:
    """Return what the figures come to, in a sentence or two."""
    told = []
    for line in lines:
        if (line.between, line.matter, line.measure) == ("model", "themes", "alpha"):
            told.append(_of_model(t, line))
        if (line.between, line.matter, line.measure) == ("people", "themes", "alpha"):
            told.append(_of_people(t, line))
    return " ".join(told)


def _of_model(t: Wording, line: AgreementLine) -> str:
    return {
        "good": t("On themes, people and model agree well."),
        "tentative": t("On themes, people and model agree fairly: draw tentative conclusions only."),
        "poor": t("On themes, people and model agree poorly: review more comments, or sharpen definitions."),
    }.get(line.strength, t("No comment drawn at random was reviewed for its themes yet."))


def _of_people(t: Wording, line: AgreementLine) -> str:
    return {
        "good": t("Two readers agree well on themes."),
        "tentative": t("Two readers agree fairly on themes."),
        "poor": t("Two readers agree poorly on themes: talk about the definitions."),
    }.get(line.strength, t("No comment was read by two people yet: ask a colleague to be the second reader."))


def _row(t: Wording, line: AgreementLine) -> dict[str, Any]:
    matters = {"themes": t("themes"), "sentiment": t("tone"), "feedback": t("sort of feedback")}
    return {
        t("Between"): t("people and model") if line.between == "model" else t("two readers"),
        t("Matter"): matters[line.matter],
        t("Agreement"): "–" if line.value is None else t.number(line.value, 2),
        t("95% interval"): _interval(t, line),
        t("Comments"): line.n,
        t("Reading"): _strength(t, line.strength),
        t("Measure"): _measure(t, line),
    }


def _measure(t: Wording, line: AgreementLine) -> str:
    if line.measure == "kappa":
        return t("Cohen’s kappa")
    return t("Krippendorff’s alpha (MASI)") if line.matter == "themes" else t("Krippendorff’s alpha")


def _interval(t: Wording, line: AgreementLine) -> str:
    if line.low is None or line.high is None:
        return "–"
    return t("%(low)s to %(high)s", low=t.number(line.low, 2), high=t.number(line.high, 2))


def _strength(t: Wording, strength: str) -> str:
    return {
        "good": t("good"),
        "tentative": t("tentative"),
        "poor": t("poor"),
        "unknown": t("not defined: everybody said the same"),
        "none": t("nothing read twice"),
    }[strength]
