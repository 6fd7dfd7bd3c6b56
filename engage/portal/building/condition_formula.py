"""The same condition written as a formula, for what lists cannot say; checked as it is typed."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from engage.portal.building import formula_field
from engage.portal.building.desk import Desk
from surveys import formulas

if TYPE_CHECKING:
    from engage.portal.building.conditions import Rule


def draw(desk: Desk, rule: "Rule") -> None:
    """Draw the condition as a formula, folded away."""
    t = desk.visit.t
    key = desk.key(*rule.owner, *rule.path, "formula")
    with st.expander(t("Write it as a formula"), icon=":material/function:", key=f"{key}.expander"):
        formula_field.draw(
            desk,
            formula_field.Field(
                t("Condition"), rule.owner, rule.path, rule.tree, rule.seen, is_condition=True
            ),
        )


def shown(part: Any) -> str:
    """Return a part of a condition as it would be written."""
    return formulas.written(part)
