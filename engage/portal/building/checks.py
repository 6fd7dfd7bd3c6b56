"""Who is asked a question, which answers are taken, and what is worked out: the rules of one question."""

import streamlit as st

from engage.portal.building import conditions, fields, formula_field, trees
from engage.portal.building import desk as work
from engage.portal.building.conditions import Rule
from engage.portal.building.desk import Desk
from engage.portal.plain import plain
from engage.wording import Wording
from engage.wording.conditions import in_words, rules_in_words
from surveys import editing
from surveys.definition import Page
from surveys.questions import Question


def draw_relevance(desk: Desk, question: Question) -> None:
    """Draw who is asked a question."""
    t = desk.visit.t
    st.markdown(f"**{_heading(t, question)}**")
    rule = Rule(
        owner=("question", question.name),
        path=("relevance",),
        condition=question.relevance,
        seen=conditions.earlier(desk, question.name),
        sentence=_sentence(desk, question, "relevance"),
        nothing=t("Always.") if question.is_worked_out else t("Everybody."),
        add=_first_button(t, question),
    )
    conditions.draw(desk, rule)


def _heading(t: Wording, question: Question) -> str:
    if question.is_worked_out:
        return t("When it is worked out")
    return t("Who is asked") if question.asks else t("Who sees it")


def _first_button(t: Wording, question: Question) -> str:
    if question.is_worked_out:
        return t("Only in some cases")
    return t("Ask only some people") if question.asks else t("Show it to some people only")


def _sentence(desk: Desk, question: Question, name: str) -> str:
    names = [rule for rule, _ in question.rules()]
    said = rules_in_words(desk.visit.t, question, desk.made)
    return said[names.index(name)] if name in names else ""


def draw_page(desk: Desk, page: Page) -> None:
    """Draw who is asked the questions of a page, where that is one condition for all."""
    t = desk.visit.t
    st.markdown(f"**{t('Who sees this page')}**")
    is_shared, condition = editing.page_relevance(page)
    if not is_shared:
        st.caption(
            t("Questions of this page have conditions of their own. Who is asked none of them, skips it.")
        )
        return
    said = in_words(t, condition, desk.made) if condition is not None else ""
    rule = Rule(
        owner=("page", page.name),
        path=("relevance",),
        condition=condition,
        seen=conditions.earlier(desk, page.questions[0].name),
        sentence=t("Shown if %(condition)s.", condition=said),
        nothing=t("Everybody."),
        add=t("Show it to some people only"),
    )
    conditions.draw(desk, rule)
    if condition is not None:
        st.caption(
            t("The condition stands at each question of the page; a question added later needs it too.")
        )


def draw_offer(desk: Desk, question: Question, setting: str, code: str) -> None:
    """Draw to whom one option, or one line, is offered; nothing where the kind has no such conditions."""
    t = desk.visit.t
    name = f"{setting}.{code}"
    part = next((each for each in getattr(question, setting, ()) if each.code == code), None)
    if part is None or getattr(question, "offers", "") != setting:
        return
    rule = Rule(
        owner=("question", question.name),
        path=(setting, code, "relevance"),
        condition=part.relevance,
        seen=conditions.earlier(desk, question.name),
        sentence=_sentence(desk, question, name),
        nothing=t("Offered to everybody."),
        add=t("Offer it to some people only"),
    )
    conditions.draw(desk, rule)


def draw_constraint(desk: Desk, question: Question) -> None:
    """Draw which answers are taken, and what those read whose answer is not."""
    if not question.asks or not question.is_visible:
        return
    t, owner = desk.visit.t, ("question", question.name)
    st.markdown(f"**{t('Which answers are taken')}**")
    if question.constraint is None:
        st.caption(t("Every answer that fits the question."))
        st.button(
            t("Add a check"),
            icon=":material/add:",
            key=desk.key(*owner, "constraint", "add"),
            type="tertiary",
            on_click=work.ask,
            args=(desk.slug, "put"),
            kwargs={"owner": list(owner), "path": ["constraint"], "value": _check(question)},
        )
        return
    rule = Rule(
        owner=owner,
        path=("constraint", "condition"),
        condition=question.constraint.condition,
        seen=conditions.earlier(desk, question.name, with_itself=True),
        sentence=_sentence(desk, question, "constraint"),
        nothing="",
        add="",
        is_needed=True,
        itself=question.name,
    )
    conditions.draw(desk, rule)
    label, held = t("What they read whose answer is not taken"), dict(question.constraint.message)
    fields.texts(desk, label, owner, ["constraint", "message"], held)
    st.button(
        t("Take the check out"),
        icon=":material/delete:",
        key=desk.key(*owner, "constraint", "out"),
        type="tertiary",
        on_click=work.ask,
        args=(desk.slug, "put"),
        kwargs={"owner": list(owner), "path": ["constraint"], "value": None},
    )


def _check(question: Question) -> dict[str, object]:
    row = trees.row_for(question, ">=" if ">=" in trees.comparisons_for(question) else "")
    return {"condition": trees.tree_of_row(row), "message": {"en": "", "fr": ""}}


def draw_formula(desk: Desk, question: Question) -> None:
    """Draw how a value is worked out, in words and as a formula."""
    if "formula" not in dict(question.rules()):
        return
    t = desk.visit.t
    st.markdown(f"**{t('How it is worked out')}**")
    st.markdown(f":material/function: {plain(_sentence(desk, question, 'formula'))}")
    formula_field.draw(
        desk,
        formula_field.Field(
            t("Calculation"),
            ("question", question.name),
            ("formula",),
            question.model_dump(mode="json")["formula"],
            conditions.earlier(desk, question.name),
            is_condition=False,
        ),
    )
