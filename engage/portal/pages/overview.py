"""Overview: what is open, and what needs attention."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from engage import charts
from engage.access import NotFoundError, can, scope_of
from engage.actions import author, results, understand
from engage.actions.author import SurveyState
from engage.portal import places
from engage.portal.components.figures import look, metrics
from engage.portal.components.page_head import no_survey, state_badge, survey_links, title_of
from engage.portal.components.progress import UNDER_WAY
from engage.portal.visitor import Visitor, visitor
from engage.results.answers import local_day
from surveys.records import AnalysisRun


@dataclass(frozen=True, slots=True)
class Card:
    """How one survey stands. Figures are ``None`` where this person may not see them."""

    entry: SurveyState
    by_day: tuple[tuple[date, int], ...] | None
    """Responses on each day from the first to the last that brought one."""
    today: date
    new_comments: int | None
    has_run: bool
    under_way: AnalysisRun | None

    @property
    def last_week(self) -> int | None:
        """Return the responses of the last seven days."""
        if self.by_day is None:
            return None
        return sum(count for day, count in self.by_day if self.today - timedelta(days=7) < day <= self.today)


@dataclass(frozen=True, slots=True)
class View:
    """The surveys of one person."""

    visit: Visitor
    cards: list[Card]


def page() -> None:
    render(load())


def load() -> View:
    visit = visitor()
    if not visit.is_staff:
        raise NotFoundError("overview")
    return View(visit, [_card(visit, entry) for entry in author.surveys_for(visit.office, visit.actor)])


def _card(visit: Visitor, entry: SurveyState) -> Card:
    survey, today = entry.survey, local_day(visit.office.now())
    if not can(visit.actor, "see_results", scope_of(survey)):
        return Card(entry, None, today, None, False, None)
    found = results.survey_results(visit.office, visit.actor, survey.slug)
    themes = results.theme_results(visit.office, visit.actor, survey.slug) if found.total else None
    runs = understand.runs_for(visit.office, visit.actor, survey.slug)
    under_way = next((run for run in runs if run.state in UNDER_WAY), None)
    new = themes.new_comments if themes else None
    return Card(entry, found.by_day, today, new, themes is not None, under_way)


def render(view: View) -> None:
    t = view.visit.t
    st.title(places.title(t, places.OVERVIEW), anchor=False)
    if not view.cards:
        no_survey(view.visit)
        return
    _render_attention(view)
    for card in view.cards:
        _render_card(view.visit, card)


def _render_attention(view: View) -> None:
    t = view.visit.t
    told = [sentence for card in view.cards for sentence in _attention(view.visit, card)]
    if not told:
        st.success(t("Nothing needs your attention now."), icon=":material/check_circle:")
        return
    st.info(
        "\n".join(f"- {sentence}" for sentence in told),
        title=t.n("%(n)s thing needs attention", "%(n)s things need attention", len(told)),
        icon=":material/notifications:",
    )


def _attention(visit: Visitor, card: Card) -> list[str]:
    t, survey = visit.t, card.entry.survey
    name = f"**{title_of(visit, survey)}**"
    found = []
    if card.under_way:
        found.append(t("%(survey)s: an analysis is running.", survey=name))
    elif card.new_comments:
        found.append(
            t.n(
                "%(survey)s: %(n)s new comment since the last analysis.",
                "%(survey)s: %(n)s new comments since the last analysis.",
                card.new_comments,
                survey=name,
            )
        )
    elif card.by_day is not None and card.entry.responses and not card.has_run:
        found.append(t("%(survey)s: the comments were not analysed yet.", survey=name))
    if survey.has_draft:
        found.append(t("%(survey)s: a draft waits to be published.", survey=name))
    return found


def _render_card(visit: Visitor, card: Card) -> None:
    t, survey = visit.t, card.entry.survey
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(title_of(visit, survey), anchor=False, width="stretch")
            state_badge(visit, survey)
        service = card.entry.service
        if service:
            st.caption(t("Service: %(service)s", service=t.pick(dict(service.name))))
        figures = [(t("Responses"), t.number(card.entry.responses))]
        if card.by_day is not None:
            figures.append((t("Last 7 days"), t.number(card.last_week or 0)))
            new = t.number(card.new_comments) if card.new_comments is not None else "–"
            figures.append((t("New comments"), new))
        metrics(*figures)
        if card.by_day and len(card.by_day) > 1:
            drawn = charts.days(t, card.by_day, look=look(), is_glance=True)
            st.altair_chart(
                drawn.chart, width="stretch", theme=None, key=f"days.{survey.slug}", alt=drawn.title
            )
            st.caption(drawn.told)
        survey_links(visit, survey)


if __name__ == "__main__":
    page()
