"""Build: the survey's draft, one part at a time; every change is saved as it is made."""

import streamlit as st

from engage.actions.author import SurveyState
from engage.portal import places
from engage.portal.building import adding, outline, preview, publishing, question, survey, told, ways
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.components.page_head import head, no_survey, state_badge, survey_in_hand
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from surveys.minutes import minutes
from surveys.questions import in_language
from surveys.readability import grade

ACTION = "edit_survey"
STYLE = """<style>
@media (max-width: 640px) { .st-key-build-outline { max-height: 17rem; overflow-y: auto; } }
</style>"""
"""On a phone the outline scrolls by itself, so that the part in hand stands right below it."""
WHOLE = {"preview": preview.draw, "publish": publishing.draw}
PARTS = {"add": adding.draw, "quotas": ways.draw_quotas, "endings": ways.draw_endings}


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    if chosen is None:
        head(visit, places.title(visit.t, places.BUILD), chosen, action=ACTION)
        no_survey(visit)
        return
    work.act(visit, chosen.survey.slug)
    desk = load(visit, chosen)
    publishing.act(desk)
    render(desk)


def load(visit: Visitor, chosen: SurveyState) -> Desk:
    return work.sit_down(visit, chosen.survey.slug)


def render(desk: Desk) -> None:
    """Draw the head, the outline on the left, and the part that is looked at."""
    st.html(STYLE)
    _render_head(desk)
    if desk.part in WHOLE:
        _render_whole(desk)
        return
    left, right = st.columns([5, 9], gap="medium")
    with left, st.container(border=True, gap="xxsmall", key="build-outline"):
        outline.draw(desk)
    with right, st.container(border=True, key="build-part"):
        told.draw(desk)
        _render_part(desk)


def _render_whole(desk: Desk) -> None:
    """Draw what is about the whole survey without the outline: on a phone it would stand far below."""
    t = desk.visit.t
    with st.container(border=True, key="build-part"):
        told.draw(desk)
        last = work.memory(desk.slug).get("last", "")
        st.button(
            t("Back to the draft"),
            icon=":material/arrow_back:",
            key=desk.key("back"),
            type="tertiary",
            on_click=work.look,
            args=(desk.slug, f"q.{last}" if last else "survey"),
        )
        WHOLE[desk.part](desk)


def _render_head(desk: Desk) -> None:
    t = desk.visit.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = plain(in_language(desk.made.title, desk.language)) or desk.slug
        st.title(title, anchor=False, width="stretch")
        state_badge(desk.visit, desk.draft.survey)
    st.caption(_state(desk))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            t("Undo"),
            icon=":material/undo:",
            key=desk.key("undo"),
            disabled=not work.memory(desk.slug)["steps"],
            on_click=work.ask,
            args=(desk.slug, "undo"),
        )
        _look(desk, t("Preview"), "preview", ":material/visibility:")
        _look(desk, t("Publish"), "publish", ":material/publish:", is_primary=True)
        places.link(desk.visit, places.TRANSLATE, icon=places.TRANSLATE.icon, survey=desk.slug)
        places.link(
            desk.visit, places.SURVEY, t("The survey's page"), icon=places.SURVEY.icon, survey=desk.slug
        )


def _look(desk: Desk, label: str, part: str, icon: str, *, is_primary: bool = False) -> None:
    st.button(
        label,
        icon=icon,
        key=desk.key("look", part),
        type="primary" if is_primary else "secondary",
        on_click=work.look,
        args=(desk.slug, part),
    )


def _state(desk: Desk) -> str:
    """Return the survey in a line: how long, how hard to read, what to mend, who saved it when."""
    t, made = desk.visit.t, desk.made
    body = {
        language: "\n".join(
            texts.get(language, "")
            for texts in (made.introduction, *(part for q in made.questions() for part in (q.text, q.hint)))
        )
        for language in made.languages
    }
    grades = [
        t("%(language)s grade %(grade)s", language=language.upper(), grade=t.number(found))
        for language, words in body.items()
        if (found := grade(words, language)) is not None
    ]
    said = [
        t.n("%(n)s question", "%(n)s questions", len(made.asked())),
        t.n("About %(n)s minute", "About %(n)s minutes", max(1, round(minutes(made)))),
        *grades,
    ]
    if desk.problems:
        said.append(t.n("%(n)s thing to mend", "%(n)s things to mend", len(desk.problems)))
    if desk.draft.edited_at is not None:
        at = t.time(desk.draft.edited_at)
        by = plain(desk.draft.edited_by)
        said.append(t("Saved %(at)s by %(name)s", at=at, name=by) if by else t("Saved %(at)s", at=at))
    return " · ".join(said)


def _render_part(desk: Desk) -> None:
    sort, _, name = desk.part.partition(".")
    if sort in PARTS:
        PARTS[sort](desk)
        return
    found = desk.made.question(name) if sort == "q" else None
    if found is not None:
        work.memory(desk.slug)["last"] = name
        question.draw(desk, found)
        return
    page = next((page for page in desk.made.pages if sort == "p" and page.name == name), None)
    if page is not None:
        survey.draw_page(desk, page)
        return
    survey.draw(desk)


if __name__ == "__main__":
    page()
