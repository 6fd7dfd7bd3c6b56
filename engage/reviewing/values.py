"""What the review page is given: one comment, the themes to choose from, and how far the work is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engage.results.choosing import Texts
from engage.results.coded import Said
from surveys.decisions import Decision, Drawn
from surveys.records import AnalysisRun, Survey

Mode = Literal["first", "second", "settle", "again"]
"""First reading; the same comments read blind by another person; settling what two see differently; another
look at comments whose theme was split or retired."""
MODES: tuple[Mode, ...] = ("first", "second", "settle", "again")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decides: ``None`` where they do not, no theme: none fits."""

    themes: tuple[str, ...] | None = None
    sentiment: str | None = None
    feedback: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """A theme that can be given."""

    id: str
    name: Texts
    definition: Texts


@dataclass(frozen=True, slots=True)
class Item:
    """One comment to decide about, masked.

    ``said`` is ``None`` where the model's reading would lead the reader: comments drawn at random, and second
    readings. ``mine`` is this person's own decision when they come back to it; ``told`` are all coders'
    newest, only where they are settled.
    """

    comment_id: int
    text: str
    question: Texts
    release: str
    language: str
    day: date
    drawn: Drawn
    said: Said | None
    mine: Decision | None = None
    told: Mapping[str, Decision] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reviewing is. ``at_random`` counts the random sample; ``by_stratum`` gives (reviewed, of).

    ``pending`` comments wait for another look since the code frame changed.
    """

    readable: int
    reviewed: int
    tones: int
    at_random: int
    unsure: int
    mine: int
    doubly: int
    disputed: int
    by_stratum: Mapping[str, tuple[int, int]]
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is accepted at a precision: the comments, from which confidence on, and how right they were found.

    ``accept_from`` is ``None`` where too few reviews tell (``reviews_needed`` more at random), or the model
    is not right so often at any confidence.
    """

    precision: float
    accept_from: float | None = None
    accepted: frozenset[int] = frozenset()
    measured: float = 0.0
    low: float = 0.0
    high: float = 1.0
    checked: int = 0
    reviews_needed: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person sees when they review; ``item`` is ``None`` when there is nothing left in this mode.

    ``acceptance`` is what is accepted without a look, where somebody chose that.
    """

    survey: Survey
    run: AnalysisRun
    frame_id: str
    frame_version: str
    themes: tuple[ThemeChoice, ...]
    mode: Mode
    item: Item | None
    progress: Progress
    left: int
    acceptance: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How alike two readings are: ``between`` people and "model", or two "people".

    ``matter``: "themes", "sentiment", "feedback"; ``measure``: "alpha" (Krippendorff; with MASI for themes)
    or "kappa" (Cohen). ``value`` is ``None`` when not defined; ``strength`` as in ``analysis``.
    """

    between: Literal["model", "people"]
    matter: str
    measure: Literal["alpha", "kappa"]
    value: float | None
    low: float | None
    high: float | None
    n: int
    strength: str
