"""The themes of a code frame as cards: figure, definition, comments below, and what can be done to each."""

from collections.abc import Callable, Sequence

import streamlit as st

from engage.framing.values import FramedCandidate, FrameDesk, FramedTheme, Shown, ThemeText
from engage.portal import state
from engage.portal.components.theme_forms import PLACE, Asked, merge_form, split_form, theme_form
from engage.portal.plain import plain
from engage.wording import LANGUAGES, Wording

Open = Callable[[str, str], None]
"""Opens the form of a theme: what to do, and to which."""


def theme_card(t: Wording, desk: FrameDesk, theme: FramedTheme, form: str, open_form: Open) -> Asked | None:
    """Draw a theme, or the ``form`` that was opened on it; return what was asked for."""
    with st.container(border=True, gap="small"):
        _head(t, desk, theme)
        if form:
            return _form(t, desk, theme, form)
        if theme.text.definition:
            st.write(plain(t.pick(theme.text.definition)))
        _comments(t, theme.comments)
        return _buttons(t, desk, theme, open_form)


def _head(t: Wording, desk: FrameDesk, theme: FramedTheme) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(t.pick(theme.text.name))}**", width="stretch")
        missing = [language for language in LANGUAGES if not theme.text.name.get(language)]
        if missing:
            name = {"en": t("No English name"), "fr": t("No French name")}[missing[0]]
            st.badge(name, icon=":material/translate:", color="orange")
        st.badge(_figure(t, desk, theme), color="gray" if not theme.count else "blue")


def _figure(t: Wording, desk: FrameDesk, theme: FramedTheme) -> str:
    if theme.count is None:
        return t("Not in the last run") if desk.run_number is not None else t("No run yet")
    share = t.percent(theme.count / desk.base) if desk.base else "–"
    return t.n("%(n)s comment (%(share)s)", "%(n)s comments (%(share)s)", theme.count, share=share)


def _comments(t: Wording, shown: Sequence[Shown]) -> None:
    """Draw comments as plain text, with their numbers."""
    for comment in shown:
        with st.container(gap=None):
            st.text(f"“{comment.text}”" if t.language == "en" else f"« {comment.text} »")
            told = (
                t("C-%(id)s, an example of this theme", id=comment.id)
                if comment.is_example
                else f"C-{comment.id}"
            )
            st.caption(told)


def _buttons(t: Wording, desk: FrameDesk, theme: FramedTheme, open_form: Open) -> Asked | None:
    name = plain(t.pick(theme.text.name))
    with st.container(horizontal=True, gap="xsmall"):
        for what, label, icon, told in (
            ("edit", t("Edit"), ":material/edit:", t("Edit the theme %(name)s", name=name)),
            (
                "merge",
                t("Merge…"),
                ":material/call_merge:",
                t("Merge the theme %(name)s into another", name=name),
            ),
            ("split", t("Split…"), ":material/call_split:", t("Split the theme %(name)s in two", name=name)),
        ):
            st.button(
                label,
                icon=icon,
                help=told,
                type="tertiary",
                disabled=what == "merge" and len(desk.themes) < 2,
                key=_key(theme, what),
                on_click=open_form,
                args=(what, theme.id),
            )
        retired = st.button(
            t("Retire"),
            icon=":material/archive:",
            help=t("Take the theme %(name)s out. You can go back in the history.", name=name),
            type="tertiary",
            disabled=len(desk.themes) < 2,
            key=_key(theme, "retire"),
        )
    return Asked("retire", {"theme_id": theme.id}) if retired else None


def _form(t: Wording, desk: FrameDesk, theme: FramedTheme, form: str) -> Asked | None:
    slot = f"{desk.number}.{theme.id}.{form}"
    if form == "merge":
        others = {each.id: t.pick(each.text.name) for each in desk.themes if each.id != theme.id}
        return merge_form(t, slot, theme, dict(sorted(others.items(), key=lambda item: item[1].casefold())))
    if form == "split":
        return split_form(t, slot, theme)
    written = theme_form(t, slot, theme.text)
    if isinstance(written, ThemeText):
        return Asked("edit", {"theme_id": theme.id, "theme": written})
    return written


def candidate_card(t: Wording, candidate: FramedCandidate) -> Asked | None:
    """Draw a candidate theme with the button that makes it a theme."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(candidate.name)}**", width="stretch")
            count = t.n("%(n)s comment", "%(n)s comments", candidate.size)
            st.badge(count, color="gray" if candidate.is_covered else "blue")
        st.caption(plain(t.pick(candidate.description)))
        _comments(t, candidate.comments)
        pressed = st.button(
            t("Make it a theme"),
            icon=":material/add:",
            help=t("Its phrases become words that suggest the theme, its comments examples. Edit it after."),
            key=state.field_key(PLACE, f"accept.{candidate.id}"),
        )
    return Asked("accept", {"candidate_id": candidate.id}) if pressed else None


def _key(theme: FramedTheme, what: str) -> str:
    return state.field_key(PLACE, f"{what}.{theme.id}")
