"""Groups near-identical texts by MinHash over word shingles (Broder 1997), in near-linear time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np

_SHINGLE = 3
_BANDS, _ROWS = 20, 3
_PRIME = np.uint64(4_294_967_311)
_ALIKE = 0.6
_MAX_WORDS = 600


def group_alike(texts: Sequence[Sequence[str]], *, seed: int = 0) -> list[list[int]]:
    """Return groups of two or more places whose texts (lists of words) share most of their three-word runs.

    Two texts are alike when at least 60 % of the shorter one's runs stand in the other and neither is more
    than 2.5 times as long. Groups come in order of their first place, places in ascending order.
    """
    shingled = [_shingles(text[:_MAX_WORDS]) for text in texts]
    parent = list(range(len(texts)))
    for bucket in _buckets(shingled, seed):
        first = bucket[0]
        for other in bucket[1:]:
            a, b = _root(parent, first), _root(parent, other)
            if a != b and _are_alike(shingled[first], shingled[other]):
                parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        members[_root(parent, place)].append(place)
    return [group for _, group in sorted(members.items()) if len(group) > 1]


def _shingles(words: Sequence[str]) -> frozenset[int]:
    if len(words) < _SHINGLE:
        return frozenset()
    return frozenset(
        crc32(" ".join(words[start : start + _SHINGLE]).encode("utf-8", "replace"))
        for start in range(len(words) - _SHINGLE + 1)
    )


def _buckets(shingled: Sequence[frozenset[int]], seed: int) -> Iterable[list[int]]:
    """Yield lists of places that share one band of their signatures."""
    places = [place for place, shingles in enumerate(shingled) if shingles]
    if not places:
        return
    starts = np.cumsum([0, *(len(shingled[place]) for place in places[:-1])])
    values = np.fromiter((each for place in places for each in sorted(shingled[place])), dtype=np.uint64)
    random = np.random.default_rng(seed)
    for _ in range(_BANDS):
        rows = []
        for _ in range(_ROWS):
            factor, shift = (
                random.integers(1, 2**31, dtype=np.uint64),
                random.integers(0, 2**31, dtype=np.uint64),
            )
            rows.append(np.minimum.reduceat((values * factor + shift) % _PRIME, starts))
        buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for place, signature in zip(places, zip(*(row.tolist() for row in rows), strict=True), strict=True):
            buckets[signature].append(place)
        yield from (bucket for bucket in buckets.values() if len(bucket) > 1)


def _are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return longer <= 2.5 * shorter and len(one & other) >= _ALIKE * shorter


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
