"""The way through a survey, over any source of answers.

1. Who is not asked a question gives no answer to it, whatever was sent.
2. Every problem is reported with its question; good answers stay beside bad ones.
3. Pages with nothing to ask are skipped, forwards and backwards; the way always ends.
4. A page may look at answers from other pages, never at what it is about to replace.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.settings import ROOT
from surveys import journey
from surveys.definition import read_definition
from surveys.problems import Problem
from tests.factories import definition, question, raw_answers

EXAMPLE = read_definition((ROOT / "data" / "examples" / "every_question_kind.json").read_text())

USED = question("single_choice", "used", "yes", "no", required=True)
YES = {"test": "selected", "question": "used", "options": ["yes"]}
HOW = question("long_text", "how", required=True, relevance=YES)
WHY = question("long_text", "why", relevance={"test": "not", "of": YES})
LAST = question("short_text", "last")
SURVEY = definition(pages=[[USED], [HOW], [WHY], [LAST]])


def names(pages: list[Any]) -> list[str]:
    return [page.name for page in pages]


def test_an_answer_nobody_asked_for_is_dropped() -> None:
    checked = journey.check(SURVEY, raw_answers(used="no", how="easily", why="no time", other="x"))
    assert checked.answers == {"used": "no", "why": "no time"}
    assert checked.is_valid


def test_every_problem_is_told_and_good_answers_stay() -> None:
    checked = journey.check(SURVEY, raw_answers(used="yes", last="x" * 201))
    assert checked.answers == {"used": "yes"}
    assert checked.problems == (
        Problem("answer_required", "how", {}),
        Problem("text_too_long", "last", {"longest": 200, "length": 201}),
    )


def test_a_bad_answer_decides_nothing() -> None:
    assert journey.check(SURVEY, raw_answers(used="perhaps", how="x")).problems == (
        Problem("option_unknown", "used", {}),
    )


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"used": "yes"}, ["page_1", "page_2", "page_4"]),
        ({"used": "no"}, ["page_1", "page_3", "page_4"]),
        ({}, ["page_1", "page_3", "page_4"]),
    ],
)
def test_pages_with_nothing_to_ask_are_skipped_both_ways(answers: dict[str, Any], shown: list[str]) -> None:
    assert names(journey.pages(SURVEY, answers)) == shown
    forwards = [SURVEY.pages[0]]
    while (following := journey.page_after(SURVEY, forwards[-1], answers)) is not None:
        forwards.append(following)
    assert names(forwards) == shown
    backwards = [SURVEY.pages[-1]]
    while (former := journey.page_before(SURVEY, backwards[-1], answers)) is not None:
        backwards.append(former)
    assert names(backwards) == shown[::-1]


def test_one_page_looks_at_what_others_know() -> None:
    checked = journey.check(SURVEY, raw_answers(how="easily"), page=SURVEY.pages[1], known={"used": "yes"})
    assert checked == journey.Checked({"used": "yes", "how": "easily"}, ())


def test_a_page_sent_again_replaces_its_old_answers() -> None:
    known = {"used": "yes", "how": "easily", "last": "old"}
    assert journey.check(SURVEY, {}, page=SURVEY.pages[3], known=known).answers == {
        "used": "yes",
        "how": "easily",
    }


def test_clean_answers_go_back_to_a_face_and_return_equal() -> None:
    raw = raw_answers(ward="old_town", used=["tax", "permits"], priorities=["speed", "search"], improve="Hi")
    answers = journey.check(EXAMPLE, raw).answers
    assert journey.as_raw(EXAMPLE, answers) == {**raw, "used": ["permits", "tax"]}
    assert journey.check(EXAMPLE, journey.as_raw(EXAMPLE, answers)).answers == answers


def test_only_free_text_becomes_comments() -> None:
    answers = {"used": "yes", "how": "Well.", "last": "a line"}
    assert journey.comments(SURVEY, answers) == [("how", "Well.")]
    assert journey.comments(SURVEY, {}) == []


hostile = st.dictionaries(
    st.sampled_from([q.name for q in EXAMPLE.questions()]) | st.text(max_size=5),
    st.lists(
        st.sampled_from([option.code for q in EXAMPLE.questions() for option in q.choices()])
        | st.text(st.characters(codec=None), max_size=10),
        max_size=4,
    ),
    max_size=8,
)


@given(hostile)
def test_whatever_is_sent_the_journey_ends(raw: dict[str, list[str]]) -> None:
    checked = journey.check(EXAMPLE, raw)
    seen = [EXAMPLE.pages[0]]
    while (following := journey.page_after(EXAMPLE, seen[-1], checked.answers)) is not None:
        assert following not in seen
        seen.append(following)
    asked = {q.name for page in EXAMPLE.pages for q in journey.relevant(page.questions, checked.answers)}
    assert set(checked.answers) <= asked
    assert {problem.place for problem in checked.problems} & set(checked.answers) == set()


@given(hostile)
def test_page_by_page_ends_where_the_whole_does(raw: dict[str, list[str]]) -> None:
    known: dict[str, Any] = {}
    problems: list[Problem] = []
    for page in EXAMPLE.pages:
        checked = journey.check(EXAMPLE, raw, page=page, known=known)
        known = checked.answers
        problems += checked.problems
    assert journey.Checked(known, tuple(problems)) == journey.check(EXAMPLE, raw)
