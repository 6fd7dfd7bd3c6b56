import pytest

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis

SAID = (
    "I love the dog park on",
    "I hate the dog park on",
    "the search did not find my permit on",
    "library opening hours were changed on",
)


PLACES = ("Monday", "Tuesday", "winter", "summer", "June", "the weekend", "May", "Friday", "April", "July")
COMMENTS = [
    Comment(id=f"{number}-{place}", text=f"{text} {place}")
    for number, text in enumerate(SAID)
    for place in PLACES
]


@pytest.fixture(scope="module")
def analysis(frame: CodeFrame) -> Analysis:
    return run(COMMENTS, code_frame=frame)


def test_every_comment_is_in_one_broad_group(analysis: Analysis) -> None:
    held = [
        each for candidate in analysis.candidates if candidate.level == 1 for each in candidate.comment_ids
    ]
    assert sorted(held) == sorted(comment.id for comment in analysis.comments)


def test_finer_groups_hold_what_their_parent_holds(analysis: Analysis) -> None:
    for parent in analysis.candidates:
        parts = [each for each in analysis.candidates if each.parent == parent.id and each.level == 2]
        held = sorted(comment_id for part in parts for comment_id in part.comment_ids)
        assert held in ([], sorted(parent.comment_ids))


def test_what_people_disagree_on_is_kept_apart(frame: CodeFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.steps.candidates.fine_count", lambda _: 3)
    candidates = run(COMMENTS, code_frame=frame).candidates
    held = {each.side: {comment_id[0] for comment_id in each.comment_ids} for each in candidates}
    assert (held["positive"], held["negative"]) == ({"0"}, {"1"})


def test_what_the_code_frame_covers_is_told_apart(analysis: Analysis) -> None:
    outside = {
        number
        for each in analysis.candidates
        if each.is_outside_frame
        for number in {comment_id[0] for comment_id in each.comment_ids}
    }
    assert "3" in outside
    assert "2" not in outside


def test_ids_say_where_a_candidate_stands(analysis: Analysis) -> None:
    ids = [each.id for each in analysis.candidates]
    assert len(set(ids)) == len(ids)
    assert all(each.id.startswith(f"{each.parent}-") for each in analysis.candidates if each.parent)
