"""Every piece of advice has a sentence and a remedy in both languages, whatever its details."""

import pytest

from engage.wording import wording
from engage.wording.linter import ADVICE, place_name, told
from surveys.linter import CODES, Advice

DETAILS = {
    "blank": "town",
    "words": "speed and quality",
    "value": 25,
    "count": 30,
    "most": 25,
    "estimate": 9,
    "told": 4,
    "grade": 12,
    "limit": 9,
}


def test_the_codes_told_are_the_codes_there_are() -> None:
    assert set(ADVICE) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("details", [DETAILS, {}], ids=["with details", "without"])
@pytest.mark.parametrize("about", ["", "en", "fr"])
def test_each_is_told_with_a_remedy_and_differently_in_french(
    code: str, details: dict[str, object], about: str
) -> None:
    english, french = (told(Advice(code, "q", details, about), language) for language in ("en", "fr"))
    for sentence in (english.sentence, english.remedy, french.sentence, french.remedy):
        assert sentence.endswith(".")
        assert "%(" not in sentence
        assert not sentence[0].islower()
    assert english.sentence != french.sentence
    assert english.remedy != french.remedy


def test_the_language_that_is_meant_is_named() -> None:
    advice = Advice("leading", "q", {"words": "obviously"}, "en")
    assert told(advice, "en").sentence == (
        "In the English text: the words push towards an answer (“obviously”)."
    )
    assert told(advice, "fr").sentence == (
        "Dans le texte anglais\u00a0: la formulation suggère une réponse («\u00a0obviously\u00a0»)."
    )


def test_parts_of_a_survey_have_names_and_questions_keep_theirs() -> None:
    assert place_name(wording("fr"), "notice") == "Avis de collecte"
    assert place_name(wording("fr"), "ward") == "ward"
