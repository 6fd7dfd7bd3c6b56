"""Filters: which responses count. The address holds them, so that a link shows the same figures again."""

from collections.abc import Mapping

import streamlit as st

from engage.portal import address, state
from engage.portal.plain import plain
from engage.results.choosing import FilterChoice, Filters
from engage.results.values import SurveyResults
from engage.wording import Wording

PLACE = "results"
PLAIN = ("channel", "language", "release")
NOTHING = "-"
"""How the address spells the empty code ("no answer", "no release"); no code can be a dash."""


def from_address() -> Filters:
    """Return the filters that the address asks for; the actions drop what the survey does not have."""
    found = {name: [_code(text) for text in codes] for name, codes in address.filters().items()}
    chosen = {name: codes for name, codes in found.items() if name in PLAIN}
    return Filters.from_dict({**chosen, "segments": {n: c for n, c in found.items() if n not in PLAIN}})


def as_params(filters: Filters) -> dict[str, str]:
    """Return filters as parameters of a link."""
    data = filters.as_dict()
    chosen = {**{name: data.get(name, []) for name in PLAIN}, **data.get("segments", {})}
    return address.filter_params({name: [_spelled(code) for code in codes] for name, codes in chosen.items()})


def draw(t: Wording, results: SurveyResults) -> None:
    """Draw the filters, and say in a sentence which are on."""
    chosen = _chosen(results.filters)
    label = t("Filter the results") if results.filters.is_empty else t("Filters are on")
    with st.expander(label, icon=":material/filter_alt:", expanded=False):
        for choice in results.choices:
            _pills(t, choice, chosen.get(choice.name, ()))
    if results.filters.is_empty:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for choice in results.choices:
            if chosen.get(choice.name):
                st.badge(_summary(t, choice, chosen[choice.name]), icon=":material/filter_alt:")
        st.button(
            t("Clear the filters"),
            key=state.field_key(PLACE, "clear"),
            icon=":material/close:",
            type="tertiary",
            on_click=_clear,
            args=([choice.name for choice in results.choices],),
        )


def _pills(t: Wording, choice: FilterChoice, chosen: tuple[str, ...]) -> None:
    options = {option.code: option for option in choice.options}
    key = state.filter_key(PLACE, choice.name)
    # The address decides: a link may have brought other filters than those drawn before.
    state.put(key, [code for code in options if code in chosen])
    st.pills(
        plain(t.pick(choice.label)),
        list(options),
        selection_mode="multi",
        key=key,
        format_func=lambda code: f"{plain(t.pick(options[code].label))} ({t.number(options[code].count)})",
        on_change=_changed,
        args=(choice.name,),
    )


def _changed(name: str) -> None:
    codes = state.get(state.filter_key(PLACE, name)) or []
    address.put_filters({name: [_spelled(code) for code in codes]})
    address.put("page", "")


def _clear(names: list[str]) -> None:
    address.put_filters({name: [] for name in names})
    address.put("page", "")


def _chosen(filters: Filters) -> Mapping[str, tuple[str, ...]]:
    plain_ones = {name: getattr(filters, name) for name in PLAIN}
    return {**plain_ones, **filters.segments}


def _summary(t: Wording, choice: FilterChoice, codes: tuple[str, ...]) -> str:
    labels = {option.code: t.pick(option.label) for option in choice.options}
    values = ", ".join(labels.get(code, code) for code in codes)
    return plain(t("%(name)s: %(values)s", name=t.pick(choice.label), values=values))


def _spelled(code: str) -> str:
    return code or NOTHING


def _code(text: str) -> str:
    return "" if text == NOTHING else text
