"""How fast one connection may send forms and try receipts: counted in memory only, and no address is kept.

A connection is known by a hash under a key that is drawn anew each day and never leaves the process, so
nobody can tell afterwards who it was. Behind a web server that does not say whose request it passes on, all
connections look like one; they then share one generous count.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from secrets import token_bytes
from socket import AF_INET, AF_INET6, inet_pton

from engage.settings import Settings

MOST_KNOWN = 50_000
SHARED = 1000
"""How many times one connection's limit all those share of whom no address is known."""
PAGES_A_FORM = 10
"""How many pages may be sent for every form that may."""
DAY_SECONDS = 86_400
_NOBODY = b""
_MAPPED = bytes(10) + b"\xff\xff"


class Pace:
    """A bucket of tokens a connection: ``per_minute`` at once, and as many again each minute; 0: no limit."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[bytes, tuple[float, float]] = {}
        self._key, self._key_until = token_bytes(16), clock() + DAY_SECONDS

    def wait(self, peer: str) -> int:
        """Take a token for ``peer``; return 0, or in how many seconds there will be one."""
        if not self._per_minute:
            return 0
        with self._lock:
            now = self._clock()
            if now >= self._key_until:
                self._buckets.clear()
                self._key, self._key_until = token_bytes(16), now + DAY_SECONDS
            known = self._known(peer)
            most = float(self._per_minute if known else self._per_minute * SHARED)
            tokens, at = self._buckets.get(known, (most, now))
            tokens = min(most, tokens + (now - at) * most / 60)
            if tokens < 1:
                return ceil((1 - tokens) * 60 / most)
            if known not in self._buckets and len(self._buckets) >= MOST_KNOWN:
                self._make_room(now)
            self._buckets[known] = tokens - 1, now
        return 0

    def _known(self, peer: str) -> bytes:
        network = network_of(peer)
        return blake2b(network, key=self._key, digest_size=8).digest() if network else _NOBODY

    def _make_room(self, now: float) -> None:
        """Forget who has waited for a minute; where that helps nothing, so many come that all are new."""
        kept = {known: one for known, one in self._buckets.items() if now - one[1] < 60}
        self._buckets = kept if len(kept) < MOST_KNOWN else {}


def network_of(peer: str) -> bytes:
    """Return what counts as one connection: an IPv4 address, or the half of an IPv6 one that a household has.

    Empty where the address says nothing of who it is: none at all, or one inside our own network.
    """
    try:
        packed = inet_pton(AF_INET6 if ":" in peer else AF_INET, peer)
    except (OSError, ValueError):
        return b""
    if packed.startswith(_MAPPED):
        packed = packed[len(_MAPPED) :]
    if len(packed) == 4:
        return b"" if _is_inside(packed[0], packed[1]) else packed
    # Of IPv6 only 2000::/3 leads anywhere.
    return packed[:8] if packed[0] & 0xE0 == 0x20 else b""


def _is_inside(first: int, second: int) -> bool:
    """Say whether an IPv4 address is of a private network, this machine, this link or a carrier's inside."""
    return (
        first in (0, 10, 127)
        or (first == 172 and 16 <= second < 32)
        or (first, second) in ((192, 168), (169, 254))
        or (first == 100 and 64 <= second < 128)
    )


@dataclass(frozen=True, slots=True)
class Pacing:
    """What is counted, each by itself and in each process."""

    forms: Pace
    pages: Pace
    lookups: Pace

    @classmethod
    def of(cls, settings: Settings) -> "Pacing":
        """Return the limits of ``settings``."""
        forms = settings.forms_per_minute
        return cls(Pace(forms), Pace(forms * PAGES_A_FORM), Pace(settings.lookups_per_minute))
