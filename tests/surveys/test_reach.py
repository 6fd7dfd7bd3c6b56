"""A question that nobody can be asked is named before publishing, and only such a question.

1. Conditions that contradict themselves, or the conditions of what they look at, are found.
2. What only follows from an unreachable question is left out: mending the first mends the rest.
3. A condition that holds for some answers is never named (checked against answers at random).
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import journey
from surveys.definition import SurveyDefinition, publishing_problems, read_definition
from surveys.problems import DefinitionError
from tests.factories import both, definition, definition_data, option, question


def selected(name: str, *options: str) -> dict[str, Any]:
    return {"test": "selected", "question": name, "options": list(options)}


def answered(name: str) -> dict[str, Any]:
    return {"test": "answered", "question": name}


def no(condition: dict[str, Any]) -> dict[str, Any]:
    return {"test": "not", "of": condition}


def both_of(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"test": "all", "of": list(conditions)}


def either(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"test": "any", "of": list(conditions)}


def compare(left: Any, sign: str, right: Any) -> dict[str, Any]:
    return {"test": "compare", "left": left, "sign": sign, "right": right}


def answer(name: str) -> dict[str, str]:
    return {"value": "answer", "question": name}


COUNT = {"value": "count", "question": "used"}
WARD = question("single_choice", "ward", "north", "south")
WARD["options"].append(option("unsaid", missing=True))
ASKED = [
    WARD,
    question("multiple_choice", "used", "permits", "tax", "bus", most=2),
    question("number_entry", "age", lowest=0, highest=120),
    question("date_entry", "moved", latest="2026-12-31"),
    question("rating_scale", "ease", points=5, decline=both("No opinion")),
    question("short_text", "street"),
]
NEVER = [
    both_of(selected("ward", "north"), selected("ward", "south")),
    both_of(selected("ward", "north"), no(selected("ward", "north"))),
    both_of(selected("ward", "north"), no(answered("ward"))),
    both_of(answered("ward"), no(selected("ward", "north", "south"))),
    no(either(selected("ward", "north"), no(selected("ward", "north")))),
    both_of(selected("used", "tax"), no(selected("used", "tax", "bus"))),
    compare(COUNT, ">", 2),
    compare(3, "<=", COUNT),
    compare(answer("age"), ">", 120),
    both_of(compare(answer("age"), "<", 18), compare(answer("age"), ">=", 18)),
    compare(answer("moved"), ">", {"value": "date", "day": "2027-01-01"}),
    compare(answer("ease"), "=", 6),
    both_of(compare(answer("ease"), ">", 3), selected("ease", "1", "2")),
    both_of(compare(answer("street"), "=", "Main"), compare(answer("street"), "=", "Oak")),
    {"test": "between", "of": answer("age"), "lowest": 30, "highest": 20},
    compare(1, "=", 2),
]
SOMETIMES = [
    both_of(selected("ward", "unsaid"), no(answered("ward"))),
    both_of(selected("used", "tax"), selected("used", "bus")),
    both_of(selected("ward", "north"), no(selected("ward", "south"))),
    compare(COUNT, "=", 0),
    compare(COUNT, ">=", 2),
    compare(answer("age"), "!=", 18),
    no(compare(answer("age"), "<=", 120)),
    both_of(compare(answer("age"), ">", 17), compare(answer("age"), "<", 18)),
    compare(answer("moved"), "<", {"value": "today"}),
    compare(answer("ease"), ">", 4),
    {"test": "between", "of": answer("age"), "lowest": 20, "highest": 20},
    both_of(*[either(selected("ward", "north"), compare(answer("age"), ">", n)) for n in range(12)]),
]


def unreachable(*more: dict[str, Any]) -> list[str]:
    found = publishing_problems(definition([*ASKED, *more]), None)
    return [problem.place for problem in found if problem.code == "question_unreachable"]


@pytest.mark.parametrize("condition", NEVER, ids=str)
def test_a_condition_that_never_holds_is_named(condition: dict[str, Any]) -> None:
    assert unreachable(question("long_text", "why", relevance=condition)) == ["why"]


@pytest.mark.parametrize("condition", SOMETIMES, ids=str)
def test_a_condition_that_may_hold_is_not(condition: dict[str, Any]) -> None:
    assert unreachable(question("long_text", "why", relevance=condition)) == []


def test_what_a_question_builds_on_counts_too_and_only_the_first_is_named() -> None:
    in_north = question("yes_no", "pool", relevance=selected("ward", "north"))
    why = question("long_text", "why", relevance=both_of(selected("pool", "yes"), selected("ward", "south")))
    after = question("long_text", "after", relevance=answered("why"))
    assert unreachable(in_north, why, after) == ["why"]
    assert unreachable(in_north, {**why, "relevance": no(selected("pool", "yes"))}, after) == []


@st.composite
def conditions(draw: st.DrawFn, depth: int = 0) -> dict[str, Any]:
    leaf = st.one_of(
        st.sampled_from(["north", "south", "unsaid"]).map(lambda code: selected("ward", code)),
        st.sampled_from(["permits", "tax", "bus"]).map(lambda code: selected("used", code)),
        st.sampled_from(["ward", "used", "age"]).map(answered),
        st.builds(
            compare,
            st.sampled_from([answer("age"), answer("ease"), COUNT]),
            st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
            st.integers(0, 6),
        ),
    )
    if depth > 2:
        return draw(leaf)
    inner = st.lists(conditions(depth + 1), min_size=1, max_size=3)
    return draw(
        st.one_of(
            leaf,
            conditions(depth + 1).map(no),
            inner.map(lambda parts: both_of(*parts)),
            inner.map(lambda parts: either(*parts)),
        )
    )


def everybody() -> list[dict[str, list[str]]]:
    """Return people whose answers are all there can be about ward, used and small numbers."""
    wards = [[], ["north"], ["south"], ["unsaid"]]
    uses = [[], ["permits"], ["tax"], ["bus"], ["permits", "tax"], ["permits", "bus"], ["tax", "bus"]]
    numbers = [[], *([str(n)] for n in range(8))]
    ratings = [[], ["declined"], *([str(n)] for n in range(1, 6))]
    return [
        {"ward": w, "used": u, "age": a, "ease": e}
        for w in wards
        for u in uses
        for a in numbers
        for e in ratings
    ]


PEOPLE = [journey.check(definition(ASKED), raw).answers for raw in everybody()]


@given(conditions())
@settings(max_examples=60)
def test_it_is_named_just_when_nobody_is_asked(condition: dict[str, Any]) -> None:
    try:
        found = read_definition(definition_data([*ASKED, question("long_text", "why", relevance=condition)]))
    except DefinitionError:
        return
    assert isinstance(found, SurveyDefinition)
    why = found.question("why")
    assert why is not None
    assert why.relevance is not None
    is_asked = any(why.relevance.holds(answers) for answers in PEOPLE)
    if is_asked:
        assert unreachable(question("long_text", "why", relevance=condition)) == []
