"""Which comment a person is to read next, and how far reviewing is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from engage.results.coded import CodedRow
from engage.reviewing.sampling import Turn, next_random, next_unsure, number_of, sampled, strata
from engage.reviewing.standing import Standing
from engage.reviewing.values import Mode, Progress
from surveys.decisions import Drawn

BESIDE = timedelta(minutes=15)
"""Who decided something within this time codes at the same time."""


def readable(rows: Sequence[CodedRow]) -> list[CodedRow]:
    """Return the comments that can be reviewed: those that figures are made of."""
    return [row for row in rows if row.is_read]


def releases_of(rows: Sequence[CodedRow]) -> dict[int, str]:
    """Return the release of each comment."""
    return {row.id: row.only("release") for row in rows}


def told_of(rows: Sequence[CodedRow]) -> dict[int, Standing]:
    """Return what people say of the comments that somebody decided about."""
    return {row.id: row.review for row in rows if row.review is not None}


def random_sample(rows: Sequence[CodedRow]) -> frozenset[int]:
    """Return the reviewed comments that stand for all: figures are corrected with them."""
    return sampled(releases_of(rows), told_of(rows))


def next_turn(
    rows: Sequence[CodedRow],
    mode: Mode,
    coder: str,
    skipped: Collection[int],
    now: datetime,
    *,
    accepted: frozenset[int] = frozenset(),
) -> Turn | None:
    """Return the next comment for a person; ``rows`` are the readable ones.

    ``accepted`` comments wait for nobody. Some still come up at random while others wait: without them
    nothing could be measured.
    """
    told = told_of(rows)
    waiting = waiting_for(rows, mode, coder, accepted=accepted)
    if mode == "first":
        is_done = bool(accepted) and not set(waiting) - set(skipped)
        return None if is_done else _first(rows, told, {*skipped}, _ahead(told, coder, now), accepted)
    left = [id_ for id_ in waiting if id_ not in skipped]
    if not left:
        return None
    return Turn(left[0], drawn_in(mode, told.get(left[0])), strata(releases_of(rows))[left[0]], None)


def drawn_in(mode: Mode, before: Standing | None) -> Drawn:
    """Return how a comment that comes up in a mode was drawn; another look leaves that as it was."""
    if mode in ("second", "settle"):
        return "second" if mode == "second" else "settled"
    return before.stands.drawn if before else "chosen"


def waiting_for(
    rows: Sequence[CodedRow], mode: Mode, coder: str, *, accepted: frozenset[int] = frozenset()
) -> list[int]:
    """Return the comments that wait for a person in a mode, in order."""
    told = told_of(rows)
    if mode == "first":
        return [row.id for row in rows if row.id not in told and row.id not in accepted]
    if mode == "again":
        return sorted((id_ for id_, each in told.items() if each.is_pending), key=number_of)
    if mode == "settle":
        return sorted((id_ for id_, each in told.items() if each.is_disputed), key=number_of)
    open_ids = (id_ for id_, each in told.items() if coder not in each.of_coder and len(each.of_coder) < 2)
    return sorted(open_ids, key=lambda id_: (not told[id_].was_drawn_at_random, number_of(id_)))


def _first(
    rows: Sequence[CodedRow],
    told: Mapping[int, Standing],
    skipped: Collection[int],
    ahead: int,
    accepted: frozenset[int],
) -> Turn | None:
    """Take turns: one at random, one of which the model is unsure."""
    releases = releases_of(rows)
    at_random = sum(each.was_drawn_at_random for each in told.values())
    unsure = sum(_was_unsure(each) for each in told.values())
    if at_random <= unsure:
        found = next_random(releases, told, skipped, ahead=ahead)
        if found:
            return found
    doubts = {row.id: row.said.doubt for row in rows if not row.is_copy}
    left_out = {*told, *skipped, *accepted}
    found = next_unsure(doubts, releases, left_out, ahead=ahead)
    return found or next_random(releases, told, skipped, ahead=ahead)


def _was_unsure(review: Standing) -> bool:
    return any(decision.drawn == "uncertain" for decision in review.of_coder.values())


def _ahead(told: Mapping[int, Standing], coder: str, now: datetime) -> int:
    """Return how many places to look ahead, so that people who code at once do not get the same comment."""
    beside = {
        name
        for each in told.values()
        for name, decision in each.of_coder.items()
        if now - decision.at < BESIDE
    }
    return sorted({*beside, coder}).index(coder)


def progress(rows: Sequence[CodedRow], coder: str) -> Progress:
    """Return how far reviewing is; ``rows`` are the readable ones."""
    told = told_of(rows)
    at_random = random_sample(rows)
    by_stratum: dict[str, tuple[int, int]] = {}
    for id_, stratum in strata(releases_of(rows)).items():
        done, of = by_stratum.get(stratum, (0, 0))
        by_stratum[stratum] = (done + (id_ in at_random), of + 1)
    return Progress(
        readable=len(rows),
        reviewed=len(told),
        tones=sum(each.stands.sentiment is not None for each in told.values()),
        at_random=len(at_random),
        unsure=sum(_was_unsure(each) for each in told.values()),
        mine=sum(coder in each.of_coder for each in told.values()),
        doubly=sum(len(each.of_coder) > 1 for each in told.values()),
        disputed=sum(each.is_disputed for each in told.values()),
        pending=sum(each.is_pending for each in told.values()),
        by_stratum=dict(sorted(by_stratum.items())),
    )
