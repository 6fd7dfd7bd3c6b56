"""What people decided about comments, as the store gives it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Drawn = Literal["random", "uncertain", "second", "settled", "chosen"]
"""How a comment came to be reviewed: at random, because the model was unsure, by a second
coder who does not see the first, to settle what two coders see differently, or because somebody picked it."""
DRAWN: tuple[Drawn, ...] = ("random", "uncertain", "second", "settled", "chosen")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What a person decided about a comment; ``None`` where they did not decide, no theme: none fits.

    ``chance`` is the part of its ``stratum`` that had been drawn when this comment's turn came, for those
    drawn at random. ``machine`` is what the model had said, without anybody's words.
    """

    survey_id: int
    comment_id: int
    coder: str
    themes: tuple[str, ...] | None
    sentiment: str | None
    feedback: str | None
    frame_id: str
    frame_version: str
    drawn: Drawn
    stratum: str = ""
    chance: float | None = None
    machine: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(NewDecision):
    """A decision as it was kept; never changed, only followed by another."""

    id: int
    at: datetime
