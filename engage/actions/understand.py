"""Understanding: start an analysis run, watch it, cancel it, go on with it."""

from engage import jobs
from engage.access import Actor, NotFoundError
from engage.actions import guarded
from engage.drafts import note
from engage.granted import granted
from engage.office import Office
from engage.results.comparing import Comparison, compared
from engage.updating import update_run
from surveys.records import AnalysisRun, Survey
from surveys.store import decisions, frames, responses, runs
from surveys.store.database import Transaction


@guarded("run_analysis")
def start(office: Office, actor: Actor, slug: str, *, seed: int = 0) -> AnalysisRun:
    """Start a run over the survey's comments, or return the one already under way.

    The run goes on when the page that asked for it is closed.

    Raises:
        NotFoundError, RefusedError: not theirs to start.
        JobsUnavailableError: the place where runs are worked on cannot be reached; nothing was started.
    """
    with office.db.read() as tx:
        granted(tx, actor, slug, "run_analysis")
    jobs.recover(office)
    jobs.prepare(office)
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        runs.hold(tx, survey.id)
        under_way = runs.under_way(tx, survey.id)
        if under_way is not None:
            return under_way
        run_id = runs.add(
            tx,
            survey_id=survey.id,
            seed=seed,
            started_by=actor.label,
            inputs={"responses": responses.tally(tx, survey.id)[0]},
            at=office.now(),
        )
        note(tx, office, actor, "analysis.started", survey, run=run_id, seed=seed)
        run = _run(tx, survey, run_id)
    jobs.submit(office, run_id)
    return run


@guarded("run_analysis")
def go_on(office: Office, actor: Actor, slug: str, run_id: int) -> AnalysisRun:
    """Go on with the newest run, which was cut off, from what it had finished; it finds what it would have.

    Comments and decisions that came since wait for the next run. Where anything else has changed, what was
    finished is thrown away and done again. A run that was not cut off is returned as it stands.

    Raises:
        NotFoundError, RefusedError: not theirs to run, or not the newest run of this survey.
        JobsUnavailableError: the place where runs are worked on cannot be reached; nothing was started.
    """
    with office.db.read() as tx:
        granted(tx, actor, slug, "run_analysis")
    jobs.recover(office)
    jobs.prepare(office)
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        runs.hold(tx, survey.id)
        if _run(tx, survey, run_id).id != runs.runs(tx, survey.id)[0].id:
            raise NotFoundError(run_id)
        is_queued = runs.again(tx, run_id, at=office.now())
        if is_queued:
            note(tx, office, actor, "analysis.resumed", survey, run=run_id)
        run = _run(tx, survey, run_id)
    if is_queued:
        jobs.submit(office, run_id)
    return run


@guarded("see_results")
def runs_for(office: Office, actor: Actor, slug: str) -> list[AnalysisRun]:
    """Return a survey's runs, newest first, with how far they are.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
    jobs.recover(office)
    with office.db.read() as tx:
        return runs.runs(tx, survey.id)


@guarded("see_results")
def run_for(office: Office, actor: Actor, slug: str, run_id: int) -> AnalysisRun:
    """Return one run as it stands. Raises as ``runs_for``, and ``NotFoundError`` for another survey's run."""
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
    jobs.recover(office)
    with office.db.read() as tx:
        return _run(tx, survey, run_id)


@guarded("run_analysis")
def cancel(office: Office, actor: Actor, slug: str, run_id: int) -> None:
    """Ask a run to stop; it does so shortly and leaves nothing. A run that is over stays as it is.

    Raises:
        NotFoundError, RefusedError: not theirs to cancel, or no such run of this survey.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        if _run(tx, survey, run_id).state not in runs.UNDER_WAY:
            return
        runs.ask_to_cancel(tx, run_id, at=office.now())
        note(tx, office, actor, "analysis.cancelled", survey, run=run_id)


@guarded("see_results")
def compare(office: Office, actor: Actor, slug: str, before_id: int, run_id: int) -> Comparison:
    """Return how a finished run differs from an earlier one, and why.

    Raises:
        NotFoundError, RefusedError: not theirs to see, or no such finished runs of this survey.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
        before, after = (_run(tx, survey, id_) for id_ in (before_id, run_id))
        found = [runs.findings(tx, id_) for id_ in (before_id, run_id)]
        if found[0] is None or found[1] is None:
            raise NotFoundError(run_id)
        coded = (runs.coded_comments(tx, before_id), runs.coded_comments(tx, run_id))
        told = decisions.of_survey(tx, survey.id)
        changes = frames.changes(tx, survey.id)
    return compared((before, after), coded, (found[0], found[1]), told, changes)


@guarded("run_analysis")
def update(office: Office, actor: Actor, slug: str) -> int:
    """Read the comments that came since the newest run as that run read the others; return how many.

    Candidate themes, quotes and findings stay those of the run. Above ``MOST`` new comments, the first of
    them are read.

    Raises:
        NotFoundError, RefusedError: not theirs to update, or no run has finished yet.
        JobsUnavailableError: the place where runs are worked on cannot be reached.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "run_analysis")
        run = runs.latest_done(tx, survey.id)
        if run is None:
            raise NotFoundError(slug)
        before = runs.count_coded(tx, run.id)
    jobs.work(office, update_run, run.id)
    with office.db.write() as tx:
        added = runs.count_coded(tx, run.id) - before
        note(tx, office, actor, "analysis.updated", survey, run=run.id, comments=added)
    return added


def _run(tx: Transaction, survey: Survey, run_id: int) -> AnalysisRun:
    run = runs.get(tx, run_id)
    if run is None or run.survey_id != survey.id:
        raise NotFoundError(run_id)
    return run
