"""One survey: how it stands, its addresses, its draft, and the switches that open, close and show it."""

from dataclasses import dataclass

import streamlit as st

from engage.access import can, scope_of
from engage.actions import author, ways_out
from engage.actions.author import SurveyState
from engage.actions.ways_out import WaysOut
from engage.portal import controls, frame, places, state
from engage.portal.components.addresses import draw_addresses
from engage.portal.components.advice import draw_advice
from engage.portal.components.blanks import blank_fields, filled_blanks
from engage.portal.components.definition_files import draw_files
from engage.portal.components.errors import sentence_at
from engage.portal.components.opening_days import Days, draw_days, told_days, why_not
from engage.portal.components.page_head import head, no_survey, state_badge, survey_in_hand, title_of
from engage.portal.components.ways_out import draw_ways_out
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.wording import LANGUAGES, Wording, wording
from engage.wording.conditions import rules_in_words
from surveys.blanks import blanks, fill
from surveys.definition import SurveyDefinition
from surveys.problems import DefinitionError, Problem
from surveys.readiness import stops
from surveys.records import Survey, SurveyStage, SurveyVersion

ACTION = "see_survey"
NAMES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class View:
    """One survey with its draft and its frozen versions, newest last."""

    visit: Visitor
    chosen: SurveyState
    draft: SurveyVersion | None
    versions: list[SurveyVersion]
    ways_out: WaysOut

    @property
    def survey(self) -> Survey:
        """Return the survey."""
        return self.chosen.survey

    @property
    def live(self) -> SurveyVersion | None:
        """Return the version that residents answer."""
        return next((v for v in self.versions if v.id == self.survey.live_version_id), None)

    @property
    def can_publish(self) -> bool:
        """Say whether this person may use the switches."""
        return can(self.visit.actor, "publish_survey", scope_of(self.survey))

    @property
    def problems(self) -> list[Problem]:
        """Return what stops the draft from being published."""
        if self.draft is None:
            return []
        frozen = [version.definition for version in self.versions]
        return stops(self.draft.definition, frozen=frozen, agreed=self.draft.agreed)


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.SURVEY), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    view = load(visit, chosen)
    asked = render(view)
    if asked:
        act(view, asked)
        st.rerun()


def load(visit: Visitor, chosen: SurveyState) -> View:
    draft, versions, _ = author.versions_for(visit.office, visit.actor, chosen.survey.slug)
    sees = can(visit.actor, "see_survey", scope_of(chosen.survey))
    found = ways_out.progress(visit.office, visit.actor, chosen.survey.slug) if sees else WaysOut()
    return View(visit, chosen, draft, versions, found)


def render(view: View) -> str | Days:
    """Draw the survey; return which switch was pressed or which days were chosen, or nothing."""
    t = view.visit.t
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(title_of(view.visit, view.survey), anchor=False, width="stretch")
        state_badge(view.visit, view.survey)
        if view.survey.are_results_public:
            st.badge(t("Results public"), color="blue", icon=":material/public:")
    if can(view.visit.actor, places.BUILD.action, scope_of(view.survey)):
        with st.container(horizontal=True, vertical_alignment="center"):
            places.link(view.visit, places.BUILD, icon=places.BUILD.icon, survey=view.survey.slug)
            places.link(view.visit, places.TRANSLATE, icon=places.TRANSLATE.icon, survey=view.survey.slug)
            draw_files(
                view.visit,
                view.survey.slug,
                draft=view.draft.definition if view.draft else None,
                live=view.live.definition if view.live else None,
            )
    asked = _render_switches(view)
    asked = _render_draft(view) or asked
    if view.live is not None:
        draw_ways_out(t, view.ways_out, view.live.definition)
        draw_addresses(view.visit, view.survey)
        _render_preview(view, view.live.definition, t("What residents see"))
    _render_versions(view)
    return asked


def _render_switches(view: View) -> str | Days:
    t, survey = view.visit.t, view.survey
    st.caption(_told(view))
    if not view.can_publish:
        return ""
    with st.container(horizontal=True):
        days = draw_days(view.visit, survey)
        if days is not None:
            return days
        if survey.live_version_id is None:
            return ""
        pressed = _render_switch(t, survey.stage_at(view.visit.office.now()))
        if survey.are_results_public:
            return pressed or _button(
                t("Hide the results from residents"), "hide", ":material/visibility_off:"
            )
        return pressed or _button(t("Show the results to residents"), "show", ":material/public:")


def _render_switch(t: Wording, stage: SurveyStage) -> str:
    if stage == "open":
        return _button(t("Close the survey"), "close", ":material/lock:")
    label = t("Open it now") if stage == "waiting" else t("Open it again")
    return _button(label, "reopen", ":material/lock_open:")


def _told(view: View) -> str:
    t, survey = view.visit.t, view.survey
    told = [t.n("%(n)s response", "%(n)s responses", view.chosen.responses)]
    told += told_days(t, survey, view.visit.office.now())
    if view.live:
        told.append(t("version %(number)s", number=view.live.number))
    return " · ".join(told)


def _button(label: str, name: str, icon: str, *, is_primary: bool = False) -> str:
    kind = "primary" if is_primary else "secondary"
    pressed = st.button(label, key=state.field_key("survey", name), icon=icon, type=kind)  # type: ignore[arg-type]
    return name if pressed else ""


def _render_draft(view: View) -> str:
    t = view.visit.t
    if view.draft is None:
        return ""
    with st.container(border=True):
        st.subheader(t("A draft waits to be published"), anchor=False)
        if view.problems:
            st.error(
                "\n".join(f"- **{plain(p.place)}** {sentence_at(t, p)}" for p in view.problems),
                title=t.n(
                    "%(n)s thing to mend before publishing",
                    "%(n)s things to mend before publishing",
                    len(view.problems),
                ),
                icon=":material/error:",
            )
        else:
            st.write(t("Nothing is missing. Publishing freezes this version; residents see it at once."))
        draw_advice(t, view.draft.definition)
        asked = _render_blanks(view, view.draft)
        if view.can_publish and not view.problems:
            asked = asked or _button(t("Publish"), "publish", ":material/publish:", is_primary=True)
        _render_preview(view, view.draft.definition, t("Preview of the draft"))
    return asked


def _render_blanks(view: View, draft: SurveyVersion) -> str:
    t, visit = view.visit.t, view.visit
    found = blanks(draft.definition)
    if not found or not can(visit.actor, "edit_survey", scope_of(view.survey)):
        return ""
    title = t.n("%(n)s blank is still open", "%(n)s blanks are still open", len(found))
    with (
        st.expander(title, icon=":material/edit:"),
        st.form(state.field_key("survey", "blanks"), border=False),
    ):
        blank_fields(visit, _blanks_place(view, draft), found)
        return "fill" if st.form_submit_button(t("Fill them in"), icon=":material/check:") else ""


def _blanks_place(view: View, draft: SurveyVersion) -> str:
    return f"survey.{view.survey.slug}.{draft.edits}"


def _render_preview(view: View, definition: SurveyDefinition, label: str) -> None:
    t = view.visit.t
    with st.expander(label, icon=":material/visibility:"):
        language = st.segmented_control(
            t("Language"),
            list(LANGUAGES),
            default=view.visit.language,
            format_func=lambda code: NAMES[code],
            key=state.field_key("survey.preview", f"{label}.language"),
        )
        shown = wording(language or view.visit.language)
        st.subheader(plain(shown.pick(dict(definition.title))), anchor=False)
        st.write(plain(shown.pick(dict(definition.introduction))))
        for each in definition.pages:
            st.markdown(f"**{plain(shown.pick(dict(each.title)))}**")
            for question in each.questions:
                controls.draw(controls.Field(question, shown, f"{view.survey.slug}.preview.{label}", ()))
                if question.is_worked_out:
                    st.markdown(f"*{plain(shown.pick(dict(question.text)))}*")
                for rule in rules_in_words(t, question, definition):
                    st.caption(f":material/rule: {plain(rule)}")


def _render_versions(view: View) -> None:
    t = view.visit.t
    if not view.versions:
        return
    with st.expander(t("Versions"), icon=":material/history:"):
        rows = [
            {
                t("Version"): version.number,
                t("Published"): t.time(version.published_at) if version.published_at else "",
                t("Questions"): len(version.definition.asked()),
                t("Fingerprint"): version.fingerprint[:12],
            }
            for version in reversed(view.versions)
        ]
        st.dataframe(rows, hide_index=True, alt=t("Versions"))
        places.link(view.visit, places.HISTORY, icon=places.HISTORY.icon, survey=view.survey.slug)


def act(view: View, asked: str | Days) -> None:
    visit, slug, t = view.visit, view.survey.slug, view.visit.t
    office, actor = visit.office, visit.actor
    try:
        if asked == "publish":
            version = author.publish(office, actor, slug)
            state.flash("done", t("Version %(number)s is published.", number=version.number))
        elif asked == "close":
            author.close(office, actor, slug)
            state.flash(
                "done", t("The survey is closed. Who is answering now can still send for 30 minutes.")
            )
        elif isinstance(asked, Days):
            author.schedule(office, actor, slug, opens_at=asked.opens_at, closes_at=asked.closes_at)
            state.flash("done", t("The days are saved."))
        elif asked == "fill" and view.draft is not None:
            place = _blanks_place(view, view.draft)
            filled = fill(view.draft.definition, filled_blanks(place, blanks(view.draft.definition)))
            author.save_draft(office, actor, slug, filled, edits=view.draft.edits)
            state.flash("done", t("The blanks are filled."))
        elif asked == "reopen":
            author.reopen(office, actor, slug)
            state.flash("done", t("The survey is open again."))
        else:
            author.show_results(office, actor, slug, is_public=asked == "show")
            told = (
                t("Residents can see the results now.") if asked == "show" else t("The results are hidden.")
            )
            state.flash("done", told)
    except DefinitionError as error:
        state.flash("wrong", " ".join(sentence_at(t, problem) for problem in error.problems))
    except ValueError as error:
        state.flash("wrong", why_not(t, str(error)))
    except (LookupError, author.EditConflictError) as error:
        if isinstance(error, frame.REFUSALS):
            raise
        state.flash("wrong", t("Somebody else changed this survey meanwhile. Please look again."))


if __name__ == "__main__":
    page()
