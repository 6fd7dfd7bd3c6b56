"""How full the quotas of a survey are, and for how many it ended early."""

from dataclasses import dataclass

from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import guarded
from engage.office import Office
from surveys.store import quotas, surveys
from surveys.ways_out import Quota, ScreenOut


@dataclass(frozen=True, slots=True)
class QuotaState:
    """One quota of the live version. ``taken`` may pass the limit: responses were there before the quota."""

    quota: Quota
    taken: int
    turned_away: int

    @property
    def left(self) -> int:
        """Return how many places are free."""
        return max(0, self.quota.limit - self.taken)


@dataclass(frozen=True, slots=True)
class ScreenOutState:
    """One screen-out of the live version, and for how many it ended the survey."""

    screen_out: ScreenOut
    turned_away: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Everything that ends the live version early; empty for most surveys."""

    quotas: tuple[QuotaState, ...] = ()
    screen_outs: tuple[ScreenOutState, ...] = ()


@guarded("see_survey")
def progress(office: Office, actor: Actor, slug: str) -> WaysOut:
    """Return how full the quotas are and who was turned away, counted now. Tests are not counted.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey = surveys.by_slug(tx, slug)
        if survey is None:
            raise NotFoundError(slug)
        require(actor, "see_survey", scope_of(survey))
        live = surveys.version(tx, survey.live_version_id) if survey.live_version_id else None
        if live is None or not live.definition.may_end_early:
            return WaysOut()
        taken = quotas.places_taken(tx, survey.id)
        away = quotas.turned_away(tx, survey.id)
    return WaysOut(
        tuple(
            QuotaState(one, taken.get(one.name, 0), away.get(("quota", one.name), 0))
            for one in live.definition.quotas
        ),
        tuple(
            ScreenOutState(one, away.get(("screen_out", one.name), 0))
            for one in live.definition.screen_outs()
        ),
    )
