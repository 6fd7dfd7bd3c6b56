"""Corrected shares of a run: from random reviews only, by what the model said without learning from them."""

from dataclasses import replace

from analysis.comments import Comment
from analysis.corrections import corrections
from analysis.results import CodedComment, ThemeAssignment, Unseen
from analysis.reviews import Review

GIVEN = (ThemeAssignment("search", 0.8),)
COMMENTS = [Comment(id=str(number), text="Slow", group="1.0") for number in range(200)]
CODED = [
    CodedComment(comment.id, "en", "Slow", sentiment="negative", sentiment_confidence=0.7, themes=GIVEN)
    for comment in COMMENTS
]


def reviews(count: int, *, is_random: bool = True) -> dict[str, Review]:
    """Return reviews that find half of what the model calls search to be about nothing."""
    return {
        comment.id: Review("negative", ("search",) if int(comment.id) % 2 else (), None, is_random)
        for comment in COMMENTS[:count]
    }


def test_shares_are_corrected_by_random_reviews() -> None:
    found = corrections(COMMENTS, CODED, reviews(60), ["search", "speed"])
    search = found.themes["search"]
    assert (found.reviewed, search.reviewed, search.base) == (60, 60, 200)
    assert search.low < 0.5 < search.high < 0.7
    assert found.themes["speed"].share == 0
    assert found.sentiment["negative"].share > 0.9


def test_doubtful_reviews_correct_nothing() -> None:
    found = corrections(COMMENTS, CODED, reviews(60, is_random=False), ["search"])
    assert (found.reviewed, found.themes, found.sentiment) == (0, {}, {})


def test_what_a_model_says_after_learning_does_not_count() -> None:
    unseen = Unseen("negative", 0.7, GIVEN)
    learned = [
        replace(said, themes=GIVEN if number % 2 else (), unseen=unseen) if number < 60 else said
        for number, said in enumerate(CODED)
    ]
    found = corrections(COMMENTS, learned, reviews(60), ["search"])
    assert found == corrections(COMMENTS, CODED, reviews(60), ["search"])


def test_comments_that_could_not_be_read_are_left_out() -> None:
    coded = [replace(said, unprocessed="no_words", sentiment=None, themes=()) for said in CODED[:100]]
    found = corrections(COMMENTS, [*coded, *CODED[100:]], reviews(130), ["search"])
    assert (found.reviewed, found.themes["search"].base) == (30, 100)


def test_nothing_comes_of_nothing() -> None:
    assert corrections([], [], {}, ["search"]).themes == {}
