"""Translate: every text of a draft side by side, what is missing or out of date, a file out and in."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any

import streamlit as st

from engage.portal import places, state
from engage.portal.building import desk as work
from engage.portal.building import fields, told
from engage.portal.building.desk import Desk
from engage.portal.components.page_head import head, no_survey, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import visitor
from engage.tabular import TableError, read_apart, table_problem_sentence
from engage.wording import LANGUAGES
from engage.wording.linter import place_name
from engage.wording.translating import told as refusal_told
from surveys import translators
from surveys.questions import in_language
from surveys.translations import Translation, progress
from surveys.translators import Checked

ACTION = "edit_survey"
PLACE = "translate"
NAMES = {"en": "English", "fr": "Français"}
MOST_DRAWN = 60
MOST_TOLD = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.TRANSLATE), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    work.act(visit, chosen.survey.slug)
    render(work.sit_down(visit, chosen.survey.slug))


def render(desk: Desk) -> None:
    """Draw how far the translation is, the texts, and the files for translators."""
    t = desk.visit.t
    told.draw(desk)
    into = _render_progress(desk)
    texts, files = st.tabs([t("Texts"), t("A translator's file")])
    with texts:
        _render_texts(desk, into)
    with files:
        _render_files(desk, into)


def _render_progress(desk: Desk) -> str:
    """Draw how much is done in each language; return the one that is translated into."""
    t, found = desk.visit.t, list(desk.translations.values())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        into = st.radio(
            t("Translate into"),
            ["fr", "en"],
            format_func=lambda code: NAMES[code],
            horizontal=True,
            key=desk.key(PLACE, "into"),
        )
        places.link(desk.visit, places.BUILD, t("Back to the draft"), icon=":material/arrow_back:")
    for language in LANGUAGES:
        done, count = progress(found, language)
        share = t("%(language)s: %(done)s of %(count)s", language=NAMES[language], done=done, count=count)
        st.progress(done / count if count else 1.0, text=share)
    return into or "fr"


def _render_texts(desk: Desk, into: str) -> None:
    t = desk.visit.t
    only = st.toggle(t("Only what is missing or out of date"), key=desk.key(PLACE, "only"))
    found = [each for each in desk.translations.values() if not only or each.states[into] != "done"]
    if not found:
        st.success(t("Everything is translated."), icon=":material/check_circle:")
        return
    first = 0
    if len(found) > MOST_DRAWN:
        starts = list(range(0, len(found), MOST_DRAWN))
        first = (
            st.selectbox(
                t("Texts"),
                starts,
                format_func=lambda at: f"{at + 1}–{min(at + MOST_DRAWN, len(found))}",
                key=desk.key(PLACE, "from"),
            )
            or 0
        )
    owner = ("", "-")
    for each in found[first : first + MOST_DRAWN]:
        if each.string.owner != owner:
            owner = each.string.owner
            st.markdown(f"**{_owner(desk, each)}**")
        _render_text(desk, each, into)


def _owner(desk: Desk, each: Translation) -> str:
    sort, name = each.string.owner
    question = desk.made.question(name) if sort == "question" else None
    if question is not None:
        return plain(in_language(question.text, desk.language) or name)
    page = next((page for page in desk.made.pages if sort == "page" and page.name == name), None)
    if page is not None:
        return desk.visit.t("Page: %(title)s", title=plain(in_language(page.title, desk.language) or name))
    return plain(place_name(desk.visit.t, each.string.path[0]))


def _render_text(desk: Desk, each: Translation, into: str) -> None:
    """Draw the text to read on the left and the one to write on the right."""
    t, source = desk.visit.t, "fr" if into == "en" else "en"
    left, right = st.columns(2)
    with left:
        st.text(each.string.text(source) or "–")
    with right:
        key = desk.key(PLACE, each.string.key, into)
        given: dict[str, Any] = {
            "value": each.string.text(into),
            "key": key,
            "max_chars": translators.LONGEST,
            "label_visibility": "collapsed",
            "on_change": _put,
            "args": (desk.slug, key, each.string.key, into),
        }
        label = t("%(place)s in %(language)s", place=each.string.place, language=NAMES[into])
        if max(map(len, each.string.texts.values())) > fields.LONG:
            st.text_area(label, height="content", **given)
        else:
            st.text_input(label, **given)
        fields.mark(desk, each.string.key, into)


def _put(slug: str, key: str, text: str, into: str) -> None:
    words = str(state.get(key) or "").strip()
    work.ask(slug, "translate", texts={text: {into: words}}, keys=[])


def _render_files(desk: Desk, into: str) -> None:
    t = desk.visit.t
    st.write(t("Send the file to a translator. Only the translation is read when it comes back."))
    rows = translators.rows(desk.made, desk.draft.agreed, into=into)
    with st.container(horizontal=True):
        for name, write, mime in (
            ("csv", translators.as_csv, "text/csv"),
            ("xlsx", translators.as_xlsx, XLSX),
        ):
            st.download_button(
                t("Download as %(format)s", format=name.upper()),
                partial(write, rows),
                file_name=f"{desk.slug}-{into}.{name}",
                mime=mime,
                key=desk.key(PLACE, "out", name),
                on_click="ignore",
                icon=":material/download:",
            )
    sent = st.file_uploader(
        t("The file that came back"), type=["csv", "xlsx"], key=state.field_key(PLACE, f"{desk.slug}.file")
    )
    if sent is None:
        return
    data = sent.getvalue()
    if len(data) > 0 and state.get(_taken(desk)) == sha256(data).hexdigest():
        st.success(t("These translations are in the draft."), icon=":material/check_circle:")
        return
    found = _checked(desk, data, sent.name, into)
    if found is not None:
        _render_found(desk, found, sha256(data).hexdigest())


def _taken(desk: Desk) -> str:
    return f"{PLACE}.{desk.slug}.taken"


def _checked(desk: Desk, data: bytes, name: str, into: str) -> Checked | None:
    t = desk.visit.t
    try:
        table = read_apart(data, name=name)
        for column in ("key", into):
            table.column(column)
    except TableError as error:
        st.error(plain(table_problem_sentence(t, error)), icon=":material/error:")
        return None
    return translators.checked(desk.made, desk.draft.agreed, list(table.rows), into=into)


def _render_found(desk: Desk, found: Checked, mark: str) -> None:
    """Say what the file would do, row by row where it is refused; take it in when that is asked."""
    t = desk.visit.t
    st.markdown(
        " · ".join(
            (
                t.n("%(n)s new translation", "%(n)s new translations", len(found.texts)),
                t.n("%(n)s confirmed", "%(n)s confirmed", len(found.confirmed)),
                t.n("%(n)s row as before", "%(n)s rows as before", found.unchanged),
                t.n("%(n)s row refused", "%(n)s rows refused", len(found.refusals)),
            )
        )
    )
    if found.refusals:
        _render_refusals(desk, found)
    if not found.texts and not found.confirmed:
        st.info(t("There is nothing in it to take."), icon=":material/info:")
        return
    st.button(
        t("Put these into the draft"),
        type="primary",
        icon=":material/check:",
        key=desk.key(PLACE, "take"),
        on_click=_take,
        args=(desk.slug, dict(found.texts), list(found.confirmed), _taken(desk), mark),
    )


def _render_refusals(desk: Desk, found: Checked) -> None:
    t = desk.visit.t
    shown: Sequence[dict[str, object]] = [
        {
            t("Row"): each.row,
            t("Key"): each.key,
            t("Why"): refusal_told(each, t.language).whole,
        }
        for each in found.refusals[:MOST_TOLD]
    ]
    st.dataframe(shown, hide_index=True, alt=t("Rows that were refused"))
    if len(found.refusals) > MOST_TOLD:
        st.caption(t("The first %(n)s are listed.", n=MOST_TOLD))


def _take(slug: str, texts: dict[str, dict[str, str]], keys: list[str], taken: str, mark: str) -> None:
    work.ask(slug, "translate", texts=texts, keys=keys)
    state.put(taken, mark)


if __name__ == "__main__":
    page()
