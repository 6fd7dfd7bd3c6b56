"""Comments that came since a run are added to it as it would have read them; nothing of it changes."""

from collections.abc import Callable
from typing import Any

import pytest

from engage import jobs
from engage.access import NotFoundError
from engage.actions import code, results, understand
from engage.office import Office
from engage.reviewing.values import Choice
from engage.understanding import run_analysis
from engage.updating import OTHER_VECTORS, update_run
from surveys.store import audit, run_parts, runs
from tests.engage.finished_runs import comment_ids
from tests.factories import answer, cast, make_survey, survey_now


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the work here and now; ``test_jobs`` tests that it is done elsewhere."""

    def work(office: Office, job: object, run_id: int) -> None:
        assert job is update_run
        update_run(office.settings.database_url, run_id)

    monkeypatch.setattr(jobs, "work", work)


@pytest.fixture
def run_id(office: Office) -> int:
    make_survey(office)
    for number in range(12):
        answer(office, improve=f"The search never finds permit {number}")
    with office.db.write() as tx:
        made = runs.add(
            tx, survey_id=survey_now(office).id, seed=0, started_by="staff:1", inputs={}, at=office.now()
        )
    assert run_analysis(office.settings.database_url, made) == "done"
    return made


def coded(office: Office, run_id: int) -> dict[int, object]:
    with office.db.read() as tx:
        return dict(runs.coded_comments(tx, run_id))


def test_new_comments_are_read_and_the_others_stay(office: Office, run_id: int) -> None:
    dev = cast(office).dev
    before = coded(office, run_id)
    with office.db.read() as tx:
        found = runs.findings(tx, run_id)
    answer(office, improve="The search never finds my page, phone 705-555-0134")
    answer(office, improve="Staff at the counter were wonderful")
    stale = results.theme_results(office, dev, "library")
    assert stale is not None
    assert (stale.new_comments, stale.is_stale) == (2, True)
    assert understand.update(office, dev, "library") == 2
    after = coded(office, run_id)
    assert {id_: said for id_, said in after.items() if id_ in before} == before
    with office.db.read() as tx:
        assert runs.findings(tx, run_id) == found
    line, staff = reversed(results.comments(office, dev, "library").lines[:2])
    assert (line.text, line.themes[0], line.sentiment) == (
        "The search never finds my page, phone [phone]",
        "search",
        "negative",
    )
    assert staff.sentiment == "positive"
    fresh = results.theme_results(office, dev, "library")
    assert fresh is not None
    assert (fresh.new_comments, fresh.comments, fresh.added_comments, fresh.is_stale) == (0, 14, 2, False)


def without_confidence(said: object) -> dict[str, object]:
    """Return what is said of a comment; a whole run has also learned how usual the new comment is."""
    told = dict(said)  # type: ignore[call-overload]
    return told | {"themes": [{**theme, "confidence": None} for theme in told["themes"]]}


def test_what_the_run_learned_is_not_learned_again(
    office: Office, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def learn(*args: object, **kwargs: object) -> None:
        raise AssertionError("learned again")

    monkeypatch.setattr("analysis.steps.coding._matcher", learn)
    monkeypatch.setattr("analysis.steps.sentiment._model", learn)
    answer(office, improve="The search never finds my fence permit")
    assert understand.update(office, cast(office).dev, "library") == 1


def test_what_is_not_kept_any_more_is_learned_again(office: Office, run_id: int) -> None:
    with office.db.write() as tx:
        run_parts.keep(tx, run_id, [(run_parts.LEARNED, 0, b"damaged")])
    answer(office, improve="The search never finds my fence permit")
    assert understand.update(office, cast(office).dev, "library") == 1


def test_an_update_reads_as_a_whole_run_would(office: Office, run_id: int) -> None:
    dev = cast(office).dev
    answer(office, improve="I cannot find the form for a fence permit with the search")
    understand.update(office, dev, "library")
    [new] = comment_ids(office)[12:]
    added = dict(coded(office, run_id)[new])  # type: ignore[call-overload]
    with office.db.write() as tx:
        whole = runs.add(
            tx, survey_id=survey_now(office).id, seed=0, started_by="staff:1", inputs={}, at=office.now()
        )
    run_analysis(office.settings.database_url, whole)
    assert added.pop("is_added") is True
    assert without_confidence(added) == without_confidence(coded(office, whole)[new])


def test_people_s_decisions_are_kept(office: Office, run_id: int) -> None:
    dev = cast(office).dev
    answer(office, improve="More benches in the park")
    understand.update(office, dev, "library")
    new = comment_ids(office)[-1]
    code.decide(office, dev, "library", new, Choice((), "neutral"), drawn="random")
    answer(office, improve="Another comment about the search")
    understand.update(office, dev, "library")
    assert results.comments(office, dev, "library", ids=[new]).lines[0].sentiment == "neutral"


def test_an_update_with_nothing_new_does_nothing_and_is_written_down(office: Office, run_id: int) -> None:
    dev = cast(office).dev
    assert understand.update(office, dev, "library") == 0
    with office.db.read() as tx:
        told = [entry.details for entry in audit.entries(tx) if entry.action == "analysis.updated"]
    assert told == [{"run": run_id, "comments": 0}]


def test_before_the_first_run_there_is_nothing_to_update(office: Office) -> None:
    make_survey(office)
    with pytest.raises(NotFoundError):
        understand.update(office, cast(office).dev, "library")
    with pytest.raises(LookupError):
        update_run(office.settings.database_url, 99)


def test_a_run_of_other_vectors_is_not_added_to(
    office: Office, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = coded(office, run_id)
    answer(office, improve="The search is broken again")
    monkeypatch.setattr("engage.updating.runs.findings", changed_vectors(runs.findings))
    assert update_run(office.settings.database_url, run_id) == OTHER_VECTORS
    assert coded(office, run_id) == before


def changed_vectors(findings: Callable[..., Any]) -> Callable[..., Any]:
    """Return what a run found, as if it had read comments with vectors that are not there any more."""

    def changed(*args: Any) -> dict[str, Any]:
        found = findings(*args)
        return {**found, "run": {**found["run"], "versions": {"vectors": "others 0123456789ab"}}}

    return changed
