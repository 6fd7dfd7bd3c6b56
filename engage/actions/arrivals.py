"""Arrivals: the newest responses of a survey, without anybody's answers."""

from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import guarded
from engage.office import Office
from surveys.records import Arrival
from surveys.store import arrivals, surveys

MOST = 200


@guarded("see_results")
def latest(office: Office, actor: Actor, slug: str, *, limit: int = 50) -> list[Arrival]:
    """Return the newest responses, newest first, at most ``MOST``; tests are among them and say so.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey = surveys.by_slug(tx, slug)
        if survey is None:
            raise NotFoundError(slug)
        require(actor, "see_results", scope_of(survey))
        return arrivals.latest(tx, survey.id, limit=max(0, min(limit, MOST)))
