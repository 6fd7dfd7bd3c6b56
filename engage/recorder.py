"""The one writer of responses in a process: many residents' answers, one durable commit.

A response is acknowledged only after the transaction that holds it is on disk. While one commit is
under way, further responses queue; the next commit takes all of them. At one resident this costs
nothing; at a hundred it is what keeps a single SQLite file fast.
"""

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing, suppress

from surveys.records import NewResponse, Recorded
from surveys.store import responses
from surveys.store.database import Database

MOST_AT_ONCE = 256

_Ending = Recorded | Exception
_Awaited = Future[Recorded] | asyncio.Future[Recorded]
_Waiting = tuple[NewResponse, _Awaited]


class Recorder:
    """Stores responses on a thread of its own, started at the first one."""

    def __init__(self, db: Database) -> None:
        self._writer = db.writer()
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def record(self, response: NewResponse) -> "Future[Recorded]":
        """Queue a response. The future ends when it is durable, or with the error that prevented it."""
        future: Future[Recorded] = Future()
        # A resident whose connection drops has still sent: what is queued cannot be cancelled any more.
        future.set_running_or_notify_cancel()
        self._put(response, future)
        return future

    def record_async(self, response: NewResponse) -> "asyncio.Future[Recorded]":
        """Do what ``record`` does for the running event loop. Cancelling the future does not unsend."""
        future: asyncio.Future[Recorded] = asyncio.get_running_loop().create_future()
        self._put(response, future)
        return future

    def _put(self, response: NewResponse, future: _Awaited) -> None:
        with self._starting:
            if self._is_closed:
                raise RuntimeError("the recorder is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
                self._thread.start()
            self._queue.put((response, future))

    def close(self) -> None:
        """Store what is queued, then stop."""
        with self._starting:
            self._is_closed = True
            thread = self._thread
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _run(self) -> None:
        with closing(self._writer):
            while True:
                first = self._queue.get()
                if first is None:
                    return
                waiting, is_last = self._rest([first])
                self._store(waiting)
                if is_last:
                    return

    def _rest(self, waiting: list[_Waiting]) -> tuple[list[_Waiting], bool]:
        while len(waiting) < MOST_AT_ONCE:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return waiting, True
            waiting.append(following)
        return waiting, False

    def _store(self, waiting: list[_Waiting]) -> None:
        try:
            outcomes = self._write([response for response, _ in waiting])
        except Exception as error:  # whatever it was, every resident who waits must learn of it
            if len(waiting) > 1:
                # One response that cannot be stored must not take its neighbours with it.
                for one in waiting:
                    self._store([one])
                return
            _tell([waiting[0][1]], [error])
            return
        _tell([future for _, future in waiting], outcomes)

    def _write(self, fresh: list[NewResponse]) -> list[Recorded]:
        with self._writer.write() as tx:
            return responses.record(tx, fresh)


def _tell(futures: Sequence[_Awaited], endings: Sequence[_Ending]) -> None:
    """End each future; those of one event loop in one go, for waking it costs more than all the rest."""
    of_loops: dict[asyncio.AbstractEventLoop, list[tuple[_Awaited, _Ending]]] = defaultdict(list)
    for future, ending in zip(futures, endings, strict=True):
        if isinstance(future, Future):
            _end(future, ending)
        else:
            of_loops[future.get_loop()].append((future, ending))
    for loop, ended in of_loops.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_end_all, ended)


def _end_all(ended: Sequence[tuple[_Awaited, _Ending]]) -> None:
    for future, ending in ended:
        if not future.done():  # else whoever waited has gone
            _end(future, ending)


def _end(future: _Awaited, ending: _Ending) -> None:
    if isinstance(ending, Exception):
        future.set_exception(ending)
    else:
        future.set_result(ending)
