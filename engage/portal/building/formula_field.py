"""A field for a formula: the names and functions there are, and what is wrong with it as it is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.formulas import function_help, told
from engage.wording.problems import told as told_problem
from surveys import formulas
from surveys.problems import DefinitionError
from surveys.questions import Question, in_language

SHORT = 50
UNTOUCHED = "0"
"""What a new calculation begins with."""


@dataclass(frozen=True, slots=True)
class Field:
    """A formula's label, where it stands, what it is now, and the questions that it may look at."""

    label: str
    owner: tuple[str, str]
    path: tuple[str, ...]
    held: Any
    seen: Mapping[str, Question]
    is_condition: bool

    def read(self, text: str) -> Any:
        """Return what was typed as plain data. Raises ``FormulaError``."""
        read = formulas.read_condition if self.is_condition else formulas.read_value
        return read(text, self.seen)


def draw(desk: Desk, field: Field) -> None:
    """Draw the field; what cannot be read is told below it and is not saved."""
    written = formulas.written(field.held)
    key = desk.key(*field.owner, *field.path, "written", str(hash_of(written)))
    typed = st.text_area(
        field.label,
        value=written,
        key=key,
        max_chars=formulas.LONGEST,
        on_change=_put,
        args=(desk, field, key),
    )
    _tell(desk, field, str(typed or ""), written)
    _names(desk, field, key)


def hash_of(written: str) -> int:
    """Return a number that another formula hardly has: a saved one gets a fresh field."""
    return sum(ord(sign) * (at + 1) for at, sign in enumerate(written)) % 1_000_003


def _put(desk: Desk, field: Field, key: str) -> None:
    try:
        value = field.read(str(state.get(key) or ""))
        work.put_condition(desk.made, field.owner, field.path, value)
    except (formulas.FormulaError, DefinitionError):
        return  # told below the field, where what was typed still stands
    where: dict[str, Any] = {"owner": list(field.owner), "path": list(field.path), "place": []}
    work.ask(desk.slug, "condition", how="whole", **where, value=value)


def _tell(desk: Desk, field: Field, typed: str, written: str) -> None:
    if typed == written:
        return
    t = desk.visit.t
    try:
        work.put_condition(desk.made, field.owner, field.path, field.read(typed))
    except formulas.FormulaError as error:
        said = [told(t, error)]
    except DefinitionError as error:
        said = [told_problem(problem, t.language).whole for problem in error.problems]
    else:
        return
    lines = "\n".join(f"- {plain(each)}" for each in said)
    st.error(t("Not saved yet:") + "\n" + lines, icon=":material/error:")


def _names(desk: Desk, field: Field, key: str) -> None:
    """Offer the names to use, and tell what functions there are."""
    t = desk.visit.t
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("Insert an answer"), icon=":material/add:", type="tertiary", key=f"{key}.names"):
            if not field.seen:
                st.caption(t("Conditions look at earlier questions, and there are none."))
            for name, question in field.seen.items():
                words = in_language(question.text, desk.language) or name
                st.button(
                    f"`{name}` {plain(words if len(words) <= SHORT else words[:SHORT] + '…')}",
                    key=f"{key}.insert.{name}",
                    type="tertiary",
                    on_click=_insert,
                    args=(key, name, desk, field),
                )
        with st.popover(t("What can be written"), icon=":material/help:", type="tertiary", key=f"{key}.help"):
            for sample, meaning in function_help(t):
                st.markdown(f"`{sample}`  \n{plain(meaning)}")


def _insert(key: str, name: str, desk: Desk, field: Field) -> None:
    typed = str(state.get(key) or "").strip()
    state.put(key, name if typed == UNTOUCHED else f"{typed} {name}".strip())
    _put(desk, field, key)
