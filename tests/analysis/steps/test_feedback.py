from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.reviews import Review

FRAME = CodeFrame("none", "0", ())


def sorts(*texts: str, reviews: dict[str, Review] | None = None) -> list[str | None]:
    comments = [Comment(id=str(number), text=text) for number, text in enumerate(texts)]
    return [comment.feedback for comment in run(comments, code_frame=FRAME, reviews=reviews).comments]


def test_every_comment_gets_a_sort_and_unreadable_ones_none() -> None:
    found = sorts("I love it, great work", "nothing", "", "There is a gas leak at the school right now")
    assert found == ["praise", "other", None, "urgent"]


def test_what_a_person_decided_stays() -> None:
    assert sorts("I love it", reviews={"0": Review(feedback="idea")}) == ["idea"]
