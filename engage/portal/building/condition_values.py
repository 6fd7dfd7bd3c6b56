"""What an answer is compared with: options, a number, a day, a time, words, or another answer."""

from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Any

import streamlit as st

from engage.portal import state
from engage.portal.building import desk as work
from engage.portal.building import trees
from engage.portal.building.desk import Desk
from engage.portal.building.trees import Place, Row
from surveys.formulas import LARGEST
from surveys.questions import in_language

if TYPE_CHECKING:
    from engage.portal.building.conditions import Rule

WRITTEN, TODAY = "", "@today"
SHORT = 40


def draw(desk: Desk, rule: "Rule", row: Row, place: Place, key: str) -> None:
    """Draw the values that stand after a row's test, beside it."""
    for number in range(len(row.values)):
        if number:
            st.markdown(desk.visit.t("and"), width="content")
        _value(desk, rule, row, place, number, f"{key}.{number}")


def draw_options(desk: Desk, rule: "Rule", row: Row, place: Place, key: str) -> None:
    """Draw the answers that a row looks for, on a line of their own: there may be many."""
    if row.test.endswith("selected"):
        _options(desk, rule, row, place, key)


def _put(desk: Desk, rule: "Rule", row: Row, place: Place) -> None:
    values: dict[str, Any] = {"owner": list(rule.owner), "path": list(rule.path), "place": list(place)}
    work.ask(desk.slug, "condition", how="replace", **values, value=trees.tree_of_row(row))


def _options(desk: Desk, rule: "Rule", row: Row, place: Place, key: str) -> None:
    t, asked = desk.visit.t, rule.seen[row.question]
    labels = {
        code: in_language(label, desk.language) or code for code, label in trees.labels_of(asked).items()
    }
    st.multiselect(
        t("Answers"),
        list(labels),
        default=[code for code in row.options if code in labels],
        format_func=lambda code: labels.get(code, code),
        label_visibility="collapsed",
        placeholder=t("Choose answers"),
        key=f"{key}.options",
        on_change=_chosen,
        args=(desk, rule, row, place, f"{key}.options"),
    )


def _chosen(desk: Desk, rule: "Rule", row: Row, place: Place, key: str) -> None:
    chosen = tuple(state.get(key) or ())
    if chosen:  # an empty list would ask nobody: what was there stays
        _put(desk, rule, Row(row.question, row.test, options=chosen), place)


def _value(desk: Desk, rule: "Rule", row: Row, place: Place, number: int, key: str) -> None:
    """Draw one value: where it comes from, if there is a choice, and what it is."""
    t, held = desk.visit.t, row.values[number]
    sense = "number" if row.test.startswith(trees.COUNTED) else rule.seen[row.question].meaning().sense
    others = trees.alike(rule.seen, sense, row.question)
    sources = [WRITTEN, *([TODAY] if sense == "date" else ()), *others]
    source = _source_of(held)
    send = (desk, rule, row, place, number)
    if len(sources) > 1 or source not in sources:
        shown = sources if source in sources else [*sources, source]
        st.selectbox(
            t("Compared with"),
            shown,
            index=shown.index(source),
            format_func=lambda each: _source_name(desk, rule, each, sense),
            label_visibility="collapsed",
            key=f"{key}.source",
            on_change=_sourced,
            args=(*send, f"{key}.source", sense),
            width=200 if source in (WRITTEN, TODAY) else "stretch",
        )
    if source == WRITTEN:
        _field(desk, held, sense, f"{key}.value", lambda value: _valued(*send, value))


def _source_of(held: Any) -> str:
    match held:
        case {"value": "answer", "question": name}:
            return str(name)
        case {"value": "today"}:
            return TODAY
    return WRITTEN


def _source_name(desk: Desk, rule: "Rule", source: str, sense: str) -> str:
    t = desk.visit.t
    if source == TODAY:
        return t("the day of the survey")
    if source == WRITTEN:
        names = {"date": t("a day"), "time": t("a time"), "number": t("a number")}
        return names.get(sense, t("these words"))
    question = rule.seen.get(source)
    words = in_language(question.text, desk.language) if question else source
    return t("the answer to “%(question)s”", question=words if len(words) <= SHORT else f"{words[:SHORT]}…")


def _sourced(desk: Desk, rule: "Rule", row: Row, place: Place, number: int, key: str, sense: str) -> None:
    source = str(state.get(key) or WRITTEN)
    starts: dict[str, Any] = {WRITTEN: _written_start(desk, sense), TODAY: {"value": "today"}}
    _valued(desk, rule, row, place, number, starts.get(source, {"value": "answer", "question": source}))


def _written_start(desk: Desk, sense: str) -> Any:
    if sense != "date":
        return trees.start_of(sense)
    return {"value": "date", "day": desk.visit.office.now().date().isoformat()}


def _valued(desk: Desk, rule: "Rule", row: Row, place: Place, number: int, value: Any) -> None:
    values = (*row.values[:number], value, *row.values[number + 1 :])
    _put(desk, rule, Row(row.question, row.test, values=values), place)


def _field(desk: Desk, held: Any, sense: str, key: str, put: Callable[[Any], None]) -> None:
    t = desk.visit.t

    def changed() -> None:
        now = _plain(state.get(key))
        if now is not None:  # a value that was taken away stays what it was
            put(now)

    given: dict[str, Any] = {"key": key, "on_change": changed, "label_visibility": "collapsed", "width": 180}
    if sense == "date":
        day = date.fromisoformat(str(held["day"]))
        low, high = date(1900, 1, 1), date(2199, 12, 31)
        st.date_input(t("Day"), value=day, format="YYYY-MM-DD", min_value=low, max_value=high, **given)
    elif sense == "time":
        st.time_input(t("Time"), value=time.fromisoformat(str(held["time"])[:5]), **given)
    elif sense == "number":
        bounds: dict[str, Any] = {"min_value": -LARGEST, "max_value": LARGEST}
        st.number_input(t("Number"), value=float(held), step=1.0, format="%g", **bounds, **given)
    else:
        st.text_input(t("Words"), value=str(held), max_chars=200, **given)


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return {"value": "time", "time": f"{value:%H:%M}"}
    if isinstance(value, date):
        return {"value": "date", "day": value.isoformat()}
    return value
