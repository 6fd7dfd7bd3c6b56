"""Fields of the editor: a text in both languages side by side, and every simple setting by its sort."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.building import choice_name, setting_help, setting_name
from surveys.definition import LANGUAGES
from surveys.settings_form import Setting
from surveys.strings import key_of

Owner = tuple[str, str]
LONG = 60
"""Letters from which a text gets several lines to stand in."""


def texts(
    desk: Desk,
    label: str,
    owner: Owner,
    path: Sequence[str],
    held: dict[str, str],
    *,
    lines: int = 1,
    is_quiet: bool = False,
) -> None:
    """Draw a text's two languages beside each other, with what is missing or out of date."""
    t = desk.visit.t
    spelled = {"en": t("%(what)s, in English", what=label), "fr": t("%(what)s, in French", what=label)}
    longest = max((len(text) for text in held.values()), default=0)
    for column, language in zip(st.columns(2), LANGUAGES, strict=True):
        with column:
            key = desk.key(*owner, *path, language)
            given: dict[str, Any] = {
                "value": held.get(language, ""),
                "key": key,
                "max_chars": 4000,
                "on_change": work.put,
                "args": (desk.slug, key, owner, [*path, language], _text),
                "label_visibility": "collapsed" if is_quiet else "visible",
            }
            if lines > 1 or longest > LONG:
                st.text_area(spelled[language], height="content", **given)
            else:
                st.text_input(spelled[language], **given)
            mark(desk, key_of(owner, path), language)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def mark(desk: Desk, key: str, language: str) -> None:
    """Say where a text is missing or out of date, with a way to confirm it."""
    t, found = desk.visit.t, desk.translations.get(key)
    if found is None or language not in desk.made.languages:
        return
    if found.states[language] == "missing":
        st.caption(":material/edit_off: " + t("Missing"))
    if found.states[language] != "stale":
        return
    was = plain(next(iter(found.was.values())))
    told = (
        t("Out of date: the English said “%(text)s”.", text=was)
        if language == "fr"
        else t("Out of date: the French said “%(text)s”.", text=was)
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/update: {told}", width="stretch")
        st.button(
            t("Still right"),
            key=desk.key("confirm", key, language),
            icon=":material/check:",
            type="tertiary",
            on_click=work.ask,
            args=(desk.slug, "confirm"),
            kwargs={"keys": [key]},
        )


def setting(desk: Desk, owner: Owner, one: Setting, held: Any, *, path: Sequence[str] = ()) -> None:
    """Draw one setting by its sort; items are drawn elsewhere."""
    t = desk.visit.t
    where = [*path, one.name]
    if one.sort == "texts":
        texts(desk, setting_name(t, one.name, one.sort), owner, where, held or {})
        return
    key = desk.key(*owner, *where)
    label, told = setting_name(t, one.name, one.sort), setting_help(t, one.name)
    given: dict[str, Any] = {"key": key, "help": told or None, "on_change": work.put}
    send = (desk.slug, key, owner, where)
    if one.sort == "switch":
        st.toggle(label, value=bool(held), args=(*send, bool), **given)
    elif one.sort == "choice":
        options = ["", *one.choices] if one.is_optional else list(one.choices)
        st.radio(
            label,
            options,
            index=options.index(str(held)) if held in options else None,
            format_func=lambda each: choice_name(t, one.name, each),
            horizontal=True,
            args=(*send, _held(held)),
            **given,
        )
    elif one.sort == "several":
        st.pills(
            label,
            list(one.choices),
            selection_mode="multi",
            default=[each for each in held or () if each in one.choices],
            format_func=lambda each: choice_name(t, one.name, each),
            args=(*send, list),
            **given,
        )
    elif one.sort == "day":
        day = date.fromisoformat(held) if held else None
        st.date_input(label, value=day, format="YYYY-MM-DD", args=(*send, _day), **given)
    elif one.sort in ("whole", "number"):
        _number(one, held, label, send, given)
    elif one.sort == "numbers":
        shown = ", ".join(f"{number:g}" for number in held or ())
        st.text_input(label, value=shown, args=(*send, _numbers), **given)
    else:
        st.text_input(label, value=str(held or ""), args=(*send, _text), **given)


def _number(one: Setting, held: Any, label: str, send: tuple[Any, ...], given: dict[str, Any]) -> None:
    is_whole = one.sort == "whole"
    as_number = int if is_whole else float
    st.number_input(
        label,
        value=None if held is None else as_number(held),
        min_value=None if one.low is None else as_number(one.low),
        max_value=None if one.high is None else as_number(one.high),
        step=1 if is_whole else 1.0,
        width=260,
        args=(*send, (lambda value: value) if one.is_optional else _held(held)),
        **given,
    )


def _held(held: Any) -> Any:
    """Read a value; one that was taken away stays what it was."""
    return lambda value: held if value is None else value


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else None


def _numbers(value: Any) -> Any:
    words = str(value or "").replace(";", ",").split(",")
    try:
        return [float(word) for word in words if word.strip()] or None
    except ValueError:
        return str(value)  # the survey itself says what is wrong with it
