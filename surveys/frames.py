"""A survey's own code frame as the store gives it back: versions that are only ever added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

What = Literal["started", "added", "edited", "merged", "split", "retired", "brought_in", "gone_back"]
"""What a version changed in the one before."""
WHATS: tuple[What, ...] = (
    "started",
    "added",
    "edited",
    "merged",
    "split",
    "retired",
    "brought_in",
    "gone_back",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrame:
    """A version of a code frame to keep.

    ``themes`` are plain data, as ``analysis.code_frame`` reads them; staff's words only, comments by id.
    ``of`` are the themes that ``what`` was done to and ``into`` what they became (merged, split), by id;
    ``number`` of an earlier version (gone back to) stands in ``back_to``.
    """

    survey_id: int
    what: What
    themes: Sequence[Mapping[str, Any]]
    of: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    back_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChange:
    """One version without its words: ``ids`` are the themes it has."""

    number: int
    what: What
    of: tuple[str, ...]
    into: tuple[str, ...]
    back_to: int | None
    ids: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FrameVersion:
    """One version whole."""

    change: FrameChange
    themes: tuple[Mapping[str, Any], ...]
