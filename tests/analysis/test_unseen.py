"""What the model says of a reviewed comment does not come from that review, so it may correct figures."""

from dataclasses import replace

import pytest

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis, Unseen
from analysis.reviews import Review

FRAME: CodeFrame = load_code_frame(
    {
        "id": "t",
        "version": "1",
        "themes": [
            {"id": "search", "name": "Search", "definition": "Finding things with the search box."},
            {"id": "staff", "name": "Staff", "definition": "How people at the counter treat residents."},
        ],
    }
)
BAD = ("The search box finds nothing about permit {}", "Search results for road {} are useless and slow")
GOOD = ("Staff at counter {} were kind and helpful", "The lady at desk {} was wonderful, thank you")
COMMENTS = [
    Comment(id=str(number), text=(*BAD, *GOOD)[number % 4].format(number), question_name="why")
    for number in range(80)
]


def reviews() -> dict[str, Review]:
    return {
        comment.id: Review("negative", ("search",))
        if int(comment.id) % 4 < 2
        else Review("positive", ("staff",))
        for comment in COMMENTS[:60]
    }


def analysed(decided: dict[str, Review]) -> Analysis:
    return run(COMMENTS, code_frame=FRAME, reviews=decided)


@pytest.fixture(scope="module")
def plain() -> Analysis:
    return analysed(reviews())


def test_only_reviewed_comments_have_it(plain: Analysis) -> None:
    assert [comment.unseen is not None for comment in plain.comments] == [True] * 60 + [False] * 20


def test_a_persons_word_stands_and_does_not_change_what_the_model_says_of_that_comment(
    plain: Analysis,
) -> None:
    other = reviews() | {"0": Review("positive", ("staff",))}
    flipped = analysed(other).comments[0]
    assert (flipped.sentiment, [each.theme_id for each in flipped.themes]) == ("positive", ["staff"])
    assert flipped.unseen is not None
    assert plain.comments[0].unseen is not None
    assert flipped.unseen.sentiment == plain.comments[0].unseen.sentiment == "negative"
    assert [each.theme_id for each in flipped.unseen.themes] == ["search"]


def test_the_model_is_mostly_right_about_what_it_has_not_seen(plain: Analysis) -> None:
    told = [comment.unseen for comment in plain.comments[:60] if comment.unseen]
    meant = list(reviews().values())
    right = sum(each.sentiment == review.sentiment for each, review in zip(told, meant, strict=True))
    assert right >= 55


def test_a_review_of_one_matter_leaves_the_other_to_the_model() -> None:
    decided = {each: replace(review, themes=None) for each, review in reviews().items()}
    comment = analysed(decided).comments[0]
    assert comment.unseen is not None
    assert comment.unseen.themes == comment.themes


def test_it_survives_a_trip_through_json(plain: Analysis) -> None:
    again = Analysis.from_dict(plain.to_dict())
    assert again.comments[0].unseen == plain.comments[0].unseen
    assert isinstance(again.comments[0].unseen, Unseen)
