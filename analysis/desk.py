"""The desk where the steps' long work is cut in chunks, shared out, watched, cancelled and kept."""

import hashlib
import pickle
from collections import Counter, deque
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.keeping import Keeping, pack, returned, unpack
from analysis.vectors import carried

CHUNK = 1000
_IN_FLIGHT = 8
Before = TypeVar("Before")
After = TypeVar("After")
Made = TypeVar("Made")
_Done = tuple[list[After], bytes | None]


class Cancelled(Exception):
    """The caller asked to stop; nothing was kept."""


class Desk:
    """Runs per-comment work in chunks, through an executor when there is one, and reports on it.

    With ``keeping``, finished chunks are kept under ``checksum``, and those that an earlier try of the same
    run kept are taken from there. ``models`` are what steps learned: given ones are not learned again, and
    new ones are put there.
    """

    def __init__(
        self,
        *,
        on_progress: Callable[[str, int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        executor: Executor | None = None,
        keeping: Keeping | None = None,
        checksum: str = "",
        models: MutableMapping[str, Any] | None = None,
    ) -> None:
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._executor = executor
        self._keeping = keeping
        self._checksum = checksum
        self._models = models if models is not None else {}
        self._parts: Counter[str] = Counter()

    def report(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is, and stop here if asked to.

        Raises:
            Cancelled: the caller wants the run stopped.
        """
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled(step)
        if self._on_progress is not None:
            self._on_progress(step, done, total)

    def learned(self, name: str, learn: Callable[[], Made]) -> Made:
        """Return a model by its name, learned now unless it is known already."""
        if name not in self._models:
            self._models[name] = learn()
        return cast(Made, self._models[name])

    def each(
        self,
        step: str,
        function: Callable[[list[Before]], list[After]],
        items: Sequence[Before],
        *,
        is_kept: bool = False,
    ) -> tuple[After, ...]:
        """Apply ``function`` (list in, list as long out) chunk by chunk; the result keeps the order.

        ``is_kept``: it takes long enough that a run which was killed should not do it again.
        """
        return tuple(chain.from_iterable(self.chunks(step, function, items, is_kept=is_kept)))

    def chunks(
        self,
        step: str,
        function: Callable[[list[Before]], list[After]],
        items: Sequence[Before],
        *,
        is_kept: bool = False,
    ) -> Iterator[list[After]]:
        """Yield what ``each`` returns chunk by chunk, for results too large to be held at once."""
        self.report(step, 0, len(items))
        self._parts[step] += 1
        kept = self._keeping if is_kept else None
        shelf = _Shelf(kept, f"{step}-{self._parts[step]}", self._checksum, function) if kept else None
        done = 0
        waiting: deque[tuple[int, Future[_Done[After]]]] = deque()
        lesson = _Lesson(carried(function), shelf.shape if shelf else None, self._checksum)
        begun = self._begun(lesson, shelf, items)
        try:
            for number, future in begun:
                waiting.append((number, future))
                # A few chunks in flight: a large run neither fills memory nor outlives a cancellation.
                while len(waiting) >= (_IN_FLIGHT if self._executor else 1):
                    values = _ended(waiting.popleft(), shelf)
                    done += len(values)
                    yield values
                    self.report(step, done, len(items))
            while waiting:
                values = _ended(waiting.popleft(), shelf)
                done += len(values)
                yield values
                self.report(step, done, len(items))
        finally:
            for _, future in waiting:
                future.cancel()

    def _begun(
        self, lesson: "_Lesson[Before, After]", shelf: "_Shelf | None", items: Sequence[Before]
    ) -> Iterator[tuple[int, "Future[_Done[After]]"]]:
        """Begin chunk after chunk: take it from where it was kept, or have it done, elsewhere or here."""
        for number, start in enumerate(range(0, len(items), CHUNK)):
            chunk = list(items[start : start + CHUNK])
            found = shelf.found(number, len(chunk)) if shelf else None
            if found is None and self._executor is not None:
                yield number, self._executor.submit(lesson, chunk)
                continue
            future: Future[_Done[After]] = Future()
            future.set_result((found, None) if found is not None else lesson(chunk))
            yield number, future


class _Shelf:
    """Where the chunks of one part of a run are kept."""

    def __init__(self, keeping: Keeping, part: str, checksum: str, function: Callable[..., Any]) -> None:
        self._keeping = keeping
        self._part = part
        self._checksum = checksum
        self.shape = returned(function)

    def found(self, number: int, count: int) -> list[Any] | None:
        """Return a chunk that is kept and of this very run."""
        content = self._keeping.kept(self._part, number)
        return None if content is None else unpack(content, self.shape, self._checksum, count)

    def keep(self, number: int, content: bytes) -> None:
        """Keep a chunk."""
        self._keeping.keep(self._part, number, content)


def _ended(begun: "tuple[int, Future[_Done[After]]]", shelf: _Shelf | None) -> list[After]:
    """Wait for a chunk, keep it, and return it."""
    number, future = begun
    values, packed = future.result()
    if shelf is not None and packed is not None:
        shelf.keep(number, packed)
    return values


class _Lesson(Generic[Before, After]):
    """What is done with every chunk. A process learns it once, however many chunks it is handed.

    It uses one thread for sums, so that they come out the same on any number of processors.
    """

    def __init__(self, function: Callable[[list[Before]], list[After]], shape: Any, checksum: str) -> None:
        self._function = function
        self._shape = shape
        self._checksum = checksum
        self._packed = b""
        self._key = ""
        self.is_elsewhere = False

    def __call__(self, chunk: list[Before]) -> "_Done[After]":
        # Where the run itself is done, it holds to one thread already, and asking takes a millisecond.
        with threadpool_limits(1) if self.is_elsewhere else nullcontext():
            values = self._function(chunk)
        return values, None if self._shape is None else pack(values, self._shape, self._checksum)

    def __reduce__(self) -> tuple[Any, ...]:
        if not self._packed:
            self._packed = pickle.dumps((self._function, self._shape, self._checksum), 5)
            self._key = hashlib.sha256(self._packed).hexdigest()
        return _taught, (self._key, self._packed)


_known: dict[str, _Lesson[Any, Any]] = {}


def _taught(key: str, packed: bytes) -> _Lesson[Any, Any]:
    """Return the lesson as this process learned it; only the last one is remembered."""
    if key not in _known:
        _known.clear()
        _known[key] = lesson = _Lesson(*pickle.loads(packed))  # noqa: S301 - from the process that began this one
        lesson.is_elsewhere = True
    return _known[key]
