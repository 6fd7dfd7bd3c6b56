"""Which uploads of strangers the portal takes: only where a survey asks for files, few and small."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
MOST_BYTES = 11 * MEGABYTE
"""The largest file that a question may ask for, and what stands around it in a body."""
SECONDS = 600.0
MOST_IN_ALL = 200 * MEGABYTE
MOST_OF_ONE = 60 * MEGABYTE


@dataclass(slots=True)
class Uploads:
    """Counts what strangers brought in the last ten minutes, all together and by session.

    Streamlit holds a file in memory until the page took it, so what passes here bounds that memory.
    """

    are_asked_for: Callable[[], bool]
    clock: Callable[[], float] = time.monotonic
    _passed: deque[tuple[float, str, int]] = field(default_factory=deque)

    def admit(self, session: str, said: str) -> bool:
        """Say whether a body that says it has ``said`` bytes may pass; one that does not say may not."""
        size = int(said) if said.isdecimal() and len(said) < 12 else MOST_BYTES + 1
        if size > MOST_BYTES or not self.are_asked_for():
            return False
        now = self.clock()
        while self._passed and self._passed[0][0] < now - SECONDS:
            self._passed.popleft()
        own = sum(one for _, who, one in self._passed if who == session)
        if own + size > MOST_OF_ONE or sum(one for _, _, one in self._passed) + size > MOST_IN_ALL:
            return False
        self._passed.append((now, session, size))
        return True
