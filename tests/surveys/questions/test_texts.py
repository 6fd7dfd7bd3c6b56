"""A line and a comment in the resident's own words.

1. Words are kept as written, composed (NFC), without control characters or outer blanks.
2. A text too long is refused with its length; the last length that fits is taken.
3. A text that cannot be stored at all (a lone surrogate) is refused.
4. A line has no line breaks; a comment keeps them.
5. Counting says only how many wrote; comments go to analysis, lines do not.
"""

from typing import Any

import pytest

from surveys.problems import AnswerError
from surveys.questions import KINDS, Question
from surveys.summaries import TextSummary
from tests.factories import question


def built(kind: str, **settings: Any) -> Question:
    return KINDS[kind].model_validate(question(kind, "asked", **settings))


@pytest.mark.parametrize(
    "written",
    [
        "Où est la bibliothèque?",
        "ᐃᓄᒃᑎᑐᑦ",
        "مرحبا \u202eabc",
        "👨‍👩‍👧‍👦",
        "=SUM(A1)",
        "<b>hello</b>",
        "50 % off; 'quoted' \"twice\"",
    ],
)
@pytest.mark.parametrize("kind", ["short_text", "long_text"])
def test_words_are_kept_as_written(kind: str, written: str) -> None:
    assert built(kind).parse([f"  {written}\n"]) == written


@pytest.mark.parametrize(("kind", "longest"), [("short_text", 200), ("long_text", 5000)])
def test_a_text_may_be_just_so_long(kind: str, longest: int) -> None:
    asked = built(kind)
    assert asked.parse(["é" * longest]) == "é" * longest
    with pytest.raises(AnswerError) as raised:
        asked.parse(["é" * (longest + 1)])
    assert (raised.value.code, raised.value.details) == (
        "text_too_long",
        {"longest": longest, "length": longest + 1},
    )


def test_a_letter_typed_in_two_parts_counts_once() -> None:
    assert built("short_text", longest=1).parse(["e\u0301"]) == "é"


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(AnswerError) as raised:
        built("long_text").parse(["ok \ud800"])
    assert raised.value.code == "text_unreadable"


def test_two_texts_for_one_question_are_refused() -> None:
    with pytest.raises(AnswerError) as raised:
        built("short_text").parse(["one", "two"])
    assert raised.value.code == "several_answers"


def test_only_control_characters_are_no_answer() -> None:
    assert built("long_text").parse(["\x00\x07"]) is None


def test_a_comment_keeps_its_lines_and_a_line_has_none() -> None:
    assert built("long_text").parse(["one\r\ntwo\rthree"]) == "one\ntwo\nthree"
    assert built("short_text").parse(["one\r\ntwo\rthree"]) == "one two three"


def test_counting_says_how_many_wrote() -> None:
    assert built("long_text").summarise(["yes", None, ""]) == TextSummary(1, 2)


def test_information_takes_no_answer() -> None:
    told = built("information", required=True)
    assert (told.asks, told.parse(["anything"]), told.export_columns(), told.export_cells("x")) == (
        False,
        None,
        [],
        [],
    )
    assert told.summarise(["x"]) == TextSummary(0, 0)
