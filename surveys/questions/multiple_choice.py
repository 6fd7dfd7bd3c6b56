"""Any number of answers out of a list."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Option, Raw, Value, Variable, split_missing, with_part
from surveys.questions.choices import Offer, ShuffledQuestion, count
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.summaries import ChoiceSummary, Summary
from surveys.values import Sense

CHOSEN = frozenset({"1", "1.0", "yes", "oui", "true", "vrai", "x", "y", "o", "checked", "selected"})
NOT_CHOSEN = frozenset({"", "0", "0.0", "no", "non", "false", "faux", "n"})

TICKS = (
    Option(code="1", label={"en": "Chosen", "fr": "Choisi"}),
    Option(code="0", label={"en": "Not chosen", "fr": "Non choisi"}),
)


class MultipleChoice(ShuffledQuestion):
    """Choose several options, between ``fewest`` and ``most`` of them."""

    control: ClassVar[str] = "choose_many"
    sense: ClassVar[Sense] = "choices"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "Several answers from a list", "fr": "Plusieurs réponses dans une liste"},
        {"en": "People tick all that apply.", "fr": "On coche tout ce qui convient."},
        start={"options": TWO_OPTIONS},
    )
    kind: Literal["multiple_choice"] = "multiple_choice"
    fewest: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=1)

    def read(self, given: list[str]) -> Value:
        """Take known codes, once each, in the author's order."""
        chosen = set(self.known(given))
        if len(chosen) > 1 and any(o.code in chosen and (o.exclusive or o.missing) for o in self.options):
            raise AnswerError("option_exclusive")
        if len(chosen) < self.fewest:
            raise AnswerError("options_too_few", fewest=self.fewest)
        if self.most is not None and len(chosen) > self.most:
            raise AnswerError("options_too_many", most=self.most, chosen=len(chosen))
        return [option.code for option in self.options if option.code in chosen]

    def narrowed(self, left: tuple[Offer, ...]) -> Self:
        """Ask for no more answers than there are left."""
        made = super().narrowed(left)
        return made.model_copy(update={"fewest": min(self.fewest, len(left))})

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count options over those who chose at least one that counts."""
        declined = self.missing_codes()
        kept = ([code for code in value if code not in declined] if value else None for value in values)
        answered, missing = split_missing(kept, set())
        counts = count(code for codes in answered for code in codes)
        return ChoiceSummary(len(answered), missing, self.bars(counts), several=True)

    def export_columns(self) -> list[str]:
        """Return one column per option, so that a spreadsheet can count them."""
        return [f"{self.name}/{option.code}" for option in self.options]

    def export_cells(self, value: Value) -> list[str]:
        """Return 1 or 0 per option; blank when unanswered."""
        if value is None:
            return [""] * len(self.options)
        return ["1" if option.code in value else "0" for option in self.options]

    def variables(self) -> tuple[Variable, ...]:
        """Return one yes or no per option."""
        return tuple(
            Variable(f"{self.name}/{o.code}", with_part(self.text, o.label), "code", TICKS, self.name, o)
            for o in self.options
        )

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take a yes or no per option; a cell may also hold the option's own code or label."""
        raw: list[str] = []
        for option, cell in zip(self.options, cells, strict=True):
            told = cell.strip().casefold()
            if told not in NOT_CHOSEN:
                raw.append(option.code if told in CHOSEN or self.code_of(cell) == option.code else cell)
        return raw

    def own_problems(self) -> list[Problem]:
        """Refuse limits that no answer can meet."""
        problems = super().own_problems()
        most = len(self.options) if self.most is None else min(self.most, len(self.options))
        if self.fewest > most:
            problems.append(Problem("limits_crossed", self.name, {"lowest": self.fewest, "highest": most}))
        return problems
