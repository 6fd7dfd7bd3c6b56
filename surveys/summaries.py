"""The few shapes a counted question can take; charts, tables and reports know these, not kinds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """How many chose one option. ``label`` is in every language of the survey."""

    code: str
    label: dict[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceSummary:
    """Options by count. ``base`` is how many answered; with ``several``, counts may add up to more."""

    base: int
    missing: int
    bars: tuple[Bar, ...]
    several: bool = False
    shape: str = "choice"


@dataclass(frozen=True, slots=True)
class ScaleSummary:
    """Ordered steps by count, and their mean on 1…n (``None`` when nobody answered)."""

    base: int
    missing: int
    bars: tuple[Bar, ...]
    mean: float | None
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


Summary = ChoiceSummary | ScaleSummary | RankSummary | TextSummary
