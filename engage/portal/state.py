"""The only place that spells a session key; values are text, numbers, lists and dicts, never our objects."""

from typing import Any

import streamlit as st

LANGUAGE = "portal.language"
SURVEY = "staff.survey"
FLASH = "portal.flash"


def get(key: str, default: Any = None) -> Any:
    """Return what is kept under a key."""
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Keep a value for this session."""
    st.session_state[key] = value


def drop(key: str) -> Any:
    """Forget a value and return it; ``None`` when there was none."""
    return st.session_state.pop(key, None)


def visit(slug: str) -> dict[str, Any]:
    """Return the (mutable) notes of one resident's visit to one survey."""
    notes: dict[str, Any] = st.session_state.setdefault(f"take_part.{slug}", {})
    return notes


def end_visit(slug: str) -> None:
    """Forget a visit, so that the survey can be answered anew."""
    st.session_state.pop(f"take_part.{slug}", None)


def forget_visit(slug: str) -> None:
    """Forget a visit and what stands in its inputs, so that a form of this survey begins afresh."""
    for name in [name for name in st.session_state if str(name).startswith(f"take_part.{slug}.")]:
        drop(str(name))
    end_visit(slug)


def response_in_hand() -> dict[str, Any]:
    """Return the (mutable) notes on the response that somebody found by its reference and code."""
    notes: dict[str, Any] = st.session_state.setdefault("my_response.notes", {})
    return notes


def answer_key(slug: str, language: str, question: str, part: int = 0) -> str:
    """Return the widget key of one input of one question; each language has its own widgets."""
    return f"take_part.{slug}.{language}.{question}.{part}"


def filter_key(place: str, name: str) -> str:
    """Return the widget key of one filter."""
    return f"{place}.filter.{name}"


def field_key(place: str, name: str) -> str:
    """Return the widget key of any other input on a page."""
    return f"{place}.field.{name}"


def flash(kind: str, text: str) -> None:
    """Keep a sentence to show once on the next run (after something was done)."""
    put(FLASH, [kind, text])


def taken_flash() -> tuple[str, str] | None:
    """Return the sentence to show once, and forget it."""
    kept = drop(FLASH)
    return (kept[0], kept[1]) if kept else None
