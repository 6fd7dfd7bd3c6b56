"""Published results: what anybody may read of a survey, with small groups hidden."""

from dataclasses import dataclass

import streamlit as st

from engage import charts
from engage.actions import results
from engage.portal import address, places
from engage.portal.components.figures import figure, look
from engage.portal.plain import plain
from engage.portal.visitor import Visitor, visitor
from engage.results.public_values import PublicQuestion, PublicResults
from engage.wording import Wording


@dataclass(frozen=True, slots=True)
class View:
    """Suppressed figures."""

    visit: Visitor
    found: PublicResults


def page() -> None:
    render(load())


def load() -> View:
    visit = visitor()
    return View(visit, results.public_results(visit.office, address.read(address.SURVEY)))


def render(view: View) -> None:
    t, found = view.visit.t, view.found
    st.caption(places.title(t, places.PUBLISHED))
    st.title(plain(t.pick(dict(found.survey.title))), anchor=False)
    _render_base(t, found)
    for question in found.questions:
        _render_question(t, question)
    if found.themes:
        _render_themes(t, found)
    if found.is_anything_hidden:
        st.caption(
            t(
                "“Hidden” means that fewer than %(minimum)s people are behind the figure, or that it would "
                "give such a figure away. This protects people's privacy.",
                minimum=found.minimum,
            )
        )
    if found.survey.is_open_at(view.visit.office.now()):
        places.link(
            view.visit,
            places.TAKE_PART,
            t("Take part"),
            icon=":material/edit_note:",
            survey=found.survey.slug,
        )
    places.link(view.visit, places.HOME, t("See the open surveys"), icon=":material/arrow_back:")


def _render_base(t: Wording, found: PublicResults) -> None:
    if found.responses is None:
        st.info(
            t(
                "Results show here when at least %(minimum)s people have answered.",
                minimum=found.minimum,
            ),
            icon=":material/hourglass:",
        )
        return
    told = t.n("%(n)s response", "%(n)s responses", found.responses)
    st.markdown(f"**{told}**" + (f" · {t('as of %(day)s', day=t.date(found.as_of))}" if found.as_of else ""))


def _render_question(t: Wording, question: PublicQuestion) -> None:
    with st.container(border=True):
        st.caption(plain(t.pick(question.text)))
        figure(t, charts.public_question(t, question, look()), key=f"published.{question.name}")


def _render_themes(t: Wording, found: PublicResults) -> None:
    st.header(t("What people wrote about"), anchor=False)
    with st.container(border=True):
        figure(t, charts.public_themes(t, found.themes, found.theme_base, look()), key="published.themes")


if __name__ == "__main__":
    page()
