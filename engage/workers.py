"""Processes on this machine that share the reading of a large set of comments, and end with it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

LARGE = 10_000
"""Comments from which on the processes save more time than they take to begin."""
_MOST = 8


@contextmanager
def sharing(comments: int) -> Iterator[Executor | None]:
    """Give an executor for a large set, a process for each processor; ``None`` where it would not pay.

    The result of an analysis is the same with any number of processes and with none. The processes end with
    this one, even when it is killed.
    """
    count = min(processors(), _MOST)
    if comments < LARGE or count < 2:
        yield None
        return
    # Fresh processes: a copy of this one would copy what its threads hold locked.
    fresh = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(count, mp_context=fresh, initializer=_begin)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Make a process ready: whoever began it stops it, and nobody else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import analysis.steps  # noqa: F401 - takes seconds: all of them load it at once


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
