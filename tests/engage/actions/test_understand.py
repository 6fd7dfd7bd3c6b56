"""Starting, watching and cancelling analysis runs; the work itself is done by a stand-in."""

from datetime import timedelta

import pytest

from engage import jobs
from engage.access import Actor, NotFoundError, RefusedError
from engage.actions import understand
from engage.office import Office
from surveys.store import audit, run_parts, runs
from tests.factories import answer, cast, make_survey


@pytest.fixture(autouse=True)
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Take runs instead of working on them; the test sees their ids."""
    taken: list[int] = []
    monkeypatch.setattr(jobs, "prepare", lambda office: None)
    monkeypatch.setattr(jobs, "submit", lambda office, run_id: taken.append(run_id))
    monkeypatch.setattr(jobs, "BETWEEN_RECOVERIES", 0.0)
    return taken


def test_a_run_is_queued_submitted_and_written_down(office: Office, submitted: list[int]) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    dev = cast(office).dev
    run = understand.start(office, dev, "library", seed=7)
    assert (run.state, run.seed, run.started_by, run.inputs) == ("queued", 7, dev.label, {"responses": 1})
    assert submitted == [run.id]
    with office.db.read() as tx:
        [told] = [entry for entry in audit.entries(tx) if entry.action == "analysis.started"]
    assert (told.actor, told.details) == (dev.label, {"run": run.id, "seed": 7})


def test_there_is_one_run_under_way_per_survey(office: Office, submitted: list[int]) -> None:
    make_survey(office)
    make_survey(office, "parks")
    people = cast(office)
    first = understand.start(office, people.ana, "library")
    assert understand.start(office, people.dev, "library").id == first.id
    other = understand.start(office, people.ana, "parks")
    assert submitted == [first.id, other.id]


def test_runs_are_listed_newest_first(office: Office) -> None:
    make_survey(office)
    ana = cast(office).ana
    first = understand.start(office, ana, "library")
    understand.cancel(office, ana, "library", first.id)
    second = understand.start(office, ana, "library")
    assert [(run.id, run.state) for run in understand.runs_for(office, ana, "library")] == [
        (second.id, "queued"),
        (first.id, "cancelled"),
    ]


def test_cancelling_twice_or_after_the_end_is_harmless(office: Office) -> None:
    make_survey(office)
    ana = cast(office).ana
    run = understand.start(office, ana, "library")
    for _ in range(2):
        understand.cancel(office, ana, "library", run.id)
    assert understand.run_for(office, ana, "library", run.id).state == "cancelled"
    with office.db.read() as tx:
        assert [entry.action for entry in audit.entries(tx)].count("analysis.cancelled") == 1


def test_a_run_whose_machine_died_ends_as_interrupted_when_somebody_looks(office: Office) -> None:
    make_survey(office)
    ana = cast(office).ana
    run = understand.start(office, ana, "library")
    late = office.now() + runs.SILENT_FOR + timedelta(seconds=1)
    office.now = lambda: late
    seen = understand.run_for(office, ana, "library", run.id)
    assert (seen.state, seen.failure) == ("failed", "interrupted")
    assert understand.start(office, ana, "library").id != run.id


def _cut_off(office: Office, run_id: int, failure: str = "interrupted") -> None:
    with office.db.write() as tx:
        runs.start(tx, run_id, total=0, at=office.now(), inputs={"newest_comment": 0})
        run_parts.keep(tx, run_id, [("coding-1", 0, b"told")])
        runs.end(tx, run_id, "failed", at=office.now(), failure=failure)


def test_a_run_that_was_cut_off_goes_on_and_that_is_written_down(
    office: Office, submitted: list[int]
) -> None:
    make_survey(office)
    ana = cast(office).ana
    run = understand.start(office, ana, "library", seed=7)
    _cut_off(office, run.id)
    for _ in range(2):
        again = understand.go_on(office, ana, "library", run.id)
        assert (again.id, again.state, again.seed, again.failure) == (run.id, "queued", 7, "")
    assert submitted == [run.id, run.id]
    with office.db.read() as tx:
        assert run_parts.kept(tx, run.id, "coding-1") == b"told"
        assert [entry.action for entry in audit.entries(tx)].count("analysis.resumed") == 1


def test_only_the_newest_run_and_only_one_that_was_cut_off_goes_on(
    office: Office, submitted: list[int]
) -> None:
    make_survey(office)
    ana = cast(office).ana
    first = understand.start(office, ana, "library")
    _cut_off(office, first.id)
    second = understand.start(office, ana, "library")
    with pytest.raises(NotFoundError):
        understand.go_on(office, ana, "library", first.id)
    _cut_off(office, second.id, "unexpected")
    assert understand.go_on(office, ana, "library", second.id).state == "failed"
    assert submitted == [first.id, second.id]


@pytest.mark.parametrize(
    ("name", "error"),
    [("cho", NotFoundError), ("rosa", NotFoundError), ("ben", RefusedError), ("ava", RefusedError)],
)
def test_who_may_not_run_the_analysis_starts_and_cancels_nothing(
    office: Office, submitted: list[int], name: str, error: type[Exception]
) -> None:
    make_survey(office)
    people = cast(office)
    actor: Actor = getattr(people, name)
    with pytest.raises(error):
        understand.start(office, actor, "library")
    assert submitted == []
    run = understand.start(office, people.ana, "library")
    with pytest.raises(error):
        understand.cancel(office, actor, "library", run.id)
    assert understand.run_for(office, people.ana, "library", run.id).state == "queued"


def test_a_run_of_another_survey_is_not_there(office: Office) -> None:
    make_survey(office)
    make_survey(office, "parks")
    ana = cast(office).ana
    run = understand.start(office, ana, "parks")
    with pytest.raises(NotFoundError):
        understand.run_for(office, ana, "library", run.id)
    with pytest.raises(NotFoundError):
        understand.cancel(office, ana, "library", run.id)
    with pytest.raises(NotFoundError):
        understand.runs_for(office, ana, "no-such-survey")


def test_nothing_is_started_when_the_work_cannot_be_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office)
    ana = cast(office).ana

    def refuse(office: Office) -> None:
        raise jobs.JobsUnavailableError("dask_unreachable")

    monkeypatch.setattr(jobs, "prepare", refuse)
    with pytest.raises(jobs.JobsUnavailableError):
        understand.start(office, ana, "library")
    assert understand.runs_for(office, ana, "library") == []
