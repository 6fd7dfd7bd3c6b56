"""Grades follow their formulas; syllables are close to a dictionary's."""

import pytest

from surveys.readability import (
    english_grade,
    english_syllables,
    french_grade,
    french_syllables,
    grade,
    grade_of_ease,
    sentences,
)

ENGLISH = """the 1, service 2, services 3, municipality 6, used 1, wanted 2, people 2, information 4,
library 3, idea 3, create 2, going 2, table 2, apples 2, roads 1, pages 2, changes 2, online 2, phone 1,
area 3, usually 4, disability 5, available 4, video 3, moved 1, houses 2, science 2,
experience 4, website 2"""
FRENCH = """ville 1, municipalité 6, création 3, vie 1, rue 1, année 2, question 2, réponses 2, qualité 3,
renseignements 4, quartier 2, bibliothèque 4, logement 3, personne 2, naïf 2, guide 1, eau 1, huit 1,
sondage 2, participation 5, voix 1, plus 1, février 3, ouvrier 3, théâtre 2, télévision 4"""


def words(counted: str) -> list[tuple[str, int]]:
    return [(word, int(count)) for word, count in (pair.split() for pair in counted.split(","))]


@pytest.mark.parametrize(("word", "count"), words(ENGLISH))
def test_english_syllables(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), words(FRENCH))
def test_french_syllables(word: str, count: int) -> None:
    assert french_syllables(word) == count


def test_sentences_end_at_their_signs_and_a_blank_is_one_word() -> None:
    assert [len(words) for words in sentences("Ask {privacy_contact}. Is it 3.5 km? Yes\nFine!")] == [
        2,
        3,
        1,
        1,
    ]


def test_the_english_grade_is_flesch_and_kincaids() -> None:
    # Ten words of one syllable in two sentences.
    assert english_grade("The cat sat on it. The dog ran off fast.") == pytest.approx(0.39 * 5 + 11.8 - 15.59)


def test_the_french_grade_is_kandel_and_moles_by_flesch_s_table() -> None:
    # Five words, six syllables: ease 207 - 5.075 - 88.32 = 113.6, easier than the table's easiest band.
    assert french_grade("Le chat dort sur le coussin.") == 5.0
    assert [grade_of_ease(ease) for ease in (120, 95, 65, 60, 55, 15, -40)] == [5, 5, 8.5, 9.75, 11, 17, 17]


@pytest.mark.parametrize("text", ["", "…", "Too short to tell."])
def test_a_few_words_have_no_grade(text: str) -> None:
    assert grade(text, "en") is None


def test_a_language_without_a_formula_has_no_grade() -> None:
    assert grade("word " * 100, "iu") is None
