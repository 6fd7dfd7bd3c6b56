"""Analysis runs: asked for, watched, cancelled, finished; what they found is never overwritten."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.records import AnalysisRun
from surveys.store import responses, runs
from surveys.store.database import Database
from tests.factories import AT, add_survey, record, response


@pytest.fixture
def survey_id(db: Database) -> int:
    ids = add_survey(db)
    record(db, response(ids), response(ids, "key-2", "Less noise"))
    return ids[0]


def add(db: Database, survey_id: int) -> int:
    with db.write() as tx:
        return runs.add(tx, survey_id=survey_id, seed=7, started_by="staff:1", inputs={"n": 2}, at=AT)


def get(db: Database, run_id: int) -> AnalysisRun:
    with db.read() as tx:
        found = runs.get(tx, run_id)
    assert found is not None
    return found


def comment_ids(db: Database, survey_id: int) -> list[int]:
    with db.read() as tx:
        return [comment.id for comment in responses.comments(tx, survey_id)]


def test_a_run_is_queued_started_and_watched(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    assert get(db, run_id) == AnalysisRun(
        run_id, survey_id, "queued", "", 0, 0, 7, "staff:1", AT, None, None, False, "", {"n": 2}
    )
    with db.write() as tx:
        assert runs.start(tx, run_id, total=2, at=AT) is True
        assert runs.start(tx, run_id, total=2, at=AT) is False
        assert runs.progress(tx, run_id, step="sentiment", done=1, total=2, at=AT) is False
    run = get(db, run_id)
    assert (run.state, run.step, run.done, run.total, run.started_at) == ("running", "sentiment", 1, 2, AT)


def test_a_queued_run_is_cancelled_at_once(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    with db.write() as tx:
        runs.ask_to_cancel(tx, run_id, at=AT)
        assert runs.start(tx, run_id, total=2, at=AT) is False
    assert get(db, run_id).state == "cancelled"


def test_a_running_run_learns_that_it_should_stop(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    with db.write() as tx:
        runs.start(tx, run_id, total=2, at=AT)
        runs.ask_to_cancel(tx, run_id, at=AT)
    assert get(db, run_id).state == "running"
    with db.write() as tx:
        assert runs.progress(tx, run_id, step="themes", done=1, total=2, at=AT) is True


def test_findings_leave_out_what_was_withdrawn_meanwhile(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    first, second = comment_ids(db, survey_id)
    with db.read() as tx:
        [gone, _] = list(responses.of_survey(tx, survey_id))
    with db.write() as tx:
        responses.withdraw(tx, gone.id, at=AT)
    with db.write() as tx:
        coded = [(first, {"themes": ["a"]}), (second, {"themes": ["b"]})]
        runs.finish(tx, run_id, findings={"themes": 2}, coded=coded, at=AT)
    with db.read() as tx:
        assert runs.findings(tx, run_id) == {"themes": 2}
        assert runs.coded_comments(tx, run_id) == {second: {"themes": ["b"]}}
        assert runs.coded_comments(tx, run_id, ids=[first]) == {}
    assert (get(db, run_id).state, get(db, run_id).finished_at) == ("done", AT)


def test_a_finished_run_cannot_be_finished_again(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    with db.write() as tx:
        runs.finish(tx, run_id, findings={"themes": 1}, coded=[], at=AT)
    with pytest.raises(IntegrityError), db.write() as tx:
        runs.finish(tx, run_id, findings={"themes": 2}, coded=[], at=AT)
    with db.read() as tx:
        assert runs.findings(tx, run_id) == {"themes": 1}


def test_the_newest_of_each_sort_is_found(db: Database, survey_id: int) -> None:
    first, second = add(db, survey_id), add(db, survey_id)
    with db.write() as tx:
        runs.finish(tx, first, findings={}, coded=[], at=AT)
    with db.read() as tx:
        done, waiting = runs.latest_done(tx, survey_id), runs.under_way(tx, survey_id)
        assert [run.id for run in runs.runs(tx, survey_id)] == [second, first]
    assert done is not None
    assert waiting is not None
    assert (done.id, waiting.id) == (first, second)


@pytest.mark.parametrize(("silent_for", "state"), [(0, "queued"), (1, "failed")])
def test_a_run_whose_process_went_away_has_failed(
    db: Database, survey_id: int, silent_for: int, state: str
) -> None:
    run_id = add(db, survey_id)
    with db.write() as tx:
        now = AT + runs.SILENT_FOR + timedelta(seconds=silent_for)
        assert runs.end_silent(tx, now=now) == silent_for
    assert (get(db, run_id).state, get(db, run_id).failure) == (state, "interrupted" if silent_for else "")


def test_a_removed_run_leaves_nothing(db: Database, survey_id: int) -> None:
    run_id = add(db, survey_id)
    coded: list[tuple[int, dict[str, object]]] = [(id_, {}) for id_ in comment_ids(db, survey_id)]
    with db.write() as tx:
        runs.finish(tx, run_id, findings={}, coded=coded, at=AT)
    with db.write() as tx:
        runs.remove(tx, run_id)
    with db.read() as tx:
        assert (runs.get(tx, run_id), runs.findings(tx, run_id), runs.coded_comments(tx, run_id)) == (
            None,
            None,
            {},
        )
