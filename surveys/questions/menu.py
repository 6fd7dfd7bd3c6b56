"""How authors find a kind: its group, its name, one line about it, and what a new one begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Group = Literal["choice", "rating", "text", "number", "budget", "person", "place", "other"]
GROUPS: tuple[Group, ...] = ("choice", "rating", "text", "number", "budget", "place", "person", "other")


@dataclass(frozen=True, slots=True)
class Menu:
    """One line of the menu of kinds, in both languages."""

    group: Group
    name: Mapping[str, str]
    about: Mapping[str, str]
    start: Mapping[str, Any] | None = field(default_factory=dict)
    """Settings of a new question; ``None`` where one cannot stand by itself and is not offered."""


TWO_OPTIONS: tuple[dict[str, Any], ...] = (
    {"code": "option_1", "label": {"en": "First answer", "fr": "Première réponse"}},
    {"code": "option_2", "label": {"en": "Second answer", "fr": "Deuxième réponse"}},
)
TWO_ROWS: tuple[dict[str, Any], ...] = (
    {"code": "row_1", "label": {"en": "First thing", "fr": "Premier élément"}},
    {"code": "row_2", "label": {"en": "Second thing", "fr": "Deuxième élément"}},
)
FIVE_STEPS: tuple[dict[str, Any], ...] = (
    {"code": "excellent", "label": {"en": "Excellent", "fr": "Excellent"}},
    {"code": "very_good", "label": {"en": "Very good", "fr": "Très bon"}},
    {"code": "good", "label": {"en": "Good", "fr": "Bon"}},
    {"code": "fair", "label": {"en": "Fair", "fr": "Passable"}},
    {"code": "poor", "label": {"en": "Poor", "fr": "Mauvais"}},
)
