"""A run through a real Dask cluster on this machine says the same as one without."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engage import jobs
from engage.actions import results, understand
from engage.office import Office
from surveys.store import runs
from tests.engage.test_jobs import until
from tests.factories import answer, cast, make_survey

NOT_THERE = "Dask is not installed: pip install distributed to test runs on a cluster"
dask = pytest.importorskip("dask", reason=NOT_THERE)
distributed = pytest.importorskip("distributed", reason=NOT_THERE)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers in processes of their own; a run needs one, its comments are shared out over both."""
    # Workers import the whole analysis as they start, which takes a busy machine long.
    patient = dask.config.set({"distributed.comm.timeouts.connect": "180s"})
    with (
        patient,
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as made,
    ):
        yield made


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    jobs.close()


def coded_by(office: Office, scheduler: str) -> tuple[dict[int, Any], dict[str, Any]]:
    """Do a run and return what it says of each comment, and what it found."""
    office.settings = replace(office.settings, dask_scheduler=scheduler)
    run = until(office, understand.start(office, cast(office).dev, "library"), "done", "failed")
    assert (run.state, run.failure) == ("done", "")
    with office.db.read() as tx:
        found = dict(runs.findings(tx, run.id) or {})
        return dict(runs.coded_comments(tx, run.id)), found


def test_a_run_on_a_cluster_says_the_same_as_one_on_this_machine(office: Office, cluster: Any) -> None:
    make_survey(office)
    for number in range(40):
        answer(office, improve=f"The search never finds permit {number}, call 705-555-01{number:02}")
    there, found_there = coded_by(office, cluster.scheduler_address)
    jobs.close()
    here, found_here = coded_by(office, "")
    assert len(there) == 40
    assert there == here
    for found in (found_there, found_here):
        found["run"].pop("seconds")  # the only thing that may differ
    for candidates in (found_there["candidates"], found_here["candidates"]):
        for candidate in candidates:
            candidate.pop("news")  # the second run knows the first one's
    assert found_there == found_here
    shown = results.theme_results(office, cast(office).dev, "library")
    assert shown is not None
    assert shown.comments == 40


def test_a_scheduler_that_is_not_there_is_said_before_anything_starts(office: Office) -> None:
    make_survey(office)
    office.settings = replace(office.settings, dask_scheduler="tcp://127.0.0.1:9")
    with pytest.raises(jobs.JobsUnavailableError) as refused:
        understand.start(office, cast(office).dev, "library")
    assert refused.value.code == "dask_unreachable"
    assert understand.runs_for(office, cast(office).dev, "library") == []
