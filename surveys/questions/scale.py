"""One step on an ordered scale, worst to best or the reverse."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.questions.base import Value, split_missing
from surveys.questions.choices import count
from surveys.questions.menu import FIVE_STEPS, Menu
from surveys.questions.single_choice import SingleChoice
from surveys.summaries import ScaleSummary, Summary


class Scale(SingleChoice):
    """Choose one step. Options stand in the order shown; ``best`` says which end is good."""

    control: ClassVar[str] = "scale"
    menu: ClassVar[Menu] = Menu(
        "rating",
        {"en": "Steps in words", "fr": "Échelle en mots"},
        {
            "en": "From excellent to poor, or your own steps.",
            "fr": "D’excellent à mauvais, ou vos propres échelons.",
        },
        start={"options": FIVE_STEPS, "best": "first"},
    )
    kind: Literal["scale"] = "scale"  # type: ignore[assignment]
    look: Literal["list"] = "list"
    shuffled: Literal[False] = False
    """Steps have an order of their own."""
    best: Literal["first", "last"] = "last"

    def steps(self) -> list[str]:
        """Return the codes from worst to best, without "prefer not to say"."""
        codes = [option.code for option in self.options if not option.missing]
        return codes if self.best == "last" else codes[::-1]

    def position(self, value: Value) -> float | None:
        """Return the answer's place from 0 (worst) to 1 (best); ``None`` when there is none."""
        steps = self.steps()
        if not isinstance(value, str) or value not in steps or len(steps) < 2:
            return None
        return steps.index(value) / (len(steps) - 1)

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count steps, and average them on 1 (worst) to n (best)."""
        answered, missing = split_missing(values, self.missing_codes())
        steps = self.steps()
        places = [steps.index(value) + 1 for value in answered if value in steps]
        mean = sum(places) / len(places) if places else None
        return ScaleSummary(len(answered), missing, self.bars(count(answered)), mean)
