"""A Canadian postal code, kept to its first three characters unless the author needs all of it."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.problems import AnswerError
from surveys.questions.base import Value, split_missing
from surveys.questions.lines import LineQuestion
from surveys.questions.menu import Menu
from surveys.summaries import Bar, ChoiceSummary, Summary

# No code has D, F, I, O, Q or U; none begins with W or Z.
_CODE = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(\d[ABCEGHJ-NPRSTV-Z]\d)?", re.ASCII)


class PostalArea(LineQuestion):
    """A forward sortation area (``L3K``); with ``keep`` ``"whole"``, the whole code where it is given.

    A whole code may be twenty homes, so it is personal information; three characters are thousands.
    """

    menu: ClassVar[Menu] = Menu(
        "place",
        {"en": "Postal code", "fr": "Code postal"},
        {
            "en": "Kept to three characters unless you need more.",
            "fr": "Gardé à trois caractères, sauf besoin.",
        },
    )
    kind: Literal["postal_area"] = "postal_area"
    is_counted: ClassVar[bool] = True
    keep: Literal["area", "whole"] = "area"
    autocomplete: str = "postal-code"

    def understood(self, text: str) -> str:
        """Return the area in capitals, or the whole code as ``L3K 1A1``."""
        found = _CODE.fullmatch(re.sub(r"[\s\-]", "", text).upper())
        if found is None:
            raise AnswerError("postal_unreadable")
        area, rest = found.groups()
        return f"{area} {rest}" if rest and self.keep == "whole" else str(area)

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count areas, the most common first; they were not offered, so they are for staff only."""
        answered, missing = split_missing(values, set())
        counts = Counter(str(value)[:3] for value in answered)
        ordered = sorted(counts.items(), key=lambda found: (-found[1], found[0]))
        bars = tuple(Bar(area, {"en": area, "fr": area}, times) for area, times in ordered)
        return ChoiceSummary(len(answered), missing, bars, is_offered=False)
