"""One comment to code: its words as plain text, the tones, the themes, and a key for each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from engage.portal import state
from engage.portal.components.comment_list import TONES, feedback_name, tone_name
from engage.portal.plain import plain
from engage.reviewing.values import Choice, Item, ThemeChoice
from engage.wording import Wording
from surveys.decisions import Decision

PLACE = "review"
LETTERS = "ABDEFGHIJKLMNOPQSTUVWXYZ"  # Streamlit keeps C and R for itself
CHIPS = len(LETTERS)
"""Themes shown as chips with a key each; a longer code frame has the others in a list to search."""

FEEDBACK = ("urgent", "accessibility_barrier", "problem", "question", "idea", "praise", "other")


@dataclass(slots=True)
class Marks:
    """What is marked on the card so far; kept in the session as plain data."""

    sentiment: str | None = None
    themes: list[str] | None = None
    feedback: str | None = None

    @classmethod
    def of(cls, decision: Decision | None) -> "Marks":
        """Return what a person marked before."""
        if decision is None:
            return cls()
        themes = None if decision.themes is None else list(decision.themes)
        return cls(decision.sentiment, themes, decision.feedback)

    def choice(self) -> Choice:
        """Return them as a decision to keep."""
        return Choice(None if self.themes is None else tuple(self.themes), self.sentiment, self.feedback)

    def toggle_theme(self, theme_id: str) -> None:
        """Give or take away a theme; taking the last away leaves the themes undecided."""
        given = self.themes or []
        left = [each for each in given if each != theme_id] if theme_id in given else [*given, theme_id]
        self.themes = left or None

    def toggle_none(self) -> None:
        """Say that no theme fits, or take that back."""
        self.themes = None if self.themes == [] else []


STYLE = "<style>[class*='st-key-review'] kbd { opacity: 1; color: inherit; }</style>"
"""On a coloured button Streamlit draws the key too faint to read."""


def words(t: Wording, item: Item) -> None:
    """Draw the comment, as plain text, and what it answers."""
    st.html(STYLE)
    with st.container(border=True, gap="small"):
        st.caption(plain(t.pick(dict(item.question))))
        with st.container(key="review-words"):
            st.text(item.text)
        about = [f"C-{item.comment_id}", t.date(item.day)]
        if item.release:
            about.append(t("release %(number)s", number=item.release))
        st.caption(plain(" · ".join(about)))


def tones(t: Wording, marks: Marks, press: Callable[[str, str], None], *, keys: bool) -> None:
    """Draw a button for every tone."""
    st.markdown(f"**{t('How does it sound?')}**")
    with st.container(horizontal=True, gap="xsmall", key="review-tones"):
        for number, tone in enumerate(TONES, start=1):
            st.button(
                tone_name(t, tone),
                icon=TONES[tone][1],
                type="primary" if marks.sentiment == tone else "secondary",
                key=state.field_key(PLACE, f"tone.{tone}"),
                shortcut=str(number) if keys else None,
                on_click=press,
                args=("tone", tone),
            )


def themes(
    t: Wording, known: Sequence[ThemeChoice], marks: Marks, press: Callable[[str, str], None], *, keys: bool
) -> None:
    """Draw a chip for every theme, always in the same place, and one for "no theme fits"."""
    st.markdown(f"**{t('What is it about?')}**")
    with st.container(horizontal=True, gap="xsmall", key="review-themes"):
        for letter, theme in zip(LETTERS, known, strict=False):
            st.button(
                plain(t.pick(theme.name)),
                type="primary" if theme.id in (marks.themes or ()) else "secondary",
                help=plain(t.pick(theme.definition)) or None,
                key=state.field_key(PLACE, f"theme.{theme.id}"),
                shortcut=letter if keys else None,
                on_click=press,
                args=("theme", theme.id),
            )
        st.button(
            t("No theme fits"),
            icon=":material/block:",
            type="primary" if marks.themes == [] else "secondary",
            key=state.field_key(PLACE, "theme.none"),
            shortcut="0" if keys else None,
            on_click=press,
            args=("none", ""),
        )
    _further(t, known[CHIPS:], marks, press)


def _further(
    t: Wording, known: Sequence[ThemeChoice], marks: Marks, press: Callable[[str, str], None]
) -> None:
    """Draw the themes for which there is no key as a list to search in."""
    if not known:
        return
    names = {theme.id: plain(t.pick(theme.name)) for theme in known}
    for theme_id in (each for each in marks.themes or () if each in names):
        st.button(
            names[theme_id],
            icon=":material/close:",
            type="primary",
            key=state.field_key(PLACE, f"theme.{theme_id}"),
            on_click=press,
            args=("theme", theme_id),
        )
    key = state.field_key(PLACE, "further")

    def taken() -> None:
        chosen = state.drop(key)
        if isinstance(chosen, str) and chosen in names and chosen not in (marks.themes or ()):
            press("theme", chosen)

    st.selectbox(
        t("More themes"),
        list(names),
        index=None,
        format_func=lambda theme_id: names.get(theme_id, theme_id),
        placeholder=t("Type to find a theme"),
        key=key,
        on_change=taken,
    )


def feedback(t: Wording, marks: Marks, press: Callable[[str, str], None]) -> None:
    """Draw the sorts of feedback, of which one may be chosen."""
    key = state.field_key(PLACE, "feedback")
    state.put(key, marks.feedback)

    def taken() -> None:
        chosen = state.get(key)
        press("feedback", chosen if isinstance(chosen, str) else "")

    st.pills(
        t("What sort of feedback is it? (only if you like)"),
        FEEDBACK,
        format_func=lambda sort: feedback_name(t, sort),
        key=key,
        on_change=taken,
    )


def model_says(t: Wording, item: Item, known: Sequence[ThemeChoice]) -> None:
    """Say what the model makes of a comment that it is unsure of."""
    if item.said is None:
        st.caption(
            t(
                "Drawn at random: the model’s reading stays hidden, so that yours can correct the figures.",
            )
            if item.drawn == "random"
            else t("Read it for yourself: what the first reader and the model said stays hidden.")
        )
        return
    names = {theme.id: t.pick(theme.name) for theme in known}
    given = [
        f"{names.get(theme, theme)} ({t.percent(sure)})"
        for theme, sure in zip(item.said.themes, item.said.sureness, strict=True)
    ]
    told = ", ".join(given) or t("no theme")
    tone = tone_name(t, item.said.sentiment) if item.said.sentiment else t("no tone")
    values = {"tone": tone, "sure": t.percent(item.said.confidence), "themes": told}
    st.caption(
        plain(
            t("The model is unsure: %(tone)s (%(sure)s), %(themes)s.", **values)
            if item.drawn == "uncertain"
            else t("The model said: %(tone)s (%(sure)s), %(themes)s.", **values)
        )
    )


def decision_line(t: Wording, decision: Decision, known: Sequence[ThemeChoice]) -> str:
    """Return a decision in words."""
    names = {theme.id: t.pick(theme.name) for theme in known}
    parts = [tone_name(t, decision.sentiment)] if decision.sentiment else []
    if decision.themes is not None:
        parts.append(", ".join(names.get(each, each) for each in decision.themes) or t("No theme fits"))
    if decision.feedback:
        parts.append(feedback_name(t, decision.feedback))
    return " · ".join(parts)
