"""What the steps pass on to each other, and the desk where long work is chunked, watched and cancelled."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.results import (
    Campaign,
    CandidateTheme,
    Figure,
    Finding,
    Quote,
    Segment,
    ThemeAssignment,
    ThemeShare,
)
from analysis.reviews import Review
from analysis.stance import Stance

CHUNK = 1000
_IN_FLIGHT = 8
Before = TypeVar("Before")
After = TypeVar("After")


class Cancelled(Exception):
    """The caller asked to stop; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Tone:
    """The sentiment of one comment: class (``None`` when unread), score in −1…1 and confidence in 0…1."""

    sentiment: str | None = None
    score: float | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """Everything known so far. Tuples that speak of comments run beside ``comments``, one item for each.

    ``reviews`` are people's decisions by comment id; ``earlier`` are the candidate themes of an earlier run.
    ``unseen_tones`` and ``unseen_themes`` (with whether it is unsure) say, by place, what the model makes of
    reviewed comments when it has not learned from their reviews.
    """

    comments: tuple[Comment, ...]
    code_frame: CodeFrame
    seed: int = 0
    groups: tuple[str, ...] = ()
    reviews: dict[str, Review] = field(default_factory=dict)
    earlier: tuple[CandidateTheme, ...] = ()
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    unprocessed: tuple[str | None, ...] = ()
    languages: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    personal_details: tuple[tuple[str, ...], ...] = ()
    duplicate_of: tuple[str | None, ...] = ()
    campaign_of: tuple[str | None, ...] = ()
    tones: tuple[Tone, ...] = ()
    feedback: tuple[str | None, ...] = ()
    assignments: tuple[tuple[ThemeAssignment, ...], ...] = ()
    unsure: tuple[bool, ...] = ()
    segments: tuple[tuple[Segment, ...], ...] = ()
    stances: tuple[Stance | None, ...] = ()
    unseen_tones: dict[int, Tone] = field(default_factory=dict)
    unseen_themes: dict[int, tuple[tuple[ThemeAssignment, ...], bool]] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    candidates: tuple[CandidateTheme, ...] = ()
    themes: tuple[ThemeShare, ...] = ()
    sentiment: dict[str, Figure] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def processed(self) -> tuple[int, ...]:
        """The places of the comments that figures are made of."""
        return tuple(place for place, reason in enumerate(self.unprocessed) if reason is None)


class Step(Protocol):
    """One stage of the pipeline: takes the work so far, gives back the work with its own part filled in.

    ``version`` changes whenever the same comments could give another result.
    """

    name: str
    version: str

    def run(self, work: Work, desk: "Desk") -> Work:
        """Do the step; never change ``work``, never lose or invent an id."""


class Desk:
    """Runs per-comment work in chunks, through an executor when there is one, and reports on it."""

    def __init__(
        self,
        *,
        on_progress: Callable[[str, int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        executor: Executor | None = None,
    ) -> None:
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._executor = executor

    def report(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is, and stop here if asked to.

        Raises:
            Cancelled: the caller wants the run stopped.
        """
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled(step)
        if self._on_progress is not None:
            self._on_progress(step, done, total)

    def each(
        self, step: str, function: Callable[[list[Before]], list[After]], items: Sequence[Before]
    ) -> tuple[After, ...]:
        """Apply ``function`` (list in, list as long out) chunk by chunk; the result keeps the order."""
        chunks = [list(items[start : start + CHUNK]) for start in range(0, len(items), CHUNK)]
        self.report(step, 0, len(items))
        if self._executor is None:
            return self._here(step, function, chunks, len(items))
        return self._elsewhere(step, function, chunks, len(items), self._executor)

    def _here(
        self,
        step: str,
        function: Callable[[list[Before]], list[After]],
        chunks: list[list[Before]],
        total: int,
    ) -> tuple[After, ...]:
        results: list[After] = []
        for chunk in chunks:
            results += function(chunk)
            self.report(step, len(results), total)
        return tuple(results)

    def _elsewhere(
        self,
        step: str,
        function: Callable[[list[Before]], list[After]],
        chunks: list[list[Before]],
        total: int,
        executor: Executor,
    ) -> tuple[After, ...]:
        """Keep a few chunks in flight: a large run neither fills memory nor outlives a cancellation."""
        results: list[After] = []
        waiting = iter(chunks)
        flying: list[Future[list[After]]] = []
        try:
            for chunk in waiting:
                flying.append(executor.submit(function, chunk))
                if len(flying) >= _IN_FLIGHT:
                    results += flying.pop(0).result()
                    self.report(step, len(results), total)
            while flying:
                results += flying.pop(0).result()
                self.report(step, len(results), total)
        finally:
            for future in flying:
                future.cancel()
        return tuple(results)
