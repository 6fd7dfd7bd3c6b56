"""Where long work is done: one executor a process, local processes or a Dask cluster.

Each local run gets a fresh process, one at a time: its memory goes back when it ends, a crash takes
nothing else with it, and it goes on when the page that asked for it is closed. (The standard process pool
will not do in the portal: its workers begin by importing the main module, and there that is the page.)
"""

import atexit
import contextlib
import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NoReturn

from engage.finished_parts import Interrupted
from engage.office import Office
from engage.settings import ROOT
from engage.understanding import run_analysis
from engage.updating import OTHER_VECTORS
from surveys.store import runs

BETWEEN_BEATS = 20.0
BETWEEN_RECOVERIES = 60.0
SECONDS_TO_END = 5.0
PATIENCE = 600.0
NICENESS = 10

log = logging.getLogger(__name__)


class JobsUnavailableError(RuntimeError):
    """Long work cannot be done now.

    ``code``: ``dask_missing``, ``dask_unreachable``, ``interrupted``, or ``other_vectors`` where a run cannot
    be added to, as it read comments with other sentence vectors.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class FreshProcesses(Executor):
    """Runs each job in a new Python process, one after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="analysis")
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a function of a module with arguments that JSON can hold.

        The result is its process's exit code: 0, or 1 for an error, or minus the signal that killed it.
        """
        order = {"module": fn.__module__, "name": fn.__qualname__, "args": args, "kwargs": kwargs}
        return self._thread.submit(self._work, json.dumps(order))

    def _work(self, order: str) -> int:
        with self._lock:
            if self._is_closed:
                return 1
            # An address may hold a password: orders go by standard input, where no process list shows them.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "engage.jobs"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        self._process.communicate(order)
        return self._process.returncode

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ask the process under way to end, and start no other."""
        del cancel_futures
        with self._lock:
            self._is_closed = True
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            if wait:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(SECONDS_TO_END)
        self._thread.shutdown(wait=False, cancel_futures=True)


@dataclass(slots=True)
class _Desk:
    """What this process has under way."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    executor: Executor | None = None
    scheduler: str = ""
    waiting: dict[int, Office] = field(default_factory=dict)
    beating: threading.Thread | None = None
    recovered_at: dict[str, float] = field(default_factory=dict)


_desk = _Desk()


def prepare(office: Office) -> Executor:
    """Return the executor, made at the first call.

    Raises:
        JobsUnavailableError: settings name a Dask scheduler, and it cannot be used.
    """
    with _desk.lock:
        if _desk.executor is None or _desk.scheduler != office.settings.dask_scheduler:
            scheduler = office.settings.dask_scheduler
            _desk.executor = _cluster(scheduler) if scheduler else FreshProcesses()
            _desk.scheduler = scheduler
        return _desk.executor


def _cluster(scheduler: str) -> Executor:
    try:
        from distributed import Client
    except ImportError:
        raise JobsUnavailableError("dask_missing") from None
    try:
        client: Any = Client
        made: Executor = client(scheduler, timeout=10, set_as_default=False).get_executor(pure=False)
    except (OSError, TimeoutError, ValueError):
        raise JobsUnavailableError("dask_unreachable", address=scheduler) from None
    return made


def submit(office: Office, run_id: int) -> None:
    """Hand a queued run to the executor. Raises as ``prepare``."""
    executor = prepare(office)
    with _desk.lock:
        _desk.waiting[run_id] = office
        if _desk.beating is None:
            _desk.beating = threading.Thread(target=_beat, name="analysis-beat", daemon=True)
            _desk.beating.start()
    job = _on_cluster if office.settings.dask_scheduler else run_analysis
    address = office.db.url.render_as_string(hide_password=False)
    future = executor.submit(job, address, run_id, vectors=office.settings.vectors)
    future.add_done_callback(lambda _: _ended(office, run_id))


def work(office: Office, job: Callable[[str, int], int], run_id: int) -> None:
    """Have a short job on a run done where runs are done, and wait for its end. Raises as ``prepare``."""
    address = office.db.url.render_as_string(hide_password=False)
    # A process of its own gives its exit code, a cluster what the job returns: the same.
    ended = prepare(office).submit(job, address, run_id).result(PATIENCE)
    if ended:
        raise JobsUnavailableError("other_vectors" if ended == OTHER_VECTORS else "interrupted")


def _on_cluster(database_url: str, run_id: int, *, vectors: str = "") -> str:
    """Do a run on a Dask worker, sharing the per-comment steps out over the others."""
    from distributed import worker_client

    with worker_client(separate_thread=True) as client:
        return run_analysis(database_url, run_id, client.get_executor(pure=False), vectors=vectors)


def _ended(office: Office, run_id: int) -> None:
    """See that a run whose process went away without a word does not look alive."""
    with _desk.lock:
        _desk.waiting.pop(run_id, None)
    try:
        with office.db.write() as tx:
            run = runs.get(tx, run_id)
            if run is not None and run.state in runs.UNDER_WAY:
                log.warning("analysis run %s was interrupted", run_id)
                runs.end(tx, run_id, "failed", at=office.now(), failure="interrupted")
    except Exception as error:
        log.error("the end of analysis run %s could not be noted: %s", run_id, type(error).__name__)


def _beat() -> None:
    """Say now and then that the runs waiting here are alive, the queued ones above all."""
    while True:
        time.sleep(BETWEEN_BEATS)
        with _desk.lock:
            waiting = dict(_desk.waiting)
            if not waiting:
                _desk.beating = None
                return
        for run_id, office in waiting.items():
            with contextlib.suppress(Exception), office.db.write() as tx:
                runs.beat(tx, [run_id], at=office.now())


def recover(office: Office) -> int:
    """Mark as failed the runs whose process died with its machine; return how many. Looks once a minute."""
    place, now = str(office.db.url), time.monotonic()
    with _desk.lock:
        if now - _desk.recovered_at.get(place, -BETWEEN_RECOVERIES) < BETWEEN_RECOVERIES:
            return 0
        _desk.recovered_at[place] = now
    with office.db.write() as tx:
        return runs.end_silent(tx, now=office.now())


def close() -> None:
    """End what is under way; its runs are marked as interrupted and can be started again."""
    with _desk.lock:
        executor, _desk.executor = _desk.executor, None
    if executor is not None:
        executor.shutdown(wait=True)


def _interrupt(number: int, frame: object) -> NoReturn:
    del number, frame
    raise Interrupted


def main() -> int:
    """Do the work ordered on standard input, in a process of its own that gives way to everybody else."""
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    order = json.load(sys.stdin)
    function = getattr(importlib.import_module(order["module"]), order["name"])
    try:
        ended = function(*order["args"], **order["kwargs"])
    except Exception as error:
        log.error("work ended with %s", type(error).__name__)
        return 1
    return ended if isinstance(ended, int) else 0


if __name__ == "__main__":
    sys.exit(main())

atexit.register(close)
