"""A place: one of a list of addresses, or latitude and longitude; kept no finer than the author needs."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from surveys.areas import MOST_POINTS, Outline, holds, points_in
from surveys.problems import AnswerError, Problem
from surveys.questions.base import Code, Option, Raw, Texts, Value, Variable, split_missing, with_part
from surveys.questions.choices import MOST_OPTIONS
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
from surveys.summaries import Bar, ChoiceSummary, Summary
from surveys.text import letters
from surveys.values import Sense

MOST_PLACES = 2000
_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,15})?)"
_POINT = re.compile(rf"\(?\s*{_NUMBER}\s*°?\s*(?:[,;]|\s)\s*{_NUMBER}\s*°?\s*\)?")


class Place(BaseModel):
    """Somewhere that residents know by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Texts
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)


class PlaceArea(BaseModel):
    """An area in which a point may lie."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: Texts
    outline: Outline


ELSEWHERE = Option(code="elsewhere", label={"en": "Elsewhere", "fr": "Ailleurs"})
"""Where a point lies in none of the areas."""


class MapPoint(LineQuestion):
    """A point within ``bounds`` (south, west, north, east), kept as ``43.179,-79.244``.

    Three decimals are about a hundred metres: a neighbourhood corner, not a front door.
    """

    control: ClassVar[str] = "place"
    sense: ClassVar[Sense] = "nothing"
    menu: ClassVar[Menu] = Menu(
        "place",
        {"en": "A place", "fr": "Un lieu"},
        {
            "en": "From a list of addresses, or as coordinates.",
            "fr": "Dans une liste d’adresses, ou en coordonnées.",
        },
    )
    kind: Literal["map_point"] = "map_point"
    addresses: tuple[Place, ...] = Field(default=(), max_length=MOST_PLACES)
    bounds: tuple[float, float, float, float] | None = None
    decimals: int = Field(default=3, ge=1, le=6)
    areas: tuple[PlaceArea, ...] = Field(default=(), max_length=MOST_OPTIONS)
    """Points are counted by the area they lie in, and exports name it."""

    @property
    def is_counted(self) -> bool:  # type: ignore[override]
        """Say whether points are counted by where they lie."""
        return bool(self.areas)

    def area_of(self, value: Value) -> str:
        """Return the code of the first area a point lies in; empty where there are no areas or no point."""
        if not self.areas or not isinstance(value, str):
            return ""
        latitude, longitude = (float(part) for part in value.split(","))
        return next(
            (area.code for area in self.areas if holds(area.outline, (longitude, latitude))), ELSEWHERE.code
        )

    def _area_options(self) -> tuple[Option, ...]:
        return (*(Option(code=area.code, label=area.label) for area in self.areas), ELSEWHERE)

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count points by area, or only who marked one."""
        if not self.areas:
            return super().summarise(values)
        answered, missing = split_missing(values, set())
        counts = Counter(self.area_of(value) for value in answered)
        bars = tuple(Bar(o.code, dict(o.label), counts[o.code]) for o in self._area_options())
        outlines = {area.code: area.outline for area in self.areas}
        return ChoiceSummary(len(answered), missing, bars, outlines=outlines)

    def understood(self, text: str) -> str:
        """Take a listed place by its name in any language, else latitude and longitude in this order."""
        wanted = letters(text)
        for place in self.addresses:
            if wanted and wanted in {letters(label) for label in place.label.values()}:
                return self._kept(place.latitude, place.longitude)
        found = _POINT.fullmatch(text)
        if found is None:
            raise AnswerError("place_unknown")
        latitude, longitude = float(found[1]), float(found[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise AnswerError("place_unknown")
        if self.bounds is not None:
            south, west, north, east = self.bounds
            if not (south <= latitude <= north and west <= longitude <= east):
                raise AnswerError("place_outside")
        return self._kept(latitude, longitude)

    def _kept(self, latitude: float, longitude: float) -> str:
        parts = (f"{number:.{self.decimals}f}" for number in (latitude, longitude))
        zero = f"-{0:.{self.decimals}f}"
        return ",".join(part.removeprefix("-") if part == zero else part for part in parts)

    def show(self, value: Value, language: str) -> list[str]:
        """Return the names of the listed places kept as this point, or the point itself."""
        if not isinstance(value, str):
            return []
        named = [
            place.label.get(language) or value
            for place in self.addresses
            if self._kept(place.latitude, place.longitude) == value
        ]
        return named[:1] or [value.replace(",", ", ")]

    def export_columns(self) -> list[str]:
        """Return latitude, longitude and, where there are areas, the one they lie in."""
        both = [f"{self.name}/latitude", f"{self.name}/longitude"]
        return [*both, f"{self.name}/area"] if self.areas else both

    def export_cells(self, value: Value) -> list[str]:
        """Return both numbers, and the area."""
        both = value.split(",") if isinstance(value, str) else ["", ""]
        return [*both, self.area_of(value)] if self.areas else both

    def variables(self) -> tuple[Variable, ...]:
        """Return both as what they are."""
        latitude, longitude, *area = self.export_columns()
        told = with_part(self.text, {"en": "area", "fr": "secteur"})
        return (
            Variable(latitude, with_part(self.text, "latitude"), "latitude"),
            Variable(longitude, with_part(self.text, "longitude"), "longitude"),
            *(Variable(name, told, "code", self._area_options()) for name in area),
        )

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take latitude and longitude from a cell each."""
        both = [cell.strip() for cell in cells[:2]]
        return [", ".join(both)] if any(both) else []

    def own_problems(self) -> list[Problem]:
        """Refuse bounds that hold no point, areas of one code, and more points than a definition holds."""
        codes = Counter([area.code for area in self.areas] + [ELSEWHERE.code])
        twice = [
            Problem("option_repeated", self.name, {"code": c}) for c, times in codes.items() if times > 1
        ]
        count = points_in(area.outline for area in self.areas)
        if count > MOST_POINTS:
            twice.append(Problem("areas_too_fine", self.name, {"count": count, "most": MOST_POINTS}))
        return [*twice, *self._bounds_problems()]

    def _bounds_problems(self) -> list[Problem]:
        if self.bounds is None or (self.bounds[0] < self.bounds[2] and self.bounds[1] < self.bounds[3]):
            return []
        south, west, north, east = self.bounds
        low, high = (south, north) if south >= north else (west, east)
        return [Problem("range_crossed", self.name, {"lowest": low, "highest": high})]

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the names of places as well."""
        yield from super().texts()
        for number, place in enumerate(self.addresses, 1):
            yield f"addresses.{number}", place.label
        for area in self.areas:
            yield f"areas.{area.code}", area.label
