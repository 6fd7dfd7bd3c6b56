import pytest

from analysis.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The search works but it is slow", "en"),
        ("i cant find the deck permit", "en"),
        ("Ça marche bien, merci", "fr"),
        ("le site plante a chaque fois", "fr"),
        ("trop lent", "fr"),
        ("Please say merci to the staff", "en"),
        ("No me gusta el sitio web, es muy lento", "other"),
        ("Das ist nicht gut, ich kann nicht bezahlen", "other"),
        ("我喜欢这个网站", "other"),
        ("الموقع بطيء جدا", "other"),
        (
            "I tried to pay my taxes on the site. Le site est en anglais seulement et je ne comprends pas.",
            "mixed",
        ),
        ("12345", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_language_is_named(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_page_decides_where_words_do_not() -> None:
    assert detect("ok", "fr") == "fr"
    assert detect("parking", "en") == "en"


def test_the_page_does_not_overrule_the_words() -> None:
    assert detect("Le site ne fonctionne pas avec mon iphone et safari", "en") == "fr"
    assert detect("the site does not work with my phone", "fr") == "en"
