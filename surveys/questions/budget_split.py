"""A fixed sum to be shared out among several things."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError
from surveys.questions.base import Raw, Texts, Value, Variable, in_language, split_missing, with_part
from surveys.questions.choices import ClosedQuestion
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.questions.number_entry import number_of, written
from surveys.summaries import AmountSummary, Bar, Summary
from surveys.values import Sense

BETWEEN = "="


class BudgetSplit(ClosedQuestion):
    """Whole amounts that add up to ``total``.

    A face sends one text per option in their order, blank for nothing. An answer is kept as
    ``option=amount`` texts, those of nothing left out.
    """

    control: ClassVar[str] = "amounts"
    sense: ClassVar[Sense] = "nothing"
    menu: ClassVar[Menu] = Menu(
        "budget",
        {"en": "Share out a budget", "fr": "Répartir un budget"},
        {"en": "Amounts that add up to a total.", "fr": "Des montants qui atteignent un total."},
        start={"options": TWO_OPTIONS},
    )
    kind: Literal["budget_split"] = "budget_split"
    total: int = Field(default=100, ge=1, le=10**9)
    unit: Texts = Field(default_factory=dict)

    def parse(self, raw: Raw) -> Value:
        """Read each place by itself: a blank between two amounts stands for nothing."""
        texts = [text.strip() if isinstance(text, str) else "" for text in raw]
        value = self._shared(texts) if any(texts) else None
        return super().parse([]) if value is None else value

    def _shared(self, texts: Sequence[str]) -> Value:
        if len(texts) > len(self.options):
            raise AnswerError("several_answers")
        amounts = dict(zip((option.code for option in self.options), map(_amount, texts), strict=False))
        given = sum(amounts.values())
        if given != self.total:
            raise AnswerError("budget_uneven", total=self.total, given=int(given))
        return [f"{code}{BETWEEN}{written(amount)}" for code, amount in amounts.items() if amount]

    def read(self, given: list[str]) -> Value:
        """Take amounts in the order of the options."""
        return self._shared(given)

    def amounts(self, value: Value) -> Mapping[str, str]:
        """Return the amount by option."""
        pairs = (text.partition(BETWEEN) for text in (value if isinstance(value, list) else ()))
        return {code: amount for code, _, amount in pairs}

    def raw(self, value: Value) -> list[str]:
        """Return one text per option."""
        amounts = self.amounts(value)
        return [amounts.get(option.code, "") for option in self.options] if amounts else []

    def show(self, value: Value, language: str) -> list[str]:
        """Return a line for each thing that got something."""
        unit = in_language(self.unit, language)
        colon = "\u00a0: " if language == "fr" else ": "
        return [
            f"{self.label(code, language)}{colon}{amount} {unit}".strip()
            for code, amount in self.amounts(value).items()
        ]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Add up what each thing got."""
        answered, missing = split_missing(values, set())
        sums = {option.code: 0 for option in self.options}
        for value in answered:
            for code, amount in self.amounts(value).items():
                if code in sums:
                    sums[code] += int(amount)
        bars = tuple(Bar(o.code, dict(o.label), sums[o.code]) for o in self.options)
        return AmountSummary(len(answered), missing, bars, self.total, dict(self.unit))

    def export_columns(self) -> list[str]:
        """Return one column per thing."""
        return [f"{self.name}/{option.code}" for option in self.options]

    def export_cells(self, value: Value) -> list[str]:
        """Return amounts, 0 where nothing was given; blank when unanswered."""
        amounts = self.amounts(value)
        return [amounts.get(o.code, "0") if amounts else "" for o in self.options]

    def variables(self) -> tuple[Variable, ...]:
        """Return one number per thing."""
        return tuple(
            Variable(f"{self.name}/{o.code}", with_part(self.text, o.label), "number") for o in self.options
        )

    def selectable(self) -> set[str]:
        """Return nothing: a condition cannot look for one exact share."""
        return set()

    def from_cell(self, cell: str) -> Raw:
        """Take ``option=amount`` texts with a bar between them."""
        amounts = self.amounts([part.strip() for part in cell.split("|")])
        return [amounts.get(option.code, "") for option in self.options]

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take one cell per thing."""
        return list(cells)

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the unit as well."""
        yield from super().texts()
        if self.unit:
            yield "unit", self.unit


def _amount(text: str) -> Decimal:
    number = number_of(text) if text else Decimal(0)
    if number is None or number < 0 or number > 10**9 or number != number.to_integral_value():
        raise AnswerError("number_unreadable")
    return number
