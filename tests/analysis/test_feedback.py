import pytest

from analysis.feedback import feedback_of


@pytest.mark.parametrize(
    ("text", "sentiment", "question", "expected"),
    [
        ("There is a live wire hanging over the slide", "neutral", "", "urgent"),
        ("Strong gas smell in the hallway of the library", "negative", "", "urgent"),
        ("Il y a un fil électrique dénudé qui pend devant l'école", "neutral", "", "urgent"),
        ("Ça sent le gaz dans le gymnase", "neutral", "", "urgent"),
        ("My screen reader stops at the second field", "negative", "", "accessibility_barrier"),
        ("Mon fauteuil roulant ne passe pas la porte", "negative", "", "accessibility_barrier"),
        ("The new ramp is wonderful for my wheelchair", "positive", "", "praise"),
        ("The page froze twice", "negative", "", "problem"),
        ("Nice staff but the page froze", "mixed", "", "problem"),
        ("Is the pool open on Monday?", "neutral", "", "question"),
        ("Bonjour, où est-ce qu'on apporte les vieux pneus?", "neutral", "", "question"),
        ("a dog park", "neutral", "What would you like to see?", "idea"),
        ("un parc à chiens", "neutral", "Qu'aimeriez-vous voir?", "idea"),
        ("It would be nice to save a draft", "neutral", "", "idea"),
        ("Il faudrait un bouton de retour", "neutral", "", "idea"),
        ("I renewed a dog tag", "neutral", "Please tell us why", "other"),
        ("fast and friendly", "positive", "", "praise"),
    ],
)
def test_each_sort_of_feedback_is_told_apart(text: str, sentiment: str, question: str, expected: str) -> None:
    assert feedback_of(text, sentiment, question=question) == expected


def test_a_comment_that_could_not_be_read_has_no_sort() -> None:
    assert feedback_of("", None) is None


def test_praise_of_what_is_not_dangerous_is_not_urgent() -> None:
    assert feedback_of("They fixed the open manhole, thank you", "positive") == "praise"


def test_complaints_in_capitals_are_not_urgent_by_being_loud() -> None:
    assert feedback_of("trop d'étapes!!! trop petit!!!", "negative") == "problem"
