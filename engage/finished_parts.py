"""Keeps what a run has finished in the database, so that it goes on from there after a kill."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext

from engage.workers import sharing
from surveys.store import run_parts
from surveys.store.database import Database

BETWEEN_WRITES = 0.5
"""Seconds of work that a kill may cost; residents' answers go to the same database."""


class Interrupted(Exception):
    """The process was asked to end while it worked, or one that it shared the work with was killed."""


class FinishedParts:
    """The finished chunks of one run; written now and then, several in one transaction."""

    def __init__(self, db: Database, run_id: int) -> None:
        self._db = db
        self._run_id = run_id
        self._waiting: list[run_parts.Part] = []
        self._written_at = time.monotonic()
        with db.read() as tx:
            self._has_earlier = run_parts.count(tx, run_id) > 0

    def kept(self, part: str, number: int) -> bytes | None:
        """Return a chunk that an earlier try finished, or ``None``."""
        if not self._has_earlier:
            return None
        with self._db.read() as tx:
            return run_parts.kept(tx, self._run_id, part, number)

    def keep(self, part: str, number: int, content: bytes) -> None:
        """Take a chunk, and write those that wait when the last time is long enough ago."""
        self._waiting.append((part, number, content))
        if time.monotonic() - self._written_at >= BETWEEN_WRITES:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        with self._db.write() as tx:
            run_parts.keep(tx, self._run_id, waiting)
        self._written_at = time.monotonic()


@contextmanager
def kept_on_interruption(parts: FinishedParts) -> Iterator[None]:
    """Write what is finished when work is cut off in a block, and say that it was."""
    try:
        yield
    except Interrupted:
        parts.write()
        raise
    except BrokenProcessPool:
        parts.write()
        raise Interrupted from None


@contextmanager
def at_work(executor: Executor | None, comments: int) -> Iterator[Executor | None]:
    """Give the executor that was handed in, else processes on this machine where they pay."""
    with nullcontext(executor) if executor is not None else sharing(comments) as found:
        yield found
