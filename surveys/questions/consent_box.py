"""A statement to agree to by ticking it; a box left empty is no answer, never a no."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.questions.base import Option, Raw, Texts, Value, split_missing
from surveys.questions.choices import CodedQuestion, count
from surveys.questions.menu import Menu
from surveys.questions.multiple_choice import CHOSEN, NOT_CHOSEN
from surveys.summaries import ChoiceSummary, Summary

GIVEN = "given"


class ConsentBox(CodedQuestion):
    """One box. ``statement`` stands beside it, ``text`` above."""

    control: ClassVar[str] = "tick"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "A box to tick", "fr": "Une case à cocher"},
        {"en": "For agreeing to one statement.", "fr": "Pour accepter une affirmation."},
        start={"statement": {"en": "I agree.", "fr": "J’accepte."}},
    )
    kind: Literal["consent_box"] = "consent_box"
    statement: Texts

    def choices(self) -> tuple[Option, ...]:
        """Return the one thing that can be chosen."""
        return (Option(code=GIVEN, label=self.statement),)

    def read(self, given: list[str]) -> Value:
        """Take the tick."""
        return self.known(given)[0]

    def from_cell(self, cell: str) -> Raw:
        """Take what spreadsheets write for a tick."""
        told = cell.strip().casefold()
        if told in NOT_CHOSEN:
            return []
        return [GIVEN] if told in CHOSEN else super().from_cell(cell)

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count who agreed."""
        answered, missing = split_missing(values, set())
        return ChoiceSummary(len(answered), missing, self.bars(count(answered)))
