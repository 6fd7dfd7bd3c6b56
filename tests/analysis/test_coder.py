import pytest

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.coder import Coder


def _ids(frame: CodeFrame, text: str, language: str = "en") -> list[str]:
    return [assignment.theme_id for assignment in Coder(frame).code(text, language)]


@pytest.mark.parametrize("text", ["I tried to pay", "paying is hard", "my credit cards were refused", "PAY!"])
def test_a_seed_matches_every_form_of_its_word(frame: CodeFrame, text: str) -> None:
    assert _ids(frame, text) == ["pay"]


def test_french_seeds_match_french_comments(frame: CodeFrame) -> None:
    assert _ids(frame, "Le paiement et la recherche", "fr") == ["pay", "find"]
    assert _ids(frame, "Le paiement", "en") == []


def test_a_comment_in_both_languages_is_coded_in_both(frame: CodeFrame) -> None:
    assert set(_ids(frame, "the search; le paiement", "mixed")) == {"pay", "find"}


def test_the_words_that_suggested_a_theme_are_told(frame: CodeFrame) -> None:
    (assignment,) = Coder(frame).code("They charged twice, my Credit Card", "en")
    assert assignment.because == ("charged twice", "credit card")
    assert 0.8 < assignment.confidence <= 1


def test_more_evidence_is_more_confidence(frame: CodeFrame) -> None:
    one, two = (Coder(frame).code(text, "en")[0].confidence for text in ("pay", "pay by credit card"))
    assert one < two


def test_no_theme_is_an_answer(frame: CodeFrame) -> None:
    assert _ids(frame, "lovely weather") == []


def test_definitions_alone_code_too() -> None:
    frame = load_code_frame(
        {
            "themes": [
                {
                    "id": "parks",
                    "name": "Parks and trails",
                    "definition": "Playgrounds, benches, trails and trees",
                },
                {"id": "roads", "name": "Roads", "definition": "Potholes, snow ploughs and paving"},
            ]
        }
    )
    assert _ids(frame, "More benches and playgrounds along the trail") == ["parks"]
    assert _ids(frame, "potholes on every road") == ["roads"]


def test_a_frame_without_themes_codes_nothing(frame: CodeFrame) -> None:
    assert _ids(CodeFrame("none", "1", ()), "pay") == []
