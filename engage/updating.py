"""Adds comments that came since a run to it: read as the run read the others, nothing of it overwritten."""

import logging
from typing import Any

from engage.framing import reading as framing
from engage.framing.examples import with_examples
from engage.keeping import coded_comment, frame_of
from engage.learned import known_models
from engage.reviewing import feeding
from engage.understanding import comments_of
from surveys.store import run_parts, runs, surveys
from surveys.store.database import Database

log = logging.getLogger(__name__)

MOST = 5000
"""With more new comments than that, a whole run is due."""


OTHER_VECTORS = 3
"""What ``update_run`` returns when it kept nothing, as the run was done with other sentence vectors."""


def update_run(database_url: str, run_id: int) -> int:
    """Read what came since a finished run and keep it with that run; return 0, or ``OTHER_VECTORS``.

    Raises:
        LookupError: there is no such finished run.
    """
    from analysis.vectors import VectorsError

    db = Database(database_url)
    try:
        _update(db, run_id)
    except VectorsError as error:
        log.warning("run %s cannot be updated: %s", run_id, error)
        return OTHER_VECTORS
    finally:
        db.close()
    return 0


def _update(db: Database, run_id: int) -> None:
    from analysis.incremental import read_new
    from analysis.vectors import using

    with db.read() as tx:
        run = runs.get(tx, run_id)
        survey = surveys.by_id(tx, run.survey_id) if run else None
        found = runs.findings(tx, run_id)
        if run is None or survey is None or found is None:
            raise LookupError(run_id)
        coded = runs.coded_ids(tx, run_id)
        kept = run_parts.kept(tx, run_id, run_parts.LEARNED)
        comments, _ = comments_of(db, survey)
        known = [comment for comment in comments if int(comment.id) in coded]
        new = [comment for comment in comments if int(comment.id) not in coded][:MOST]
        up_to = run.inputs.get("newest_decision")
        carrier = framing.carrier_of(tx, survey.id, run_id)
        reviews = feeding.reviews_of(tx, survey, known, up_to=up_to, carrier=carrier)
        frame = with_examples(frame_of(found), framing.examples_of(tx, survey.id, run), comments)
    with using(run.inputs.get("vectors", ""), identity=found["run"]["versions"].get("vectors", "")):
        models = known_models(kept)
        read = read_new(new, known, code_frame=frame, seed=run.seed, reviews=reviews, models=models)
    copied = [int(each.duplicate_of) for each in read if each.duplicate_of]
    with db.write() as tx:
        of_copied = runs.coded_comments(tx, run_id, ids=copied).items()
        campaigns = {str(id_): said["campaign_id"] for id_, said in of_copied}
        added = [(int(each.id), _added(coded_comment(each), campaigns)) for each in read]
        runs.keep_coded(tx, run_id, added)


def _added(said: dict[str, Any], campaigns: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a comment that was added: a copy of a campaign's letter belongs to it."""
    return {**said, "campaign_id": campaigns.get(said["duplicate_of"] or ""), "is_added": True}
