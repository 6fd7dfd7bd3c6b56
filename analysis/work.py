"""What the steps pass on to each other."""

from dataclasses import dataclass, field
from typing import Protocol

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.desk import Desk
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

__all__ = ["Desk", "Step", "Tone", "Work"]


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

    def run(self, work: Work, desk: Desk) -> Work:
        """Do the step; never change ``work``, never lose or invent an id."""
