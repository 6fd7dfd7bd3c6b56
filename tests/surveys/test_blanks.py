"""A template's blanks are found in reading order and filled in each language."""

from surveys.blanks import blanks, fill
from tests.factories import definition, question


def template() -> object:
    ask = question("long_text", "q", text={"en": "What of {park}?", "fr": "Que dire de {park}?"})
    return definition([ask], title={"en": "{park} and {town}", "fr": "{town} : {park}"})


def test_blanks_are_listed_once_in_the_order_they_are_read() -> None:
    assert blanks(template()) == ["park", "town"]


def test_each_language_gets_its_own_words() -> None:
    filled = fill(template(), {"park": {"en": "Mill Park", "fr": "parc du Moulin"}})
    assert filled.title == {"en": "Mill Park and {town}", "fr": "{town} : parc du Moulin"}
    assert filled.question("q").text == {"en": "What of Mill Park?", "fr": "Que dire de parc du Moulin?"}
    assert blanks(filled) == ["town"]


def test_a_blank_with_words_in_one_language_stays_open_in_the_other() -> None:
    assert fill(template(), {"park": {"en": "Mill Park", "fr": " "}}).title["fr"] == "{town} : {park}"


def test_words_that_look_like_a_blank_are_not_filled_again() -> None:
    filled = fill(template(), {"park": {"en": "{town}", "fr": "x"}, "town": {"en": "Larkmere", "fr": "y"}})
    assert filled.title["en"] == "{town} and Larkmere"


def test_codes_and_names_are_never_touched() -> None:
    ask = question("single_choice", "park", "a", "b", text={"en": "{park}?", "fr": "{park}?"})
    filled = fill(definition([ask]), {"park": {"en": "Mill", "fr": "Moulin"}})
    assert next(filled.questions()).name == "park"
    assert filled.as_data()["pages"][0]["questions"][0]["text"] == {"en": "Mill?", "fr": "Moulin?"}
