"""What an author should look at again before publishing, at the survey's draft."""

from collections.abc import Sequence

import streamlit as st

from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.linter import place_name, told
from surveys.definition import SurveyDefinition
from surveys.linter import Advice, advice


def draw_advice(t: Wording, definition: SurveyDefinition) -> None:
    """List the advice on a survey, the serious openly and the rest folded up; say when there is none."""
    found = advice(definition)
    serious = [each for each in found if each.is_serious]
    rest = [each for each in found if not each.is_serious]
    if not found:
        st.success(t("The wording was checked: nothing to advise."), icon=":material/spellcheck:")
    if serious:
        title = t.n("%(n)s thing to look at again", "%(n)s things to look at again", len(serious))
        st.warning(_list(t, definition, serious), title=title, icon=":material/rule:")
    if rest:
        title = t.n("%(n)s more piece of advice", "%(n)s more pieces of advice", len(rest))
        with st.expander(title, icon=":material/lightbulb:"):
            st.markdown(_list(t, definition, rest))


def _list(t: Wording, definition: SurveyDefinition, found: Sequence[Advice]) -> str:
    return "\n".join(
        f"- **{_place(t, definition, each)}** {plain(told(each, t.language).whole)}" for each in found
    )


def _place(t: Wording, definition: SurveyDefinition, each: Advice) -> str:
    question = definition.question(each.place)
    return plain(t.pick(dict(question.text)) if question else place_name(t, each.place))
