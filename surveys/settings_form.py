"""What an author fills in for a kind of question, read off its settings model: nothing here knows a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from surveys.definition import Page, SurveyDefinition
from surveys.questions import KINDS, Question

Sort = Literal["texts", "choice", "several", "whole", "number", "switch", "day", "text", "items", "numbers"]

LANGUAGE_PATTERN = "^[a-z]{2}$"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to fill in. ``low`` and ``high`` bound a number, or how many items there may be."""

    name: str
    sort: Sort
    is_optional: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    parts: tuple["Setting", ...] = ()
    """What one of the ``items`` is made of."""

    def part(self, name: str) -> "Setting | None":
        """Return a part of each item by its name."""
        return next((part for part in self.parts if part.name == name), None)


@cache
def settings_of(kind: str) -> tuple[Setting, ...]:
    """Return the settings that a kind has beyond those of every question, in their order.

    What is no simple value (a condition, a calculation) is left out: it has an editor of its own or none.
    """
    return tuple(each for each in _settings(KINDS[kind]) if each.name not in Question.model_fields)


@cache
def settings_of_any() -> tuple[Setting, ...]:
    """Return the settings that every question has, whichever its kind."""
    return _settings(Question)


@cache
def settings_of_survey() -> tuple[Setting, ...]:
    """Return what an author fills in for the survey as a whole; its lists have editors of their own."""
    return tuple(each for each in _settings(SurveyDefinition) if each.sort != "items")


@cache
def settings_of_page() -> tuple[Setting, ...]:
    """Return what an author fills in for a page beside its title."""
    own = ("name", "title")
    return tuple(each for each in _settings(Page) if each.sort != "items" and each.name not in own)


def _settings(model: type[BaseModel]) -> tuple[Setting, ...]:
    schema = model.model_json_schema()
    return _of_properties(schema.get("properties", {}), schema.get("$defs", {}))


def _of_properties(properties: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Setting, ...]:
    found = (_setting(name, part, known) for name, part in properties.items())
    return tuple(each for each in found if each is not None)


def _setting(name: str, schema: Mapping[str, Any], known: Mapping[str, Any]) -> Setting | None:
    options = schema.get("anyOf")
    if options is not None:
        kept = [option for option in options if option.get("type") != "null"]
        if len(kept) != 1 or len(kept) == len(options):
            return None
        return _plain(name, kept[0], known, is_optional=True)
    return _plain(name, schema, known, is_optional=False)


def _plain(
    name: str, schema: Mapping[str, Any], known: Mapping[str, Any], *, is_optional: bool
) -> Setting | None:
    if "const" in schema:
        return None
    sort = schema.get("type")
    if sort == "array":
        return _array(name, schema, known, is_optional=is_optional)
    if "enum" in schema:
        return Setting(name, "choice", is_optional, choices=tuple(map(str, schema["enum"])))
    if sort == "object":
        is_text = set(schema.get("patternProperties", ())) == {LANGUAGE_PATTERN}
        return Setting(name, "texts", is_optional) if is_text else None
    if sort == "string":
        return Setting(name, "day" if schema.get("format") == "date" else "text", is_optional)
    plain: dict[Any, Sort] = {"integer": "whole", "number": "number", "boolean": "switch"}
    if sort not in plain:
        return None
    return Setting(name, plain[sort], is_optional, schema.get("minimum"), schema.get("maximum"))


def _array(
    name: str, schema: Mapping[str, Any], known: Mapping[str, Any], *, is_optional: bool
) -> Setting | None:
    if "prefixItems" in schema:
        count = len(schema["prefixItems"])
        return Setting(name, "numbers", is_optional, count, count)
    items = schema.get("items", {})
    low, high = schema.get("minItems"), schema.get("maxItems")
    if "enum" in items:
        return Setting(name, "several", is_optional, low, high, tuple(map(str, items["enum"])))
    model = known.get(str(items.get("$ref", "")).rpartition("/")[2])
    if model is None or "properties" not in model:
        return None
    parts = _of_properties(model["properties"], known)
    if not set(model.get("required", ())) <= {part.name for part in parts}:
        return None  # one more could not be made by hand
    return Setting(name, "items", is_optional, low, high, parts=parts)
