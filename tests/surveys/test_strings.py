"""Texts under keys that stay.

1. Every text that a question's ``texts`` yields is found whichever its kind, and no key stands for two.
2. A key names the text's owner and place; moving a question keeps it.
3. Replaced texts are where they were, and nothing else changes.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.settings import ROOT
from surveys.definition import SurveyDefinition, read_definition
from surveys.strings import strings, with_texts
from tests.factories import definition, definition_data, option, question

EXAMPLE = read_definition((ROOT / "data" / "examples" / "every_question_kind.json").read_text("utf-8"))


def keys(made: SurveyDefinition) -> list[str]:
    return [string.key for string in strings(made)]


def test_a_small_survey_has_these() -> None:
    made = definition([question("single_choice", "ward", "north", hint={"en": "Roughly"})])
    assert keys(made) == [
        "survey/title",
        "survey/introduction",
        "survey/notice",
        "page/page_1/title",
        "question/ward/text",
        "question/ward/hint",
        "question/ward/options.north.label",
    ]


def test_a_text_knows_its_owner_and_place() -> None:
    made = definition([question("single_choice", "ward", "north")])
    told = {string.key: (string.name, string.place) for string in strings(made)}
    assert told["survey/notice"] == ("", "notice")
    assert told["page/page_1/title"] == ("page_1", "title")
    assert told["question/ward/options.north.label"] == ("ward", "options.north.label")


def test_no_key_stands_for_two_texts() -> None:
    found = keys(EXAMPLE)
    assert len(set(found)) == len(found)


def test_what_a_kind_says_is_found_for_every_kind() -> None:
    found = {(string.name, json.dumps(string.texts, sort_keys=True)) for string in strings(EXAMPLE)}
    written = json.dumps(EXAMPLE.as_data())
    for asked in EXAMPLE.questions():
        for _, texts in asked.texts():
            # The words of a fixed scale stand in the code, not in the survey.
            if json.dumps(texts) in written:
                assert (asked.name, json.dumps(texts, sort_keys=True)) in found


def test_a_moved_question_keeps_its_keys() -> None:
    ward, ease = question("single_choice", "ward", "north"), question("long_text", "ease")
    before = definition(pages=[[ward, ease]])
    after = definition(pages=[[ease], [ward]])
    assert set(keys(before)) <= set(keys(after))


def test_texts_are_replaced_where_they_stand() -> None:
    before = definition([question("single_choice", "ward", "north")])
    after = with_texts(
        before, {"question/ward/options.north.label": {"fr": "Nord"}, "question/none/text": {"fr": "x"}}
    )
    wanted = definition_data([question("single_choice", "ward")])
    wanted["pages"][0]["questions"][0]["options"] = [option("north", label={"en": "North", "fr": "Nord"})]
    assert after == read_definition(wanted)


@given(st.dictionaries(st.sampled_from(keys(EXAMPLE)), st.text(st.characters(codec="utf-8"), max_size=20)))
def test_what_was_put_in_is_found_again(texts: dict[str, str]) -> None:
    after = with_texts(EXAMPLE, {key: {"fr": text} for key, text in texts.items()})
    told = {string.key: string.text("fr") for string in strings(after)}
    assert {key: told[key] for key in texts} == texts


def test_without_replacements_nothing_changes() -> None:
    assert with_texts(EXAMPLE, {}) == EXAMPLE


@pytest.mark.parametrize("texts", [{}, {"en": "", "fr": " "}])
def test_what_nobody_wrote_is_no_text(texts: dict[str, str]) -> None:
    assert "survey/thanks" not in keys(definition(thanks=texts))
