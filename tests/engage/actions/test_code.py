"""People code comments: whose turn it is, what is kept, what stands, and who may."""

from datetime import timedelta

import pytest

from analysis.feedback import KINDS
from analysis.results import SENTIMENTS, CodedComment
from engage.access import NotFoundError, RefusedError
from engage.actions import code, results
from engage.actions.code import DecisionError, NoRunError
from engage.office import Office
from engage.reviewing.values import Choice
from surveys.store import audit, responses
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import answer, cast, make_survey

COUNT = 12


@pytest.fixture
def ids(office: Office) -> list[int]:
    """A survey with twelve comments in a finished run; the model is unsure of the fourth."""
    make_survey(office)
    for number in range(COUNT):
        answer(office, improve=f"Search is slow on page {number}, write to me{number}@larkmere.example")
    found = comment_ids(office)
    finish_run(office, [_said(id_, is_unsure=place == 3) for place, id_ in enumerate(found)])
    return found


def _said(id_: int, **more: object) -> CodedComment:
    return said(id_, "search", sentiment_confidence=0.9, **more)


def test_kinds_are_those_of_the_analysis() -> None:
    assert code.SENTIMENTS == SENTIMENTS
    assert code.FEEDBACK == KINDS


def test_half_is_drawn_at_random_and_half_where_the_model_is_unsure(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    drawn = []
    for _ in range(4):
        item = code.desk(office, dev, "library").item
        assert item is not None
        drawn.append((item.drawn, item.said is None))
        code.decide(office, dev, "library", item.comment_id, Choice(themes=()), drawn=item.drawn)
    assert drawn == [("random", True), ("uncertain", False), ("random", True), ("uncertain", False)]
    progress = code.desk(office, dev, "library").progress
    assert (progress.reviewed, progress.unsure, progress.mine) == (4, 2, 4)
    assert progress.readable == COUNT


def test_what_the_model_doubts_most_comes_first(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    code.decide(office, dev, "library", ids[0], Choice(sentiment="mixed"), drawn="random")
    second = code.desk(office, dev, "library").item
    assert second is not None
    assert (second.comment_id, second.drawn) == (ids[3], "uncertain")


def test_a_skipped_comment_makes_way_for_the_next(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    seen: list[int] = []
    while (item := code.desk(office, dev, "library", skipped=seen).item) is not None:
        seen.append(item.comment_id)
    assert sorted(seen) == ids


def test_words_are_masked_for_whoever_codes(office: Office, ids: list[int]) -> None:
    people = cast(office)
    for actor in (people.dev, people.ana):
        item = code.desk(office, actor, "library", comment_id=ids[0]).item
        assert item is not None
        assert item.text == f"masked {ids[0]}"


def test_a_decision_wins_over_the_machine_and_is_written_down(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    kept = code.decide(
        office,
        dev,
        "library",
        ids[0],
        Choice(themes=("speed",), sentiment="positive", feedback="praise"),
        drawn="random",
    )
    assert (kept.coder, kept.frame_id, kept.frame_version, kept.chance) == (dev.label, "test", "1", 0.083333)
    assert kept.machine["themes"] == [["search", 0.9]]
    assert kept.machine["sentiment"] == "negative"
    found = results.comments(office, dev, "library", ids=[ids[0]]).lines[0]
    assert (found.themes, found.sentiment) == (("speed",), "positive")
    with office.db.read() as tx:
        [told] = [entry for entry in audit.entries(tx) if entry.action == "comment.coded"]
    assert told.details == {"comment": ids[0], "decision": kept.id, "drawn": "random"}


def test_no_theme_fits_takes_the_machines_themes_away(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    code.decide(office, dev, "library", ids[0], Choice(themes=()))
    found = results.comments(office, dev, "library", ids=[ids[0]]).lines[0]
    assert (found.themes, found.sentiment) == ((), "negative")


def test_correcting_keeps_the_history_and_how_the_comment_was_drawn(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    code.decide(office, dev, "library", ids[0], Choice(sentiment="mixed"), drawn="random")
    again = code.desk(office, dev, "library", comment_id=ids[0]).item
    assert again is not None
    assert again.mine is not None
    assert (again.mine.sentiment, again.drawn) == ("mixed", "random")
    code.decide(office, dev, "library", ids[0], Choice(sentiment="neutral"), drawn=again.drawn)
    told = code.history(office, dev, "library", ids[0])
    assert [each.sentiment for each in told] == ["mixed", "neutral"]
    assert results.comments(office, dev, "library", ids=[ids[0]]).lines[0].sentiment == "neutral"
    assert code.desk(office, dev, "library").progress.reviewed == 1


def test_a_second_coder_reads_blind_and_what_differs_is_settled(office: Office, ids: list[int]) -> None:
    people = cast(office)
    for id_ in ids[:2]:
        code.decide(office, people.dev, "library", id_, Choice(("search",), "negative"), drawn="random")
    for _ in range(2):
        second = code.desk(office, people.ana, "library", mode="second").item
        assert second is not None
        assert (second.said, second.mine, second.told, second.drawn) == (None, None, None, "second")
        theirs = Choice(("search",), "mixed" if second.comment_id == ids[0] else "negative")
        code.decide(office, people.ana, "library", second.comment_id, theirs, drawn=second.drawn)
    assert code.desk(office, people.ana, "library", mode="second").item is None
    open_ = code.desk(office, people.dev, "library", mode="settle")
    assert open_.item is not None
    assert (open_.item.comment_id, open_.left, open_.progress.disputed) == (ids[0], 1, 1)
    assert {who: told.sentiment for who, told in (open_.item.told or {}).items()} == {
        people.dev.label: "negative",
        people.ana.label: "mixed",
    }
    assert results.comments(office, people.dev, "library", ids=[ids[0]]).lines[0].sentiment == "negative"
    code.decide(office, people.dev, "library", ids[0], Choice(("speed",), "neutral"), drawn="settled")
    assert code.desk(office, people.dev, "library", mode="settle").item is None
    found = results.comments(office, people.dev, "library", ids=[ids[0]]).lines[0]
    assert (found.themes, found.sentiment) == (("speed",), "neutral")
    told = code.desk(office, people.dev, "library").progress
    assert (told.reviewed, told.doubly, told.disputed) == (2, 2, 0)


def test_nobody_is_a_second_coder_of_their_own(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    code.decide(office, dev, "library", ids[0], Choice(sentiment="mixed"), drawn="random")
    assert code.desk(office, dev, "library", mode="second").item is None


def test_who_codes_at_the_same_time_gets_another_comment(office: Office, ids: list[int]) -> None:
    people = cast(office)
    for actor, id_ in ((people.dev, ids[5]), (people.ana, ids[6])):
        code.decide(office, actor, "library", id_, Choice(sentiment="mixed"), drawn="uncertain")
    one, other = (code.desk(office, actor, "library").item for actor in (people.dev, people.ana))
    assert one is not None
    assert other is not None
    assert one.comment_id != other.comment_id
    later = office.now() + timedelta(hours=1)
    office.now = lambda: later
    alone = code.desk(office, people.ana, "library").item
    assert alone is not None
    assert alone.comment_id in (one.comment_id, other.comment_id)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(), "nothing_decided"),
        (Choice(themes=("search", "nonsense")), "theme_unknown"),
        (Choice(sentiment="furious"), "sentiment_unknown"),
        (Choice(feedback="<script>"), "feedback_unknown"),
    ],
)
def test_what_is_not_a_decision_is_refused(office: Office, ids: list[int], choice: Choice, told: str) -> None:
    dev = cast(office).dev
    with pytest.raises(DecisionError) as refused:
        code.decide(office, dev, "library", ids[0], choice)
    assert refused.value.code == told
    assert code.history(office, dev, "library", ids[0]) == []


def test_a_comment_of_another_survey_or_withdrawn_is_not_there(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    make_survey(office, "parks")
    answer(office, "parks", improve="More trees")
    [elsewhere] = comment_ids(office, "parks")
    with office.db.write() as tx:
        gone = next(responses.comments(tx, 1, ids=[ids[0]])).response_id
        responses.withdraw(tx, gone, at=office.now())
    for id_ in (elsewhere, ids[0], 99999):
        with pytest.raises(NotFoundError):
            code.decide(office, dev, "library", id_, Choice(sentiment="mixed"))
        with pytest.raises(NotFoundError):
            code.desk(office, dev, "library", comment_id=id_)


def test_comments_are_reviewed_after_a_first_analysis(office: Office) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    with pytest.raises(NoRunError):
        code.desk(office, cast(office).dev, "library")


@pytest.mark.parametrize(
    ("name", "error"),
    [("cho", NotFoundError), ("rosa", NotFoundError), ("ben", RefusedError), ("ava", RefusedError)],
)
def test_who_may_not_code_decides_nothing(
    office: Office, ids: list[int], name: str, error: type[Exception]
) -> None:
    people = cast(office)
    actor = getattr(people, name)
    with pytest.raises(error):
        code.desk(office, actor, "library")
    with pytest.raises(error):
        code.decide(office, actor, "library", ids[0], Choice(sentiment="mixed"))
    with pytest.raises(error):
        code.history(office, actor, "library", ids[0])
    assert code.history(office, people.dev, "library", ids[0]) == []


def test_agreement_is_told_of_the_random_sample_and_of_two_coders(office: Office, ids: list[int]) -> None:
    people = cast(office)
    assert code.agreement(office, people.ben, "library") == ()
    for place, id_ in enumerate(ids):
        theirs = Choice(("search",) if place else (), "negative" if place % 2 else "positive")
        code.decide(office, people.dev, "library", id_, theirs, drawn="random")
    code.decide(office, people.ana, "library", ids[0], Choice((), "positive"), drawn="second")
    code.decide(office, people.ana, "library", ids[1], Choice(("speed",), "positive"), drawn="second")
    told = {
        (line.between, line.matter, line.measure): line
        for line in code.agreement(office, people.ben, "library")
    }
    assert told["model", "themes", "alpha"].n == COUNT
    kappa = told["model", "sentiment", "kappa"]
    assert (kappa.n, kappa.value, kappa.strength) == (COUNT, 0.0, "poor")
    people_alpha = told["people", "sentiment", "alpha"]
    assert (people_alpha.n, people_alpha.strength) == (2, "poor")
    assert told["people", "feedback", "alpha"].n == 0


def test_a_precision_is_chosen_for_the_survey_and_written_down(office: Office, ids: list[int]) -> None:
    people = cast(office)
    code.accept_at(office, people.dev, "library", 0.9)
    seen = code.desk(office, people.ana, "library").acceptance
    assert seen is not None
    assert (seen.precision, seen.accepted, seen.reviews_needed) == (0.9, frozenset(), 40)
    code.accept_at(office, people.ana, "library", None)
    assert code.desk(office, people.dev, "library").acceptance is None
    with office.db.read() as tx:
        told = [each.details for each in audit.entries(tx) if each.action == "acceptance.chosen"]
    assert told == [{"precision": None}, {"precision": 0.9}]  # the newest first


def test_only_a_precision_that_there_is_can_be_chosen(office: Office, ids: list[int]) -> None:
    for precision in (0.1, 1.5, float("nan")):
        with pytest.raises(DecisionError):
            code.accept_at(office, cast(office).dev, "library", precision)
    assert [found.precision for found in code.acceptances(office, cast(office).dev, "library")] == [
        0.8,
        0.85,
        0.9,
        0.95,
    ]
