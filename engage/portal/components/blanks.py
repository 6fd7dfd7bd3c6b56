"""Fields for the blanks of a template, in both languages side by side."""

from collections.abc import Mapping, Sequence

import streamlit as st

from engage.portal import state
from engage.portal.plain import plain
from engage.portal.visitor import Visitor
from engage.wording import LANGUAGES, Wording
from engage.wording.blanks import blank_name, usual


def blank_fields(visit: Visitor, place: str, blanks: Sequence[str]) -> dict[str, dict[str, str]]:
    """Draw a field per blank and language, those that only the author knows first; return what they hold."""
    t, town = visit.t, visit.office.settings.town_name
    st.caption(
        t("What stands there is usual in Ontario, not legal advice. Leave open what you do not know."),
    )
    st.caption(t("In French, write names with their article, as in “la Ville de …”."))
    known = {blank: usual(blank, town) for blank in blanks}
    ordered = sorted(blanks, key=lambda blank: bool(known[blank]))
    for blank in ordered:
        _fields(t, place, blank, known[blank])
    return filled_blanks(place, blanks)


def filled_blanks(place: str, blanks: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what stands in the fields."""
    return {
        blank: {language: str(state.get(_key(place, blank, language)) or "") for language in LANGUAGES}
        for blank in blanks
    }


def _fields(t: Wording, place: str, blank: str, known: Mapping[str, str]) -> None:
    for column, language in zip(st.columns(2), LANGUAGES, strict=True):
        with column:
            st.text_input(
                plain(_label(t, blank, language)),
                value=known.get(language, ""),
                max_chars=500,
                key=_key(place, blank, language),
            )


def _key(place: str, blank: str, language: str) -> str:
    return state.field_key(place, f"{blank}.{language}")


def _label(t: Wording, blank: str, language: str) -> str:
    name = blank_name(t, blank)
    return t("%(what)s, in French", what=name) if language == "fr" else t("%(what)s, in English", what=name)
