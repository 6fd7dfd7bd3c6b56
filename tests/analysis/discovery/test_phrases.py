from analysis.discovery.phrases import Phrasebook, readable

CARDS = [
    "Still waiting for my card",
    "I am waiting on a card",
    "waiting for my card since May",
    "why am I waiting for my card",
]
PARKING = [
    "There is not enough parking downtown",
    "not enough parking near the arena",
    "Downtown needs parking, not enough parking!",
    "never find parking downtown",
]


def test_a_group_is_named_by_what_people_say_in_it() -> None:
    book = Phrasebook(CARDS + PARKING, "en")
    assert book.name(range(4)).name == "waiting for my card"
    assert "not enough parking" in book.name(range(4, 8)).name


def test_names_are_phrases_of_the_comments() -> None:
    book = Phrasebook(CARDS + PARKING, "en")
    for members in (range(4), range(4, 8)):
        said = " ".join((CARDS + PARKING)[at].lower() for at in members)
        assert all(phrase in said for phrase in book.name(members).phrases)


def test_a_name_that_people_capitalise_keeps_its_capitals() -> None:
    texts = [f"Potholes on Queen Street {n}" for n in "abcd"] + [f"the library hours {n}" for n in "abcd"]
    assert "Queen Street" in Phrasebook(texts, "en").name(range(4)).name


def test_masked_details_are_in_no_name() -> None:
    texts = [f"write to [email] about water bills {n}" for n in "abcd"] + ["parks are nice"] * 4
    naming = Phrasebook(texts, "en").name(range(4))
    assert "water bills" in naming.name
    assert not any("email" in each for each in (naming.name, *naming.phrases, *naming.terms))


def test_french_phrases_keep_their_small_words() -> None:
    texts = [
        "Il manque de places de stationnement",
        "pas de places de stationnement au centre",
        "places de stationnement trop chères",
        "la bibliothèque ferme tôt",
        "la bibliothèque est belle",
        "heures de la bibliothèque",
    ]
    assert "places de stationnement" in Phrasebook(texts, "fr").name(range(3)).name


def test_texts_without_a_telling_word_have_no_name() -> None:
    assert Phrasebook(["it is", "we are", ""], "en").name(range(3)).name == ""


def test_enough_members_are_read_evenly() -> None:
    assert readable(list(range(10))) == list(range(10))
    assert readable(list(range(1000))) == list(range(0, 1000, 4))


def test_two_words_of_every_text_that_seldom_stand_together_break_nothing() -> None:
    texts = ["fence permit now"] * 3 + ["a permit, please, and no answer about the fence"] * 17
    found = Phrasebook(texts, "en").name(range(3))
    assert "fence permit" not in found.phrases
