"""The survey that somebody asks for in a transaction, with what they are granted there."""

from engage.access import Actor, Grant, require, scope_of
from engage.drafts import found
from surveys.records import Survey
from surveys.store.database import Transaction


def granted(tx: Transaction, actor: Actor, slug: str, action: str) -> tuple[Survey, Grant]:
    """Return a survey and the grant.

    Raises:
        NotFoundError, RefusedError: there is no such survey, or it is not theirs for this.
    """
    survey = found(tx, slug)
    return survey, require(actor, action, scope_of(survey))
