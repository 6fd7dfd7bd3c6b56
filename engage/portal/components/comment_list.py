"""Comments as cards: the words as plain text, and around them what is known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.charts.stance import stance_label
from engage.portal import state
from engage.portal.plain import plain
from engage.results.values import CommentLine
from engage.wording import Wording

TONES = {
    "negative": ("red", ":material/sentiment_dissatisfied:"),
    "neutral": ("gray", ":material/sentiment_neutral:"),
    "positive": ("green", ":material/sentiment_satisfied:"),
    "mixed": ("orange", ":material/swap_vert:"),
}

FEEDBACK = {
    "urgent": ("red", ":material/priority_high:"),
    "accessibility_barrier": ("orange", ":material/accessible:"),
    "problem": ("gray", ":material/build:"),
    "question": ("gray", ":material/help:"),
    "idea": ("gray", ":material/lightbulb:"),
    "praise": ("gray", ":material/thumb_up:"),
    "other": ("gray", ":material/label:"),
}
STANCES = {
    "support": ":material/thumb_up:",
    "oppose": ":material/thumb_down:",
    "mixed": ":material/thumbs_up_down:",
    "unclear": ":material/help:",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Names for the codes in a comment: questions, themes, segments' options, channels."""

    questions: Mapping[str, str]
    themes: Mapping[str, str]
    options: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class RevealAsked:
    """Somebody with the right to it asked for the personal details in a comment; ``slot`` is where."""

    comment_id: int
    reason: str
    slot: Any


def tone_name(t: Wording, tone: str) -> str:
    """Return a sentiment in words."""
    return {
        "negative": t("Negative"),
        "neutral": t("Neutral"),
        "positive": t("Positive"),
        "mixed": t("Mixed"),
    }.get(tone, tone)


def feedback_name(t: Wording, sort: str) -> str:
    """Return a sort of feedback in words."""
    return {
        "urgent": t("Urgent or a danger"),
        "accessibility_barrier": t("Accessibility barrier"),
        "problem": t("Problem"),
        "question": t("Question"),
        "idea": t("Idea"),
        "praise": t("Praise"),
        "other": t("Something else"),
    }.get(sort, sort)


def comment_cards(
    t: Wording, lines: Sequence[CommentLine], labels: Labels, *, can_reveal: bool
) -> RevealAsked | None:
    """Draw comments; return what was asked to be revealed."""
    asked: RevealAsked | None = None
    for line in lines:
        with st.container(border=True):
            _badges(t, line, labels)
            slot = st.container()
            slot.text(line.text)
            st.caption(_about(t, line, labels))
            if line.is_masked and can_reveal:
                asked = _reveal(t, line, slot) or asked
    return asked


def _badges(t: Wording, line: CommentLine, labels: Labels) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if line.sentiment:
            colour, icon = TONES.get(line.sentiment, ("gray", ":material/label:"))
            st.badge(tone_name(t, line.sentiment), color=colour, icon=icon)  # type: ignore[arg-type]
        if line.stance in STANCES and line.stance != "unclear":
            st.badge(stance_label(t, line.stance), color="primary", icon=STANCES[line.stance])
        if line.feedback:
            colour, icon = FEEDBACK.get(line.feedback, ("gray", ":material/label:"))
            st.badge(feedback_name(t, line.feedback), color=colour, icon=icon)  # type: ignore[arg-type]
        for theme in line.themes:
            words = ", ".join(line.because.get(theme, ()))
            st.badge(
                plain(_theme(t, line, labels.themes.get(theme, theme), theme)),
                color="blue",
                help=plain(t("Because of: %(words)s", words=words)) if words else None,
            )
        if line.campaign_id:
            st.badge(t("Campaign"), color="violet", icon=":material/content_copy:")
        if line.is_masked:
            st.badge(t("Personal details hidden"), color="gray", icon=":material/visibility_off:")
        if line.unprocessed:
            st.badge(t("Not analysed"), color="gray")


def _theme(t: Wording, line: CommentLine, name: str, theme: str) -> str:
    """Return a theme with the tone in which it is spoken of, where the comment has several themes."""
    mention = line.mentions.get(theme)
    if mention is None or len(line.themes) < 2:
        return name
    return t("%(name)s: %(values)s", name=name, values=tone_name(t, mention).lower())


def _about(t: Wording, line: CommentLine, labels: Labels) -> str:
    parts = [
        f"C-{line.id}",
        labels.questions.get(line.question_name, line.question_name),
        t.date(line.day),
        labels.options.get(("channel", line.channel), line.channel),
        line.release and t("release %(number)s", number=line.release),
        labels.options.get(("language", line.language), line.language),
        *(labels.options.get((name, code), code) for name, code in line.segments.items()),
    ]
    return plain(" · ".join(part for part in parts if part))


def _reveal(t: Wording, line: CommentLine, slot: Any) -> RevealAsked | None:
    with st.popover(t("Show the personal details"), icon=":material/visibility:", type="tertiary"):
        st.write(t("Say why you need them. Your name, the reason and the time are kept in the audit."))
        reason = st.text_input(t("Reason"), key=state.field_key("reveal.reason", str(line.id)))
        pressed = st.button(t("Show them"), key=state.field_key("reveal.show", str(line.id)))
    return RevealAsked(line.id, reason or "", slot) if pressed else None
