"""What a benchmark found: a figure, the baseline of the same run, and whether the target is met."""

from collections.abc import Iterable
from dataclasses import dataclass

HEADINGS = ("What", "Figure", "Baseline in the same run", "Ratio", "Target", "Met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure, in words ready to print."""

    what: str
    figure: str
    baseline: str = "–"
    ratio: str = "–"
    target: str = "–"
    is_met: bool | None = None
    """``None`` where there is no target: the figure is told for comparison."""

    def cells(self) -> tuple[str, ...]:
        """Return the row of a table."""
        met = "–" if self.is_met is None else "yes" if self.is_met else "NO"
        return (self.what, self.figure, self.baseline, self.ratio, self.target, met)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` (0–1) of the values lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
