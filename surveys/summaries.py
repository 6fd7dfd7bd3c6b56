"""The few shapes a counted question can take; charts, tables and reports know these, not kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.areas import Outline


@dataclass(frozen=True, slots=True)
class Bar:
    """How many chose one option. ``label`` is in every language of the survey."""

    code: str
    label: dict[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceSummary:
    """Options by count. ``base`` is how many answered; with ``several``, counts may add up to more.

    Not ``is_offered``: residents wrote them, so that one stands there tells that somebody gave it.
    """

    base: int
    missing: int
    bars: tuple[Bar, ...]
    several: bool = False
    is_offered: bool = True
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Where each bar's area lies on the ground, by its code; empty where bars are no areas."""
    shape: str = "choice"


@dataclass(frozen=True, slots=True)
class ScaleSummary:
    """Ordered steps by count, and their mean (``None`` when nobody answered).

    The first step counts as ``lowest``. ``net`` is a net promoter score (-100 to 100) where there is one.
    """

    base: int
    missing: int
    bars: tuple[Bar, ...]
    mean: float | None
    lowest: int = 1
    net: float | None = None
    shape: str = "scale"


@dataclass(frozen=True, slots=True)
class RankSummary:
    """Options by how many put them first, and by points (n for first, n-1 for second …)."""

    base: int
    missing: int
    first: tuple[Bar, ...]
    points: tuple[Bar, ...]
    places: int
    shape: str = "rank"


@dataclass(frozen=True, slots=True)
class TextSummary:
    """How many wrote something; the words themselves go to analysis."""

    base: int
    missing: int
    shape: str = "text"


@dataclass(frozen=True, slots=True)
class FigureSummary:
    """Numbers: their mean, median and range (``None`` when nobody answered), and counts by size."""

    base: int
    missing: int
    bars: tuple[Bar, ...]
    mean: float | None = None
    median: float | None = None
    lowest: float | None = None
    highest: float | None = None
    unit: dict[str, str] = field(default_factory=dict)
    shape: str = "figures"


@dataclass(frozen=True, slots=True)
class GridRow:
    """Options by count in one row, over those who answered the row."""

    code: str
    label: dict[str, str]
    base: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class GridSummary:
    """Row by row; ``base`` is how many answered at least one."""

    base: int
    missing: int
    rows: tuple[GridRow, ...]
    several: bool = False
    shape: str = "grid"


@dataclass(frozen=True, slots=True)
class AmountSummary:
    """What each option got of everybody's ``total``; a bar counts the units of all answers together."""

    base: int
    missing: int
    bars: tuple[Bar, ...]
    total: int
    unit: dict[str, str] = field(default_factory=dict)
    shape: str = "amounts"


Summary = (
    ChoiceSummary | ScaleSummary | RankSummary | TextSummary | FigureSummary | GridSummary | AmountSummary
)
