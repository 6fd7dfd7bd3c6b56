"""The ward or neighbourhood somebody lives in, from a list that may be made from a file of boundaries."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import Field

from surveys.areas import MOST_POINTS, Outline, points_in, read_areas
from surveys.problems import Problem
from surveys.questions.base import Code, Value
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.questions.single_choice import SingleChoice
from surveys.summaries import ChoiceSummary, Summary


class HomeArea(SingleChoice):
    """One area; results may be filtered by it unless the author says otherwise."""

    control: ClassVar[str] = "choose_one"
    menu: ClassVar[Menu] = Menu(
        "place",
        {"en": "Ward or neighbourhood", "fr": "Quartier"},
        {
            "en": "From your list; results can be compared by it.",
            "fr": "Selon votre liste; les résultats se comparent ainsi.",
        },
        start={"options": TWO_OPTIONS},
    )
    kind: Literal["home_area"] = "home_area"  # type: ignore[assignment]
    look: Literal["list", "dropdown"] = "dropdown"
    segment: bool = True
    outlines: dict[Code, Outline] = Field(default_factory=dict)
    """Where each area lies, by the code of its option; results then show a map."""

    def own_problems(self) -> list[Problem]:
        """Refuse an outline of no option, and more points than a definition holds."""
        known = {option.code for option in self.options}
        lost = [
            Problem("area_unknown", self.name, {"code": code}) for code in self.outlines if code not in known
        ]
        count = points_in(self.outlines.values())
        fine = [Problem("areas_too_fine", self.name, {"count": count, "most": MOST_POINTS})]
        return [*super().own_problems(), *lost, *(fine if count > MOST_POINTS else [])]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count areas, and say where they lie."""
        counted = super().summarise(values)
        return replace(counted, outlines=self.outlines) if isinstance(counted, ChoiceSummary) else counted


def areas_from_boundaries(boundaries: object, *, english: str, french: str = "") -> list[dict[str, Any]]:
    """Return options as plain data, one per feature of a GeoJSON file, in alphabetical order.

    ``english`` and ``french`` name the properties that hold an area's name; several pieces of one area
    become one option.

    Raises:
        DefinitionError: the file holds no named areas.
    """
    found = read_areas(boundaries, english=english, french=french)
    return [{"code": area.code, "label": dict(area.label)} for area in found]
