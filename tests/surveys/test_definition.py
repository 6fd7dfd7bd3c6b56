"""A survey as a value: read whole, refused with every reason, equal after a round trip.

1. What is written out is read back equal, and equal surveys have equal fingerprints.
2. Whatever arrives, reading returns a definition or raises ``DefinitionError`` with registered codes.
3. Every problem is named with its place, and near misses with what was probably meant.
4. Publishing needs every text in every language, a collection notice, and kinds that stay.
"""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.settings import ROOT
from surveys.definition import (
    MOST_BYTES,
    MOST_QUESTIONS,
    SurveyDefinition,
    publishing_problems,
    read_definition,
)
from surveys.problems import CODES, DefinitionError, Problem
from tests.factories import both, definition, definition_data, question

WARD = question("single_choice", "ward", "north", "south")
EXAMPLE = json.loads((ROOT / "data" / "examples" / "every_question_kind.json").read_text())


def problems_of(data: object) -> list[Problem]:
    with pytest.raises(DefinitionError) as raised:
        read_definition(data)
    return list(raised.value.problems)


def relevant(test: dict[str, Any]) -> dict[str, Any]:
    return question("long_text", "why", relevance=test)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.fixed_dictionaries({"en": st.text(max_size=20), "fr": st.text(max_size=20)})
codes = st.lists(st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True), min_size=3, max_size=6, unique=True)


@st.composite
def questions(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(["single_choice", "multiple_choice", "scale", "ranking", "short_text", "long_text"])
    )
    made = {"kind": kind, "name": name, "text": draw(texts), "required": draw(st.booleans())}
    if kind not in ("short_text", "long_text"):
        made["options"] = [{"code": code, "label": draw(texts)} for code in draw(codes)]
    return made


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    wanted = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    asked: list[dict[str, Any]] = []
    for name in wanted:
        made = draw(questions(name))
        if asked and draw(st.booleans()):
            made["relevance"] = {"test": "answered", "question": draw(st.sampled_from(asked))["name"]}
        asked.append(made)
    return definition_data(asked, title=draw(texts))


@given(definitions())
def test_a_definition_survives_being_written_out(data: dict[str, Any]) -> None:
    made = read_definition(data)
    again = read_definition(json.dumps(made.as_data()))
    assert again == made
    assert again.fingerprint() == made.fingerprint()


def test_another_word_is_another_fingerprint() -> None:
    assert definition(title="A").fingerprint() != definition(title="B").fingerprint()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


def every_path(data: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [before, *(path for at, inner in steps for path in every_path(inner, (*before, at)))]


@given(json_values, st.sampled_from(every_path(EXAMPLE)))
def test_a_damaged_definition_is_read_or_refused_with_codes(damage: Any, path: tuple[Any, ...]) -> None:
    data: Any = copy.deepcopy(EXAMPLE)
    if path:
        place = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = damage
    else:
        data = damage
    try:
        found = read_definition(data)
    except DefinitionError as error:
        assert {problem.code for problem in error.problems} <= CODES  # noqa: PT017
    else:
        assert read_definition(found.as_data()) == found


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[]",
        "null",
        b"\xff\xfe",
        "[" * 100_000,
        '{"a":' * 50_000,
        "9" * 10_000,
        None,
        3,
        [],
        "x" * (MOST_BYTES + 1),
    ],
)
def test_what_is_not_a_json_object_is_refused(data: object) -> None:
    assert [problem.code for problem in problems_of(data)] == ["definition_unreadable"]


def test_conditions_nested_too_deep_are_refused() -> None:
    deep: dict[str, Any] = {"test": "answered", "question": "ward"}
    for _ in range(2000):
        deep = {"test": "not", "of": deep}
    assert {problem.code for problem in problems_of(definition_data([WARD, relevant(deep)]))} == {
        "field_wrong"
    }


def test_a_misspelt_kind_says_what_was_probably_meant() -> None:
    data = definition_data([question("single_choise", "ward", "a")])
    assert problems_of(data) == [
        Problem("kind_unknown", "pages.0.questions.0", {"given": "single_choise", "near": "single_choice"})
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"colour": "red"}, Problem("field_unknown", "colour", {"field": "colour"})),
        ({"title": None}, Problem("field_wrong", "title", {"why": "Input should be a valid dictionary"})),
    ],
)
def test_a_wrong_field_is_named_with_its_place(change: dict[str, Any], problem: Problem) -> None:
    assert problems_of({**definition_data(), **change}) == [problem]


def test_a_missing_field_is_named_with_its_place() -> None:
    data = definition_data([{"kind": "long_text", "name": "why"}])
    assert problems_of(data) == [Problem("field_missing", "pages.0.questions.0.text", {"field": "text"})]


@pytest.mark.parametrize("name", ["", "Ward", "1st", "a b", "a-b", "x" * 61, "é", "__proto__"])
def test_a_name_is_a_plain_variable_name(name: str) -> None:
    assert [p.code for p in problems_of(definition_data([question("long_text", name, text="Why")]))] == [
        "field_wrong"
    ]


def test_every_problem_is_told_at_once() -> None:
    later = relevant({"test": "answered", "question": "end"})
    unknown = question("long_text", "how", relevance={"test": "answered", "question": "wart"})
    option = question(
        "long_text", "when", relevance={"test": "selected", "question": "ward", "options": ["x"]}
    )
    screens = [[WARD, later, unknown, option], [], [question("long_text", "end"), WARD]]
    assert problems_of(definition_data(pages=screens)) == [
        Problem("name_repeated", "ward", {"name": "ward"}),
        Problem("page_empty", "page_2"),
        Problem("relevance_later_question", "why", {"question": "end", "near": ""}),
        Problem("relevance_unknown_question", "how", {"question": "wart", "near": "ward"}),
        Problem("relevance_unknown_option", "when", {"question": "ward", "option": "x"}),
    ]


def test_two_pages_of_one_name_are_refused() -> None:
    data = definition_data(pages=[[WARD], [question("long_text", "why")]])
    data["pages"][1]["name"] = "page_1"
    assert problems_of(data) == [Problem("name_repeated", "page_1", {"name": "page_1"})]


def test_a_survey_that_asks_nothing_is_refused() -> None:
    assert problems_of(definition_data([question("information", "hello")])) == [
        Problem("no_questions", "pages")
    ]


def test_a_survey_has_a_most_of_questions() -> None:
    enough = [question("short_text", f"q{number}") for number in range(MOST_QUESTIONS)]
    assert len(read_definition(definition_data(enough)).asked()) == MOST_QUESTIONS
    one_more = definition_data([*enough, question("short_text", "more")])
    assert problems_of(one_more) == [
        Problem("too_many_questions", "pages", {"count": MOST_QUESTIONS + 1, "most": MOST_QUESTIONS})
    ]


def test_questions_are_found_by_name_and_by_use() -> None:
    made = definition(
        [question("information", "hello"), {**WARD, "segment": True}, question("long_text", "why")]
    )
    assert [q.name for q in made.questions()] == ["hello", "ward", "why"]
    assert [q.name for q in made.asked()] == ["ward", "why"]
    assert [q.name for q in made.segments()] == ["ward"]
    assert made.question("why") == made.asked()[1]
    assert made.question("nothing") is None


def test_a_text_missing_in_one_language_stops_publishing() -> None:
    made = definition([{**WARD, "hint": {"en": "Look at your tax bill"}}], title={"en": "Only", "fr": " "})
    assert publishing_problems(made, None) == [
        Problem("language_missing", "title", {"language": "fr"}),
        Problem("language_missing", "ward.hint", {"language": "fr"}),
    ]


def test_a_survey_in_one_language_needs_only_that_one() -> None:
    data = definition_data([question("long_text", "why", text={"en": "Why?"})], languages=["en"])
    assert publishing_problems(read_definition(data), None) == []


def test_a_missing_collection_notice_stops_publishing() -> None:
    assert publishing_problems(definition([WARD], notice={}), None) == [Problem("notice_missing", "notice")]


def test_a_name_keeps_its_kind_for_ever() -> None:
    before = definition([WARD])
    after = definition([question("long_text", "ward", text=both("Where?"))])
    assert publishing_problems(after, before) == [
        Problem("kind_changed", "ward", {"before": "single_choice", "now": "long_text"})
    ]
    assert publishing_problems(before, before) == []


def test_a_definition_cannot_be_changed() -> None:
    made: SurveyDefinition = definition()
    with pytest.raises(ValueError):
        made.minutes = 9
