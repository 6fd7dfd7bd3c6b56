"""How sure the figures are: corrected by reviews, or counts of what a model read."""

import streamlit as st

from engage.portal import places
from engage.portal.visitor import Visitor
from engage.results.values import ThemeResults


def draw(visit: Visitor, themes: ThemeResults, *, can_code: bool) -> None:
    """Say whether shares are corrected for the model's errors, and how many reviews are missing."""
    t = visit.t
    if not themes.reviews_needed:
        st.caption(
            ":material/verified: "
            + t.n(
                "Corrected for the model’s errors with %(n)s comment that people reviewed at random.",
                "Corrected for the model’s errors with %(n)s comments that people reviewed at random.",
                themes.reviewed_at_random,
            )
        )
        return
    told = t("These shares count what a model read, errors and all.")
    missing = t.n(
        "Review %(n)s more comment at random, and they are corrected for its errors.",
        "Review %(n)s more comments at random, and they are corrected for its errors.",
        themes.reviews_needed,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/info: {told} {missing}", width="stretch")
        if can_code:
            places.link(visit, places.REVIEW, t("Review comments"), icon=places.REVIEW.icon)
