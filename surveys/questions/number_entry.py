"""A number, typed the English or the French way and kept as digits with a decimal point."""

import re
from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Sort, Texts, Value, in_language, split_missing
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
from surveys.summaries import Bar, FigureSummary, Summary
from surveys.values import Fact, Sense

FARTHEST = 10**12
MOST_BARS = 8
_BLANKS = re.compile(r"[\s\u00a0\u202f'’_]")
_SIGNS = "$€%"
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_FRENCH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_PLAIN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)")


class NumberEntry(LineQuestion):
    """A number from ``lowest`` to ``highest`` with at most ``decimals`` digits after the point."""

    sort: ClassVar[Sort] = "number"
    sense: ClassVar[Sense] = "number"
    menu: ClassVar[Menu] = Menu(
        "number",
        {"en": "A number", "fr": "Un nombre"},
        {
            "en": "With limits, decimals and a unit if you like.",
            "fr": "Avec des limites, des décimales et une unité au besoin.",
        },
    )
    kind: Literal["number_entry"] = "number_entry"
    inputmode: ClassVar[str] = "decimal"
    is_counted: ClassVar[bool] = True
    lowest: float | None = Field(default=None, ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)
    highest: float | None = Field(default=None, ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)
    decimals: int = Field(default=0, ge=0, le=6)
    unit: Texts = Field(default_factory=dict)
    """What is counted, shown after the field ("hours", "km")."""

    def understood(self, text: str) -> str:
        """Return the number as digits with a decimal point.

        A comma before exactly three digits parts thousands; any other comma is a decimal comma.
        """
        number = number_of(text)
        if number is None or abs(number) > FARTHEST:
            raise AnswerError("number_unreadable")
        if number != round(number, self.decimals):
            raise AnswerError("number_too_fine", decimals=self.decimals)
        if self.lowest is not None and number < Decimal(str(self.lowest)):
            raise AnswerError("number_too_small", lowest=self.lowest)
        if self.highest is not None and number > Decimal(str(self.highest)):
            raise AnswerError("number_too_large", highest=self.highest)
        return written(number)

    def show(self, value: Value, language: str) -> list[str]:
        """Return the number as the language writes it, with its unit."""
        if not isinstance(value, str):
            return []
        shown = value.replace(".", ",") if language == "fr" else value
        return [f"{shown} {in_language(self.unit, language)}".strip()]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Return mean, median, range, and counts in a few equally wide steps."""
        answered, missing = split_missing(values, set())
        return figures(answered, missing, whole=self.decimals == 0, unit=self.unit)

    def extent(self) -> tuple[Fact, Fact]:
        """Return the author's limits."""
        lowest, highest = (None if end is None else Decimal(repr(end)) for end in (self.lowest, self.highest))
        return lowest, highest

    def own_problems(self) -> list[Problem]:
        """Refuse limits that no number can meet."""
        if self.lowest is None or self.highest is None or self.lowest <= self.highest:
            return []
        return [Problem("range_crossed", self.name, {"lowest": self.lowest, "highest": self.highest})]

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the unit as well."""
        yield from super().texts()
        if self.unit:
            yield "unit", self.unit


def figures(answered: Iterable[str], missing: int, *, whole: bool, unit: Texts) -> FigureSummary:
    """Return mean, median, range and steps of stored numbers."""
    numbers = sorted(float(value) for value in answered)
    if not numbers:
        return FigureSummary(0, missing, ())
    return FigureSummary(
        len(numbers),
        missing,
        _steps(numbers, whole=whole),
        mean=sum(numbers) / len(numbers),
        median=median(numbers),
        lowest=numbers[0],
        highest=numbers[-1],
        unit=dict(unit),
    )


def number_of(text: str) -> Decimal | None:
    """Return the number that a person meant, or ``None``."""
    bare = _BLANKS.sub("", text).strip(_SIGNS).replace("\u2212", "-")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _FRENCH_THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not _PLAIN.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", "."))


def written(number: Decimal) -> str:
    """Return plain digits without needless zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.removeprefix("+")


def _steps(numbers: list[float], *, whole: bool) -> tuple[Bar, ...]:
    """Count numbers in at most ``MOST_BARS`` steps; each begins where the one before ends."""
    low, high = numbers[0], numbers[-1]
    if whole and high - low < MOST_BARS:
        return tuple(
            Bar(str(n), {"en": str(n), "fr": str(n)}, numbers.count(n))
            for n in range(int(low), int(high) + 1)
        )
    width = (high - low) / MOST_BARS or 1.0
    width = float(-(-width // 1)) if whole else width
    bars: list[Bar] = []
    start = low
    while start <= high and len(bars) < MOST_BARS:
        end = start + width
        is_last = len(bars) == MOST_BARS - 1 or end > high
        found = sum(start <= n and (n < end or is_last) for n in numbers)
        bars.append(_step(start, min(end - 1, high) if whole else end, found))
        start = end
    return tuple(bars)


def _step(start: float, end: float, found: int) -> Bar:
    first, last = (f"{number:.4g}" if abs(number) < 1e4 else f"{number:.0f}" for number in (start, end))
    english, french = f"{first} to {last}", f"{first} à {last}".replace(".", ",")
    if first == last:
        english = french = first
    return Bar(f"{first}_{last}", {"en": english, "fr": french}, found)
