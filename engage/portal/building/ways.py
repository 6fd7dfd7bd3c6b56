"""How a survey may end for some: quotas, endings, and who goes no further after a page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engage.portal.building import conditions, fields, trees
from engage.portal.building import desk as work
from engage.portal.building.conditions import Rule
from engage.portal.building.desk import Desk
from engage.portal.building.notes import draw_notes
from engage.portal.plain import plain
from engage.wording.conditions import in_words
from engage.wording.ways import Kind, kind_words
from surveys import editing
from surveys.definition import Page
from surveys.questions import Question
from surveys.settings_form import Setting
from surveys.ways_out import MOST, Quota, WayOut

LIMIT = Setting("limit", "whole", low=1, high=10_000_000)
WHEN_FULL = Setting("when_full", "choice", choices=("end", "mark"))
KEEPS = Setting("keeps", "choice", choices=("nothing", "answers"))
USUAL_LIMIT = 100


def draw_quotas(desk: Desk) -> None:
    """Draw the survey's quotas."""
    _draw(desk, "quotas", ("survey", ""), desk.made.quotas, _asked(desk))


def draw_endings(desk: Desk) -> None:
    """Draw what some residents read after sending, instead of the thanks."""
    _draw(desk, "endings", ("survey", ""), desk.made.endings, _asked(desk))


def draw_screen_outs(desk: Desk, page: Page) -> None:
    """Draw who goes no further after a page; they may look at it and those before."""
    seen: dict[str, Question] = {}
    for each in desk.made.pages:
        seen |= {question.name: question for question in each.questions if question.asks}
        if each.name == page.name:
            break
    _draw(desk, "screen_outs", ("page", page.name), page.screen_outs, seen)


def _asked(desk: Desk) -> dict[str, Question]:
    return {question.name: question for question in desk.made.asked()}


def _draw(
    desk: Desk, kind: Kind, owner: tuple[str, str], ways: tuple[WayOut, ...], seen: Mapping[str, Question]
) -> None:
    t = desk.visit.t
    words = kind_words(t, kind)
    st.subheader(words.heading, anchor=False)
    st.caption(words.told)
    for number in range(len(ways)):
        with st.container(border=True, gap="small"):
            _way(desk, kind, owner, ways, number, seen)
    if len(ways) >= MOST or not seen:
        return
    st.button(
        words.add,
        icon=":material/add:",
        key=desk.key(*owner, kind, "add"),
        on_click=work.ask,
        args=(desk.slug, "put"),
        kwargs={"owner": list(owner), "path": [kind], "value": [*_data(ways), _new(desk, kind, seen)]},
    )


def _data(ways: tuple[WayOut, ...]) -> list[dict[str, Any]]:
    return [way.model_dump(mode="json") for way in ways]


def _new(desk: Desk, kind: Kind, seen: Mapping[str, Question]) -> dict[str, Any]:
    """Return one more, about the last question of those that have answers to choose from."""
    choices = [question for question in seen.values() if question.selectable()]
    about = (choices or list(seen.values()))[-1]
    stem = {"quotas": "quota", "endings": "ending", "screen_outs": "screen_out"}[kind]
    taken = {way.name for way in desk.made.ways_out()}
    made: dict[str, Any] = {
        "name": editing.free_among(taken, stem),
        "condition": trees.tree_of_row(trees.row_for(about)),
    }
    if kind == "quotas":
        made |= {"title": {"en": "", "fr": ""}, "limit": USUAL_LIMIT}
    elif kind == "endings":
        made |= {"text": {"en": "", "fr": ""}}
    return made


def _way(
    desk: Desk,
    kind: Kind,
    owner: tuple[str, str],
    ways: tuple[WayOut, ...],
    number: int,
    seen: Mapping[str, Question],
) -> None:
    t, way = desk.visit.t, ways[number]
    words, here = kind_words(t, kind), [kind, way.name]
    _head(desk, kind, owner, ways, number)
    draw_notes(desk, way.name)
    if isinstance(way, Quota):
        fields.texts(desk, t("Name of the quota, for staff"), owner, [*here, "title"], dict(way.title))
    st.markdown(f"**{words.who}**")
    rule = Rule(
        owner=owner,
        path=(*here, "condition"),
        condition=way.condition,
        seen=seen,
        sentence=words.sentence(in_words(t, way.condition, desk.made)),
        nothing="",
        add="",
        is_needed=True,
    )
    conditions.draw(desk, rule)
    for one in {"quotas": (LIMIT, WHEN_FULL), "screen_outs": (KEEPS,)}.get(kind, ()):
        fields.setting(desk, owner, one, getattr(way, one.name), path=here)
    fields.texts(desk, words.text, owner, [*here, "text"], dict(way.text), lines=2)
    if not any(text.strip() for text in way.text.values()):
        st.caption(words.usual)
    _link(desk, owner, here, way)


def _head(desk: Desk, kind: Kind, owner: tuple[str, str], ways: tuple[WayOut, ...], number: int) -> None:
    t, way, data = desk.visit.t, ways[number], _data(ways)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{kind_words(t, kind).one} {number + 1}**", width="stretch")
        if number:
            moved = [*data[: number - 1], data[number], data[number - 1], *data[number + 1 :]]
            _button(desk, owner, kind, way.name, t("Up"), ":material/arrow_upward:", moved)
        rest = [*data[:number], *data[number + 1 :]]
        _button(desk, owner, kind, way.name, t("Delete"), ":material/delete:", rest)


def _button(
    desk: Desk, owner: tuple[str, str], kind: str, name: str, label: str, icon: str, value: object
) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key(*owner, kind, name, icon),
        type="tertiary",
        on_click=work.ask,
        args=(desk.slug, "put"),
        kwargs={"owner": list(owner), "path": [kind], "value": value},
    )


def _link(desk: Desk, owner: tuple[str, str], here: list[str], way: WayOut) -> None:
    """Draw where they may go on to; it opens only when somebody clicks it."""
    t, path = desk.visit.t, [*here, "link"]
    key = desk.key(*owner, *path)
    st.toggle(
        t("Offer a link to go on to"),
        value=way.link is not None,
        key=key,
        on_change=work.put,
        args=(desk.slug, key, owner, path, _begun_link),
    )
    if way.link is None:
        return
    address = desk.key(*owner, *path, "address")
    st.text_input(
        t("Address of the link"),
        value=way.link.address,
        key=address,
        max_chars=500,
        help=t("A page of this site, such as /en/, or an address that begins with https://"),
        on_change=work.put,
        args=(desk.slug, address, owner, [*path, "address"], lambda value: str(value or "").strip()),
    )
    fields.texts(desk, t("Words of the link"), owner, [*path, "label"], dict(way.link.label))


def _begun_link(is_wanted: Any) -> dict[str, Any] | None:
    return {"address": "/", "label": {"en": "", "fr": ""}} if is_wanted else None


def summary(desk: Desk, kind: Kind) -> str:
    """Return a line of the outline."""
    ways = desk.made.quotas if kind == "quotas" else desk.made.endings
    heading = kind_words(desk.visit.t, kind).heading
    return plain(f"{heading} ({len(ways)})" if ways else heading)
