"""Endings, screen-outs and quotas in a definition: checked when read, decided by answers alone."""

from typing import Any

import pytest

from surveys import journey
from surveys.definition import SurveyDefinition, publishing_problems, read_definition
from surveys.problems import DefinitionError, Problem
from surveys.ways_out import Link
from tests.factories import both, definition_data, question, raw_answers

LIVES = question("yes_no", "lives_here")
AGE = question("single_choice", "age", "young", "old")
WHY = question("long_text", "why")
VISITOR = {"test": "selected", "question": "lives_here", "options": ["no"]}
YOUNG = {"test": "selected", "question": "age", "options": ["young"]}


def survey(
    *pages: list[dict[str, Any]], out: dict[int, list[Any]] | None = None, **more: Any
) -> dict[str, Any]:
    data = definition_data(pages=pages or ([LIVES], [AGE], [WHY]), **more)
    for at, ways in (out or {}).items():
        data["pages"][at]["screen_outs"] = ways
    return data


def way(name: str, condition: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "condition": condition, **more}


def problems(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as refused:
        read_definition(data)
    return [(problem.code, problem.place) for problem in refused.value.problems]


OUT = read_definition(survey(out={0: [way("visitors", VISITOR)], 1: [way("young", YOUNG, keeps="answers")]}))


def over_for(made: SurveyDefinition, **answers: str) -> str:
    checked = journey.check(made, raw_answers(**answers))
    found = journey.screened_out(made, checked.answers, checked.problems)
    return found.name if found else ""


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"lives_here": "no"}, "visitors"),
        ({"lives_here": "no", "age": "young"}, "visitors"),
        ({"lives_here": "yes", "age": "young"}, "young"),
        ({"lives_here": "yes", "age": "old"}, ""),
        ({}, ""),
    ],
)
def test_the_first_page_whose_condition_holds_ends_the_survey(answers: dict[str, str], name: str) -> None:
    assert over_for(OUT, **answers) == name


def test_nothing_after_a_page_to_be_mended_ends_it() -> None:
    required = question("yes_no", "lives_here", required=True)
    made = read_definition(survey([required], [AGE], out={1: [way("young", YOUNG)]}))
    assert over_for(made, age="young") == ""
    assert over_for(made, lives_here="yes", age="young") == "young"


def test_a_page_that_is_not_asked_ends_nothing() -> None:
    asked = {**AGE, "relevance": {"test": "selected", "question": "lives_here", "options": ["yes"]}}
    unanswered = {"test": "not", "of": {"test": "answered", "question": "age"}}
    made = read_definition(survey([LIVES], [asked], [WHY], out={1: [way("silent", unanswered)]}))
    assert over_for(made, lives_here="no") == ""
    assert over_for(made, lives_here="yes") == "silent"


def test_only_what_the_condition_looks_at_is_kept() -> None:
    visitors, young = OUT.screen_outs()
    answers = {"lives_here": "yes", "age": "young", "why": "because"}
    assert journey.screening_answers(young, answers) == {"age": "young"}
    assert journey.screening_answers(visitors, answers) == {}


def test_quotas_are_decided_when_all_they_look_at_has_been_asked() -> None:
    not_old = {"test": "not", "of": {"test": "selected", "question": "age", "options": ["old"]}}
    quota = way("not_old", not_old, title=both("Not old"), limit=5)
    made = read_definition(survey(quotas=[quota]))
    first, second, _ = made.pages
    assert journey.quotas(made, {}, up_to=first) == []
    assert [one.name for one in journey.quotas(made, {}, up_to=second)] == ["not_old"]
    assert [one.name for one in journey.quotas(made, {})] == ["not_old"]
    assert journey.quotas(made, {"age": "old"}) == []


def test_the_first_ending_that_holds_is_read() -> None:
    made = read_definition(
        survey(endings=[way("a", YOUNG, text=both("A")), way("b", VISITOR, text=both("B"))])
    )
    found = journey.ending(made, {"age": "young", "lives_here": "no"})
    assert found is not None
    assert found.text["en"] == "A"
    assert journey.ending(made, {}) is None


def test_conditions_are_checked_against_what_was_asked_by_then() -> None:
    unknown = {"test": "answered", "question": "agee"}
    data = survey(
        out={0: [way("early", YOUNG)], 1: [way("typo", unknown)]},
        endings=[way("wrong", {"test": "selected", "question": "age", "options": ["middle"]})],
        quotas=[way("twice", YOUNG, title=both("T"), limit=1)] * 2,
    )
    assert problems(data) == [
        ("relevance_later_question", "early"),
        ("relevance_unknown_question", "typo"),
        ("relevance_unknown_option", "wrong"),
        ("name_repeated", "twice"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "http://larkmere.example", "//evil.example", "/\\evil.example", "https://",
        "https://user:pass@larkmere.example/", "https://larkmere.example/ x", "data:text/html,x", "",
        "ftp://larkmere.example", "https://larkmere.example/\u202e", "/a\nb", "https://larkmere.example:port/",
    ],
)  # fmt: skip
def test_an_address_that_could_do_harm_is_refused(address: str) -> None:
    assert not Link(address=address, label={}).is_safe
    link = {"address": address, "label": both("On")}
    assert problems(survey(endings=[way("on", YOUNG, link=link)])) == [("link_unsafe", "on")]


@pytest.mark.parametrize("address", ["/en/", "/en/s/parks?release=2", "https://larkmere.example/parks#plan"])
def test_an_address_of_ours_or_with_https_is_taken(address: str) -> None:
    assert Link(address=address, label={}).is_safe


def test_every_text_needs_both_languages_before_it_is_published() -> None:
    english = {"en": "Only here"}
    data = survey(
        out={0: [way("visitors", VISITOR, text=english)]},
        quotas=[way("young", YOUNG, title=english, limit=1)],
        endings=[way("end", YOUNG, text=both("End"), link={"address": "/en/", "label": english})],
    )
    assert publishing_problems(read_definition(data), None) == [
        Problem("language_missing", "visitors.text", {"language": "fr"}),
        Problem("language_missing", "young.title", {"language": "fr"}),
        Problem("language_missing", "end.link", {"language": "fr"}),
    ]


def test_a_survey_says_whether_it_may_end_early() -> None:
    assert not read_definition(survey()).may_end_early
    assert not read_definition(survey(endings=[way("a", YOUNG)])).may_end_early
    assert OUT.may_end_early
