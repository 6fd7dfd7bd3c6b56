"""Out and in again: equal, except for what was listed when it went out.

1. Of the kinds each format can say something about, nothing at all is lost.
2. What the example of every kind loses is listed, and is little.
3. A simpler condition holds for the same answers.
4. Every XLSForm we write is valid to pyxform.
"""

import json
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.definition import SurveyDefinition, read_definition
from surveys.exchange.conditions import plain
from surveys.exchange.differences import differences
from surveys.exchange.files import FORMATS, carry, write
from surveys.exchange.notes import LOSSES
from surveys.relevance import All, Answered, AnyOf, Condition, Not, Selected
from tests.every_kind import example
from tests.factories import definition_data, question
from tests.surveys.exchange.definitions import definitions

# A failing survey is written out as found: making it smaller takes minutes of writing workbooks.
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
FILE = {"json": "survey.json", "xlsform": "survey.xlsx", "surveyjs": "survey.json"}


def back(definition: SurveyDefinition, format: str) -> tuple[SurveyDefinition, list[str]]:
    data, notes = write(definition, format, "survey")
    carried = carry(data, FILE[format])
    assert carried.definition is not None, carried.refusals
    return carried.definition, [note.code for note in notes if note.code in LOSSES]


@pytest.mark.parametrize("format", FORMATS)
@given(definition=definitions())
@settings(max_examples=25, phases=AS_FOUND)
def test_a_survey_comes_back_equal(format: str, definition: SurveyDefinition) -> None:
    found, lost = back(definition, format)
    assert (differences(definition, found), lost) == ((), [])


@pytest.mark.parametrize("format", FORMATS)
def test_what_every_kind_loses_is_what_was_listed(format: str) -> None:
    _, notes = write(example(), format, "every")
    found, _ = back(example(), format)
    assert differences(example(), found) == tuple(note for note in notes if note.code in LOSSES)


@pytest.mark.parametrize("format", FORMATS)
def test_every_kind_goes_out_and_comes_back_whole(format: str) -> None:
    found, lost = back(example(), format)
    assert (differences(example(), found), lost) == ((), [])


@given(definition=definitions())
@settings(max_examples=10, phases=AS_FOUND)
def test_every_form_we_write_is_valid(definition: SurveyDefinition) -> None:
    data, _ = write(definition, "xlsform", "survey")
    made = convert(data, file_type=".xlsx")
    assert "<h:html" in made.xform


def test_the_form_of_every_kind_is_valid_in_both_languages() -> None:
    data, _ = write(example(), "xlsform", "every")
    made = convert(data, file_type=".xlsx")
    assert made.warnings == []
    assert 'lang="Français (fr)"' in made.xform


@given(definition=definitions())
@settings(max_examples=10, phases=AS_FOUND)
def test_what_goes_to_surveyjs_has_the_shape_of_its_elements(definition: SurveyDefinition) -> None:
    data = json.loads(write(definition, "surveyjs", "survey")[0])
    types = {element["type"] for page in data["pages"] for element in page["elements"]}
    assert types <= {
        *("radiogroup", "dropdown", "checkbox", "boolean", "rating", "ranking", "matrix", "matrixdropdown"),
        *("text", "comment", "html", "file", "multipletext"),
    }
    for page in data["pages"]:
        for element in page["elements"]:
            assert set(element) & {"title", "html"}
            assert all("value" in choice for choice in element.get("choices", ()))


ANSWERS = st.dictionaries(
    st.sampled_from("abc"),
    st.one_of(st.none(), st.sampled_from("xyz"), st.lists(st.sampled_from("xyz"), min_size=1, unique=True)),
)
LEAF: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Answered, question=st.sampled_from("abc")),
    st.builds(
        Selected,
        question=st.sampled_from("abc"),
        options=st.lists(st.sampled_from("xyz"), min_size=1, max_size=3).map(tuple),
    ),
)
TREE: st.SearchStrategy[Condition] = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(Not, of=inner),
        st.builds(All, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(condition=TREE, answers=ANSWERS)
@settings(max_examples=200)
def test_a_plainer_condition_holds_for_the_same_answers(
    condition: Condition, answers: dict[str, Any]
) -> None:
    assert plain(condition).holds(answers) == condition.holds(answers)
    assert plain(plain(condition)) == plain(condition)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "_x000D_",
            "_x000D_ after",
            "_x005F_x000D_",
            "before _X000d_",
            "=1+1",
            "'quoted",
            '"quoted"',
            "TRUE",
        ),
        *("1.0", "01", "NA", "None", "nan", "null", "yes", "other", "2026-01-01", "50%", "#x", "a|b", "a\nb"),
        *("${nobody}", "{nobody}", "{{", "}}", "a\tb", "\u200b", "&amp;", "<b>x</b>", "\\n", "é" * 4000),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_words_that_programs_read_as_something_else_come_back(format: str, words: str) -> None:
    said = {"en": words, "fr": words}
    label = {"en": words[:200], "fr": words[:200]}
    data = definition_data(
        pages=[
            [{**question("single_choice", "one"), "text": said, "options": [{"code": "a", "label": label}]}],
            [{**question("short_text", "two"), "text": said, "hint": said}],
            [{**question("information", "three"), "text": said}],
        ],
        **dict.fromkeys(("title", "introduction", "notice", "thanks", "contact"), said),
    )
    found, lost = back(read_definition(data), format)
    assert (differences(read_definition(data), found), lost) == ((), [])


@pytest.mark.parametrize("words", [" outer ", "a\rb", "a\r\nb", "\u2028after", "last\n"])
@pytest.mark.parametrize("format", FORMATS)
def test_line_ends_and_outer_blanks_of_a_question_come_back(format: str, words: str) -> None:
    asked = {**question("short_text", "one"), "text": {"en": words, "fr": words}, "hint": {"en": words}}
    found, lost = back(read_definition(definition_data(pages=[[asked]])), format)
    kept = found.question("one")
    assert kept is not None
    assert (kept.text["en"], kept.hint["en"], lost) == (words, words, [])


@pytest.mark.parametrize("format", FORMATS)
def test_the_title_of_a_page_keeps_its_fallback(format: str) -> None:
    data = definition_data(pages=[[question("short_text", "one")], [question("short_text", "two")]])
    data["pages"][1]["title"] = {"en": "For {{one|you}}", "fr": "Pour {{one|vous}}"}
    data["pages"][1]["shuffled"] = True
    found, lost = back(read_definition(data), format)
    assert (found, lost) == (read_definition(data), [])


@pytest.mark.parametrize("said", [{"title": {"en": 3}}, {"title": "x"}, [], {"title": {"en": "Other"}}])
def test_what_stands_beside_a_page_and_does_not_fit_is_left_alone(said: object) -> None:
    data = json.loads(write(example(), "surveyjs", "survey")[0])
    data["pages"][0] |= {"title": "3", "engage": {"said": said}}
    carried = carry(json.dumps(data).encode(), "survey.json")
    assert carried.definition is not None
    assert carried.definition.pages[0].title == {"en": "3"}
