"""A place: one of a list of addresses, or latitude and longitude; kept no finer than the author needs."""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Raw, Texts, Value, Variable, with_part
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
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
        """Return latitude and longitude."""
        return [f"{self.name}/latitude", f"{self.name}/longitude"]

    def export_cells(self, value: Value) -> list[str]:
        """Return both numbers."""
        return value.split(",") if isinstance(value, str) else ["", ""]

    def variables(self) -> tuple[Variable, ...]:
        """Return both as what they are."""
        latitude, longitude = self.export_columns()
        return (
            Variable(latitude, with_part(self.text, "latitude"), "latitude"),
            Variable(longitude, with_part(self.text, "longitude"), "longitude"),
        )

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take latitude and longitude from a cell each."""
        return [", ".join(cell.strip() for cell in cells)] if any(cell.strip() for cell in cells) else []

    def own_problems(self) -> list[Problem]:
        """Refuse bounds that hold no point."""
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
