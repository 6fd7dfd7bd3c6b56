"""One answer out of a list."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Texts, Value, split_missing
from surveys.questions.choices import ShuffledQuestion, count
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.summaries import ChoiceSummary, Summary


class SingleChoice(ShuffledQuestion):
    """Choose one option."""

    control: ClassVar[str] = "choose_one"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "One answer from a list", "fr": "Une réponse dans une liste"},
        {"en": "People choose one of your answers.", "fr": "On choisit une de vos réponses."},
        start={"options": TWO_OPTIONS},
    )
    kind: Literal["single_choice"] = "single_choice"
    look: Literal["list", "dropdown", "images"] = "list"
    """A long list, such as of neighbourhoods, takes less room folded up; ``images`` draws the pictures."""

    def read(self, given: list[str]) -> Value:
        """Take exactly one known code."""
        if len(set(given)) > 1:
            raise AnswerError("several_answers")
        return self.known(given)[0]

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield what pictures show as well, where they are drawn."""
        yield from super().texts()
        for option in self.options if self.look == "images" else ():
            if option.picture is not None:
                yield f"options.{option.code}.picture", option.picture.alternative

    def own_problems(self) -> list[Problem]:
        """Refuse pictures where one answer that counts has none."""
        bare = [o.code for o in self.options if o.picture is None and not o.missing]
        told = [Problem("picture_missing", self.name, {"code": code}) for code in bare]
        return [*super().own_problems(), *(told if self.look == "images" else [])]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count options over those who answered."""
        answered, missing = split_missing(values, self.missing_codes())
        return ChoiceSummary(len(answered), missing, self.bars(count(answered)))
