"""Results: what the responses say, with every figure's base, its table and the comments behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from engage import charts
from engage.access import can, scope_of
from engage.actions import history, results
from engage.actions.author import SurveyState
from engage.actions.history import History
from engage.portal import address, places
from engage.portal.components import certainty, rewording, stance_view
from engage.portal.components import filters as filtering
from engage.portal.components.comment_list import Labels, comment_cards
from engage.portal.components.figures import figure, look, metrics
from engage.portal.components.page_head import head, no_survey, nothing_yet, survey_in_hand
from engage.portal.components.theme_list import campaign_line, candidate_line, finding_card, theme_line
from engage.portal.components.trend_break import draw_breaks
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.results.values import FindingRow, QuestionResult, SurveyResults, ThemeResults
from engage.wording import Wording

ACTION = "see_results"
FEW = 30
FIRST = ("too_few", "change", "sentiment_overall", "stance", "top_theme", "theme_tone", "campaign")
SECTIONS = ("findings", "themes", "change", "questions")


@dataclass(frozen=True, slots=True)
class View:
    """A survey's figures under the filters of the address. ``themes`` is ``None`` before the first run."""

    visit: Visitor
    chosen: SurveyState
    answers: SurveyResults
    themes: ThemeResults | None

    @property
    def can_see_comments(self) -> bool:
        """Say whether the words behind the figures may be opened."""
        return can(self.visit.actor, "see_comments", scope_of(self.chosen.survey))


def page() -> None:
    visit = visitor()
    chosen = survey_in_hand(visit, action=ACTION)
    head(visit, places.title(visit.t, places.RESULTS), chosen, action=ACTION)
    if chosen is None:
        no_survey(visit)
        return
    render(load(visit, chosen))


def load(visit: Visitor, chosen: SurveyState) -> View:
    slug = chosen.survey.slug
    answers = results.survey_results(visit.office, visit.actor, slug, filtering.from_address())
    run = address.read(address.RUN)
    run_id = int(run) if run.isdecimal() else None
    stance = stance_view.asked_stance()
    themes = results.theme_results(visit.office, visit.actor, slug, answers.filters, run_id, stance=stance)
    return View(visit, chosen, answers, themes)


def render(view: View) -> None:
    t, answers = view.visit.t, view.answers
    if not answers.total:
        nothing_yet(
            view.visit,
            t("No response yet"),
            t("Results show here as soon as somebody answers. Share the survey's address or its QR code."),
        )
        places.link(view.visit, places.SURVEY, t("See the addresses"), icon=":material/qr_code:")
        return
    filtering.draw(t, answers)
    _render_base(view)
    if not answers.base:
        st.info(t("No response fits these filters. Clear one of them."), icon=":material/filter_alt_off:")
        return
    names = {
        "findings": t("Key findings"),
        "themes": t("Themes"),
        "change": t("Change by release"),
        "questions": t("Questions"),
    }
    tabs = st.tabs(
        [names[name] for name in SECTIONS], on_change="rerun", key=f"results.sections.{t.language}"
    )
    renders = (_render_findings, _render_themes, _render_change, _render_questions)
    for tab, draw in zip(tabs, renders, strict=True):
        if tab.open:  # only what is looked at is computed and sent
            with tab:
                draw(view)


def _render_base(view: View) -> None:
    t, answers = view.visit.t, view.answers
    if answers.filters.is_empty:
        told = t.n("Base: %(n)s response", "Base: %(n)s responses", answers.base)
    else:
        told = t.n(
            "Base: %(n)s response of %(total)s",
            "Base: %(n)s responses of %(total)s",
            answers.base,
            total=t.number(answers.total),
        )
    if answers.by_day:
        first, last = answers.by_day[0][0], answers.by_day[-1][0]
        told += " · " + t("%(first)s to %(last)s", first=t.date(first), last=t.date(last))
    st.caption(told)


def _needs_run(view: View) -> bool:
    """Say what to do when nothing was analysed yet, or too little; return whether that is so."""
    t, themes = view.visit.t, view.themes
    if themes is None:
        nothing_yet(
            view.visit,
            t("The comments were not analysed yet"),
            t("Run the analysis to see the themes, the tone and the key findings."),
        )
        places.link(view.visit, places.ANALYSIS, t("Go to the analysis"), icon=":material/arrow_forward:")
        return True
    if themes.too_few:
        _render_few(view, themes)
        return True
    return False


def _render_few(view: View, themes: ThemeResults) -> None:
    """Below thirty comments shares would mislead: people read the comments themselves."""
    t = view.visit.t
    st.info(
        t.n(
            "Only %(n)s comment could be read: too few for themes. Read the comments instead.",
            "Only %(n)s comments could be read: too few for themes. Read the comments instead.",
            themes.comments,
        ),
        icon=":material/info:",
    )
    if not view.can_see_comments:
        return
    visit = view.visit
    found = results.comments(
        visit.office, visit.actor, view.chosen.survey.slug, view.answers.filters, limit=FEW
    )
    labels = Labels({q.name: t.pick(q.text) for q in view.answers.questions}, {}, {})
    comment_cards(t, found.lines, labels, can_reveal=False)


def _render_findings(view: View) -> None:
    t, themes = view.visit.t, view.themes
    stance_view.choice(t, themes)
    if _needs_run(view) or themes is None:
        return
    _render_stale(view, themes)
    metrics(
        (t("Responses"), t.number(view.answers.base)),
        (t("Comments read"), t.number(themes.comments)),
        (t("Positive in tone"), _tone(t, themes, "positive")),
        (t("Negative in tone"), _tone(t, themes, "negative")),
    )
    _render_certainty(view, themes)
    if not view.answers.filters.is_empty or stance_view.asked_stance():
        st.caption(t("The sentences below are about all comments, whatever the filters."))
    rewording.accepted(view.visit, view.chosen)
    first, rest = _sorted(themes.findings)
    if not first:
        st.info(t("Nothing stood out clearly enough to be stated."), icon=":material/info:")
    for finding in first:
        finding_card(view.visit, finding, can_see_comments=view.can_see_comments)
    if rest:
        with st.expander(t("More about the comments"), icon=":material/expand_more:"):
            for finding in rest:
                finding_card(view.visit, finding, can_see_comments=view.can_see_comments)
    rewording.offer(view.visit, view.chosen)
    for found in themes.stances:
        stance_view.draw(view.visit, found, view.answers.filters, can_see_comments=view.can_see_comments)
    figure(t, charts.sentiment(t, themes.sentiment, themes.comments, look()), key="results.tone")


def _sorted(findings: Sequence[FindingRow]) -> tuple[list[FindingRow], list[FindingRow]]:
    """Return what people ask for first (what changed, the tone, the themes), and the rest as it stands."""
    places_of = {finding.id: _place(finding) for finding in findings}
    first = [finding for finding in findings if places_of[finding.id] < len(FIRST)]
    rest = [finding for finding in findings if places_of[finding.id] == len(FIRST)]
    return sorted(first, key=lambda finding: places_of[finding.id]), rest


def _place(finding: FindingRow) -> int:
    code = finding.id.partition(":")[0]
    is_part = code == "sentiment_overall" and finding.id != code  # of one language only
    return FIRST.index(code) if code in FIRST and not is_part else len(FIRST)


def _tone(t: Wording, themes: ThemeResults, tone: str) -> str:
    share = themes.sentiment.get(tone)
    return t.percent(share.best.share) if share else "–"


def _render_certainty(view: View, themes: ThemeResults) -> None:
    may_code = can(view.visit.actor, "code_comments", scope_of(view.chosen.survey))
    certainty.draw(view.visit, themes, can_code=may_code)


def _render_stale(view: View, themes: ThemeResults) -> None:
    t = view.visit.t
    if not themes.is_stale:
        return
    told = (
        t.n(
            "%(n)s comment came in since this analysis.",
            "%(n)s comments came in since this analysis.",
            themes.new_comments,
        )
        if themes.new_comments
        else t("Comments were withdrawn since this analysis.")
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(told, icon=":material/update:", color="orange")
        places.link(view.visit, places.ANALYSIS, t("Run it again"), icon=":material/refresh:")


def _render_themes(view: View) -> None:
    t, themes = view.visit.t, view.themes
    stance_view.choice(t, themes)
    if _needs_run(view) or themes is None:
        return
    found = [theme for theme in themes.themes if theme.count]
    _render_certainty(view, themes)
    figure(t, charts.themes(t, themes.themes, look()), key="results.themes")
    st.subheader(t("Each theme"), anchor=False)
    for theme in found:
        quotes = [quote for quote in themes.quotes if quote.theme_id == theme.theme_id]
        theme_line(view.visit, theme, view.answers.filters, quotes, can_see_comments=view.can_see_comments)
    if themes.candidates:
        st.subheader(t("Candidate themes"), anchor=False)
        st.caption(t("Groups of comments the machine found on its own. Nobody has accepted them yet."))
    for candidate in themes.candidates:
        candidate_line(view.visit, candidate, can_see_comments=view.can_see_comments)
    if themes.campaigns:
        st.subheader(t("Campaigns"), anchor=False)
        st.caption(t("Nearly the same words, sent many times. They count, and you should know their size."))
    for campaign in themes.campaigns:
        campaign_line(view.visit, campaign, can_see_comments=view.can_see_comments)


def _render_change(view: View) -> None:
    t, themes = view.visit.t, view.themes
    stance_view.choice(t, themes)
    if _needs_run(view) or themes is None:
        return
    if not themes.changes:
        st.info(t("This survey has no releases to compare, or one only."), icon=":material/info:")
        return
    _render_certainty(view, themes)
    figure(t, charts.changes(t, themes.changes, look()), key="results.changes")


def _render_questions(view: View) -> None:
    visit = view.visit
    asked = history.history_of(visit.office, visit.actor, view.chosen.survey.slug)
    for question in view.answers.questions:
        _render_question(view, question, asked)


def _render_question(view: View, question: QuestionResult, asked: History) -> None:
    t = view.visit.t
    with st.container(border=True):
        st.caption(plain(t.pick(question.text)))
        draw_breaks(view.visit, asked, question.name)
        figure(t, charts.question(t, question, look()), key=f"results.question.{question.name}")
        if question.shape == "text" and question.summary.base and view.can_see_comments:
            places.link(
                view.visit,
                places.COMMENTS,
                t("See the comments"),
                icon=":material/forum:",
                question=question.name,
                **filtering.as_params(view.answers.filters),
            )


if __name__ == "__main__":
    page()
