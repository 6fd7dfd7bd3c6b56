"""Before publishing: what stops it, what changes for residents, and which comparisons break."""

import streamlit as st

from engage.access import can, scope_of
from engage.actions import author
from engage.portal import places, state
from engage.portal.building import desk as work
from engage.portal.building.desk import Desk
from engage.portal.components.errors import sentence_at
from engage.portal.plain import plain
from engage.wording.changes import told
from engage.wording.linter import place_name
from surveys.changes import Change, changes
from surveys.problems import DefinitionError, Problem

MOST_TOLD = 40


def draw(desk: Desk) -> None:
    """Draw the last look before publishing; publish when the button is pressed."""
    t = desk.visit.t
    st.subheader(t("Publish"), anchor=False)
    if not desk.draft.edits:
        st.info(t("There is nothing to publish: the draft is what residents answer."), icon=":material/info:")
        return
    if desk.problems:
        st.error(
            t.n(
                "%(n)s thing to mend before publishing",
                "%(n)s things to mend before publishing",
                len(desk.problems),
            ),
            icon=":material/error:",
        )
        for number, problem in enumerate(desk.problems):
            _problem(desk, problem, number)
    _changes(desk)
    if desk.problems:
        return
    if not can(desk.visit.actor, "publish_survey", scope_of(desk.draft.survey)):
        st.info(t("All is ready. The survey's owner or your department's admin can publish it."))
        return
    st.caption(t("Publishing freezes this version; residents see it at once."))
    st.button(
        t("Publish now"),
        type="primary",
        icon=":material/publish:",
        key=desk.key("publish", "now"),
        on_click=_ask,
        args=(desk.slug,),
    )


def _problem(desk: Desk, problem: Problem, number: int) -> None:
    t = desk.visit.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{_named(desk, problem.place)}** {sentence_at(t, problem)}", width="stretch")
        st.button(
            t("Go there"),
            key=desk.key("publish", "go", str(number)),
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=work.look,
            args=(desk.slug, part_of(desk, problem.place)),
        )


def part_of(desk: Desk, place: str) -> str:
    """Return the part of the desk where a problem's place is edited."""
    name = place.split(".")[0]
    if desk.made.question(name):
        return f"q.{name}"
    for part, found in (("quotas", desk.made.quotas), ("endings", desk.made.endings)):
        if name in {way.name for way in found}:
            return part
    for page in desk.made.pages:
        if name in {way.name for way in page.screen_outs}:
            return f"p.{page.name}"
    return f"p.{name}" if name in {page.name for page in desk.made.pages} else "survey"


def _named(desk: Desk, place: str) -> str:
    name = place.split(".")[0]
    question = desk.made.question(name)
    if question is not None:
        return plain(desk.visit.t.pick(dict(question.text)) or name)
    page = next((page for page in desk.made.pages if page.name == name), None)
    if page is not None:
        return plain(desk.visit.t.pick(dict(page.title)) or name)
    return plain(place_name(desk.visit.t, place))


def _changes(desk: Desk) -> None:
    t = desk.visit.t
    if not desk.draft.frozen:
        st.write(t("This is the first version: residents can answer as soon as it is published."))
        return
    live = desk.draft.frozen[-1]
    found = changes(live.definition, desk.made)
    breaking = [each for each in found if each.breaks_trend]
    if breaking:
        st.warning(
            "\n".join(f"- **{_place(desk, each)}** {plain(told(each, t.language))}" for each in breaking),
            title=t.n(
                "%(n)s change breaks a comparison with earlier answers",
                "%(n)s changes break a comparison with earlier answers",
                len(breaking),
            ),
            icon=":material/trending_down:",
        )
        st.caption(t("To ask something new, add a question under a new name and leave the old one out."))
    rest = [each for each in found if not each.breaks_trend]
    st.markdown(f"**{t('What changes since version %(number)s', number=live.number)}**")
    if not found:
        st.write(t("Nothing."))
    lines = [f"- **{_place(desk, each)}** {plain(told(each, t.language))}" for each in rest[:MOST_TOLD]]
    st.markdown("\n".join(lines))


def _place(desk: Desk, each: Change) -> str:
    if desk.made.question(each.place) or each.code.startswith(("question", "page")):
        old = desk.draft.frozen[-1].definition.question(each.place)
        question = desk.made.question(each.place) or old
        if question is not None:
            return plain(desk.visit.t.pick(dict(question.text)))
    return _named(desk, each.place)


def _ask(slug: str) -> None:
    work.memory(slug)["publish"] = True


def act(desk: Desk) -> None:
    """Publish when it was asked for in the last run."""
    notes = work.memory(desk.slug)
    if not notes.pop("publish", False):
        return
    t, visit = desk.visit.t, desk.visit
    try:
        version = author.publish(visit.office, visit.actor, desk.slug)
    except DefinitionError as error:
        notes["told"] = [["wrong", sentence_at(t, each)] for each in error.problems]
        return
    except LookupError:
        notes["told"] = [["wrong", t("Somebody else published or removed this draft meanwhile.")]]
        return
    work.memory(desk.slug)["steps"] = []
    state.flash("done", t("Version %(number)s is published.", number=version.number))
    places.go(visit, places.SURVEY, survey=desk.slug)
