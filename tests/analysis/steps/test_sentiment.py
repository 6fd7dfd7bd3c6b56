from collections.abc import Sequence

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.reviews import Review
from analysis.steps.clean import Clean
from analysis.steps.language import Language
from analysis.steps.sentiment import Sentiment
from analysis.work import Desk, Tone, Work

LONG_AGO = [Comment(id=f"p{n}", text=f"the purple desk, window {n}") for n in range(30)] + [
    Comment(id=f"o{n}", text=f"the orange desk, window {n}") for n in range(30)
]


def read(comments: Sequence[Comment], reviews: dict[str, Review]) -> dict[str, Tone]:
    work = Work(tuple(comments), CodeFrame("none", "0", ()), reviews=reviews)
    for step in (Clean(), Language(), Sentiment()):
        work = step.run(work, Desk())
    return dict(zip((comment.id for comment in comments), work.tones, strict=True))


def reviewed(count: int) -> dict[str, Review]:
    meant = {"p": "positive", "o": "negative"}
    each = count // 2
    chosen = [comment for comment in LONG_AGO if int(comment.id[1:]) < each]
    return {comment.id: Review(sentiment=meant[comment.id[0]]) for comment in chosen}


def test_fewer_than_fifty_reviews_leave_the_rules_in_charge() -> None:
    tones = read([*LONG_AGO, Comment(id="new", text="the purple desk")], reviewed(48))
    assert tones["new"].sentiment == "neutral"


def test_fifty_reviews_make_a_model_of_the_towns_own_words() -> None:
    tones = read([*LONG_AGO, Comment(id="new", text="the purple desk")], reviewed(50))
    assert tones["new"].sentiment == "positive"


def test_what_a_person_decided_is_never_overruled() -> None:
    comment = Comment(id="1", text="I love the new search, it is great")
    assert read([comment], {"1": Review(sentiment="negative")})["1"] == Tone("negative", -0.5, 1.0)
    kept = read([comment], {"1": Review(sentiment="positive")})["1"]
    assert kept == Tone("positive", read([comment], {})["1"].score, 1.0)


def test_a_review_that_says_nothing_of_sentiment_changes_nothing() -> None:
    comment = Comment(id="1", text="I love the new search")
    assert read([comment], {"1": Review(themes=("search",))}) == read([comment], {})


def test_reviews_of_other_comments_are_left_alone() -> None:
    comment = Comment(id="1", text="I love the new search")
    assert read([comment], {"gone": Review(sentiment="negative")}) == read([comment], {})
