"""Two runs side by side: what changed, and whether people, comments, the code frame or the model did it."""

import pytest

from engage.access import NotFoundError
from engage.actions import code, understand
from engage.office import Office
from engage.portal.components.run_comparison import sentences
from engage.reviewing.values import Choice
from engage.wording import wording
from surveys.store import decisions, responses
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import answer, cast, make_survey, survey_now


def inputs(office: Office) -> dict[str, int]:
    with office.db.read() as tx:
        count, newest = decisions.tally(tx, survey_now(office).id)
    return {"decisions": count, "newest_decision": newest}


@pytest.fixture
def runs_(office: Office) -> tuple[int, int]:
    """Two runs: between them a person decided about one comment, one came and one was withdrawn."""
    make_survey(office)
    for number in range(5):
        answer(office, improve=f"Page {number} is slow")
    ids = comment_ids(office)
    first = finish_run(office, [said(id_, "search") for id_ in ids], inputs=inputs(office))
    code.decide(office, cast(office).dev, "library", ids[0], Choice(("speed",), "negative"), drawn="random")
    with office.db.write() as tx:
        gone = next(responses.comments(tx, survey_now(office).id, ids=[ids[4]])).response_id
        responses.withdraw(tx, gone, at=office.now())
    answer(office, improve="One more")
    new = comment_ids(office)[-1]
    coded = [said(ids[0], "speed"), said(ids[1], "search", "speed"), said(ids[2], "search")]
    coded += [said(ids[3], "search"), said(new, "search")]
    return first, finish_run(office, coded, inputs=inputs(office))


def test_each_change_has_its_cause(office: Office, runs_: tuple[int, int]) -> None:
    found = understand.compare(office, cast(office).dev, "library", *runs_)
    assert (found.new, found.gone, found.both) == (1, 0, 4)
    assert (found.reread, found.by_people, found.by_model, found.decisions) == (2, 1, 1, 1)
    assert (found.is_frame_new, found.is_seed_new, found.steps) == (False, False, ())
    assert [(row.theme_id, row.before, row.after) for row in found.themes] == [
        ("speed", 0, 2),
        ("search", 4, 4),
    ]


def test_it_is_told_in_sentences(office: Office, runs_: tuple[int, int]) -> None:
    found = understand.compare(office, cast(office).ben, "library", *runs_)
    assert sentences(wording("en"), found) == [
        "1 comment is new.",
        "Of 4 comments in both runs, 2 have another tone or other themes: 1 because people decided, "
        "1 because the model reads differently.",
        "It learned from 1 more decision.",
    ]
    assert len(sentences(wording("fr"), found)) == 3


def test_a_run_is_the_same_as_itself(office: Office, runs_: tuple[int, int]) -> None:
    found = understand.compare(office, cast(office).dev, "library", runs_[1], runs_[1])
    assert (found.new, found.gone, found.reread) == (0, 0, 0)
    assert sentences(wording("en"), found)[-1] == "Nothing that goes into a run has changed."


def test_runs_of_other_surveys_cannot_be_compared(office: Office, runs_: tuple[int, int]) -> None:
    make_survey(office, "parks")
    for pair in ((runs_[0], 99), (99, runs_[0])):
        with pytest.raises(NotFoundError):
            understand.compare(office, cast(office).dev, "library", *pair)
    with pytest.raises(NotFoundError):
        understand.compare(office, cast(office).ana, "parks", *runs_)
