"""A day, kept as year-month-day."""

import re
from datetime import date
from typing import ClassVar, Literal

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Sort
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
from surveys.values import Fact, Sense

_DAY = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")


class DateEntry(LineQuestion):
    """A day from ``earliest`` to ``latest``."""

    control: ClassVar[str] = "day"
    entry: ClassVar[str] = "date"
    sort: ClassVar[Sort] = "date"
    sense: ClassVar[Sense] = "date"
    menu: ClassVar[Menu] = Menu(
        "number",
        {"en": "A day", "fr": "Une date"},
        {"en": "Year, month and day.", "fr": "Année, mois et jour."},
    )
    kind: Literal["date_entry"] = "date_entry"
    earliest: date | None = None
    latest: date | None = None

    def understood(self, text: str) -> str:
        """Take year, month, day in this order only: 03/04 means two days in this country."""
        day = _day(text)
        if day is None:
            raise AnswerError("date_unreadable")
        if self.earliest is not None and day < self.earliest:
            raise AnswerError("date_too_early", earliest=self.earliest.isoformat())
        if self.latest is not None and day > self.latest:
            raise AnswerError("date_too_late", latest=self.latest.isoformat())
        return day.isoformat()

    def extent(self) -> tuple[Fact, Fact]:
        """Return the author's limits."""
        return self.earliest, self.latest

    def own_problems(self) -> list[Problem]:
        """Refuse limits that no day can meet."""
        if self.earliest is None or self.latest is None or self.earliest <= self.latest:
            return []
        details = {"lowest": self.earliest.isoformat(), "highest": self.latest.isoformat()}
        return [Problem("range_crossed", self.name, details)]


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
