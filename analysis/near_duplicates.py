"""Groups near-identical texts by MinHash over word shingles (Broder 1997), in near-linear time.

What is known of a text is two small arrays, so that a million letters fit in memory; both are made text by
text, anywhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_SHINGLE = 3
_BANDS, _ROWS = 20, 3
_PRIME = np.uint64(4_294_967_311)
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
_ALIKE = 0.6
_TIMES_AS_LONG = 2.5
_MAX_WORDS = 600

Runs = bytes
"""The checksums of a text's runs of three words, each once, ascending: 32-bit numbers, packed."""
Bands = bytes
"""What texts must share to be looked at side by side: a 64-bit number for each band, packed."""


def group_alike(texts: Sequence[Sequence[str]], *, seed: int = 0) -> list[list[int]]:
    """Return groups of two or more places whose texts (lists of words) share most of their three-word runs.

    Two texts are alike when at least 60 % of the shorter one's runs stand in the other and neither is more
    than 2.5 times as long. Groups come in order of their first place, places in ascending order.
    """
    return group_signed(sign(texts, seed=seed))


def sign(texts: Sequence[Sequence[str]], *, seed: int = 0) -> list[tuple[Runs, Bands]]:
    """Return what is compared of each text; no runs and no bands for a text of fewer than three words."""
    runs = [_runs(text[:_MAX_WORDS]) for text in texts]
    places = [place for place, found in enumerate(runs) if len(found)]
    signed: list[tuple[Runs, Bands]] = [(b"", b"")] * len(texts)
    if places:
        bands = _bands([runs[place] for place in places], seed)
        for place, band in zip(places, bands, strict=True):
            signed[place] = (runs[place].tobytes(), band.tobytes())
    return signed


def group_signed(signed: Sequence[tuple[Runs, Bands]]) -> list[list[int]]:
    """Return groups, as ``group_alike`` does, of texts that were signed with one seed."""
    parent = list(range(len(signed)))
    for first, pairs in groupby(_pairs(signed), key=lambda pair: pair[0]):
        own: frozenset[int] | None = None
        for _, other in pairs:
            a, b = _root(parent, first), _root(parent, other)
            if a == b:
                continue
            own = own if own is not None else _unpacked(signed[first][0])
            if _are_alike(own, _unpacked(signed[other][0])):
                parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(signed)):
        members[_root(parent, place)].append(place)
    return [group for _, group in sorted(members.items()) if len(group) > 1]


def _runs(words: Sequence[str]) -> NDArray[np.uint32]:
    found = {
        crc32(" ".join(words[start : start + _SHINGLE]).encode("utf-8", "replace"))
        for start in range(len(words) - _SHINGLE + 1)
    }
    return np.array(sorted(found), dtype=np.uint32)


def _unpacked(runs: Runs) -> frozenset[int]:
    return frozenset(np.frombuffer(runs, dtype=np.uint32).tolist())


@cache
def _permutations(seed: int) -> tuple[tuple[np.uint64, np.uint64], ...]:
    random = np.random.default_rng(seed)
    return tuple(
        (random.integers(1, 2**31, dtype=np.uint64), random.integers(0, 2**31, dtype=np.uint64))
        for _ in range(_BANDS * _ROWS)
    )


def _bands(runs: Sequence[NDArray[np.uint32]], seed: int) -> NDArray[np.uint64]:
    """Return a row for each text and a column for each band: its three least numbers, mixed to one."""
    starts = np.cumsum([0, *(len(each) for each in runs[:-1])])
    values = np.concatenate(runs).astype(np.uint64)
    bands = np.zeros((len(runs), _BANDS), dtype=np.uint64)
    for number, (factor, shift) in enumerate(_permutations(seed)):
        least = np.minimum.reduceat((values * factor + shift) % _PRIME, starts)
        band = number // _ROWS
        bands[:, band] = (bands[:, band] ^ least) * _MIX
        bands[:, band] ^= bands[:, band] >> np.uint64(29)
    return bands


def _pairs(signed: Sequence[tuple[Runs, Bands]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts to look at, each once, in order: the first text that has a band, and another."""
    places = np.array([place for place, (_, bands) in enumerate(signed) if bands], dtype=np.int64)
    if not len(places):
        return
    bands = np.frombuffer(b"".join(signed[place][1] for place in places), dtype=np.uint64)
    lengths = np.array([len(runs) for runs, _ in signed], dtype=np.int64)
    found = np.zeros(0, dtype=np.int64)
    for band in bands.reshape(len(places), _BANDS).T:
        order = np.argsort(band, kind="stable")
        sorted_band = band[order]
        begins = np.flatnonzero(np.r_[True, sorted_band[1:] != sorted_band[:-1]])
        sizes = np.diff(np.r_[begins, len(order)])
        first, other = places[np.repeat(order[begins], sizes)], places[order]
        shorter = np.minimum(lengths[first], lengths[other])
        longer = np.maximum(lengths[first], lengths[other])
        worth = (first != other) & (longer <= _TIMES_AS_LONG * shorter)
        found = np.union1d(found, first[worth] * len(signed) + other[worth])
    for pair in found:
        first_place, other_place = divmod(int(pair), len(signed))
        yield first_place, other_place


def _are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
