"""Places in quotas, given away under one lock so that the last is given once; and who was turned away.

A place belongs to a stored response. Whatever is taken was there when it was taken; whatever was
acknowledged stays, however full the quota is later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, func, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from surveys.records import NewResponse, TurnedAway, Way
from surveys.store.database import Statements, Transaction
from surveys.tables import QuotaPlaceRow, ResponseRow, SurveyRow, TurnedAwayRow, metadata

_PLACES, _TURNED_AWAY = (metadata.tables[name] for name in ("quota_place", "turned_away"))


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who gets in, by submission key."""

    refused: Mapping[str, str] = field(default_factory=dict)
    """The quota that has no place left."""
    over: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The full quotas that let them in with a mark."""
    held: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    """The survey, and the quotas in which they take a place."""


NOBODY = Admitted()


def lock(tx: Statements, survey_ids: Collection[int]) -> None:
    """Let nobody else give away places of these surveys until ``tx`` ends; answers to others go on.

    On SQLite a transaction that writes is alone anyway.
    """
    tx.execute(
        select(SurveyRow.id)
        .where(col(SurveyRow.id).in_(survey_ids))
        .order_by(col(SurveyRow.id))  # two who need the same locks take them in the same order
        .with_for_update(key_share=True)
    ).all()


def admit(tx: Statements, responses: Sequence[NewResponse], *, besides: Collection[str] = ()) -> Admitted:
    """Give places to ``responses`` in their order; ``lock`` comes first. A test looks and takes none.

    ``besides`` names quotas in which whoever asks holds a place already.
    """
    taken = {survey_id: places_taken(tx, survey_id) for survey_id in {one.survey_id for one in responses}}
    for counts in taken.values():
        for quota in besides:
            counts[quota] = counts.get(quota, 0) - 1
    refused: dict[str, str] = {}
    over: dict[str, tuple[str, ...]] = {}
    held: dict[str, tuple[int, tuple[str, ...]]] = {}
    for response in responses:
        counts = taken[response.survey_id]
        full = [place for place in response.places if counts.get(place.quota, 0) >= place.limit]
        needed = next((place for place in full if place.is_needed), None)
        if needed is not None:
            refused[response.submission_key] = needed.quota
            continue
        over[response.submission_key] = tuple(place.quota for place in full)
        free_ones = tuple(place.quota for place in response.places if place not in full)
        if response.is_test or not free_ones:
            continue
        held[response.submission_key] = response.survey_id, free_ones
        for quota in free_ones:
            counts[quota] = counts.get(quota, 0) + 1
    return Admitted(refused, over, held)


def hold(tx: Statements, admitted: Admitted, ids: Mapping[str, int]) -> None:
    """Write down the places of what was stored; ``ids`` by submission key."""
    take(tx, [(ids[key], *held) for key, held in admitted.held.items() if key in ids])


def take(tx: Statements, places: Iterable[tuple[int, int, Sequence[str]]]) -> None:
    """Write down places: response, survey, quotas."""
    rows = [
        {"response_id": response_id, "survey_id": survey_id, "quota": quota}
        for response_id, survey_id, names in places
        for quota in names
    ]
    if rows:
        tx.execute(insert(_PLACES), rows)


def free(tx: Transaction, response_id: int) -> None:
    """Give back the places of a response."""
    tx.execute(delete(QuotaPlaceRow).where(col(QuotaPlaceRow.response_id) == response_id))


def held(tx: Transaction, response_id: int) -> set[str]:
    """Return the quotas in which a response holds a place."""
    query = select(QuotaPlaceRow.quota).where(col(QuotaPlaceRow.response_id) == response_id)
    return {quota for (quota,) in tx.execute(query)}


def held_by_key(tx: Transaction, submission_key: str) -> set[str]:
    """Return the quotas in which the response of a submission key holds a place."""
    query = (
        select(QuotaPlaceRow.quota)
        .join(ResponseRow, col(ResponseRow.id) == col(QuotaPlaceRow.response_id))
        .where(col(ResponseRow.submission_key) == submission_key)
    )
    return {quota for (quota,) in tx.execute(query)}


def forget(tx: Transaction, survey_id: int) -> None:
    """Forget who holds places of a survey, before they are counted anew."""
    tx.execute(delete(QuotaPlaceRow).where(col(QuotaPlaceRow.survey_id) == survey_id))


def places_taken(tx: Statements, survey_id: int) -> dict[str, int]:
    """Return how many places of each quota are taken; quotas without any are not named."""
    query = (
        select(QuotaPlaceRow.quota, func.count())
        .where(col(QuotaPlaceRow.survey_id) == survey_id)
        .group_by(col(QuotaPlaceRow.quota))
    )
    return dict(tx.execute(query).all())


def turn_away(tx: Statements, people: Sequence[TurnedAway]) -> None:
    """Count somebody for whom the survey was over early, once a form."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[tx.connection().dialect.name]
    rows = [
        {
            "submission_key": one.submission_key,
            "survey_id": one.survey_id,
            "version_id": one.version_id,
            "way": one.way,
            "name": one.name,
            "at": one.at,
        }
        for one in people
    ]
    if rows:
        tx.execute(dialect.insert(_TURNED_AWAY).on_conflict_do_nothing(), rows)


def came_after_all(tx: Statements, submission_keys: Sequence[str]) -> None:
    """Count those no longer who changed an answer and could go on."""
    tx.execute(delete(TurnedAwayRow).where(col(TurnedAwayRow.submission_key).in_(submission_keys)))


def turned_away(tx: Transaction, survey_id: int) -> dict[tuple[Way, str], int]:
    """Return for how many the survey was over early, by way and name."""
    query = (
        select(TurnedAwayRow.way, TurnedAwayRow.name, func.count())
        .where(col(TurnedAwayRow.survey_id) == survey_id)
        .group_by(col(TurnedAwayRow.way), col(TurnedAwayRow.name))
    )
    found: dict[tuple[Way, str], int] = defaultdict(int)
    for way, name, count in tx.execute(query):
        found[way, name] = count
    return dict(found)
