"""Forms to write a theme, to merge it and to split it; what they return is done by the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.framing.values import LONGEST_NAME, LONGEST_TEXT, FramedTheme, ThemeText
from engage.portal import state
from engage.portal.plain import plain
from engage.wording import LANGUAGES, Wording
from engage.wording.framing import part_name

PLACE = "code_frame"
TEXTS = ("definition", "include", "exclude")
PHRASES = ("seeds", "examples")
_EMPTY = ThemeText(name={})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for on the page: ``what`` is a verb of the actions, ``values`` what it needs."""

    what: str
    values: Mapping[str, Any]


CANCEL = Asked("cancel", {})


def theme_form(t: Wording, slot: str, text: ThemeText = _EMPTY) -> ThemeText | Asked | None:
    """Draw the form of one theme in both languages; return what was written, or that it was called off."""
    with st.form(_key(slot, "form"), enter_to_submit=False, border=False):
        written = _fields(t, slot, text, parts=(*TEXTS, *PHRASES))
        kept, cancelled = _buttons(t, slot, t("Save"))
    if cancelled:
        return CANCEL
    return written if kept else None


def merge_form(t: Wording, slot: str, theme: FramedTheme, others: Mapping[str, str]) -> Asked | None:
    """Draw the choice of the theme to merge into."""
    with st.form(_key(slot, "form"), border=False):
        st.caption(
            t(
                "Its words and examples go along. Comments that people gave it count for the other theme. "
                "You can go back in the history."
            )
        )
        into = st.selectbox(
            t("Merge it into"),
            list(others),
            index=None,
            format_func=lambda id_: others.get(id_, id_),
            placeholder=t("Type to find a theme"),
            key=_key(slot, "into"),
        )
        kept, cancelled = _buttons(t, slot, t("Merge"))
    if cancelled:
        return CANCEL
    return Asked("merge", {"theme_id": theme.id, "into": into or ""}) if kept else None


def split_form(t: Wording, slot: str, theme: FramedTheme) -> Asked | None:
    """Draw the two parts that a theme is split into."""
    with st.form(_key(slot, "form"), enter_to_submit=False, border=False):
        st.caption(
            t(
                "Two new themes take its place. Comments that people gave it come up on the page Review for "
                "another look; what else was decided stays."
            )
        )
        parts = []
        for number in (1, 2):
            st.markdown(f"**{t('Part %(number)s', number=number)}**")
            parts.append(_fields(t, f"{slot}.{number}", _EMPTY, parts=("definition", "seeds")))
        kept, cancelled = _buttons(t, slot, t("Split"))
    if cancelled:
        return CANCEL
    return Asked("split", {"theme_id": theme.id, "parts": parts}) if kept else None


def _buttons(t: Wording, slot: str, label: str) -> tuple[bool, bool]:
    with st.container(horizontal=True):
        kept = st.form_submit_button(label, type="primary", icon=":material/check:", key=_key(slot, "keep"))
        cancelled = st.form_submit_button(t("Do not change it"), key=_key(slot, "cancel"))
    return kept, cancelled


def _fields(t: Wording, slot: str, text: ThemeText, *, parts: tuple[str, ...]) -> ThemeText:
    """Draw every part in both languages beside each other: below each other on a phone."""
    names: dict[str, str] = {}
    given: dict[str, dict[str, Any]] = {part: {} for part in parts}
    own_first = sorted(LANGUAGES, key=lambda language: language != t.language)
    for language, column in zip(own_first, st.columns(2), strict=True):
        with column:
            names[language] = st.text_input(
                _label(t, "name", language),
                text.name.get(language, ""),
                max_chars=LONGEST_NAME,
                key=_key(slot, "name", language),
            )
            for part in parts:
                before = getattr(text, part).get(language, "")
                shown = before if isinstance(before, str) else "\n".join(before)
                written = st.text_area(
                    _label(t, part, language),
                    shown,
                    max_chars=LONGEST_TEXT if part in TEXTS else None,
                    height=80,
                    key=_key(slot, part, language),
                )
                given[part][language] = written if part in TEXTS else tuple((written or "").splitlines())
    return ThemeText(name=names, **given)


def _label(t: Wording, part: str, language: str) -> str:
    called = {"en": t("English"), "fr": t("French")}[language]
    called = called if t.language == "en" else called.lower()  # only English writes languages large
    return plain(t("%(part)s (%(language)s)", part=part_name(t, part), language=called))


def _key(*parts: str) -> str:
    return state.field_key(PLACE, ".".join(parts))
