import pytest

from analysis.sentiment.model import learn, within
from analysis.sentiment.rules import Asked, tone

GOOD = ["the purple desk was a delight", "purple desk again, so quick", "I go to the purple desk", "purple!"]
BAD = ["the orange desk lost my file", "orange desk, three hours", "I went to the orange desk", "orange…"]


def said(text: str, *, reason: str | None = None, features: tuple[str, ...] = ()) -> Asked:
    return Asked(text, text.lower(), "en", reason=reason, features=features)


def reviews(times: int = 4) -> list[tuple[Asked, str]]:
    """What a town's own people mean by words that no lexicon values."""
    return [
        (said(f"{text} {number}"), label)
        for number in range(times)
        for texts, label in ((GOOD, "positive"), (BAD, "negative"))
        for text in texts
    ]


def test_a_model_learns_words_that_no_rule_values() -> None:
    asked = [said("we used the purple desk"), said("we used the orange desk")]
    assert [tone(each).sentiment for each in asked] == ["neutral", "neutral"]
    model = learn(reviews())
    assert model is not None
    assert [each.sentiment for each in model.tones(asked)] == ["positive", "negative"]


def test_the_same_reviews_give_the_same_model() -> None:
    others = [said("the office is shut"), said("nice people"), said("too slow")]
    one, two = (learn(reviews(), others=others, seed=3) for _ in range(2))
    assert one is not None
    assert two is not None
    assert one.tones(others) == two.tones(others)


def test_reviews_of_one_class_teach_nothing() -> None:
    assert learn([(said("good"), "positive"), (said("fine"), "positive")]) is None
    assert learn([]) is None


def test_unreadable_comments_get_no_tone_and_teach_nothing() -> None:
    model = learn([*reviews(), (said("", reason="empty"), "mixed")])
    assert model is not None
    assert model.classes == ("negative", "positive")
    assert model.tones([said("", reason="empty")])[0].sentiment is None


def test_contradictory_reviews_leave_the_model_unsure() -> None:
    torn = [(said("the purple desk"), label) for label in ("positive", "negative") for _ in range(30)]
    model = learn(torn)
    assert model is not None
    assert model.tones([said("the purple desk")])[0].confidence == pytest.approx(0.5, abs=0.15)


def test_a_category_nobody_reviewed_is_no_obstacle() -> None:
    model = learn([(said(each.text, features=("q1", "5")), label) for each, label in reviews()])
    assert model is not None
    assert model.tones([said("purple desk", features=("q2", ""))])[0].sentiment == "positive"


@pytest.mark.parametrize("text", ["", "😀😀😀", "12345", "العربية", "a", "'"])
def test_odd_comments_are_read(text: str) -> None:
    model = learn([*reviews(), (said(text), "positive")], others=[said(text)])
    assert model is not None
    assert model.tones([said(text)])[0].sentiment in ("positive", "negative")


def test_one_letter_reviews_are_enough_to_learn() -> None:
    assert learn([(said("a"), "positive"), (said("b"), "negative")]) is not None


@pytest.mark.parametrize(
    ("found", "classes", "expected"),
    [
        ("mixed", {"negative", "neutral", "positive"}, "neutral"),
        ("neutral", {"negative", "mixed", "positive"}, "mixed"),
        ("mixed", {"mixed", "neutral"}, "mixed"),
        ("neutral", {"negative", "positive"}, "neutral"),
    ],
)
def test_neutral_and_mixed_may_stand_for_each_other(found: str, classes: set[str], expected: str) -> None:
    assert within(found, frozenset(classes)) == expected


def test_words_that_mean_alike_are_read_alike() -> None:
    told = [("we went to the library", "positive"), ("it was about the garbage", "negative")]
    model = learn([(said(f"{text} {number}"), label) for number in range(30) for text, label in told])
    assert model is not None
    books, trash = model.chances([said("books"), said("trash")])[:, model.classes.index("positive")]
    assert books > trash


def test_french_is_learned_without_the_english_lexicon() -> None:
    told = [("le guichet mauve", "positive"), ("le guichet orange", "negative")]
    reviewed = [
        (Asked(f"{text} {number}", f"{text} {number}", "fr"), label)
        for number in range(30)
        for text, label in told
    ]
    model = learn(reviewed)
    assert model is not None
    asked = [Asked(f"au {colour}", f"au {colour}", "fr") for colour in ("mauve", "orange")]
    assert [each.sentiment for each in model.tones(asked)] == ["positive", "negative"]
