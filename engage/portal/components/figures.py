"""A figure: a title that states the finding, the chart, and the same numbers as a table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engage.charts import DARK, LIGHT, Drawn, Look
from engage.portal.plain import plain
from engage.wording import Wording


def look() -> Look:
    """Return the colours that fit the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def figure(t: Wording, drawn: Drawn, *, key: str) -> None:
    """Draw one figure; one without a chart is its sentence and its table."""
    st.subheader(plain(drawn.title), anchor=False)
    if drawn.told:
        st.caption(plain(drawn.told))
    if drawn.chart is not None:
        st.altair_chart(drawn.chart, width="stretch", theme=None, key=f"{key}.chart", alt=drawn.title)
    if drawn.ground is not None:
        st.altair_chart(drawn.ground, width="stretch", theme=None, key=f"{key}.ground", alt=drawn.title)
    if drawn.rows:
        with st.expander(t("Show as a table"), icon=":material/table:", type="compact"):
            table(drawn.rows, key=key, alt=drawn.title)


def metrics(*shown: tuple[str, str]) -> None:
    """Draw named figures as cards: beside each other where there is room, two by two on a phone."""
    grid = st.grid(columns=len(shown), min_column_width=140)
    for label, value in shown:
        grid.metric(label, value, border=True)


def table(rows: Sequence[Mapping[str, Any]], *, key: str, alt: str) -> None:
    """Draw rows in the grid, whose cells are always plain text."""
    st.dataframe(list(rows), width="stretch", hide_index=True, key=f"{key}.table", alt=alt)
