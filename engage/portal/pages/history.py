"""History: how a question was asked over the versions, what changed when, by whom, and how many answered."""

from dataclasses import dataclass

import streamlit as st

from engage.actions import history
from engage.actions.author import SurveyState
from engage.actions.history import History
from engage.portal import address, places, state
from engage.portal.components.page_head import head, no_survey, nothing_yet, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording.changes import told
from surveys.questions import in_language
from surveys.wordings import Worded

ACTION = "see_survey"
CHOICE = state.field_key("history", "question")
NAMES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class View:
    """A survey's history, and the question that is looked at."""

    visit: Visitor
    found: History
    name: str


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.HISTORY), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    render(load(visit, chosen))


def load(visit: Visitor, chosen: SurveyState) -> View:
    found = history.history_of(visit.office, visit.actor, chosen.survey.slug)
    names, asked = found.names(), address.read(address.QUESTION)
    return View(visit, found, asked if asked in names else next(iter(names), ""))


def render(view: View) -> None:
    """Draw every wording of a question, the newest first."""
    t = view.visit.t
    if not view.found.versions:
        nothing_yet(
            view.visit,
            t("Nothing was published yet"),
            t("Each published version is kept here, with the wording of its questions."),
        )
        return
    _render_choice(view)
    worded = view.found.of(view.name)
    if len(worded) == 1:
        st.success(t("It was always asked this way: all answers compare."), icon=":material/check_circle:")
    for each in reversed(worded):
        _render_worded(view, each)
    _render_elsewhere(view)


def _render_choice(view: View) -> None:
    t = view.visit.t
    names = view.found.names()
    newest = {name: view.found.of(name)[-1].question for name in names}
    changed = {name for name in names if len(view.found.of(name)) > 1}

    def shown(name: str) -> str:
        words = in_language(newest[name].text, t.language) or name
        return f"{words} – {t('changed')}" if name in changed else words

    state.put(CHOICE, view.name)
    st.selectbox(t("Question"), names, key=CHOICE, format_func=shown, on_change=_choose)
    st.caption(
        t.n("%(n)s question was changed.", "%(n)s questions were changed.", len(changed))
        if changed
        else t("No question was changed since the first version.")
    )


def _choose() -> None:
    address.put(address.QUESTION, str(state.get(CHOICE) or ""))


def _render_worded(view: View, each: Worded) -> None:
    t = view.visit.t
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(_versions(view, each), anchor=False, width="stretch")
            if each.breaks_trend:
                st.badge(t("Comparison breaks here"), color="orange", icon=":material/trending_down:")
        st.caption(_when(view, each))
        for column, language in zip(st.columns(2), ("en", "fr"), strict=True):
            with column:
                st.markdown(f"**{NAMES[language]}**")
                st.write(plain(each.question.text.get(language, "")) or "–")
                labels = [plain(option.label.get(language, "")) for option in each.question.choices()]
                st.markdown("\n".join(f"- {label}" for label in labels))
        if each.changes:
            st.markdown(f"**{t('What changed')}**")
            st.markdown("\n".join(f"- {plain(told(change, t.language))}" for change in each.changes))


def _versions(view: View, each: Worded) -> str:
    t, first, last = view.visit.t, each.first.number, each.last.number
    if first == last:
        return t("Version %(number)s", number=first)
    return t("Versions %(first)s to %(last)s", first=first, last=last)


def _when(view: View, each: Worded) -> str:
    t, version = view.visit.t, each.first
    at = t.time(version.published_at) if version.published_at else ""
    by = plain(view.found.published_by.get(version.id, ""))
    published = t("published %(at)s by %(name)s", at=at, name=by) if by else t("published %(at)s", at=at)
    return f"{published} · {t.n('%(n)s response', '%(n)s responses', each.responses)}"


def _render_elsewhere(view: View) -> None:
    """List the other surveys that ask under the same name: there, answers compare or do not."""
    t, visit = view.visit.t, view.visit
    found = history.asked_elsewhere(visit.office, visit.actor, view.found.survey.slug, view.name)
    if not found:
        return
    st.subheader(t("In other surveys, under the same name"), anchor=False)
    for each in found:
        broken = [change for change in each.changes if change.breaks_trend]
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(t.pick(dict(each.survey.title)))}**", width="stretch")
                if broken:
                    st.badge(t("Asked otherwise"), color="orange", icon=":material/trending_down:")
                else:
                    st.badge(t("Answers compare"), color="green", icon=":material/check:")
            st.markdown("\n".join(f"- {plain(told(change, t.language))}" for change in broken))


if __name__ == "__main__":
    page()
