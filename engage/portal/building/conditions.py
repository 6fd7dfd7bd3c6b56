"""A condition chosen from lists: earlier questions, their answers, all or any of several, in groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.building import condition_formula, condition_values, trees
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.building.trees import Place, Row, Tree
from engage.portal.plain import plain
from engage.wording.comparing import comparison_name, how_name
from surveys.questions import Question, in_language

MOST_ROWS = 20
DEEPEST = 3
"""Groups in groups that can be made here; deeper ones are drawn all the same."""
SHORT = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a condition stands, what it may look at, and what is said about it."""

    owner: tuple[str, str]
    path: tuple[str, ...]
    condition: Any
    """The condition as the survey holds it, or ``None``."""
    seen: Mapping[str, Question]
    sentence: str
    """The condition in words; empty where there is none."""
    nothing: str
    """What is said where there is no condition."""
    add: str
    """What the button for the first one says."""
    is_needed: bool = False
    """Whether there must be one, so that the last row stays."""
    itself: str = ""
    """The question whose own answer it is about, if it may look at that."""

    @property
    def tree(self) -> Tree | None:
        """Return the condition as plain data."""
        return None if self.condition is None else self.condition.model_dump(mode="json")


def earlier(desk: Desk, name: str, *, with_itself: bool = False) -> dict[str, Question]:
    """Return the questions that stand before one, which its conditions may look at."""
    found: dict[str, Question] = {}
    for each in desk.made.questions():
        if each.name == name:
            return {**found, name: each} if with_itself and each.asks else found
        if each.asks:
            found[each.name] = each
    return found


def draw(desk: Desk, rule: Rule) -> None:
    """Draw a condition in words and, below, what it is made of."""
    t, tree = desk.visit.t, rule.tree
    if tree is None:
        st.caption(
            rule.nothing if rule.seen else t("Conditions look at earlier questions, and there are none.")
        )
        if rule.seen:
            _adder(desk, rule, (), rule.add, _first(rule))
        return
    st.markdown(f":material/rule: {plain(rule.sentence)}")
    _group(desk, rule, tree, ())
    condition_formula.draw(desk, rule)


def _first(rule: Rule) -> Tree:
    question = rule.seen.get(rule.itself) or list(rule.seen.values())[-1]
    return trees.tree_of_row(trees.row_for(question))


def _group(desk: Desk, rule: Rule, tree: Tree, place: Place) -> None:
    t, group = desk.visit.t, trees.group_of(tree)
    if len(group.parts) > 1 or group.how in ("none", "not_all") or place:
        _how(desk, rule, group, place)
    for at, part in enumerate(group.parts):
        here = (*place, at)
        with st.container(border=True, gap="small"):
            if trees.is_group(part):
                _group(desk, rule, part, here)
                continue
            row = trees.row_of(part)
            if row is None or row.question not in rule.seen:
                _written(desk, rule, part, here)
            else:
                _row(desk, rule, row, here)
    if len(group.parts) >= MOST_ROWS:
        return
    with st.container(horizontal=True, gap="small"):
        _adder(desk, rule, place, t("Add a condition"), _first(rule))
        if len(place) < DEEPEST - 1:
            new = {"test": "all" if group.how == "any" else "any", "of": [_first(rule)]}
            _adder(desk, rule, place, t("Add a group"), new, icon=":material/data_object:")
        if place:
            _remove(desk, rule, place, t("Take the group out"))


def _how(desk: Desk, rule: Rule, group: trees.Group, place: Place) -> None:
    t, key = desk.visit.t, _key(desk, rule, place, "how")
    st.selectbox(
        t("How conditions go together"),
        trees.HOWS,
        index=trees.HOWS.index(group.how),
        format_func=lambda each: how_name(t, each),
        label_visibility="collapsed",
        key=key,
        on_change=_join,
        args=(desk.slug, rule.owner, rule.path, place, key),
    )


def _join(slug: str, owner: tuple[str, str], path: tuple[str, ...], place: Place, key: str) -> None:
    change(slug, owner, path, "join", place, state.get(key))


def _row(desk: Desk, rule: Rule, row: Row, place: Place) -> None:
    """Draw the question, the test and what is compared with; each change is one row put in place."""
    t, asked = desk.visit.t, rule.seen[row.question]
    tests = trees.comparisons_for(asked)
    tests = tests if row.test in tests else [*tests, row.test]
    key, send = _key(desk, rule, place, row.question), (desk, rule, row, place)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("Question"),
            list(rule.seen),
            index=list(rule.seen).index(row.question),
            format_func=lambda name: _short(desk, rule, name),
            label_visibility="collapsed",
            key=f"{key}.question",
            on_change=_changed,
            args=(*send, f"{key}.question", "question"),
        )
        if not (rule.is_needed and _is_only(rule)):
            _remove(desk, rule, place, "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("Test"),
            tests,
            index=tests.index(row.test),
            format_func=lambda each: comparison_name(t, each, asked.meaning().sense),
            label_visibility="collapsed",
            key=f"{key}.{row.test}.test",
            on_change=_changed,
            args=(*send, f"{key}.{row.test}.test", "test"),
            width=260,
        )
        condition_values.draw(desk, rule, row, place, f"{key}.{row.test}")
    condition_values.draw_options(desk, rule, row, place, f"{key}.{row.test}")


def _changed(desk: Desk, rule: Rule, row: Row, place: Place, key: str, what: str) -> None:
    chosen = str(state.get(key))
    question = rule.seen[chosen if what == "question" else row.question]
    new = trees.row_for(question, chosen if what == "test" else row.test, row)
    change(desk.slug, rule.owner, rule.path, "replace", place, trees.tree_of_row(new))


def _is_only(rule: Rule) -> bool:
    return rule.tree is not None and len(trees.group_of(rule.tree).parts) == 1


def _written(desk: Desk, rule: Rule, part: Tree, place: Place) -> None:
    """Draw a part that says more than a row can; it is changed as a formula."""
    t = desk.visit.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.code(condition_formula.shown(part), language=None, wrap_lines=True)
        if not (rule.is_needed and _is_only(rule)):
            _remove(desk, rule, place, "")
    st.caption(t("This is more than can be chosen from lists. Change it in the formula below."))


def _adder(
    desk: Desk, rule: Rule, place: Place, label: str, new: Tree, *, icon: str = ":material/add:"
) -> None:
    st.button(
        label,
        icon=icon,
        key=_key(desk, rule, place, f"add.{new['test']}.{icon}"),
        type="tertiary",
        on_click=change,
        args=(desk.slug, rule.owner, rule.path, "add", place, new),
    )


def _remove(desk: Desk, rule: Rule, place: Place, label: str) -> None:
    if rule.is_needed and _is_only(rule):
        return
    st.button(
        label,
        icon=":material/close:",
        help=None if label else desk.visit.t("Take out"),
        key=_key(desk, rule, place, "out"),
        type="tertiary",
        on_click=change,
        args=(desk.slug, rule.owner, rule.path, "replace", place, None),
    )


def change(
    slug: str, owner: tuple[str, str], path: tuple[str, ...], how: str, place: Place, value: object
) -> None:
    """Note that a part of a condition is to be added, replaced or joined in another way."""
    work.ask(slug, "condition", owner=list(owner), path=list(path), how=how, place=list(place), value=value)


def _key(desk: Desk, rule: Rule, place: Place, name: str) -> str:
    return desk.key(*rule.owner, *rule.path, "-".join(map(str, place)), name)


def _short(desk: Desk, rule: Rule, name: str) -> str:
    if name == rule.itself:
        return desk.visit.t("This answer")
    words = in_language(rule.seen[name].text, desk.language) or name
    return words if len(words) <= SHORT else words[:SHORT] + "…"
