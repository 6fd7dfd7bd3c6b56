"""A word that the survey's address carries, such as which poster a resident scanned; nobody is asked."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from surveys.questions.base import Question, Value, split_missing
from surveys.questions.menu import Menu
from surveys.summaries import Bar, ChoiceSummary, Summary
from surveys.values import Sense

_WORD = re.compile(r"[\w.~\-]{1,60}")


class HiddenValue(Question):
    """The value of ``parameter`` in the address; anything but one short word is left out.

    A resident cannot put it right, so nothing about it is ever wrong, and it cannot be required.
    """

    control: ClassVar[str] = "carried"
    sense: ClassVar[Sense] = "text"
    is_visible: ClassVar[bool] = False
    is_counted: ClassVar[bool] = True
    menu: ClassVar[Menu] = Menu(
        "other",
        {"en": "A word from the address", "fr": "Un mot dans l’adresse"},
        {
            "en": "Such as which poster was scanned; nobody is asked.",
            "fr": "Par exemple l’affiche numérisée; on ne demande rien.",
        },
    )
    kind: Literal["hidden_value"] = "hidden_value"
    required: Literal[False] = False
    parameter: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = "source"

    def read(self, given: list[str]) -> Value:
        """Take one word."""
        return given[0].strip() if len(given) == 1 and _WORD.fullmatch(given[0].strip()) else None

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count words, the most common first; addresses can be made up, so they are for staff only."""
        answered, missing = split_missing(values, set())
        ordered = sorted(Counter(answered).items(), key=lambda found: (-found[1], found[0]))
        bars = tuple(Bar(word, {"en": word, "fr": word}, times) for word, times in ordered)
        return ChoiceSummary(len(answered), missing, bars, is_offered=False)
