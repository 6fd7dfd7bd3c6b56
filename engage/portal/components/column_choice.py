"""What each column of a file is: one choice a question, with the reason of what was suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from engage.importing.guessing import Why
from engage.importing.mapping import DateOrder, Mapping_, Target
from engage.portal import state
from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.importing import why_sentence

PLACE = "import"
DOUBTFUL = frozenset({"spelling", "cells", "position"})
"""Reasons that ask somebody to look; a name that is the same needs no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The uploaded file. Its columns and what they probably are were read once, and kept as plain data."""

    name: str
    data: bytes
    mark: str
    columns: Sequence[str]
    mapping: Mapping_
    why: Mapping[str, Why]
    rows: int
    remembered: str = ""
    """The file of the same columns whose mapping is used again."""


def mapping_chosen(t: Wording, file: File, targets: Sequence[Target]) -> Mapping_:
    """Draw the choices and return what they say."""
    shown = [target for target in targets if target.name in file.mapping.columns or _is_plain(target)]
    rest = [target for target in targets if target not in shown]
    columns = _render_targets(t, file, shown)
    if rest:
        with st.expander(t("Columns of single options"), icon=":material/checklist:"):
            columns |= _render_targets(t, file, rest)
    mapped = replace(
        file.mapping,
        columns=columns,
        by_position=tuple(name for name in file.mapping.by_position if name in columns),
    )
    return _render_reading(t, file, mapped)


def _render_reading(t: Wording, file: File, mapped: Mapping_) -> Mapping_:
    """Draw how dates and doubtful rows are read."""
    left, right = st.columns(2)
    orders: list[DateOrder] = ["", "day_first", "month_first"]
    with left:
        order = st.selectbox(
            t("How dates are written"),
            orders,
            index=orders.index(mapped.date_order),
            format_func=lambda code: {
                "": t("Tell from the file"),
                "day_first": t("Day first (31/12/2026)"),
                "month_first": t("Month first (12/31/2026)"),
            }[code],
            key=state.field_key(f"{PLACE}.{file.mark}", "order"),
        )
    with right:
        as_of = st.date_input(
            t("Day of rows without a date"),
            value=mapped.as_of,
            key=state.field_key(f"{PLACE}.{file.mark}", "as_of"),
        )
    keep = st.toggle(
        t("Keep a row without the answers that cannot be read, instead of refusing it"),
        value=mapped.keep_good_answers,
        key=state.field_key(f"{PLACE}.{file.mark}", "keep"),
    )
    unfinished = mapped.take_unfinished
    if mapped.style:
        unfinished = st.toggle(
            t("Also take people who did not come to the end of the form"),
            value=unfinished,
            key=state.field_key(f"{PLACE}.{file.mark}", "unfinished"),
        )
    return replace(
        mapped,
        date_order=order or "",
        as_of=as_of if isinstance(as_of, date) else None,
        keep_good_answers=keep,
        take_unfinished=unfinished,
    )


def _is_plain(target: Target) -> bool:
    return "/" not in target.name


def _render_targets(t: Wording, file: File, targets: Sequence[Target]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    with st.container(border=True):
        for start in range(0, len(targets), 2):
            for column, target in zip(st.columns(2), targets[start : start + 2], strict=False):
                with column:
                    found = _column(t, file, target)
                if found:
                    chosen[target.name] = found
    return chosen


def _column(t: Wording, file: File, target: Target) -> str:
    options = ["", *file.columns]
    guessed = file.mapping.columns.get(target.name, "")
    found = st.selectbox(
        plain(t.pick(dict(target.text))),
        options,
        index=options.index(guessed) if guessed in options else 0,
        format_func=lambda name: name or t("Not in the file"),
        key=state.field_key(f"{PLACE}.{file.mark}", target.name),
    )
    if found and found == guessed and file.why.get(target.name) in DOUBTFUL:
        st.caption(why_sentence(t, file.why[target.name]))
    return found or ""
