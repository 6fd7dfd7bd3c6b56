"""The most important things first: a first, second, third … choice."""

import itertools
from collections.abc import Iterable
from typing import ClassVar, Literal, Self

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Raw, Value, Variable, split_missing, with_part
from surveys.questions.choices import Offer, ShuffledQuestion, count
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.summaries import RankSummary, Summary
from surveys.values import Sense


class Ranking(ShuffledQuestion):
    """Put up to ``places`` options in order. A face sends one text per place, blank when left open."""

    control: ClassVar[str] = "rank"
    sense: ClassVar[Sense] = "choices"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "Put in order", "fr": "Mettre en ordre"},
        {
            "en": "People name their first, second and third choice.",
            "fr": "On donne son premier, deuxième et troisième choix.",
        },
        start={"options": TWO_OPTIONS, "places": 2},
    )
    kind: Literal["ranking"] = "ranking"
    places: int = Field(default=3, ge=1, le=20)

    def parse(self, raw: Raw) -> Value:
        """Refuse a gap between places before the blanks are dropped."""
        filled = [bool(isinstance(text, str) and text.strip()) for text in raw]
        if any(later and not earlier for earlier, later in itertools.pairwise(filled)):
            raise AnswerError("rank_gap")
        return super().parse(raw)

    def read(self, given: list[str]) -> Value:
        """Take known codes in order, none twice."""
        if len(given) > self.places:
            raise AnswerError("options_too_many", most=self.places, chosen=len(given))
        if len(set(given)) < len(given):
            raise AnswerError("rank_repeated")
        return self.known(given)

    def narrowed(self, left: tuple[Offer, ...]) -> Self:
        """Ask for no more places than there are options left."""
        return super().narrowed(left).model_copy(update={"places": min(self.places, len(left))})

    def show(self, value: Value, language: str) -> list[str]:
        """Return the chosen labels numbered by place."""
        return [f"{place}. {label}" for place, label in enumerate(super().show(value, language), 1)]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count first places, and points: ``places`` for a first, one less for each place after."""
        answered, missing = split_missing(values, set())
        first = count(codes[0] for codes in answered)
        points = count(())
        for codes in answered:
            for place, code in enumerate(codes):
                points[code] += self.places - place
        return RankSummary(len(answered), missing, self.bars(first), self.bars(points), self.places)

    def export_columns(self) -> list[str]:
        """Return one column per place."""
        return [f"{self.name}/{place}" for place in range(1, self.places + 1)]

    def export_cells(self, value: Value) -> list[str]:
        """Return the code at each place."""
        codes = self.raw(value)
        return codes + [""] * (self.places - len(codes))

    def variables(self) -> tuple[Variable, ...]:
        """Return the option at each place."""
        return tuple(
            Variable(
                f"{self.name}/{place}", with_part(self.text, str(place)), "code", self.options, self.name
            )
            for place in range(1, self.places + 1)
        )

    def own_problems(self) -> list[Problem]:
        """Refuse more places than options."""
        problems = super().own_problems()
        if self.places > len(self.options):
            details = {"lowest": self.places, "highest": len(self.options)}
            problems.append(Problem("limits_crossed", self.name, details))
        return problems
