"""What differs in the portal where answers are changed that were sent before."""

from engage.access import RESIDENT, Actor
from engage.actions import collect
from engage.actions.collect import Opened
from engage.portal import address, places, resuming, state
from engage.portal.visitor import Visitor
from surveys.records import CORRECTS


class CorrectionLostError(LookupError):
    """The key of a correction cannot be read any more: what it would have changed stays as it was."""


def begin(visit: Visitor, opened: Opened) -> None:
    """Go to the form with the sent answers in it; what was typed there under another key is left behind."""
    slug = opened.survey.slug
    state.forget_visit(slug)
    token = opened.key.token
    if resumed := collect.resume(visit.office, slug, token):
        raw = {name: list(texts) for name, texts in resumed.raw.items()}
        state.visit(slug).update(token=token, raw=raw, page=resumed.page.name)
    draft = resuming.sealed(visit, token)
    places.go(visit, places.TAKE_PART, survey=slug, **{address.DRAFT: draft})


def is_one(token: str) -> bool:
    """Say whether a key changes answers that were sent before."""
    return CORRECTS in token


def actor_for(visit: Visitor, token: str) -> Actor:
    """Return as whom a form is used: whoever corrects holds the code and acts as a resident."""
    return RESIDENT if is_one(token) else visit.actor
