"""What a form does differently under which answers are corrected that were sent before."""

from engage.access import RESIDENT
from engage.leaving import Ended
from engage.office import Office
from surveys.records import Correction, NewResponse, Recorded, Survey, Way
from surveys.store import audit, corrections, drafts, responses
from surveys.ways_out import WayOut


def put_in_place(office: Office, correction: Correction, survey: Survey, changed: NewResponse) -> Recorded:
    """Store changed answers instead of the first, durably, with an audit entry when something changed."""
    with office.db.write() as tx:
        recorded = corrections.correct(tx, correction, changed)
        found = responses.by_key(tx, correction.form)
        if recorded.outcome == "stored" and found is not None:
            audit.append(
                tx,
                at=office.now(),
                actor=RESIDENT.label,
                action="response.corrected",
                target=f"survey:{survey.id}/response:{found.id}",
                department_id=survey.department_id,
            )
    return recorded


def leave_as_it_was(office: Office, correction: Correction, way: Way, words: WayOut) -> Ended:
    """Say that changed answers would end the survey, so that the first ones stay; nothing is counted."""
    with office.db.write() as tx:
        drafts.discard(tx, correction.key)
        found = responses.by_key(tx, correction.form)
    return Ended(way, words, stays=found.reference if found else "")
