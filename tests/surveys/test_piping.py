"""Earlier answers in later texts.

1. Each language repeats the answer in that language: a label, never a code; a fallback where there is none.
2. What somebody wrote is one line of text: no notation in it is read, no direction or length spills over.
3. Before publishing, every name is known, asked on an earlier page, and has something to stand there else.
4. Without answers (results, exports, previews) a text reads by its fallbacks.
"""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.wording import wording
from surveys import journey, piping
from surveys.blanks import blanks
from surveys.definition import SurveyDefinition, publishing_problems
from surveys.exporting.columns import Table
from surveys.linter import advice
from surveys.pipes import at_rest, pipe, pipes
from surveys.questions import in_language
from surveys.records import SurveyVersion
from tests.factories import AT, both, definition, option, question

WARD = question("single_choice", "ward")
WARD["options"] = [
    option("harbour", label={"en": "Harbourfront", "fr": "Bord du lac"}),
    option("unsaid", missing=True),
]
FIRST = [
    WARD,
    question("multiple_choice", "used", "permits", "tax"),
    question("number_entry", "km", decimals=1, unit={"en": "km", "fr": "km"}),
    question("short_text", "street"),
    question("matrix_single", "grid", "good", "bad", rows=[{"code": "a", "label": both("A")}]),
    question("calculated", "twice", formula={"value": "times", "left": 2, "right": 3}),
]


def survey(text: dict[str, str], **settings: Any) -> SurveyDefinition:
    return definition(pages=[FIRST, [question("long_text", "why", text=text, **settings)]])


def read(text: dict[str, str], **raw: list[str]) -> tuple[str, str]:
    found = survey(text)
    answers = journey.check(found, raw).answers
    (told,) = piping.told(found, found.pages[1].questions, answers)
    return in_language(told.text, "en"), in_language(told.text, "fr")


LIVES = {
    "en": "Living in {{ward|your area}}, why?",
    "fr": "Vous habitez {{ ward | votre secteur }}\u00a0: pourquoi?",
}


def test_a_label_is_repeated_in_the_language_of_the_text() -> None:
    assert read(LIVES, ward=["harbour"]) == (
        "Living in Harbourfront, why?",
        "Vous habitez Bord du lac\u00a0: pourquoi?",
    )


@pytest.mark.parametrize("raw", [{}, {"ward": ["unsaid"]}, {"ward": ["nowhere"]}])
def test_a_fallback_stands_where_there_is_no_answer(raw: dict[str, list[str]]) -> None:
    assert read(LIVES, **raw) == (
        "Living in your area, why?",
        "Vous habitez votre secteur\u00a0: pourquoi?",
    )


def test_several_answers_numbers_and_calculations_are_repeated_as_they_are_shown() -> None:
    text = both("{{used|none}} {{km|far}} {{twice|six}}")
    assert read(text, used=["tax", "permits"], km=["1.5"]) == (
        "Permits, Tax 1.5 km 6",
        "Permits (fr), Tax (fr) 1,5 km 6 (fr)",
    )


def test_what_somebody_wrote_stays_one_line_of_text() -> None:
    text = {"en": "On {{street|it}}?", "fr": "Sur {{street|elle}}?"}
    hostile = "<b>Main</b>\n{{ward|x}} \u202etxet\u2069 {town}"
    assert read(text, street=[hostile])[0] == "On \u2068<b>Main</b> {\u2060{ward|x}} txet {town}\u2069?"
    (long, _) = read(text, street=["x" * 200])
    assert len(long) == len("On ?") + 2 + 200
    found = survey(text)
    (told,) = piping.told(found, found.pages[1].questions, {"street": "x" * 900})
    assert told.text["en"] == f"On \u2068{'x' * 199}…\u2069?"


def test_only_questions_that_repeat_something_are_made_anew() -> None:
    found = survey(LIVES)
    assert piping.told(found, found.pages[0].questions, {}) == list(found.pages[0].questions)
    assert piping.told(found, found.pages[0].questions, {})[0] is found.pages[0].questions[0]
    (told,) = piping.told(found, found.pages[1].questions, {"ward": "harbour"})
    assert told.model_copy(update={"text": LIVES}) == found.pages[1].questions[0]


def test_hints_options_and_page_titles_repeat_answers_too() -> None:
    later = question("single_choice", "better", hint=both("In {{ward|town}}"))
    later["options"] = [option("here", label=both("{{ward|Here}}"))]
    found = definition(pages=[FIRST, [later]])
    (told,) = piping.told(found, found.pages[1].questions, {"ward": "harbour"})
    assert told.hint["en"] == "In Harbourfront"
    assert told.choices()[0].label["en"] == "Harbourfront"
    assert piping.filled(found, both("{{ward|x}}"), {"ward": "harbour"})["en"] == "Harbourfront"


def test_a_constraint_says_what_it_looked_at() -> None:
    more = {
        "condition": {
            "test": "compare",
            "left": {"value": "answer", "question": "all"},
            "sign": ">",
            "right": {"value": "answer", "question": "some"},
        },
        "message": {"en": "More than {{some|that}}.", "fr": "Plus de {{some|cela}}."},
    }
    found = definition([question("number_entry", "some"), question("number_entry", "all", constraint=more)])
    assert publishing_problems(found, None) == []
    (problem,) = journey.check(found, {"some": ["3"], "all": ["2"]}).problems
    assert problem.details["message"] == {"en": "More than 3.", "fr": "Plus de 3."}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{{ward|your area}}", []),
        ("{{ward}}", ["pipe_without_fallback"]),
        ("{{ward| }}", ["pipe_without_fallback"]),
        ("{{wrd|x}}", ["pipe_unknown_question"]),
        ("{{later|x}}", ["pipe_later_question"]),
        ("{{here|x}}", ["pipe_same_page"]),
        ("{{why|x}}", ["pipe_same_page"]),
        ("{{grid|x}}", ["pipe_unfit"]),
        ("{{twice|x}}", []),
        ("{{ward|x", ["pipe_unreadable"]),
        ("{{Ward|x}}", ["pipe_unreadable"]),
        ("{{ward|{x}}}", ["pipe_unreadable"]),
    ],
)
def test_what_cannot_be_repeated_is_named_before_publishing(text: str, codes: list[str]) -> None:
    found = definition(
        pages=[
            FIRST,
            [question("yes_no", "here"), question("long_text", "why", text=both(text))],
            [question("yes_no", "later")],
        ]
    )
    problems = publishing_problems(found, None)
    assert [(problem.code, problem.place) for problem in problems] == [(code, "why") for code in codes]


def test_texts_read_before_or_after_the_questions_repeat_nothing() -> None:
    found = definition(thanks=both("Thank you, {{street|you}}."))
    assert [(p.code, p.place) for p in publishing_problems(found, None)] == [("pipe_misplaced", "thanks")]


def test_without_answers_a_text_reads_by_its_fallbacks() -> None:
    assert at_rest("In {{ward|your area}} or {{ward}}, {town}") == "In your area or [ward], {town}"
    assert in_language(LIVES, "fr") == "Vous habitez votre secteur\u00a0: pourquoi?"
    assert wording("en").pick(LIVES) == "Living in your area, why?"
    assert pipes(LIVES["en"]) == [("ward", "your area")]
    found = survey(LIVES)
    assert piping.rested(found).pages[1].questions[0].text["en"] == "Living in your area, why?"
    assert piping.rested(definition()) == definition()


def test_a_repeated_answer_is_no_blank_and_is_read_by_its_fallback() -> None:
    found = survey({"en": "In {{ward|it}} of {town}?", "fr": "À {{ward|cet endroit}} de {town}?"})
    assert blanks(found) == ["town"]
    text = {"en": "Don’t you agree that {{ward|it}} is nice?", "fr": "{{ward|Cet endroit}} est-il beau?"}
    assert advice(survey(text)) == advice(piping.rested(survey(text)))


def test_exports_are_headed_by_the_fallback() -> None:
    version = SurveyVersion(1, 1, 1, "published", survey(LIVES), "", AT, 0)
    columns = {c.name: c.label for c in Table([version], zone=ZoneInfo("UTC")).columns}
    assert columns["why"]["en"] == "Living in your area, why?"


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_nothing_raises_and_nothing_is_read_twice(text: str, wrote: str) -> None:
    found = survey({"en": f"{text} {{{{street|it}}}}", "fr": text})
    answers = journey.check(found, {"street": [wrote]}).answers
    (told,) = piping.told(found, found.pages[1].questions, answers)
    publishing_problems(found, None)
    assert "{{" not in told.text["en"].partition("\u2068")[2].rpartition("\u2069")[0]


def test_what_a_text_may_repeat_is_what_the_publishing_check_takes() -> None:
    grid = question("matrix_single", "grid", "good", "bad")
    grid["rows"] = [{"code": "desk", "label": both("Desk")}, {"code": "web", "label": both("Web")}]
    hidden = question("hidden_value", "source", parameter="source")
    first = [question("single_choice", "ward", "north"), question("number_entry", "age"), grid]
    made = definition(pages=[first, [hidden, question("long_text", "why"), question("long_text", "more")]])
    names = {place: [q.name for q in piping.repeatable(made, place)] for place in ("ward", "why", "page_2")}
    assert names == {"ward": [], "why": ["ward", "age", "source"], "page_2": ["ward", "age"]}
    assert piping.repeatable(made, "nothing") == []


def test_a_notation_is_written_that_reads_back() -> None:
    assert pipes(pipe("ward", " your {ward}|| ")) == [("ward", "your ward")]
