import pytest

from analysis.valence import has_emotion_sign, weigh

WORSE = [
    "The search doesn't work :(",
    "I can't log in",
    "bug",
    "crashing",
    "It keeps crashing!",
    "The app is slow and freezes",
    "not user friendly",
    "couldn't find the permit",
    "the site won't let me pay",
    "could be better",
    "no one answers the phone",
    "too many steps",
    "thanks for nothing",
    "it never loads",
]
BETTER = [
    "nothing to improve",
    "no complaints",
    "could not be better",
    "couldn't be easier",
    "I had no problem at all",
    "not bad",
    "no issues",
    "can't fault it",
    "it works",
    "the search is much better now",
    "I would like to thank the staff",
    "👍",
]
PIRE = [
    "la recherche ne marche pas :(",
    "je n'arrive pas à me connecter",
    "bogue",
    "ça plante",
    "ce n'est pas facile",
    "rien ne fonctionne",
    "le site est lent et il fige",
    "pourrait être mieux",
    "c'est pas clair",
    "decu du service",
]
MIEUX = [
    "rien à améliorer",
    "aucune plainte",
    "on ne peut mieux",
    "ne pourrait être mieux",
    "pas de problème",
    "sans souci",
    "ça marche très bien",
    "c'est facile",
    "rien à redire",
]


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [(text, "en", -1) for text in WORSE]
    + [(text, "en", 1) for text in BETTER]
    + [(text, "fr", -1) for text in PIRE]
    + [(text, "fr", 1) for text in MIEUX],
)
def test_idioms_of_services_are_understood(text: str, language: str, sign: int) -> None:
    assert weigh(text, language).score * sign > 0.1


def test_a_negation_does_not_turn_an_emoticon_round() -> None:
    assert weigh("not now :(", "en").total < 0


def test_hours_and_numbered_lists_are_no_emoticons() -> None:
    assert weigh("the bus of 12:30", "en").total == weigh("l'autobus de 12:30", "fr").total == 0
    assert weigh("7) parks 8) roads", "en").total == 0


@pytest.mark.parametrize(
    "text", ["juste la page", "ma part sur le mur", "remplir la carte", "une soirée au parc", "vraiment"]
)
def test_everyday_french_words_have_no_tone(text: str) -> None:
    assert weigh(text, "fr").total == 0


def test_a_negation_does_not_pass_a_comma() -> None:
    assert weigh("no, great work", "en").total > 0


def test_what_follows_a_but_counts_more() -> None:
    assert weigh("great staff but slow site", "en").total < weigh("slow site but great staff", "en").total


def test_good_and_bad_together_are_mixed() -> None:
    assert weigh("I love the search. The payment page is terrible and broken.", "en").is_mixed
    assert not weigh("I love the search and the staff are great", "en").is_mixed


def test_a_wish_is_no_praise() -> None:
    assert weigh("please make it easier and clearer", "en").good == 0
    assert weigh("easier", "en", asks_for_faults=True).good == 0
    assert weigh("easier", "en").good > 0


def test_stronger_words_weigh_more() -> None:
    assert weigh("very slow", "en").total < weigh("slow", "en").total < weigh("slightly slow", "en").total < 0


def test_emoji_with_a_tone_are_known() -> None:
    assert has_emotion_sign("😡")
    assert not has_emotion_sign("…")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on hold for an hour, then the runaround", "en"),
        ("never came, never heard back", "en"),
        ("j'attends encore, toujours rien", "fr"),
        ("à quoi ça sert, ça fait dur", "fr"),
    ],
)
def test_complaints_without_a_bad_word_are_understood(text: str, language: str) -> None:
    assert weigh(text, language).score < -0.2


@pytest.mark.parametrize("text", ["the bus stop by hand", "approved for credit", "the dump on block four"])
def test_everyday_english_words_have_little_tone(text: str) -> None:
    assert abs(weigh(text, "en").score) <= 0.2
