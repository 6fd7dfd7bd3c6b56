"""The only place that spells a query parameter: what a shared link opens again."""

from collections.abc import Mapping

import streamlit as st

LANGUAGE = "lang"
SURVEY = "survey"
DRAFT = "draft"
RUN = "run"
PART = "part"
"""Which part of a draft is on the desk."""
QUESTION = "question"
FILTERS = "f."
"""Filters stand as ``f.channel=web,phone``; a prefix keeps a question's name apart from our own words."""

OURS = frozenset({LANGUAGE, SURVEY, DRAFT, RUN, PART, QUESTION, "theme", "sentiment", "finding", "q", "page"})


def read(name: str, default: str = "") -> str:
    """Return one parameter as text."""
    return str(st.query_params.get(name, default))


def write(**values: str) -> None:
    """Change parameters; an empty text removes one. Only for what a person just did, never on a plain run."""
    for name, value in values.items():
        put(name, value)


def put(name: str, value: str) -> None:
    """Set one parameter, or remove it when empty."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def filters() -> dict[str, list[str]]:
    """Return the filters in the address: name to chosen codes."""
    found = {name: st.query_params[name] for name in st.query_params if name.startswith(FILTERS)}
    return {name.removeprefix(FILTERS): text.split(",") for name, text in found.items() if text}


def put_filters(chosen: Mapping[str, list[str]]) -> None:
    """Write filters to the address; names not in ``chosen`` stay."""
    for name, codes in chosen.items():
        put(FILTERS + name, ",".join(codes))


def filter_params(chosen: Mapping[str, list[str]]) -> dict[str, str]:
    """Return filters as parameters of a link."""
    return {FILTERS + name: ",".join(codes) for name, codes in chosen.items() if codes}
