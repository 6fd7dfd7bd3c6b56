"""Runs in processes of their own: they finish, stop when asked, and never look alive when they are not."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from engage import jobs
from engage.actions import collect, results, understand
from engage.office import Office
from engage.understanding import run_analysis
from surveys.records import AnalysisRun, NewResponse
from surveys.store import responses, run_parts, runs
from tests.factories import AT, answer, cast, make_survey, survey_now

PATIENCE = 90.0


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End the process of a test that failed half-way."""
    yield
    jobs.close()


def many(office: Office, count: int) -> None:
    """Store ``count`` responses with a comment each."""
    survey = survey_now(office, "library")
    assert survey.live_version_id is not None
    made = [
        NewResponse(
            submission_key=f"key {number}",
            survey_id=survey.id,
            version_id=survey.live_version_id,
            content_hash="",
            reference=f"reference {number}",
            withdrawal_hash="",
            channel="web",
            language="en",
            answers={"ease": "poor", "improve": f"The search of page {number} is slow and confusing"},
            comments=(("improve", f"The search of page {number} is slow and confusing"),),
            received_at=AT,
        )
        for number in range(count)
    ]
    with office.db.write() as tx:
        responses.record(tx, made)


def until(office: Office, run: AnalysisRun, *states: str, patience: float = PATIENCE) -> AnalysisRun:
    """Watch a run as a page would, until it is in one of ``states``."""
    ana, end = cast(office).ana, time.monotonic() + patience
    while time.monotonic() < end:
        seen = understand.run_for(office, ana, "library", run.id)
        if seen.state in states:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"still {seen.state} at {seen.step}")


def worker() -> psutil.Process:
    """Return the process that works."""
    found = [child for child in psutil.Process().children() if "engage.jobs" in " ".join(child.cmdline())]
    assert len(found) == 1
    return found[0]


def test_a_run_reads_the_comments_in_a_process_that_gives_way_and_keeps_what_it_found(office: Office) -> None:
    make_survey(office)
    for number in range(8):
        answer(office, improve=f"The search never finds permit {number}", ease="poor")
    receipt = answer(office, improve="Call me at 705-555-0134")
    people = cast(office)
    run = understand.start(office, people.dev, "library")
    until(office, run, "running", "done")
    assert worker().nice() == jobs.NICENESS + os.nice(0)
    done = until(office, run, "done", "failed")
    assert (done.state, done.failure, done.total, done.finished_at is not None) == ("done", "", 9, True)
    found = results.theme_results(office, people.dev, "library")
    assert found is not None
    assert (found.comments, found.themes[0].theme_id, found.themes[0].count) == (9, "search", 8)
    texts = [line.text for line in results.comments(office, people.dev, "library").lines]
    assert texts[0] == "Call me at [phone]"
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    with office.db.read() as tx:
        assert len(runs.coded_comments(tx, run.id)) == 8


def test_a_run_stops_when_asked_and_one_that_is_killed_is_seen_to_be_over(office: Office) -> None:
    make_survey(office)
    many(office, 4000)
    ana = cast(office).ana
    run = understand.start(office, ana, "library")
    until(office, run, "running")
    understand.cancel(office, ana, "library", run.id)
    assert until(office, run, "cancelled", "done", "failed").state == "cancelled"
    with office.db.read() as tx:
        assert (runs.findings(tx, run.id), runs.coded_comments(tx, run.id)) == (None, {})

    second = understand.start(office, ana, "library")
    until(office, second, "running")
    worker().send_signal(signal.SIGKILL)
    killed = until(office, second, "failed", "done")
    assert (killed.state, killed.failure) == ("failed", "interrupted")

    third = understand.start(office, ana, "library")
    until(office, third, "running")
    jobs.close()
    closed = until(office, third, "failed", "done")
    assert (closed.state, closed.failure) == ("failed", "interrupted")


def found_by(office: Office, run: AnalysisRun) -> object:
    """Return all that is kept of a run, less the seconds that its steps took."""
    with office.db.read() as tx:
        findings = dict(runs.findings(tx, run.id) or {})
        coded = runs.coded_comments(tx, run.id)
    return {**findings, "run": {**findings["run"], "seconds": {}}}, coded


def parts_of(office: Office, run: AnalysisRun) -> int:
    with office.db.read() as tx:
        return run_parts.count(tx, run.id)


def test_a_run_that_was_killed_goes_on_and_finds_what_one_without_a_break_finds(office: Office) -> None:
    make_survey(office)
    many(office, 3000)
    ana = cast(office).ana
    run = understand.start(office, ana, "library")
    end = time.monotonic() + 4 * PATIENCE
    while not parts_of(office, run):
        assert time.monotonic() < end
        time.sleep(0.01)
    worker().send_signal(signal.SIGKILL)
    assert until(office, run, "failed", "done").failure == "interrupted"
    finished = parts_of(office, run)
    answer(office, improve="This came later, and waits")
    again = understand.go_on(office, ana, "library", run.id)
    assert again.id == run.id
    assert until(office, run, "failed", "done", patience=4 * PATIENCE).state == "done"
    assert (finished > 0, parts_of(office, run)) == (True, 0)
    gone_on = found_by(office, run)
    with office.db.read() as tx:
        newest = runs.get(tx, run.id).inputs["newest_comment"]  # type: ignore[union-attr]
    with office.db.write() as tx:
        runs.remove(tx, run.id)
        whole = runs.add(
            tx,
            survey_id=survey_now(office).id,
            seed=0,
            started_by="test",
            inputs={"newest_comment": newest, "newest_decision": 0},
            at=office.now(),
        )
    assert gone_on == found_by(office, worked(office, whole))


# The same work without a process of its own.


def queued(office: Office) -> int:
    with office.db.write() as tx:
        return runs.add(
            tx,
            survey_id=survey_now(office, "library").id,
            seed=0,
            started_by="test",
            inputs={},
            at=office.now(),
        )


def worked(office: Office, run_id: int) -> AnalysisRun:
    run_analysis(office.settings.database_url, run_id)
    with office.db.read() as tx:
        run = runs.get(tx, run_id)
    assert run is not None
    return run


def test_a_survey_without_comments_has_a_run_that_found_nothing(office: Office) -> None:
    make_survey(office)
    answer(office)
    assert worked(office, queued(office)).state == "done"
    found = results.theme_results(office, cast(office).ana, "library")
    assert found is not None
    assert (found.comments, found.too_few, found.is_stale) == (0, True, False)


def test_a_run_cancelled_before_it_began_stays_cancelled(office: Office) -> None:
    make_survey(office)
    run_id = queued(office)
    with office.db.write() as tx:
        runs.ask_to_cancel(tx, run_id, at=office.now())
    assert worked(office, run_id).state == "cancelled"


def test_a_comment_withdrawn_during_the_run_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office)
    receipt = answer(office, improve="unmistakable words about parking")
    answer(office, improve="The search is slow")
    from analysis import pipeline

    real = pipeline.run

    def run_while_somebody_withdraws(*args: object, **kwargs: object) -> object:
        found = real(*args, **kwargs)  # type: ignore[arg-type]
        collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
        return found

    monkeypatch.setattr(pipeline, "run", run_while_somebody_withdraws)
    run_id = queued(office)
    assert worked(office, run_id).state == "done"
    with office.db.read() as tx:
        kept = [dict(runs.coded_comments(tx, run_id)), runs.findings(tx, run_id)]
    assert len(kept[0] or {}) == 1
    assert "unmistakable" not in str(kept)


def test_a_failure_is_kept_as_a_code_without_words(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_survey(office)
    answer(office, improve="unmistakable words")
    from analysis import pipeline

    def fail(*args: object, **kwargs: object) -> object:
        raise ValueError("unmistakable words")

    monkeypatch.setattr(pipeline, "run", fail)
    run = worked(office, queued(office))
    assert (run.state, run.failure) == ("failed", "unexpected")
    assert "unmistakable" not in caplog.text
    assert "ValueError" in caplog.text


def test_a_scheduler_that_cannot_be_used_is_said_before_anything_starts(office: Office) -> None:
    office.settings = replace(office.settings, dask_scheduler="tcp://127.0.0.1:9")
    with pytest.raises(jobs.JobsUnavailableError) as refused:
        jobs.prepare(office)
    assert refused.value.code in ("dask_missing", "dask_unreachable")


def test_a_run_without_its_vectors_fails_and_says_so(office: Office, tmp_path: Path) -> None:
    make_survey(office)
    answer(office, improve="The search is slow")
    run_id = queued(office)
    assert run_analysis(office.settings.database_url, run_id, vectors=str(tmp_path)) == "failed"
    with office.db.read() as tx:
        run = runs.get(tx, run_id)
    assert run is not None
    assert (run.failure, run.inputs["vectors"]) == ("vectors", str(tmp_path))
