"""Projects with their costs, to be chosen within a budget."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Option, Value
from surveys.questions.choices import MOST_OPTIONS
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.questions.multiple_choice import MultipleChoice


class Project(Option):
    """Something that may be paid for. ``cost`` is in dollars."""

    cost: int = Field(default=0, ge=0, le=10**12)


class BudgetProjects(MultipleChoice):
    """Choose projects that together cost at most ``budget`` dollars."""

    control: ClassVar[str] = "choose_many"
    menu: ClassVar[Menu] = Menu(
        "budget",
        {"en": "Choose projects within a budget", "fr": "Choisir des projets selon un budget"},
        {"en": "Each project has a cost.", "fr": "Chaque projet a un coût."},
        start={
            "budget": 100_000,
            "options": tuple({**each, "cost": 50_000} for each in TWO_OPTIONS),
        },
    )
    kind: Literal["budget_projects"] = "budget_projects"  # type: ignore[assignment]
    options: tuple[Project, ...] = Field(min_length=1, max_length=MOST_OPTIONS)
    budget: int = Field(ge=1, le=10**12)

    def cost(self, codes: Iterable[str]) -> int:
        """Return what projects cost together."""
        chosen = set(codes)
        return sum(project.cost for project in self.options if project.code in chosen)

    def read(self, given: list[str]) -> Value:
        """Take known projects that fit in the budget."""
        value = super().read(given)
        spent = self.cost(value or ())
        if spent > self.budget:
            raise AnswerError("budget_exceeded", budget=self.budget, spent=spent)
        return value

    def own_problems(self) -> list[Problem]:
        """Refuse a budget that pays for no project at all."""
        problems = super().own_problems()
        cheapest = min(project.cost for project in self.options)
        if cheapest > self.budget:
            details = {"lowest": cheapest, "highest": self.budget}
            problems.append(Problem("range_crossed", self.name, details))
        return problems
