"""The parts of a list: answers, lines of a table, places; each with its text in both languages."""

import re
from typing import Any

import streamlit as st

from engage.portal import state
from engage.portal.building import checks, fields
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording.building import setting_help, setting_name
from surveys import editing
from surveys.settings_form import Setting
from surveys.text import letters

MOST_DRAWN = 60
"""Longer lists are pasted, not typed one by one."""
Item = dict[str, Any]


def draw(desk: Desk, owner: fields.Owner, one: Setting, held: list[Item]) -> None:
    """Draw a list's parts, a way to add one, and a way to paste many."""
    t = desk.visit.t
    st.markdown(f"**{plain(setting_name(t, one.name))}**", help=setting_help(t, one.name) or None)
    for number in range(min(len(held), MOST_DRAWN)):
        _row(desk, owner, one, held, number)
    if len(held) > MOST_DRAWN:
        st.caption(t("%(n)s more are not shown. Change them with “Paste a list”.", n=len(held) - MOST_DRAWN))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("Add one"),
            key=desk.key(*owner, one.name, "add"),
            icon=":material/add:",
            disabled=one.high is not None and len(held) >= one.high,
            on_click=work.ask,
            args=(desk.slug, "put"),
            kwargs={"owner": list(owner), "path": [one.name], "value": [*held, _new(one, held)]},
        )
        _paste(desk, owner, one, held)
        if one.name == "options" and editing.can_have_other(desk.made, owner[1]):
            st.button(
                t("Add “Other, please specify”"),
                key=desk.key(*owner, one.name, "other"),
                icon=":material/edit_note:",
                on_click=work.ask,
                args=(desk.slug, "other"),
                kwargs={"name": owner[1]},
            )


def _row(desk: Desk, owner: fields.Owner, one: Setting, held: list[Item], number: int) -> None:
    t, item = desk.visit.t, held[number]
    name = str(item.get("code") or number + 1)
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(width="stretch", gap="xsmall"):
            label = t("%(list)s, %(number)s", list=setting_name(t, one.name), number=number + 1)
            fields.texts(
                desk, label, owner, [one.name, name, "label"], item.get("label") or {}, is_quiet=True
            )
        with st.popover(
            "",
            icon=":material/more_vert:",
            help=t("More about %(what)s", what=plain(t.pick(dict(item.get("label") or {})) or name)),
            key=desk.key(*owner, one.name, name, "more"),
        ):
            _more(desk, owner, one, held, number)


def _more(desk: Desk, owner: fields.Owner, one: Setting, held: list[Item], number: int) -> None:
    t, item = desk.visit.t, held[number]
    name = str(item.get("code") or number + 1)
    for part in one.parts:
        if part.name == "code":
            _code(desk, owner, one, item)
        elif part.sort not in ("texts", "items"):
            fields.setting(desk, owner, part, item.get(part.name), path=[one.name, name])
    question = desk.made.question(owner[1]) if owner[0] == "question" else None
    if question is not None and item.get("code"):
        checks.draw_offer(desk, question, one.name, name)
    with st.container(horizontal=True, gap="small"):
        for label, icon, by in (
            (t("Up"), ":material/arrow_upward:", -1),
            (t("Down"), ":material/arrow_downward:", 1),
        ):
            _list_button(desk, owner, one, label, icon, _moved(held, number, by), key=f"{name}.{by}")
        rest = [each for each in held if each is not item]
        if len(rest) >= (one.low or 0):
            _list_button(desk, owner, one, t("Take out"), ":material/delete:", rest, key=f"{name}.out")


def _list_button(
    desk: Desk, owner: fields.Owner, one: Setting, label: str, icon: str, value: list[Item], *, key: str
) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key(*owner, one.name, key),
        on_click=work.ask,
        args=(desk.slug, "put"),
        kwargs={"owner": list(owner), "path": [one.name], "value": value},
    )


def _moved(held: list[Item], number: int, by: int) -> list[Item]:
    moved = list(held)
    if 0 <= number + by < len(held):
        moved.insert(number + by, moved.pop(number))
    return moved


def _code(desk: Desk, owner: fields.Owner, one: Setting, item: Item) -> None:
    """Draw what is stored for a part; once residents answered, it stays."""
    t, code = desk.visit.t, str(item.get("code", ""))
    key = desk.key(*owner, one.name, code, "code")
    is_kept = owner[1] in desk.known_names
    st.text_input(
        setting_name(t, "code"),
        value=code,
        key=key,
        max_chars=60,
        disabled=is_kept,
        help=t("Stored and exported for this answer. It stays once the survey was published.")
        if is_kept
        else setting_help(t, "code") or None,
        on_change=work.put,
        args=(desk.slug, key, owner, [one.name, code, "code"], _as_code),
    )


def _as_code(value: Any) -> str:
    """Make a code of what was typed: other signs become underscores."""
    return re.sub(r"[^A-Za-z0-9_.\-]+", "_", str(value or "").strip()).strip("_.-")


def _new(one: Setting, held: list[Item], label: dict[str, str] | None = None) -> Item:
    """Return one more part, with a code of its own where it needs one and plain values for the rest."""
    made: Item = {}
    for part in one.parts:
        if part.name == "code":
            made["code"] = _free_code(held, (label or {}).get("en", ""), one.name)
        elif part.sort == "texts":
            made[part.name] = label or {"en": "", "fr": ""}
        elif part.sort in ("whole", "number") and not part.is_optional:
            made[part.name] = max(part.low or 0, 0)
    return made


def _free_code(held: list[Item], words: str, name: str) -> str:
    taken = {str(item.get("code")) for item in held}
    stem = "_".join(letters(words).split())
    stem = "".join(letter for letter in stem if letter.isascii())[:40] if words else ""
    stem = stem or {"rows": "row"}.get(name, "option")
    numbers = (f"_{number}" for number in range(1 if not words else 2, 10_000))
    return next(
        code for number in (("",) if words else ()) + tuple(numbers) if (code := stem + number) not in taken
    )


def _paste(desk: Desk, owner: fields.Owner, one: Setting, held: list[Item]) -> None:
    t = desk.visit.t
    if one.part("label") is None or any(p.sort == "number" and not p.is_optional for p in one.parts):
        return
    key = desk.key(*owner, one.name, "pasted")
    with st.popover(t("Paste a list"), icon=":material/content_paste:", key=f"{key}.popover"):
        st.caption(t("One a line, with a bar before the French: “Yes | Oui”. Answers kept keep their codes."))
        shown = "\n".join(_line(item) for item in held)
        st.text_area(t("List"), value=shown, key=key, height=240)
        st.button(
            t("Use this list"),
            key=f"{key}.use",
            type="primary",
            on_click=_use,
            args=(desk.slug, key, owner, one, held),
        )


def _line(item: Item) -> str:
    label = item.get("label") or {}
    return f"{label.get('en', '')} | {label.get('fr', '')}"


def _use(slug: str, key: str, owner: fields.Owner, one: Setting, held: list[Item]) -> None:
    known = {letters(str((item.get("label") or {}).get("en", ""))): item for item in held}
    made: list[Item] = []
    for line in str(state.get(key) or "").splitlines():
        english, _, french = (part.strip() for part in line.partition("|"))
        if not english and not french:
            continue
        label = {"en": english, "fr": french}
        old = known.pop(letters(english), None)
        made.append({**old, "label": label} if old else _new(one, [*held, *made], label))
    work.ask(slug, "put", owner=list(owner), path=[one.name], value=made)
