"""What the model is sure of is accepted where it was measured to be right often enough, and not before."""

from datetime import UTC, datetime

import pytest

from engage.results.answers import Bearing
from engage.results.coded import CodedRow, Said
from engage.reviewing import desk
from engage.reviewing.acceptance import FEWEST, accepted_at
from engage.reviewing.sampling import number_of
from engage.reviewing.standing import Standing, standing
from surveys.decisions import Decision

AT = datetime(2026, 9, 14, tzinfo=UTC)
ROWS = 400


def decided(id_: int, *themes: str) -> Standing:
    made = Decision(
        survey_id=1,
        comment_id=id_,
        coder="dev",
        themes=themes,
        sentiment=None,
        feedback=None,
        frame_id="f",
        frame_version="1",
        drawn="random",
        id=id_,
        at=AT,
    )
    return standing([made])[id_]


def row(id_: int, sure: float, review: Standing | None = None, *, unsure: bool = False) -> CodedRow:
    said = Said("neutral", 0.9, ("search",) if sure else (), (sure,) if sure else (), is_unsure=unsure)
    return CodedRow(
        id=id_,
        response_id=id_,
        question_name="why",
        day=AT.date(),
        bears=Bearing({}, 1),
        language="en",
        sentiment="neutral",
        score=0.0,
        themes=said.themes,
        campaign_id=None,
        unprocessed=None,
        is_coded=True,
        said=said,
        review=review,
    )


def rows(reviewed: int, *, wrong_below: float = 0.0) -> list[CodedRow]:
    """Return comments of which the first in line were reviewed; below a confidence the model is wrong."""
    ids = sorted(range(1, ROWS + 1), key=number_of)
    made = []
    for place, id_ in enumerate(ids):
        sure = 0.95 if place % 2 else 0.6
        right = "search" if sure >= wrong_below else "speed"
        made.append(row(id_, sure, decided(id_, right) if place < reviewed else None))
    return made


def test_with_few_reviews_nothing_is_accepted_and_it_says_how_many_are_missing() -> None:
    found = accepted_at(rows(10), 0.9)
    assert (found.accept_from, found.accepted) == (None, frozenset())
    assert found.reviews_needed == 2 * FEWEST - 10


def test_everything_is_accepted_where_the_model_is_always_right() -> None:
    given = rows(160)
    found = accepted_at(given, 0.9)
    assert found.accept_from == 0.6
    assert found.accepted == {each.id for each in given if each.review is None}
    assert (found.measured, found.high) == (1.0, 1.0)
    assert 0.9 < found.low < 1


def test_only_from_the_confidence_on_at_which_it_is_right_often_enough() -> None:
    given = rows(160, wrong_below=0.9)
    found = accepted_at(given, 0.9)
    assert found.accept_from == 0.95
    assert found.accepted == {
        each.id for each in given if each.review is None and each.said.sureness[0] > 0.9
    }


def test_a_model_that_is_never_right_accepts_nothing() -> None:
    found = accepted_at(rows(160, wrong_below=1.0), 0.8)
    assert (found.accept_from, found.accepted, found.reviews_needed) == (None, frozenset(), 0)


def test_what_is_unsure_or_has_no_theme_waits_for_a_person() -> None:
    given = [*rows(160), row(1001, 0.99, unsure=True), row(1002, 0.0)]
    assert accepted_at(given, 0.9).accepted & {1001, 1002} == frozenset()


def test_the_half_that_chooses_is_not_the_half_that_measures() -> None:
    given = rows(160)
    assert accepted_at(given, 0.9).checked < 160
    assert accepted_at(given, 0.9).checked >= FEWEST


@pytest.mark.parametrize("skipped", [(), (1,)])
def test_accepted_comments_leave_the_queue(skipped: tuple[int, ...]) -> None:
    given = rows(160)
    accepted = accepted_at(given, 0.9).accepted
    assert desk.waiting_for(given, "first", "dev", accepted=accepted) == []
    assert desk.next_turn(given, "first", "dev", skipped, AT, accepted=accepted) is None
    assert desk.next_turn(given, "first", "dev", skipped, AT) is not None


def test_while_others_wait_some_accepted_ones_still_come_up_at_random() -> None:
    given = [*rows(160), row(1001, 0.99, unsure=True)]
    accepted = accepted_at(given, 0.9).accepted
    turn = desk.next_turn(given, "first", "dev", (), AT, accepted=accepted)
    assert turn is not None
    assert (turn.drawn, turn.comment_id) == ("uncertain", 1001)
    assert desk.waiting_for(given, "first", "dev", accepted=accepted) == [1001]
