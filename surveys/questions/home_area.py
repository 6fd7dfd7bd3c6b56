"""The ward or neighbourhood somebody lives in, from a list that may be made from a file of boundaries."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from surveys.problems import DefinitionError, Problem
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.questions.single_choice import SingleChoice


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


def areas_from_boundaries(boundaries: object, *, english: str, french: str = "") -> list[dict[str, Any]]:
    """Return options as plain data, one per feature of a GeoJSON file, in alphabetical order.

    ``english`` and ``french`` name the properties that hold an area's name; several pieces of one area
    become one option.

    Raises:
        DefinitionError: the file holds no named areas.
    """
    features = boundaries.get("features") if isinstance(boundaries, Mapping) else None
    found: dict[str, dict[str, Any]] = {}
    for feature in features if isinstance(features, list) else ():
        named = feature.get("properties") if isinstance(feature, Mapping) else None
        name = _name(named, english)
        code = _code(name)
        if code:
            label = {"en": name, "fr": _name(named, french or english) or name}
            found.setdefault(code, {"code": code, "label": label})
    if not found:
        raise DefinitionError((Problem("no_areas", "options", {"field": english}),))
    return [found[code] for code in sorted(found, key=_by_number)]


def _name(named: object, name: str) -> str:
    value = named.get(name) if isinstance(named, Mapping) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _code(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_")


def _by_number(code: str) -> list[tuple[int, str]]:
    """Order ward_2 before ward_10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code)]
