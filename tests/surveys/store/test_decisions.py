"""Decisions of people: kept whole, in order, on both databases; they go with the comment and only then."""

from dataclasses import fields, replace

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.decisions import Decision, NewDecision
from surveys.store import decisions, responses, runs
from surveys.store.database import Database
from tests.factories import AT, add_survey, record, response


@pytest.fixture
def survey_id(db: Database) -> int:
    ids = add_survey(db)
    record(db, response(ids), response(ids, "key-2", "Less noise"))
    return ids[0]


def comment_ids(db: Database, survey_id: int) -> list[int]:
    with db.read() as tx:
        return [comment.id for comment in responses.comments(tx, survey_id)]


def made(survey_id: int, comment_id: int, **more: object) -> NewDecision:
    values: dict[str, object] = {
        "survey_id": survey_id,
        "comment_id": comment_id,
        "coder": "staff:1",
        "themes": ("search", "speed"),
        "sentiment": "negative",
        "feedback": "problem",
        "frame_id": "town",
        "frame_version": "2",
        "drawn": "random",
        "stratum": "1.0",
        "chance": 0.25,
        "machine": {"run": 3, "sentiment": "neutral", "themes": [["search", 0.4]]},
        **more,
    }
    return NewDecision(**values)  # type: ignore[arg-type]


def add(db: Database, decision: NewDecision) -> Decision:
    with db.write() as tx:
        return decisions.add(tx, decision, at=AT)


def test_a_decision_comes_back_as_it_was_made(db: Database, survey_id: int) -> None:
    first, _ = comment_ids(db, survey_id)
    wanted = made(survey_id, first)
    add(db, wanted)
    with db.read() as tx:
        [found] = decisions.of_survey(tx, survey_id)
    assert found.at == AT
    assert {each.name: getattr(found, each.name) for each in fields(NewDecision)} == {
        each.name: getattr(wanted, each.name) for each in fields(NewDecision)
    }


def test_no_theme_fits_is_not_the_same_as_undecided(db: Database, survey_id: int) -> None:
    first, second = comment_ids(db, survey_id)
    add(db, made(survey_id, first, themes=()))
    add(db, made(survey_id, second, themes=None, sentiment=None, feedback=None, chance=None))
    with db.read() as tx:
        assert [found.themes for found in decisions.of_survey(tx, survey_id)] == [(), None]


def test_a_correction_is_added_and_the_first_stays(db: Database, survey_id: int) -> None:
    first, second = comment_ids(db, survey_id)
    wanted = made(survey_id, first)
    kept = [add(db, wanted), add(db, made(survey_id, second)), add(db, replace(wanted, sentiment="mixed"))]
    with db.read() as tx:
        assert decisions.of_comment(tx, survey_id, first) == [kept[0], kept[2]]
        assert decisions.of_survey(tx, survey_id) == kept
        assert decisions.tally(tx, survey_id) == (3, kept[2].id)
        assert decisions.tally(tx, survey_id + 1) == (0, 0)


def test_decisions_outlive_the_run_and_go_with_the_comment(db: Database, survey_id: int) -> None:
    first, second = comment_ids(db, survey_id)
    with db.write() as tx:
        run_id = runs.add(tx, survey_id=survey_id, seed=0, started_by="staff:1", inputs={}, at=AT)
    for id_ in (first, second):
        add(db, made(survey_id, id_, machine={"run": run_id}))
    with db.write() as tx:
        runs.remove(tx, run_id)
        assert len(decisions.of_survey(tx, survey_id)) == 2
        gone = next(responses.comments(tx, survey_id, ids=[first])).response_id
        responses.withdraw(tx, gone, at=AT)
    with db.read() as tx:
        assert [found.comment_id for found in decisions.of_survey(tx, survey_id)] == [second]


def test_a_comment_that_is_not_there_cannot_be_decided_about(db: Database, survey_id: int) -> None:
    with pytest.raises(IntegrityError):
        add(db, made(survey_id, 9999))
