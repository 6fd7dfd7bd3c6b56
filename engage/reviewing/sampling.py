"""Which comments are drawn: half at random, so that figures can be corrected, half where the model is unsure.

Every comment has a number of its own, from 0 to 1, made from its id (a permanent random number; Ohlsson
1995). The random half takes the comments of a stratum (a release) in the order of these numbers. At any
moment those taken are a random sample without replacement, also of comments that came later, and nothing has
to be remembered. Strata take turns by the square root of their size (Bankier 1988): figures of small releases
become sure too, and overall figures weigh each stratum by its size.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from math import sqrt

from engage.reviewing.standing import Standing
from surveys.decisions import Drawn

SMALL = 20
"""Releases with fewer comments are one stratum together: alone they would tell nothing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A comment whose turn has come. ``chance``: the part of its stratum drawn by then, if at random."""

    comment_id: int
    drawn: Drawn
    stratum: str
    chance: float | None


def number_of(comment_id: int) -> float:
    """Return a comment's own number, 0 to 1, the same for ever."""
    return int.from_bytes(blake2b(f"review:{comment_id}".encode(), digest_size=8).digest(), "big") / 2**64


def strata(releases: Mapping[int, str]) -> dict[int, str]:
    """Return the stratum of each comment: its release, "" for none and for small ones."""
    sizes = Counter(releases.values())
    return {id_: release if sizes[release] >= SMALL else "" for id_, release in releases.items()}


def sampled(releases: Mapping[int, str], told: Mapping[int, Standing]) -> frozenset[int]:
    """Return the reviewed comments that are a random sample of their stratum, of all with their releases.

    That is every reviewed one up to the last that was drawn at random, whatever brought it up; all, where
    all are reviewed.
    """
    by_stratum: dict[str, list[int]] = defaultdict(list)
    for id_, stratum in strata(releases).items():
        by_stratum[stratum].append(id_)
    found: list[int] = []
    for ids in by_stratum.values():
        reviewed = [id_ for id_ in ids if id_ in told]
        last = max((number_of(id_) for id_ in reviewed if told[id_].was_drawn_at_random), default=-1.0)
        is_whole = len(reviewed) == len(ids)
        found += [id_ for id_ in reviewed if is_whole or number_of(id_) <= last]
    return frozenset(found)


def next_random(
    releases: Mapping[int, str], done: Collection[int], skipped: Collection[int] = (), *, ahead: int = 0
) -> Turn | None:
    """Return the comment whose turn it is at random, ``None`` when all were looked at.

    ``ahead`` lets people who code at the same time take the ones after.
    """
    of = strata(releases)
    sizes = Counter(of.values())
    taken = Counter(of[id_] for id_ in of if id_ in done)
    waiting: dict[str, list[int]] = defaultdict(list)
    for id_, stratum in of.items():
        if id_ not in done and id_ not in skipped:
            waiting[stratum].append(id_)
    if not waiting:
        return None
    stratum = min(waiting, key=lambda each: ((taken[each] + 1) / sqrt(sizes[each]), each))
    in_order = sorted(waiting[stratum], key=number_of)
    chosen = in_order[min(ahead, len(in_order) - 1)]
    return Turn(chosen, "random", stratum, round((taken[stratum] + 1) / sizes[stratum], 6))


def next_unsure(
    doubts: Mapping[int, float],
    releases: Mapping[int, str],
    left_out: Collection[int],
    *,
    ahead: int = 0,
) -> Turn | None:
    """Return the comment that the model doubts most among ``doubts``, but those ``left_out``."""
    in_order = sorted(
        (id_ for id_ in doubts if id_ not in left_out), key=lambda id_: (-doubts[id_], number_of(id_))
    )
    if not in_order:
        return None
    chosen = in_order[min(ahead, len(in_order) - 1)]
    return Turn(chosen, "uncertain", strata(releases)[chosen], None)
