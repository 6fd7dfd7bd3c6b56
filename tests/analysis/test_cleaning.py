import pytest

from analysis.cleaning import clean, fold, key, matchable, nothing_or_everything, says_nothing, too_repetitive


def test_cleaning_removes_what_nobody_typed() -> None:
    assert clean("a\x00b\x07 e\u0301te\u0301 ") == "a b  été"


def test_matching_forgets_invisible_characters_and_curly_apostrophes() -> None:
    assert matchable("l\u2019h\u00f4tel pass\u200bword") == "l'hôtel password"


def test_lone_surrogates_do_not_break_cleaning() -> None:
    assert clean("é\ud800x") == "é?x"


@pytest.mark.parametrize(
    ("one", "other"), [("Too SLOW!!", "too slow"), ("l’eau", "L'EAU"), ("a\n\nb", "A b.")]
)
def test_texts_that_differ_only_in_dress_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    "text", ["Nothing", "n/a", "N/A.", "none", "R.A.S.", "rien", "aucun commentaire", "Don't know"]
)
def test_answers_that_say_nothing_are_known(text: str) -> None:
    assert says_nothing(key(text))


@pytest.mark.parametrize(
    "text", ["nothing works", "Nothing to improve", "rien ne marche", "no parking", "search"]
)
def test_answers_that_only_begin_like_nothing_are_kept(text: str) -> None:
    assert not says_nothing(key(text))


def test_nothing_and_everything_are_opposites() -> None:
    said = ("Nothing!", "Not one thing, sorry", "Everything", "Idem")
    assert [nothing_or_everything(key(text)) for text in said] == [-1, -1, 1, 0]


def test_accents_fold() -> None:
    assert fold("déçu") == "decu"


def test_a_word_repeated_for_ever_is_no_comment() -> None:
    assert too_repetitive(["la"] * 500)
    assert not too_repetitive([f"word{number}" for number in range(500)])
