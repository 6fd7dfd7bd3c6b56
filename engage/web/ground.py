"""Areas on a map for the light face: shapes in the page itself, beside the table that says the same."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from surveys.areas import Outline, bounds_of, middle_of

WIDTH = 1000
ROOM = 12
FAINTEST = 0.12
"""How much of the town's colour an area has that nobody chose."""


class Bar(Protocol):
    """What is told of one area; ``count`` is ``None`` where it is hidden."""

    @property
    def code(self) -> str:
        """The area."""

    @property
    def count(self) -> int | None:
        """How many."""

    @property
    def share(self) -> float | None:
        """How many of all."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its path, how strong its colour is (0 to 1), and where its label stands."""

    code: str
    path: str
    strength: str
    is_hidden: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A map of ``WIDTH`` by ``height``; empty where no area has an outline."""

    height: int
    shapes: tuple[Shape, ...]


def ground(bars: Sequence[Bar], outlines: Mapping[str, Outline]) -> Ground:
    """Return the map of the bars that are areas; the ground is flat and north is up."""
    drawn = [bar for bar in bars if bar.code in outlines]
    bounds = bounds_of(outlines[bar.code] for bar in drawn)
    if bounds is None:
        return Ground(0, ())
    south, west, north, east = bounds
    flat = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * ROOM) / max((east - west) * flat, 1e-9)

    def at(point: tuple[float, float]) -> tuple[int, int]:
        longitude, latitude = point
        return round(ROOM + (longitude - west) * flat * scale), round(ROOM + (north - latitude) * scale)

    most = max((bar.share or 0 for bar in drawn), default=0) or 1
    shapes = []
    for bar in drawn:
        x, y = at(middle_of(outlines[bar.code]))
        strength = f"{FAINTEST + (1 - FAINTEST) * (bar.share or 0) / most:.2f}"
        rings = [[at(point) for point in ring] for polygon in outlines[bar.code] for ring in polygon]
        path = "".join("M" + "L".join(f"{px} {py}" for px, py in ring) + "Z" for ring in rings)
        shapes.append(Shape(bar.code, path, strength, bar.count is None, x, y))
    return Ground(round((north - south) * scale) + 2 * ROOM, tuple(shapes))
