"""Every problem has a sentence and a remedy in both languages, whatever its details."""

import pytest

from engage.wording.problems import SENTENCES, told
from surveys.problems import CODES, Problem

DETAILS = {
    "longest": 200,
    "length": 1234,
    "fewest": 2,
    "most": 3,
    "chosen": 5,
    "why": "bad value",
    "field": "kolour",
    "given": "slidr",
    "near": "slider",
    "name": "ward",
    "code": "north",
    "language": "fr",
    "question": "ease",
    "option": "poor",
    "lowest": 4,
    "highest": 3,
    "count": 201,
    "decimals": 2,
    "total": 100,
    "budget": 50000,
    "spent": 60000,
    "earliest": "2026-09-01",
    "latest": "2026-09-30",
    "before": "a",
    "now": "b",
}


def test_the_codes_told_are_the_codes_there_are() -> None:
    assert set(SENTENCES) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("details", [DETAILS, {}], ids=["with details", "without"])
def test_each_is_told_with_a_remedy_and_differently_in_french(code: str, details: dict[str, object]) -> None:
    english, french = (told(Problem(code, "place", details), language) for language in ("en", "fr"))
    for sentence in (english.sentence, english.remedy, french.sentence, french.remedy):
        assert sentence.endswith((".", "?"))
        assert "%(" not in sentence
    assert english.sentence != french.sentence
    assert english.remedy != french.remedy


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    problem = Problem("text_too_long", "improve", {"longest": 5000, "length": 5001})
    assert told(problem, "en").whole == (
        "Your text has 5,001 characters; there is room for 5,000. Please remove 1 character."
    )
    assert told(problem, "fr").remedy == "Veuillez retirer 1 caractère."


def test_a_near_name_is_suggested() -> None:
    assert told(Problem("kind_unknown", "q", {"given": "scle", "near": "scale"}), "en").remedy == (
        "Did you mean “scale”?"
    )
    assert told(Problem("kind_unknown", "q", {"given": "xyz", "near": ""}), "en").remedy == (
        "Choose one of the kinds that are offered."
    )
