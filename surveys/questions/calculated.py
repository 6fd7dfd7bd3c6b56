"""A value that follows from other answers: worked out by the server, kept and exported, never asked."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field

from surveys.questions.base import Option, Sort, Texts, Value, Variable, in_language, split_missing
from surveys.questions.choices import MOST_OPTIONS, CodedQuestion, count
from surveys.questions.menu import Menu
from surveys.questions.number_entry import figures
from surveys.senses import SINGLE, sense_of
from surveys.summaries import ChoiceSummary, Summary, TextSummary
from surveys.values import Expression, Meaning, Node, Sense, as_text, read_as, rounded

LONGEST = 1000
_SORTS: Mapping[Sense, Sort] = {"number": "number", "date": "date", "time": "time"}


class Calculated(CodedQuestion):
    """What ``formula`` gives over earlier answers; a number is kept to ``decimals`` digits after the point.

    With ``options``, the result is the code of one of them, and counts, filters and conditions take it as
    a choice; any other result is no answer.
    """

    control: ClassVar[str] = "carried"
    is_visible: ClassVar[bool] = False
    is_worked_out: ClassVar[bool] = True
    menu: ClassVar[Menu] = Menu(
        "other",
        {"en": "A calculated value", "fr": "Une valeur calculée"},
        {
            "en": "Worked out from other answers; nobody is asked.",
            "fr": "Établie d’après d’autres réponses; on ne demande rien.",
        },
        {"formula": 0},
    )
    kind: Literal["calculated"] = "calculated"
    required: Literal[False] = False
    formula: Expression
    decimals: int = Field(default=2, ge=0, le=6)
    unit: Texts = Field(default_factory=dict)
    options: tuple[Option, ...] = Field(default=(), max_length=MOST_OPTIONS)

    def choices(self) -> tuple[Option, ...]:
        """Return what the result may be, where the author named it."""
        return self.options

    def rules(self) -> Iterator[tuple[str, Node]]:
        """Yield the formula as well."""
        yield from super().rules()
        yield "formula", self.formula  # type: ignore[misc]

    @property
    def result(self) -> Sense:
        """Return as what the result is read."""
        found = sense_of(self.formula)
        return "choice" if self.options else found if found in SINGLE else "text"

    def meaning(self) -> Meaning:
        """Return how rules read the result."""
        return Meaning(self.result, frozenset(self.missing_codes()))

    def work_out(self, answers: Mapping[str, Any]) -> Value:
        """Work the formula out; ``None`` when something it needs is missing."""
        fact = self.formula.fact(answers)
        text = as_text(rounded(fact, self.decimals) if isinstance(fact, Decimal) else fact)[:LONGEST]
        if not text or (self.options and text not in self.codes()):
            return None
        return text

    def read(self, given: list[str]) -> Value:
        """Take a result as an export of ours holds it; what was sent by a resident never comes here."""
        text = given[0].strip()[:LONGEST]
        if self.options:
            return text if text in self.codes() else None
        fact = text if self.result == "text" else read_as(self.result, text)
        return as_text(fact) or None

    def show(self, value: Value, language: str) -> list[str]:
        """Return the result as the language writes it."""
        if not isinstance(value, str):
            return []
        if self.options:
            return [self.label(value, language)]
        if self.result != "number":
            return [value]
        shown = value.replace(".", ",") if language == "fr" else value
        return [f"{shown} {in_language(self.unit, language)}".strip()]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count options, or tell mean, median and range of numbers; of the rest, how many there are."""
        answered, missing = split_missing(values, self.missing_codes())
        if self.options:
            return ChoiceSummary(len(answered), missing, self.bars(count(answered)))
        if self.result != "number":
            return TextSummary(len(answered), missing)
        return figures(answered, missing, whole=self.decimals == 0, unit=self.unit)

    def variables(self) -> tuple[Variable, ...]:
        """Return one column that holds what the formula gives."""
        sort: Sort = "code" if self.options else _SORTS.get(self.result, "text")
        return (Variable(self.name, self.text, sort, self.options),)

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the unit as well."""
        yield from super().texts()
        if self.unit:
            yield "unit", self.unit
