"""A time of day, typed the English or the French way and kept in 24 hours."""

import re
from typing import ClassVar, Literal

from surveys.problems import AnswerError
from surveys.questions.base import Sort, Value
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
from surveys.values import Sense

_TIME = re.compile(
    r"(\d{1,2})(?:\s*[:h.]\s*(\d{1,2})?)?(?::00(?:\.0+)?)?\s*(min)?\s*([ap])?\.?m?\.?", re.IGNORECASE
)


class TimeEntry(LineQuestion):
    """Hours and minutes."""

    control: ClassVar[str] = "clock"
    entry: ClassVar[str] = "time"
    sort: ClassVar[Sort] = "time"
    sense: ClassVar[Sense] = "time"
    menu: ClassVar[Menu] = Menu(
        "number",
        {"en": "A time of day", "fr": "Une heure"},
        {"en": "Hours and minutes.", "fr": "Heures et minutes."},
    )
    kind: Literal["time_entry"] = "time_entry"

    def understood(self, text: str) -> str:
        """Take ``14:30``, ``14 h 30``, ``2:30 pm`` and the like; a bare number is not a time."""
        found = _TIME.fullmatch(text.strip())
        if found is None or text.strip().isdigit():
            raise AnswerError("time_unreadable")
        hour, minute = int(found[1]), int(found[2] or 0)
        if half := (found[4] or "").lower():
            if not 1 <= hour <= 12:
                raise AnswerError("time_unreadable")
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour > 23 or minute > 59:
            raise AnswerError("time_unreadable")
        return f"{hour:02}:{minute:02}"

    def show(self, value: Value, language: str) -> list[str]:
        """Return the time as the language writes it."""
        if not isinstance(value, str):
            return []
        hour, _, minute = value.partition(":")
        return [f"{int(hour)} h {minute}" if language == "fr" else value]
